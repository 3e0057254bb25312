"""Who may do what in which state, and what a transition leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from complaints import audit, history, lifecycle
from complaints.errors import Refused
from complaints.models import Agency, Complaint, Event, Holding, Position, User
from complaints.states import TRANSITIONS, Because, Outcome, Status
from tests import factories
from tests.cases import WAYS, Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db

GIVING_UP = {"archive", "merge"}
VERIFYING = {"refer", "ask", "forward_external"} | GIVING_UP
HAVING = {"ask", "return_referral", "return_referral_again", "note_progress", "promise", "answer"}
# What the coordinator may do beside the agency that has it: answers given by telephone, the decision of the Sekda.
BESIDE = {"answer_on_behalf", "extend_again"} | GIVING_UP
# state -> acts of the reporter, the coordinator, who works in the owning agency. Its head may `extend` besides, and
# the Sekda's office `extend_again`, where EXTENDABLE.
EXTENDABLE = ("referred", "in_progress", "upheld")
ACTS = {
    "new": ({"withdraw"}, VERIFYING, set()),
    "asked": ({"withdraw", "reply"}, GIVING_UP, set()),
    "referred": ({"withdraw"}, BESIDE, HAVING | {"accept"}),
    "asked_by_agency": ({"withdraw", "reply"}, GIVING_UP, set()),
    "in_progress": ({"withdraw"}, BESIDE, HAVING),
    "answered": ({"withdraw", "confirm", "raise_objection"}, GIVING_UP | {"send_back"}, set()),
    "resolved": ({"raise_objection"}, {"reopen"}, set()),
    "objected": ({"withdraw"}, {"uphold", "not_uphold", "ask", "forward_external"} | GIVING_UP, set()),
    "upheld": ({"withdraw"}, BESIDE, HAVING | {"accept"}),
    "returned": ({"withdraw"}, VERIFYING, set()),
    "arbitration": ({"withdraw"}, VERIFYING, set()),
    "archived": (set(), {"reopen"}, set()),
    "withdrawn": (set(), {"reopen"}, set()),
    "reopened": ({"withdraw"}, VERIFYING, set()),
    "promised": ({"withdraw"}, BESIDE - {"extend_again"}, {"note_progress", "promise", "answer"}),
    "forwarded": ({"withdraw"}, {"record_outside_answer", "bounce"} | GIVING_UP, set()),
    "bounced": ({"withdraw"}, VERIFYING, set()),
    "merged": (set(), {"unmerge"}, set()),
}
BY_TIME = {
    "asked": {"completion_over"},
    "asked_by_agency": {"completion_over"},
    "answered": {"confirmation_over"},
    "promised": {"promise_due"},
    "forwarded": {"check_back", "check_back_over"},
}
OTHERS = ("dlh_liaison", "helper_liaison", "inspector", "leader", "overseer", "administrator", "clerk")
STATUS = {
    "new": (Status.SUBMITTED, Because.NEW, "DISKOMINFO"),
    "asked": (Status.NEEDS_INFO, None, "DISKOMINFO"),
    "referred": (Status.REFERRED, None, "DISHUB"),
    "asked_by_agency": (Status.NEEDS_INFO, None, "DISHUB"),
    "in_progress": (Status.IN_PROGRESS, None, "DISHUB"),
    "answered": (Status.ANSWERED, None, "DISHUB"),
    "resolved": (Status.RESOLVED, None, "DISHUB"),
    "objected": (Status.SUBMITTED, Because.OBJECTED, "DISKOMINFO"),
    "upheld": (Status.REFERRED, None, "DISHUB"),
    "returned": (Status.SUBMITTED, Because.RETURNED, "DISKOMINFO"),
    "arbitration": (Status.SUBMITTED, Because.ARBITRATION, "SETDA"),
    "archived": (Status.ARCHIVED, None, "DISKOMINFO"),
    "withdrawn": (Status.WITHDRAWN, None, "DISKOMINFO"),
    "reopened": (Status.SUBMITTED, Because.REOPENED, "DISKOMINFO"),
    "promised": (Status.SCHEDULED, None, "DISHUB"),
    "forwarded": (Status.FORWARDED_EXTERNAL, None, "DISKOMINFO"),
    "bounced": (Status.SUBMITTED, Because.BOUNCED, "DISKOMINFO"),
    "merged": (Status.MERGED, None, "DISKOMINFO"),
}


def acts(actor, complaint: Complaint) -> set[str]:
    return lifecycle.possible_acts(actor, complaint, NOW)


@pytest.mark.parametrize("state", WAYS)
class TestEveryCombination:
    """security.md bar 13: state × act × role, the allowed set is the documented one."""

    def test_allowed(self, office, state):
        case = Case(office).all(*WAYS[state])
        reporter, coordinator, agency = ACTS[state]
        expected = {"reporter": reporter, "coordinator": coordinator, **{who: set() for who in OTHERS}}
        expected |= dict.fromkeys(("liaison", "officer"), agency)
        expected["head"] = agency | ({"extend"} if state in EXTENDABLE else set())
        expected["leader"] = {"extend_again"} if state in EXTENDABLE else set()
        expected["time"] = BY_TIME.get(state, set())
        found = {who: acts(self.actor(office, who), case.complaint) for who in expected}
        assert found == expected
        assert (case.complaint.status, case.complaint.submitted_because, case.complaint.owner.code) == STATUS[state]

    def test_refused(self, office, state):
        """The same by trying: everything else is refused and leaves no trace."""
        case = Case(office).all(*WAYS[state])
        before = Complaint.objects.values().get(pk=case.pk)
        for who in ("reporter", "time", "coordinator", "liaison", "officer", "head", *OTHERS):
            actor = self.actor(office, who)
            for act in TRANSITIONS.keys() - acts(actor, case.complaint):
                with pytest.raises(Refused), transaction.atomic():
                    lifecycle.transition(lifecycle.lock(case.pk), act, actor=actor, now=NOW)
        assert Complaint.objects.values().get(pk=case.pk) == before
        assert list(history.faults()) == []

    def actor(self, office, who):
        return {"reporter": audit.REPORTER, "time": audit.SYSTEM}.get(who) or getattr(office, who)


class TestWho:
    def test_nobody_is_a_user_without_a_position(self, office):
        case = Case(office)
        stranger = User.objects.create_user("orang", "orang@contoh.test", "x", full_name="Orang", is_superuser=True)
        assert acts(stranger, case.complaint) == set()

    @pytest.mark.parametrize("change", ["ended", "not_yet", "user", "position", "agency"])
    def test_a_position_that_is_over_gives_no_right(self, office, change):
        case = Case(office).do("refer", to=office.dlh)
        holding = Holding.objects.get(user=office.dlh_liaison)
        match change:
            case "ended":
                holding.ends_on = date(2026, 11, 23)
                holding.save(update_fields=["ends_on"])
            case "not_yet":
                holding.starts_on = date(2026, 11, 25)
                holding.save(update_fields=["starts_on"])
            case "user":
                User.objects.filter(pk=office.dlh_liaison.pk).update(is_active=False)
            case "position":
                Position.objects.filter(pk=holding.position_id).update(is_active=False)
            case "agency":
                case.do("withdraw")
                Agency.objects.filter(pk=office.dlh.pk).update(is_active=False)
        assert acts(office.dlh_liaison, case.complaint) == set()

    def test_the_last_day_counts(self, office):
        case = Case(office).do("refer")
        Holding.objects.filter(user=office.liaison).update(ends_on=date(2026, 11, 24))
        assert "answer" in acts(office.liaison, case.complaint)

    def test_the_excluded_person_has_no_right_whatever_the_role(self, office):
        case = Case(office).do("refer")
        for user in (office.coordinator, office.liaison):
            case.complaint.excluded_person = user
            assert acts(user, case.complaint) == set()
        assert acts(office.head, case.complaint), "others of the agency have"

    def test_nobody_of_the_excluded_agency_has_a_right_not_even_by_another_position(self, office):
        case = Case(office).do("refer")
        case.complaint.excluded_agency = office.dlh
        assert acts(office.coordinator, case.complaint) == BESIDE
        add_position(office.coordinator, office.dlh, Position.Role.HEAD)
        assert acts(office.coordinator, case.complaint) == set()

    def test_sensitive_cases_are_worked_on_by_marked_positions_only(self, office):
        """Who may not read a case must not be able to answer it."""
        case = Case(office, category=office.violence).do("refer", to=office.helper)
        assert acts(office.helper_liaison, case.complaint) == HAVING | {"accept"}
        assert acts(office.helper_unmarked, case.complaint) == set()
        with pytest.raises(Refused):
            case.do("note_progress", by=office.helper_unmarked)

    def test_supervisory_cases_are_worked_on_by_the_inspectorate(self, office):
        case = Case(office, category=office.graft).do("refer", to=office.inspectorate)
        clerk = factories.make_staff(office.inspectorate, Position.Role.CASE_OFFICER)
        assert acts(office.inspector, case.complaint) == HAVING | {"accept", "archive", "extend"}
        assert acts(office.coordinator, case.complaint) == set()
        assert acts(clerk, case.complaint) == set()

    def test_protected_cases_are_the_inspectorates_alone(self, office):
        case = Case(office)
        complaint = case.complaint
        complaint.access_class = Complaint.AccessClass.PROTECTED
        complaint.owner = office.inspectorate
        assert acts(office.inspector, complaint) == {"refer", "ask", "archive"}
        assert acts(office.coordinator, complaint) == set()
        complaint.status, complaint.submitted_because = Status.RESOLVED, None
        assert acts(office.inspector, complaint) == {"reopen"}
        assert acts(office.coordinator, complaint) == set()

    def test_may_is_about_the_person_not_the_status(self, office):
        case = Case(office)
        assert lifecycle.may(office.coordinator, "uphold", case.complaint, NOW)
        assert not lifecycle.may(office.liaison, "refer", case.complaint, NOW)
        assert lifecycle.may(audit.REPORTER, "confirm", case.complaint, NOW)
        assert not lifecycle.may(audit.SYSTEM, "confirm", case.complaint, NOW)
        assert not lifecycle.may(audit.SYSTEM, "refer", case.complaint, NOW)

    def test_positions_that_are_at_hand_are_not_fetched_again(self, office, django_assert_num_queries):
        case = Case(office)
        complaint = lifecycle.lock(case.pk)
        assert complaint.owner
        held = [h.position for h in Holding.objects.filter(user=office.coordinator).select_related("position")]
        with django_assert_num_queries(0):
            assert lifecycle.possible_acts(office.coordinator, complaint, NOW, held=held) == VERIFYING


def add_position(user: User, agency: Agency, role: str) -> Position:
    position = Position.objects.create(code=f"{agency.code}-{user.pk}".lower(), title="Kedua", agency=agency, role=role)
    Holding.objects.create(
        position=position, user=user, starts_on=date(2025, 1, 1), decree_number="SK", decree_date=date(2024, 12, 1)
    )
    return position


class TestActingPosition:
    """The history names the position that gave the right, though the case is another's afterwards."""

    def test_of_a_coordinator_who_also_works_in_the_receiving_agency(self, office):
        add_position(office.coordinator, office.dlh, Position.Role.HEAD)
        case = Case(office).do("refer", to=office.dlh)
        event = Event.objects.get(complaint=case.pk, kind=Event.Kind.REFERRED)
        assert event.position.role == Position.Role.COORDINATOR

    def test_of_who_returns_with_an_older_position_elsewhere(self, office):
        add_position(office.overseer, office.dishub, Position.Role.LIAISON)
        case = Case(office).do("refer").do("return_referral", by=office.overseer)
        event = Event.objects.get(complaint=case.pk, kind=Event.Kind.RETURNED)
        assert (event.position.agency, event.position.role) == (office.dishub, Position.Role.LIAISON)

    def test_of_an_act_that_is_no_transition(self, office):
        case = Case(office).do("examine")
        event = Event.objects.get(complaint=case.pk, kind=Event.Kind.EXAMINED)
        assert event.position.role == Position.Role.COORDINATOR

    def test_the_reporter_has_none(self, office):
        case = Case(office).do("withdraw")
        event = Event.objects.get(complaint=case.pk, kind=Event.Kind.WITHDRAWN)
        assert (event.position, event.actor, event.actor_kind) == (None, None, audit.REPORTER)


