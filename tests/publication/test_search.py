"""The index of public words: it follows what is published, and nothing else ever stands in it."""

import pytest
from django.db import connection

from complaints import access, finding, texts
from complaints.models import Complaint, Publication, Text
from tests import factories
from tests.factories import NOW

STORY = "Lampu di depan SD Negeri 5 mati sejak seminggu."
NEWEST = ("-received_at", "-pk")


def public(**words) -> Complaint:
    """Return a complaint whose public row stands in the database, however it came there."""
    complaint = factories.make_complaint(story="Pak Rahasia melapor.", village=factories.make_village().code)
    told = {"title": "Lampu jalan mati", "story": STORY, "landmark": "", "answer": ""} | words
    kept = {
        name: texts.keep(complaint, Text.Kind.PUBLIC, told.pop(name), NOW) if told[name] else told.pop(name) or None
        for name in ("story", "landmark", "answer")
    }
    Publication.objects.create(complaint=complaint, first_published_at=NOW, **told, **kept)
    complaint.published_at = NOW
    complaint.save(update_fields=["published_at"])
    return complaint


def found(typed: str, order=NEWEST) -> list[int]:
    """Return what each way finds; all ways must agree."""
    ways = finding.found(finding.PUBLIC, access.published_cases(), [[word] for word in finding.words_in(typed)], order)
    answers = [[case.pk for case in way[:20]] for way in ways]
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


@pytest.mark.django_db
class TestFinding:
    def test_by_every_public_text_the_topic_and_the_place(self):
        case = public(landmark="Dekat jembatan Juru Seberang", answer="Sudah kami ganti dengan LED.")
        for typed in ["jalan mati", "seminggu", "JURU seberang", "led", "lampu jalan", "aik rayak", "tanjungpandan"]:
            assert found(typed) == [case.pk], typed

    def test_all_words_each_as_the_beginning_of_one(self):
        case = public()
        assert found("lam negeri") == [case.pk]
        assert found("lampu jembatan") == []
        assert found("ampu") == []

    def test_nothing_that_was_filed(self):
        public()
        assert found("rahasia") == []

    def test_the_newest_first_or_the_oldest(self):
        first, second = public(), public()
        assert found("lampu") == [second.pk, first.pk]
        assert found("lampu", ("received_at", "pk")) == [first.pk, second.pk]

    @pytest.mark.parametrize("typed", ["lampu' OR 1", 'lampu"', "lampu & ! | :*", "lampu* -mati", "(lampu", "lampu\0x"])
    def test_signs_of_the_databases_are_no_orders(self, typed):
        public()
        assert found(typed) in ([], [Complaint.objects.get().pk])


@pytest.mark.django_db
class TestFollowing:
    def test_a_new_text_replaces_the_old_one(self):
        case = public()
        new = texts.keep(case, Text.Kind.PUBLIC, "Selokan mampet.", NOW)
        Publication.objects.filter(pk=case.pk).update(story=new, title="Selokan")
        assert (found("selokan"), found("seminggu")) == ([case.pk], [])

    def test_what_is_hidden_has_no_words_and_what_is_shown_again_has(self):
        case = public()
        Publication.objects.filter(pk=case.pk).update(hidden_at=NOW, hidden_because="other")
        assert found("lampu") == []
        assert rows() == 0
        Publication.objects.filter(pk=case.pk).update(hidden_at=None, hidden_because=None)
        assert found("lampu") == [case.pk]

    def test_what_was_sealed_or_erased_is_not_found(self):
        case = public(landmark="Depan warung Bu Asih")
        assert found("asih") == [case.pk]
        text = case.publication.landmark
        Text.objects.filter(pk=text.pk).update(plain=None, salt=None, erased_at=NOW)
        assert (found("asih"), found("seminggu")) == ([], [case.pk])

    def test_another_topic_or_village(self):
        case = public()
        rubbish = factories.make_category("sampah", name="Persampahan")
        Complaint.objects.filter(pk=case.pk).update(category=rubbish, village=factories.make_village("Air Saga"))
        assert (found("persampahan"), found("air saga"), found("rayak")) == ([case.pk], [case.pk], [])

    def test_what_is_not_published_stands_nowhere(self):
        factories.make_complaint()
        assert rows() == 0


class TestWords:
    def test_are_letters_and_figures_and_not_too_many(self):
        assert finding.words_in("Jalan  rusak, RT 05/02 a") == ["jalan", "rusak", "rt", "05", "02"]
        assert len(finding.words_in("aa " * 200)) == finding.MOST_WORDS
        assert finding.words_in(" -*& ") == []


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM complaints_publicwords")
        return cursor.fetchone()[0]
