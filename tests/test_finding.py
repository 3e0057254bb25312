"""The index of the desk's words: it follows what stands in the clear of ordinary complaints, and holds nothing else."""

import pytest
from django.db import connection

from complaints import finding, texts
from complaints.models import Complaint, Text
from tests import factories, worlds
from tests.cases import ANSWER, Case
from tests.factories import NOW

NEWEST = ("-received_at", "-pk")


def found(*groups: str) -> list[int]:
    """Return what each way finds in all complaints, of words or of groups of them ("aik|air"); all ways must agree."""
    words = [group.split("|") for group in groups]
    answers = [
        [case.pk for case in way[:20]] for way in finding.found(finding.DESK, Complaint.objects.all(), words, NEWEST)
    ]
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


def kept() -> str:
    """Everything that the index holds of words, by its own means."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT word FROM ts_stat('SELECT words FROM complaints_deskwords')")
        else:
            cursor.execute("SELECT term FROM complaints_deskwords_vocabulary")
        return " ".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
def test_by_story_landmark_answer_category_place_and_their_other_names():
    office = worlds.make_office()
    village = factories.make_village("Pangkallalang")
    type(village).objects.filter(pk=village.pk).update(aliases=["Pangkal Lalang"])
    complaint = factories.make_complaint(
        category=office.pju, village=village.code, story="Gardu listrik meledak.", landmark="Belakang surau"
    )
    case = Case(office, complaint).do("refer").do("answer")
    other = factories.make_complaint(story="Gardu lain.")
    for words in (
        ["meledak"],
        ["surau"],
        [*ANSWER.rstrip(".").split()[-1:], "listrik"],
        ["pangkallalang"],
        ["lalang"],
    ):
        assert found(*[word.lower() for word in words]) == [case.pk], words
    assert case.pk in found(office.pju.name.split()[0].lower())
    assert found("gardu") == [other.pk, case.pk]
    assert found("gar", "meledak|terbakar") == [case.pk]
    assert found("edak") == []


@pytest.mark.django_db
def test_internal_notes_and_what_is_sealed_never_stand_there():
    office = worlds.make_office()
    case = Case(office).do("refer")
    texts.keep(case.complaint, Text.Kind.NOTE, "Rahasiadapur kantor.", NOW)
    sealed = factories.make_complaint(category=office.violence, story="Tetangga memukulanak setiap malam.")
    assert Text.objects.get(complaint=sealed, kind="story").plain is None
    assert found("rahasiadapur") == found("memukulanak") == []
    assert "rahasiadapur" not in kept()
    assert "memukulanak" not in kept()


@pytest.mark.django_db
def test_what_becomes_sensitive_or_is_erased_goes_at_once():
    office = worlds.make_office()
    one = Case(office, story="Anak itu dikurungorang di gudang.")
    two = factories.make_complaint(story="Catatan tentang penyakitlangka.")
    assert (found("dikurungorang"), found("penyakitlangka")) == ([one.pk], [two.pk])
    one.do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    Text.objects.filter(complaint=two, kind="story").update(plain=None, salt=None, erased_at=NOW)
    assert found("dikurungorang") == found("penyakitlangka") == []
    assert "dikurungorang" not in kept()
    assert "penyakitlangka" not in kept()


@pytest.mark.django_db
def test_a_new_category_is_found_and_the_old_one_is_not():
    case = factories.make_complaint(category=factories.make_category("jalan", name="Jembatan gantung"))
    assert found("gantung") == [case.pk]
    Complaint.objects.filter(pk=case.pk).update(category=factories.make_category("air", name="Saluran irigasi"))
    assert (found("gantung"), found("irigasi")) == ([], [case.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["lampu' OR 1", 'lampu"', "lampu & ! | :*", "lampu* -mati", "(lampu", "NEAR(a b)"])
def test_signs_of_the_databases_are_no_orders(typed):
    factories.make_complaint()
    assert isinstance(found(*finding.words_in(typed)), list)


def test_a_question_in_one_line():
    assert finding.asked("  lampu\0\n jalan\u200b ") == "lampu jalan"
    assert len(finding.asked("a" * 500)) == finding.LONGEST