class TestWayBack:
    @pytest.mark.parametrize(
        ("state", "status", "because"),
        [
            ("new", Status.SUBMITTED, Because.NEW),
            ("returned", Status.SUBMITTED, Because.RETURNED),
            ("objected", Status.SUBMITTED, Because.OBJECTED),
            ("arbitration", Status.SUBMITTED, Because.ARBITRATION),
            ("reopened", Status.SUBMITTED, Because.REOPENED),
            ("referred", Status.IN_PROGRESS, None),  # any act of the agency accepts by itself
            ("in_progress", Status.IN_PROGRESS, None),
        ],
    )
    def test_after_a_question(self, office, state, status, because):
        case = Case(office).all(*WAYS[state])
        owner = case.complaint.owner
        case.do("ask")
        assert (case.complaint.resume_status, case.complaint.resume_because) == (status, because)
        assert case.complaint.resume_owner == case.complaint.owner == owner
        case.do("reply")
        assert (case.complaint.status, case.complaint.submitted_because, case.complaint.owner) == (
            status,
            because,
            owner,
        )
        assert (case.complaint.resume_status, case.complaint.resume_owner) == (None, None)

    def test_closing_while_it_waits_leaves_nothing_behind(self, office):
        case = Case(office).all("ask", "archive")
        assert (case.complaint.resume_status, case.complaint.resume_because, case.complaint.resume_owner) == (None,) * 3


