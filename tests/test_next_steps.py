"""Who does what next, and by when: a whole sentence for every status and reason, for the reporter and for staff."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from complaints import dates, next_steps
from complaints.models import Agency
from complaints.states import FINAL, WAITS_FOR, Because, ClockKind, Status, WaitsFor
from tests.factories import NOW

BANNED = re.compile(
    r"tindak ?lanjut|disposisi|terkait|pelapor|terlapor|verifikasi|lampiran|unggah|valid|eskalasi|biasanya|otomatis",
    re.I,
)
EVERY = [(Status.SUBMITTED, because) for because in Because]
EVERY += [(status, None) for status in Status if status != Status.SUBMITTED]
OPEN = [(status, because) for status, because in EVERY if status not in FINAL]
DESK = SimpleNamespace(name="Diskominfo", short_name="Diskominfo", duty=Agency.Duty.COORDINATOR)
ARBITER = SimpleNamespace(name="Sekretariat Daerah", short_name="Setda", duty=Agency.Duty.ARBITER)
AGENCY = SimpleNamespace(name="Dinas Perhubungan", short_name="Dishub", duty=None)


def case(status, because=None, *, owner=None, running=(), resume=None, late=False):
    """A complaint as `next_steps` sees one: every state, also where the act that leads there comes later."""
    if owner is None:
        with_the_desk = status in (Status.SUBMITTED, Status.FORWARDED_EXTERNAL)
        owner = ARBITER if because == Because.ARBITRATION else DESK if with_the_desk else AGENCY
    clocks = [SimpleNamespace(kind=kind, stopped_at=None) for kind in running]
    return SimpleNamespace(
        status=status,
        submitted_because=because,
        resume_status=resume,
        waits_for=WAITS_FOR.get(status),
        owner=owner,
        due_at=None if status in FINAL else NOW + timedelta(days=-3 if late else 3),
        clocks=SimpleNamespace(all=lambda: clocks),
    )


def whole(sentence) -> bool:
    return bool(re.fullmatch(r"[A-Z].*\.", str(sentence))) and "{" not in str(sentence)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(("status", "because"), EVERY)
def test_the_reporter_always_reads_who_and_by_when(status, because, late):
    step = next_steps.for_reporter(case(status, because, late=late), NOW)
    assert whole(step.do)
    assert not step.note or whole(step.note)
    assert not BANNED.search(step.do + step.note)
    assert all(len(sentence.split()) <= 20 for sentence in re.split(r"(?<=\.) ", step.do + " " + step.note))
    if status in FINAL:
        assert (step.due_at, step.late, step.passed) == (None, False, False)
    else:
        assert dates.full_date(step.due_at).startswith("Sabtu, 21" if late else "Jumat, 27")


@pytest.mark.parametrize(("status", "because"), OPEN)
def test_the_reporter_reads_who_acts(status, because):
    step = next_steps.for_reporter(case(status, because), NOW)
    if WAITS_FOR[status] == WaitsFor.REPORTER:
        assert step.do.startswith("Giliran Anda: ")
    elif because == Because.ARBITRATION:
        assert step.do.startswith("Pimpinan daerah")
    else:
        who = "Petugas BESADU" if status in (Status.SUBMITTED, Status.FORWARDED_EXTERNAL) else "Dinas Perhubungan"
        assert step.do.startswith(who)


@pytest.mark.parametrize(("status", "because"), OPEN)
def test_who_is_late_is_said_and_never_the_reporter(status, because):
    step = next_steps.for_reporter(case(status, because, late=True), NOW)
    if WAITS_FOR[status] == WaitsFor.REPORTER:
        assert step.passed
        assert not step.late
        assert "terlambat" not in step.note
    else:
        assert step.late
        assert "terlambat" in step.note
        who = "Kami" if status in (Status.SUBMITTED, Status.FORWARDED_EXTERNAL) else "Dinas Perhubungan"
        assert step.note.startswith("Sekretariat Daerah" if because == Because.ARBITRATION else who)


def test_a_date_of_the_reporter_that_is_over_closes_nothing():
    for status in (Status.NEEDS_INFO, Status.ANSWERED):
        assert "masih bisa" in next_steps.for_reporter(case(status, late=True), NOW).note
        assert "masih bisa" not in next_steps.for_reporter(case(status), NOW).note


def test_in_progress_waits_for_the_first_word_and_then_for_the_end():
    first = next_steps.for_reporter(case(Status.IN_PROGRESS, running=[ClockKind.FIRST_RESPONSE]), NOW)
    then = next_steps.for_reporter(case(Status.IN_PROGRESS, running=[ClockKind.RESOLUTION]), NOW)
    assert first.do == "Dinas Perhubungan memberi kabar pertama."
    assert then.do == "Dinas Perhubungan menyelesaikan masalahnya, lalu menjawab."


def test_who_asked_is_named():
    of_the_desk = case(Status.NEEDS_INFO, owner=DESK, resume=Status.SUBMITTED)
    of_an_agency = case(Status.NEEDS_INFO, owner=AGENCY, resume=Status.IN_PROGRESS)
    assert next_steps.for_reporter(of_the_desk, NOW).do == "Giliran Anda: jawab pertanyaan Petugas BESADU."
    assert next_steps.for_reporter(of_an_agency, NOW).do == "Giliran Anda: jawab pertanyaan Dinas Perhubungan."


def test_the_coordinating_agency_works_on_its_own_cases_under_its_own_name():
    step = next_steps.for_reporter(case(Status.REFERRED, owner=DESK, late=True), NOW)
    assert step.do == "Diskominfo memberi kabar pertama."
    assert step.note.startswith("Diskominfo terlambat.")


def test_an_inspectorate_that_verifies_is_named():
    inspectorate = SimpleNamespace(name="Inspektorat", short_name="Inspektorat", duty=Agency.Duty.INSPECTORATE)
    step = next_steps.for_reporter(case(Status.SUBMITTED, Because.NEW, owner=inspectorate), NOW)
    assert step.do == "Inspektorat memeriksa laporan Anda."


@pytest.mark.parametrize(("status", "because"), EVERY)
def test_staff_always_read_who_and_by_when(status, because):
    complaint = case(status, because)
    step = next_steps.for_staff(complaint)
    assert whole(step.do)
    assert step.due_at == complaint.due_at
    if status not in FINAL:
        assert complaint.owner.short_name in step.do or "Pelapor" in step.do
