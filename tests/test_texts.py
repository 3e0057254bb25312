"""What people wrote: kept as written, sealed where the class says so, told by its salted hash."""

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from complaints import texts, vault
from complaints.models import Complaint, DataKey, Text
from tests.cases import Case
from tests.factories import NOW, STORY
from tests.planting import run, unguarded
from tests.worlds import SECRET

pytestmark = pytest.mark.django_db
Access = Complaint.AccessClass


@pytest.mark.parametrize("access_class", Access)
def test_is_sealed_where_the_case_is_not_ordinary(office, access_class):
    complaint = Case(office).complaint
    complaint.access_class = access_class
    row = texts.keep(complaint, Text.Kind.NOTE, SECRET, NOW)
    again = Text.objects.get(pk=row.pk)
    assert (again.plain is None) is (access_class != Access.ORDINARY)
    assert (again.cipher is None) is (access_class == Access.ORDINARY)
    assert texts.read(again) == SECRET
    assert again.cipher is None or SECRET.encode() not in bytes(again.cipher)


@pytest.mark.parametrize("content", ["", "a", "é🙂\n\t\u200b", "x" * 10_000, "'; DROP TABLE complaints_text; --"])
def test_is_kept_as_it_was_written(office, content):
    complaint = Case(office).complaint
    for access_class in (Access.ORDINARY, Access.SENSITIVE):
        complaint.access_class = access_class
        assert texts.read(Text.objects.get(pk=texts.keep(complaint, Text.Kind.NOTE, content, NOW).pk)) == content


def test_the_same_words_have_another_hash_each_time(office):
    complaint = Case(office).complaint
    one, other = (texts.reference(texts.keep(complaint, Text.Kind.NOTE, "Ya.", NOW)) for _ in range(2))
    assert one["hash"] != other["hash"]
    assert texts.reference(Text.objects.get(pk=one["text"])) == one


def test_what_was_erased_is_nothing(office):
    row = texts.keep(Case(office).complaint, Text.Kind.NOTE, "Hapus ini.", NOW)
    Text.objects.filter(pk=row.pk).update(plain=None, salt=None, erased_at=NOW)
    row = Text.objects.get(pk=row.pk)
    assert texts.read(row) is None
    assert texts.read_many([row]) == {}


def test_a_cipher_that_was_tampered_with_rises(office):
    complaint = Case(office, category=office.violence, story=SECRET).complaint
    row = Text.objects.get(complaint=complaint, kind="story")
    with unguarded():
        run(f"UPDATE complaints_text SET cipher = %s WHERE id = {row.pk}", [bytes(row.cipher)[:-1] + b"x"])
    with pytest.raises(InvalidToken):
        texts.read(Text.objects.get(pk=row.pk))


def test_many_are_read_with_two_queries(office, django_assert_num_queries):
    cases = [Case(office, category=category) for category in (office.pju, office.violence) for _ in range(3)]
    with django_assert_num_queries(2):
        found = texts.stories([case.complaint for case in cases])
    assert found == {case.pk: STORY for case in cases}


class TestSealing:
    def test_a_case_that_becomes_sensitive_is_sealed_whole(self, office):
        """Filed under another topic: everything written before is sealed when the verifier finds out."""
        case = (
            Case(office, story=SECRET, landmark="Rumah nomor 5").do("ask", question="Siapa yang memukul?").do("reply")
        )
        assert Text.objects.filter(complaint=case.pk, plain__isnull=False).count() == 4
        case.do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE", reason="Segera.")
        rows = Text.objects.filter(complaint=case.pk)
        assert not rows.filter(plain__isnull=False).exists()
        assert {texts.read(row) for row in rows} >= {SECRET, "Rumah nomor 5", "Siapa yang memukul?", "Segera."}

    def test_a_sensitive_category_is_sealed_from_the_first_moment(self, office):
        case = Case(office, category=office.violence, story=SECRET)
        assert case.complaint.access_class == Access.SENSITIVE
        assert not Text.objects.filter(complaint=case.pk, plain__isnull=False).exists()

    def test_what_became_ordinary_again_stays_readable(self, office):
        case = Case(office, category=office.violence, story=STORY).do("refer", category=office.pju, term_class="NORMAL")
        assert case.complaint.access_class == Access.ORDINARY
        assert texts.stories([case.complaint])[case.pk] == STORY


class TestTitle:
    @pytest.mark.parametrize(
        ("story", "title"),
        [
            ("Lampu jalan di depan SD mati. Gelap sekali.", "Lampu jalan di depan SD mati."),
            ("Lampu jalan di depan SD mati\nGelap sekali", "Lampu jalan di depan SD mati"),
            ("  Pak! Lampu jalan  mati terus. Tolong.", "Pak! Lampu jalan mati terus."),
            ("", ""),
            ("kata " * 30, " ".join(["kata"] * 16) + "…"),
            ("x" * 81, "x" * 80 + "…"),
            ("x" * 80, "x" * 80),
        ],
    )
    def test_is_the_first_sentence(self, story, title):
        assert texts.title(story) == title


def test_a_text_without_case_is_the_systems(office):
    row = texts.keep(None, Text.Kind.NOTE, "Catatan sistem.", NOW)
    assert (row.complaint, row.cipher) == (None, None)
    assert texts.read(Text.objects.get(pk=row.pk)) == "Catatan sistem."


def test_each_case_has_a_key_of_its_own(office):
    for _ in range(2):
        Case(office, category=office.violence)
    wrapped = list(DataKey.objects.filter(purpose=vault.Purpose.TEXT).values_list("wrapped", flat=True))
    assert len({bytes(key) for key in wrapped}) == 2
    assert connection.vendor