class TestOwner:
    def test_a_transfer_empties_the_person(self, office):
        case = Case(office).do("refer").do("assign", to=office.officer)
        assert case.complaint.assignee == office.officer
        case.do("return_referral", by=office.liaison)
        assert case.complaint.assignee is None

    def test_the_person_stays_while_the_agency_does(self, office):
        case = Case(office).do("refer").do("assign", to=office.officer).all("note_progress", "ask", "reply", "answer")
        assert case.complaint.assignee == office.officer

    def test_who_verifies(self, office):
        complaint = Case(office).complaint
        assert lifecycle.verifying_agency(complaint).duty == Agency.Duty.COORDINATOR
        complaint.excluded_agency = factories.coordination()
        assert lifecycle.verifying_agency(complaint).duty == Agency.Duty.ARBITER
        complaint.access_class = Complaint.AccessClass.PROTECTED
        assert lifecycle.verifying_agency(complaint).duty == Agency.Duty.INSPECTORATE
        complaint.excluded_agency = office.inspectorate
        assert lifecycle.verifying_agency(complaint).duty == Agency.Duty.ARBITER

    def test_an_agency_closed_since_the_page_was_opened_is_refused_in_words(self, office):
        """The object at hand still says active; only the database knows."""
        case = Case(office)
        Agency.objects.filter(pk=office.dlh.pk).update(is_active=False)
        assert office.dlh.may_own
        with pytest.raises(Refused, match="Pilih instansi lain"):
            case.do("refer", to=office.dlh)
        case.complaint.refresh_from_db()
        assert (case.complaint.status, case.complaint.version) == (Status.SUBMITTED, 1)
        assert list(history.faults()) == []


