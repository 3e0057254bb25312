"""A leader's dated instruction is a clock of its own, beside the one that counts (life.md 2, product.md 1)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints import guarantee
from complaints.deadlines import reasons
from complaints.escalation import operations as escalation
from complaints.models import Agency, Clock, Complaint, Event, Holding, Holiday, Message, Miss, Position, Rung
from complaints.states import ClockKind, Outcome
from complaints.triage import operations as triage
from tests import factories
from tests.cases import WAYS, Case
from tests.deadlines.calendars import wib
from tests.factories import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (26, 27, 28))
K, Kind, To = ClockKind.INSTRUCTION, Event.Kind, Rung.To


pytestmark = pytest.mark.usefixtures("whole_afterwards")


@pytest.fixture
def ladder(office):
    """As in Belitung: the workers before, the head and who gave it at the date, then every week."""
    for after, to, weekly in [(-1, To.WORKERS, False), (0, To.HEAD, False), (0, To.LEADER, True)]:
        Rung.objects.create(
            ladder=Rung.Ladder.INSTRUCTION, after=after, to=to, repeats_weekly=weekly, copies_inspectorate=weekly
        )


@pytest.fixture
def case(office, ladder):
    return Case(office)


def instruct(case, day, *, at=NOW, by=None):
    triage.instruct(case.pk, text="Selesaikan segera.", finish_by=day, actor=by or case.office.leader, now=at)
    case.complaint.refresh_from_db()
    return case.running()[K]


def told(case):
    return [(message.kind, message.user) for message in case.complaint.messages.filter(user__isnull=False)]


def sentences(case, now=NOW):
    clocks = Clock.objects.filter(complaint=case.pk).select_related("agency")
    return next(r.sentences for r in reasons.of(case.complaint, clocks, now) if r.clock.kind == K)


class TestDate:
    def test_ends_with_the_closing_of_the_day_that_was_named(self, case):
        case.do("refer")
        before = case.complaint.due_at
        clock = instruct(case, FRIDAY)
        assert (clock.due_at, clock.agency) == (wib("2026-11-27 16:30"), case.office.dishub)
        assert case.complaint.due_at == before
        assert sentences(case) == [
            "Pimpinan memberi batas Jumat, 27 November 2026.",
            "Berakhir saat jam layanan tutup: Jumat, 27 November 2026 pukul 16.30 WIB.",
        ]

    def test_a_free_day_gives_until_the_next_working_day(self, case):
        assert instruct(case.do("refer"), SATURDAY).due_at == wib("2026-11-30 16:00")
        assert "Tidak dihitung, bukan hari kerja: Sabtu 28 Nov 2026, Minggu 29 Nov 2026." in sentences(case)

    def test_today_after_closing_is_tomorrow(self, case):
        evening = wib("2026-11-24 17:00")
        clock = instruct(case.do("refer"), evening.date(), at=evening)
        assert clock.started_at < clock.due_at == wib("2026-11-25 16:00")
        assert "Dicatat setelah jam layanan hari itu, jadi batasnya hari kerja berikutnya." in sentences(case, evening)

    def test_moves_with_the_calendar_and_back(self, case):
        clock = instruct(case.do("refer"), THURSDAY)
        holiday = Holiday.objects.create(day=THURSDAY, name="Pilkada", kind=Holiday.Kind.LOCAL)
        for withdrawn_on, due in [(None, wib("2026-11-27 16:30")), (NOW.date(), wib("2026-11-26 16:00"))]:
            Holiday.objects.filter(pk=holiday.pk).update(withdrawn_on=withdrawn_on)
            escalation.follow_calendar(case.pk, now=NOW)
            clock.refresh_from_db()
            assert clock.due_at == due
            assert sentences(case)[-1].endswith(f"{timezone.localtime(due):%H.%M} WIB.")
        moved = case.complaint.events.filter(kind=Kind.CLOCK_MOVED, data__clock=K)
        assert moved.count() == 2
        assert not case.complaint.events.filter(kind=Kind.DUE_MOVED, data__clock=K).exists()

    def test_a_question_to_the_reporter_does_not_stop_it(self, case):
        due = instruct(case.do("refer"), FRIDAY).due_at
        case.do("ask", at=NOW + MINUTE).do("reply", at=NOW + DAY)
        assert case.running()[K].due_at == due

    def test_a_newer_one_takes_its_place(self, case):
        first = instruct(case.do("refer"), THURSDAY)
        second = instruct(case, FRIDAY, at=NOW + DAY)
        first.refresh_from_db()
        assert (first.stopped_at, second.due_at.date()) == (NOW + DAY, FRIDAY)


class TestFulfilled:
    def test_by_an_answer_and_by_nothing_less(self, case):
        instruct(case.do("refer"), FRIDAY)
        for act in ("accept", "note_progress", "promise"):
            assert K in case.do(act, at=NOW + MINUTE).running()
        case.do("answer", at=NOW + 2 * MINUTE)
        assert K not in case.running()
        assert not Miss.objects.filter(clock__kind=K).exists()

    def test_an_answer_that_is_sent_back_fulfils_nothing(self, case):
        due = instruct(case.do("refer"), FRIDAY).due_at
        case.do("answer", at=NOW + MINUTE).do("send_back", at=NOW + 2 * MINUTE)
        assert case.running()[K].due_at == due

    def test_a_newer_one_stands_when_the_answer_is_sent_back(self, case):
        instruct(case.do("refer"), THURSDAY)
        case.do("answer", at=NOW + MINUTE)
        instruct(case, FRIDAY, at=NOW + 2 * MINUTE)
        assert case.do("send_back", at=NOW + 3 * MINUTE).running()[K].due_at.date() == FRIDAY

    @pytest.mark.parametrize("act", ["archive", "withdraw", "forward_external", "merge"])
    def test_what_takes_the_case_away_ends_it(self, case, act):
        instruct(case, FRIDAY)
        assert K not in case.do(act, at=NOW + MINUTE).running()

    def test_goes_on_with_the_case_to_another_agency(self, case):
        due = instruct(case, FRIDAY).due_at
        clock = case.do("refer", at=NOW + MINUTE).running()[K]
        assert (clock.agency, clock.due_at) == (case.office.dishub, due)

    def test_comes_back_when_a_merge_is_undone(self, case):
        due = instruct(case.do("refer"), FRIDAY).due_at
        assert case.do("merge").do("unmerge", at=NOW + MINUTE).running()[K].due_at == due


class TestLate:
    def test_whom_it_tells_and_what_stays(self, case):
        office = case.office
        due = instruct(case.do("refer"), FRIDAY).due_at
        assert told(case) == [("new_case", office.liaison), ("instruction", office.liaison)]
        escalation.pass_time(case.pk, now=wib("2026-11-26 07:31"))  # the working day before, at opening
        assert told(case)[2:] == [("instruction", office.liaison)]
        late = wib("2026-11-30 08:00")  # Monday's opening: the first working time after Friday's closing
        escalation.pass_time(case.pk, now=late)
        people = {person for kind, person in told(case)[3:] if kind == "instruction"}
        assert people == {office.head, office.leader, office.inspector}
        miss = Miss.objects.get(clock__kind=K)
        assert (miss.agency, miss.due_at) == (office.dishub, due)
        assert case.complaint.events.filter(kind=Kind.INSTRUCTION_PASSED).count() == 1
        case.do("answer", at=late)  # late, but fulfilled
        assert Miss.objects.filter(clock__kind=K).get().stopped_at is None

    def test_the_reporter_is_told_nothing(self, office, ladder):
        reporter = factories.Reporter("", "email", "pelapor@contoh.test")
        case = Case(office, factories.make_complaint(category=office.pju, reporter=reporter)).do("refer")
        before = Message.objects.filter(complaint=case.pk, user=None).count()
        due = instruct(case, THURSDAY).due_at
        assert escalation.pass_time(case.pk, now=due + MINUTE)
        assert Message.objects.filter(complaint=case.pk, user=None).count() == before

    def test_who_gave_it_is_reminded_every_week(self, case):
        case.all(*WAYS["in_progress"])
        now, until = instruct(case, THURSDAY).due_at, NOW + 30 * DAY
        while (now := max(case.complaint.next_effect_at + MINUTE, now)) < until:
            escalation.pass_time(case.pk, now=now)
            case.complaint.refresh_from_db()
        assert told(case).count(("instruction", case.office.leader)) == 4  # 27 November, then every Friday
        assert told(case).count(("instruction", case.office.head)) == 1

    def test_an_empty_chair_s_office_is_told(self, case):
        setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
        other = factories.make_staff(setda, Position.Role.LEADER)
        due = instruct(case.do("refer"), THURSDAY, by=other).due_at
        Holding.objects.filter(user=other).update(ends_on=NOW.date())
        escalation.pass_time(case.pk, now=due + DAY)
        assert ("instruction", case.office.leader) in told(case)

    def test_the_one_complained_about_is_not(self, case):
        due = instruct(case.do("refer"), THURSDAY).due_at
        Complaint.objects.filter(pk=case.pk).update(excluded_person=case.office.head)
        escalation.pass_time(case.pk, now=due + DAY)
        assert ("instruction", case.office.head) not in told(case)

    def test_the_guarantee_misses_a_miss_that_is_not_recorded(self, case):
        due = instruct(case.do("refer"), THURSDAY).due_at
        found = [violation.words for violation in guarantee.beyond_constraints(due + DAY)]
        assert "missed deadlines of running clocks that are on no agency's record" in found
        escalation.pass_time(case.pk, now=due + MINUTE)

    def test_answered_before_anybody_looked_it_is_a_miss_all_the_same(self, case):
        due = instruct(case.do("refer"), THURSDAY).due_at
        case.do("answer", at=due + MINUTE, outcome=Outcome.EXPLAINED)
        assert Miss.objects.get(clock__kind=K).stopped_at == due + MINUTE
