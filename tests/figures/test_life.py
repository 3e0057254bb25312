"""Each figure by hand: small worlds whose numbers are counted on fingers, beside what is kept."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.figures import operations
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Tally
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.figures.kept import kept
from tests.worlds import REPORTER

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in the regency. 2 November is a Monday; the office works from 7.30 to 16.00, Friday to 16.30."""
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


def counted(kind: str, **where) -> dict[str, int]:
    """Count what is new; return {bucket: n} of a kind."""
    operations.tally(NOW)
    assert operations.differences() == []
    return kept(kind, **where)


class TestReceived:
    def test_by_local_month_agency_topic_and_place(self, office):
        village = factories.make_village()
        Case(office, now=datetime(2026, 10, 31, 16, 59, tzinfo=ZoneInfo("UTC")))  # 23.59 WIB
        Case(office, now=datetime(2026, 10, 31, 17, 0, tzinfo=ZoneInfo("UTC"))).do("refer")
        Case(office, category=office.graft, village=village.code)
        assert counted("received") == {"": 3}
        assert kept("received", starts_on=date(2026, 10, 1)) == {"": 1}
        assert kept("received", starts_on=date(2026, 11, 1)) == {"": 2}
        assert kept("received", agency=office.dishub.pk) == {"": 1}
        assert kept("received", category=office.pju.pk) == {"": 2}
        assert kept("received", district=village.district_id) == {"": 1}
        assert kept("received", district=village.district_id, village=village.pk) == {"": 1}
        assert kept("received", district=village.district_id, category=office.graft.pk) == {"": 1}
        assert kept("received", span="day", starts_on=date(2026, 11, 1)) == {"": 1}

    def test_what_was_typed_in_later_came_before(self, office):
        content = drafts.Content(category="pju", story=factories.STORY, no_place=True)
        entry = intake.Entry(
            channel="whatsapp", received_at=at(30, 9, month=10), content=content, reporter=REPORTER, may_publish=False
        )
        intake.enter(drafts.new_key(), entry=entry, actor=office.coordinator, now=at(2, 9))
        Case(office)
        assert counted("received", starts_on=date(2026, 10, 1)) == {"": 1}
        assert kept("channel") == {"whatsapp": 1, "web": 1}
        assert kept("unshown") == {"wish": 1, "unchecked": 1}

    def test_spam_is_spam_until_it_is_opened_again(self, office):
        case = Case(office)
        triage.archive(case.pk, code="spam", text="Iklan.", actor=office.coordinator, now=NOW)
        assert counted("spam") == {"": 1}
        assert kept("received") == kept("open") == {}
        case.do("reopen")
        assert counted("spam") == {}
        assert kept("received") == kept("open") == {"": 1}

    def test_of_closed_classes_no_more_than_how_many_came_in_a_month(self, office):
        case = Case(office)
        assert counted("received") == {"": 1}
        case.do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
        Case(office, category=office.violence)
        case.do("answer")
        operations.tally(NOW)
        assert operations.differences() == []
        rows = Tally.objects.values_list("kind", "access_class", "agency", "category", "span", "n")
        assert list(rows) == [("received", "sensitive", 0, 0, "month", 2)]


class TestAnswers:
    @pytest.mark.parametrize(
        ("received", "answered", "hours"),
        [
            (at(2, 9), at(2, 9, 59), "0"),
            (at(2, 9), at(2, 10), "1"),
            (at(2, 15), at(3, 8, 30), "2"),  # an hour of Monday, an hour of Tuesday
            (at(6, 16), at(9, 7, 30), "0"),  # half an hour of Friday, then the weekend
            (at(7, 9), at(9, 8), "0"),  # a Saturday: counts from Monday 7.30
            (at(2, 7, 30), at(9, 7, 30), "43"),  # 4 days of 8.5 hours and one of 9
        ],
    )
    def test_full_working_hours_from_receipt(self, office, received, answered, hours):
        Case(office, now=received).do("refer", at=received).do("answer", at=answered)
        assert counted("answered") == {hours: 1}
        assert kept("answered", agency=office.dishub.pk) == {hours: 1}

    def test_the_first_one_counts_and_not_a_word_before_it(self, office):
        case = Case(office, now=at(2, 9)).do("refer", at=at(2, 9)).do("note_progress", at=at(2, 10))
        assert counted("answered") == {}
        case.do("answer", at=at(2, 12)).do("raise_objection", at=at(3, 9)).do("uphold", at=at(3, 9), to=office.dlh)
        case.do("answer", at=at(4, 9), outcome=Outcome.CANNOT_BE_DONE)
        assert counted("answered") == {"3": 1}
        assert kept("answered", agency=office.dlh.pk) == {}
        assert kept("outcome") == {"cannot_be_done": 1}
        assert kept("outcome", agency=office.dlh.pk) == {"cannot_be_done": 1}

    def test_one_that_was_sent_back_is_none(self, office):
        case = Case(office, now=at(2, 9)).do("refer", at=at(2, 9)).do("answer", at=at(2, 10))
        assert counted("punctual") == {"on_time": 1}
        case.do("send_back", at=at(2, 11))
        assert counted("answered") == kept("punctual") == kept("outcome") == {}
        case.do("answer", at=at(2, 15))
        assert counted("answered") == {"6": 1}
        assert kept("punctual") == {"on_time": 1}

    def test_a_promise_is_an_outcome_and_no_answer(self, office):
        Case(office).do("refer")._act(
            "promise", "promised", office.liaison, NOW, NOW + timedelta(days=9), outcome="promised"
        )
        assert counted("outcome") == {"promised": 1}
        assert kept("answered") == {}