class TestTransition:
    def test_changes_only_what_it_may(self, office):
        case = Case(office)
        with pytest.raises(TypeError, match="village"), transaction.atomic():
            lifecycle.transition(lifecycle.lock(case.pk), "withdraw", actor=audit.REPORTER, now=NOW, village=None)

    def test_closing_and_opening_again(self, office):
        case = Case(office).do("withdraw", at=NOW + timedelta(hours=1))
        complaint = case.complaint
        assert complaint.closed_at == NOW + timedelta(hours=1)
        assert (complaint.waits_for, complaint.due_at, complaint.next_effect_at) == (None, None, None)
        case.do("reopen", at=NOW + timedelta(hours=2))
        assert case.complaint.closed_at is None
        assert case.complaint.due_at

    def test_a_returned_sensitive_case_stays_closed_to_others(self, office):
        case = Case(office, category=office.violence).do("refer", to=office.helper).do("return_referral")
        assert case.complaint.access_class == Complaint.AccessClass.SENSITIVE

    def test_a_sensitive_category_stays_sensitive_whatever_its_clock(self, office):
        case = Case(office, category=office.violence)
        with pytest.raises(Refused, match="peka"):
            case.do("refer", to=office.dishub, term_class="EMERGENCY")
        factories.make_regency()
        case.do("refer", to=office.helper, term_class="NORMAL")
        assert case.complaint.access_class == Complaint.AccessClass.SENSITIVE


class TestUpholding:
    """An objection cannot take a case where a referral could not."""

    def test_a_sensitive_case_stays_with_who_helps(self, office):
        case = Case(office, category=office.violence).do("refer", to=office.helper).all("answer", "raise_objection")
        with pytest.raises(Refused, match="peka"):
            case.do("uphold", to=office.dishub)
        assert case.do("uphold", to=office.helper).complaint.owner == office.helper

    def test_a_supervisory_case_stays_with_the_inspectorate(self, office):
        case = Case(office, category=office.graft).do("refer", to=office.inspectorate, term_class="SUPERVISORY")
        case.do("accept").do("answer", outcome=Outcome.PROVEN).do("raise_objection")
        with pytest.raises(Refused, match="Inspektorat"):
            case.do("uphold", to=office.dishub)
        assert case.do("uphold", to=office.inspectorate).complaint.owner == office.inspectorate
