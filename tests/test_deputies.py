"""While a holder is away, the deputy sees and does what the position gives; the absent keep their rights."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import access, lifecycle
from complaints.followup import operations as followup
from complaints.models import Absence, Event, Holding, Position
from complaints.routing import operations as routing
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def office():
    """Dishub with a head, whose deputy is the position of the liaison officer."""
    factories.make_regency()
    return factories.make_agency("Dishub")


@pytest.fixture
def liaison(office):
    return factories.make_staff(office)


@pytest.fixture
def head(office, liaison):
    return factories.make_staff(office, Position.Role.HEAD, deputy=post_of(liaison))


def post_of(user) -> Position:
    return Position.objects.get(holdings__user=user)


def is_away(user, starts_on=TODAY, ends_on=TODAY) -> Absence:
    holding = Holding.objects.get(user=user)
    return Absence.objects.create(
        holding=holding, starts_on=starts_on, ends_on=ends_on, recorded_by=user, recorded_at=NOW
    )


def acts_in(user, now=NOW) -> list[Position]:
    return access.positions(user, now)


def test_the_deputy_acts_while_the_holder_is_away(head, liaison):
    assert acts_in(liaison) == [post_of(liaison)]
    is_away(head)
    assert acts_in(liaison) == [post_of(liaison), post_of(head)]
    assert acts_in(head) == [post_of(head)]


@pytest.mark.parametrize(
    ("starts", "ends", "acts"), [(-2, -1, False), (-1, 0, True), (0, 1, True), (0, 0, True), (1, 2, False)]
)
def test_from_the_first_day_to_the_last(head, liaison, starts, ends, acts):
    is_away(head, TODAY + starts * DAY, TODAY + ends * DAY)
    assert (post_of(head) in acts_in(liaison)) is acts


def test_not_beside_a_stand_in_by_decree(head, liaison, office):
    is_away(head)
    plh = factories.make_staff(office, Position.Role.CASE_OFFICER)
    holding = Holding.objects.create(
        position=post_of(head),
        user=plh,
        basis=Holding.Basis.DAILY_ACTING,
        starts_on=TODAY,
        ends_on=TODAY,
        decree_number="SK",
        decree_date=TODAY,
    )
    assert post_of(head) not in acts_in(liaison)
    Absence.objects.create(holding=holding, starts_on=TODAY, ends_on=TODAY, recorded_by=head, recorded_at=NOW)
    assert post_of(head) in acts_in(liaison)


def test_not_for_who_has_left_nor_in_a_closed_position(head, liaison):
    is_away(head)
    Holding.objects.filter(user=head).update(ends_on=TODAY - DAY)
    assert acts_in(liaison) == [post_of(liaison)]
    Holding.objects.filter(user=head).update(ends_on=None)
    Position.objects.filter(holdings__user=head).update(is_active=False)
    assert acts_in(liaison) == [post_of(liaison)]


def test_not_the_deputy_of_the_deputy(head, liaison, office):
    clerk = factories.make_staff(office, Position.Role.CASE_OFFICER)
    Position.objects.filter(pk=post_of(liaison).pk).update(deputy=post_of(clerk))
    is_away(head)
    is_away(liaison)
    assert post_of(head) not in acts_in(clerk)
    assert post_of(liaison) in acts_in(clerk)


def test_one_question_and_another_of_who_is_a_deputy_whatever_the_number(head, liaison, django_assert_num_queries):
    with django_assert_num_queries(1):
        acts_in(head)
    with django_assert_num_queries(2):
        acts_in(liaison)
    is_away(head)
    with django_assert_num_queries(2):
        acts_in(liaison)[1].agency.name  # noqa: B018 (reading it is the point)


def test_sees_does_and_the_event_says_in_which_position(office):
    coordination = factories.coordination()
    deputy = factories.make_staff(coordination, Position.Role.ENTRY)
    coordinator = factories.make_staff(coordination, Position.Role.COORDINATOR, deputy=post_of(deputy))
    complaint = factories.make_complaint()
    assert not access.staff_cases(deputy, acts_in(deputy)).exists()
    assert not lifecycle.may(deputy, "refer", complaint, NOW)
    is_away(coordinator)
    assert access.staff_cases(deputy, acts_in(deputy)).get() == complaint
    routing.refer(
        complaint.pk,
        to=office,
        category=complaint.category,
        term_class=complaint.term_class,
        priority=complaint.priority,
        reason="",
        actor=deputy,
        now=NOW,
    )
    event = complaint.events.get(kind=Event.Kind.REFERRED)
    assert (event.actor, event.position) == (deputy, post_of(coordinator))


def test_an_act_that_moves_nothing_names_the_position_too(office, liaison):
    clerk = factories.make_staff(factories.make_agency("DLH"), Position.Role.LIAISON)
    Position.objects.filter(pk=post_of(liaison).pk).update(deputy=post_of(clerk))
    complaint = factories.make_complaint()
    factories.refer(complaint, office, actor=factories.make_coordinator())
    is_away(liaison)
    followup.note_internal(complaint.pk, text="Dicatat.", actor=clerk, now=NOW)
    assert complaint.events.get(kind=Event.Kind.INTERNAL_NOTED).position == post_of(liaison)