class TestPunctual:
    def passed(self, case: Case, moment: datetime) -> Case:
        return case.do("pass_time", at=moment)

    def test_kept_and_missed(self, office):
        """14 working days from Monday 2 November end on Friday the 20th at 16.30."""
        for answered in (at(20, 16, 30), at(20, 16, 31)):
            Case(office, now=at(2, 9)).do("refer", at=at(2, 9)).do("answer", at=answered)
        late = Case(office, now=at(2, 9)).do("refer", at=at(2, 9))
        self.passed(late, at(23, 8))
        assert counted("punctual") == {"on_time": 1, "late": 2}
        late.do("answer", at=at(24, 9))
        assert counted("punctual", agency=office.dishub.pk) == {"on_time": 1, "late": 2}

    def test_a_miss_stays_with_who_had_it_and_counts_once(self, office):
        case = self.passed(Case(office, now=at(2, 9)).do("refer", at=at(2, 9)), at(23, 8))
        case.do("return_referral", at=at(23, 9)).do("refer", at=at(23, 10), to=office.dlh).do("answer", at=at(24, 9))
        assert counted("punctual") == {"late": 1}
        assert kept("punctual", agency=office.dishub.pk) == {"late": 1}
        assert kept("punctual", agency=office.dlh.pk) == {}

    def test_work_done_again_has_a_date_of_its_own(self, office):
        case = Case(office, now=at(2, 9)).do("refer", at=at(2, 9)).do("answer", at=at(3, 9))
        case.do("raise_objection", at=at(3, 10)).do("uphold", at=at(3, 11))
        assert counted("punctual") == {"on_time": 1}
        self.passed(case, at(16, 9))  # 5 working days from the 3rd end on the 10th
        assert counted("punctual") == {"on_time": 1, "late": 1}

    def test_a_missed_date_counts_in_the_month_it_passed(self, office):
        self.passed(Case(office, now=at(2, 9, month=10)).do("refer", at=at(2, 9, month=10)), at(23, 8))
        assert counted("punctual", starts_on=date(2026, 10, 1)) == {"late": 1}
        assert kept("punctual", starts_on=date(2026, 11, 1)) == {}


class TestOverdue:
    def test_while_somebody_of_the_government_is_awaited(self, office):
        """3 working days of verification from Monday 2 November end on the 5th at 16.00."""
        case = Case(office, now=at(2, 9))
        case.do("pass_time", at=at(5, 15))
        assert counted("overdue") == {}
        case.do("pass_time", at=at(5, 16, 1))
        assert counted("overdue") == kept("overdue", category=office.pju.pk) == {"2026-11-05": 1}
        case.do("ask", at=at(6, 9))
        assert counted("overdue") == {}
        case.do("reply", at=at(9, 9))
        assert counted("overdue") == {"2026-11-05": 1}
        case.do("refer", at=at(9, 10))
        assert counted("overdue") == {}
        assert kept("verified") == {"late": 1}
        assert kept("open", agency=office.dishub.pk) == {"unassigned": 1}
        case.do("assign", at=at(9, 11), to=office.officer).do("answer", at=at(9, 12))
        assert counted("open", agency=office.dishub.pk) == {"assigned": 1}
        case.do("confirm", at=at(9, 13))
        assert counted("open") == {}

    def test_checked_in_time(self, office):
        Case(office).do("refer")
        Case(office).do("archive")
        Case(office).do("withdraw")
        Case(office)
        assert counted("verified") == {"on_time": 2}


class TestJudgements:
    def test_yes_no_silence_and_opened_again(self, office):
        yes, no, silent, again = (Case(office).do("refer").do("answer") for _ in range(4))
        yes.do("confirm")
        no.do("raise_objection").do("not_uphold")
        silent.do("pass_time", at=NOW + timedelta(days=30))
        again.do("confirm").do("reopen")
        assert counted("judged") == {"yes": 2, "no": 1}
        assert kept("closed") == {"": 3, "silence": 1}
        assert kept("reopened") == {"": 1}
        where = {"agency": office.dishub.pk}
        assert (kept("judged", **where), kept("reopened", **where)) == ({"yes": 2, "no": 1}, {"": 1})

    def test_a_review_asked_for_later_is_no_judgement(self, office):
        case = Case(office).do("refer").do("answer").do("confirm")
        tracking.raise_objection(case.pk, partly=False, comment="Rusak lagi.", review=True, now=NOW)
        assert counted("judged") == {"yes": 1}
        assert kept("reopened") == {"": 1}

    def test_referred_and_returned(self, office):
        Case(office).do("refer").do("return_referral").do("refer", to=office.dlh)
        assert counted("referred") == {"": 2}
        assert kept("returned") == kept("returned", agency=office.dishub.pk) == {"": 1}
        assert kept("referred", agency=office.dlh.pk) == {"": 1}
