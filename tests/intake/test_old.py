"""Cases of the register before this portal: taken over once, closed ones closed, open ones with owner and due time."""

from dataclasses import replace
from datetime import date

import pytest

from complaints import guarantee, history, identity, texts, timeline
from complaints.errors import Refused
from complaints.figures import operations as figures
from complaints.followup import saved_views
from complaints.intake import operations_old
from complaints.models import Clock, Complaint, LaporReference, Message, Tally
from complaints.states import Status
from tests.factories import NOW


@pytest.fixture
def old(office):
    return operations_old.OldCase(
        number="123/BSD/2021",
        received_on=date(2021, 3, 12),
        story="Lampu jalan mati di depan masjid sejak Senin.",
        category=office.pju,
        agency=office.dishub,
        closed_on=date(2021, 3, 20),
        answer="Lampu sudah diganti.",
        reporter=identity.Reporter("Bu Siti", "silent", "+6281234567890"),
    )


def take(old, office, **changed):
    return operations_old.take_over(replace(old, **changed), actor=office.coordinator, now=NOW)


def test_a_closed_one_comes_in_closed_and_says_where_from(office, old):
    case = take(old, office, lapor="7654321")
    assert (case.status, case.owner, case.due_at) == (Status.RESOLVED, office.dishub, None)
    assert case.closed_at.date() == date(2021, 3, 20)
    assert not Clock.objects.filter(complaint=case).exists()
    assert not Message.objects.filter(complaint=case).exists()
    (line,) = timeline.entries(case, for_staff=True)
    assert line.what == "Diambil dari register BESADU lama"
    for words in ("123/BSD/2021", "Lampu sudah diganti.", "depan masjid"):
        assert words in line.text
    assert LaporReference.objects.get(number="7654321").complaint == case
    assert history.verify() is None
    assert not guarantee.violations(NOW)


def test_it_counts_in_no_figure_of_this_portal(office, old):
    take(old, office)
    figures.tally(NOW)
    assert not Tally.objects.exists()


def test_an_open_one_is_referred_and_its_clocks_run_from_now(office, old):
    case = take(old, office, closed_on=None, answer="")
    case.refresh_from_db()
    assert (case.status, case.owner) == (Status.REFERRED, office.dishub)
    assert case.received_at.date() == date(2021, 3, 12)
    assert case.due_at > NOW
    assert not Clock.objects.filter(complaint=case, counts_from__lt=NOW).exists()
    assert not Clock.objects.filter(complaint=case, miss__isnull=False).exists()
    assert history.verify() is None
    assert not guarantee.violations(NOW)


def test_an_open_one_without_agency_waits_for_the_coordinator(office, old):
    case = take(old, office, closed_on=None, answer="", agency=None)
    assert (case.status, case.owner.code) == (Status.SUBMITTED, "DISKOMINFO")
    assert case.due_at > NOW


def test_twice_is_once(office, old):
    case = take(old, office)
    assert take(old, office, number="123 / bsd/2021", story="Cerita yang lain sama sekali.") is None
    assert operations_old.find("123/BSD/2021") == case
    assert saved_views.number_in("123/bsd/2021") == case.tracking_number
    assert saved_views.number_in("999/bsd/2021") is None
    assert Complaint.objects.count() == 1


def test_what_is_sensitive_or_about_officials_is_sealed(office, old):
    case = take(old, office, category=office.violence, agency=office.helper)
    assert case.access_class == Complaint.AccessClass.SENSITIVE
    case = take(old, office, number="2", category=office.graft)
    assert (case.access_class, case.owner) == (Complaint.AccessClass.SUPERVISORY, office.inspectorate)
    assert case.texts.filter(plain__isnull=False).count() == 0
    assert texts.story(case) == old.story
    case = take(old, office, number="3", category=office.graft, closed_on=None, answer="")
    assert case.status == Status.SUBMITTED  # a person looks first


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": ""}, "Nomor lama"),
        ({"story": "x"}, "Tulis sedikit lagi"),
        ({"received_on": date(2030, 1, 1)}, "Tanggal masuk"),
        ({"closed_on": date(2020, 1, 1)}, "Tanggal selesai"),
        ({"answer": ""}, "jawaban"),
    ],
)
def test_refuses_in_words(office, old, changed, words):
    with pytest.raises(Refused, match=words):
        take(old, office, **changed)


def test_nobody_but_the_coordinator(office, old):
    for person in (office.liaison, office.clerk, office.administrator):
        with pytest.raises(Refused):
            operations_old.take_over(old, actor=person, now=NOW)
