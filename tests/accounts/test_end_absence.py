"""Being there again, at once; by who may say that one was away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints import access, history
from complaints.accounts import operations
from complaints.errors import Refused
from complaints.models import Absence, Event, Position
from tests import factories
from tests.accounts import door

DAY = timedelta(days=1)


@pytest.fixture
def deputy(officer):
    deputy = factories.make_staff(factories.make_agency("Dishub"), Position.Role.CASE_OFFICER)
    Position.objects.filter(holdings__user=officer).update(deputy=Position.objects.get(holdings__user=deputy))
    return deputy


def absence(officer, starts=0, ends=2) -> Absence:
    today = timezone.localdate()
    made = operations.record_absence(
        officer.pk, starts_on=today + starts * DAY, ends_on=today + ends * DAY, actor=officer, now=timezone.now()
    )
    return made[0]


def end(client, of: Absence):
    return client.post(reverse("accounts:end_absence", args=[of.pk]), follow=True)


@pytest.mark.parametrize(("starts", "kept"), [(-3, True), (0, False), (1, False)])
def test_the_deputy_stops_at_once(client, officer, deputy, starts, kept):
    away = absence(officer, starts)
    client.force_login(officer)
    assert "Catatan tidak masuk sudah diakhiri." in door.words(end(client, away))
    assert len(access.positions(deputy, timezone.now())) == 1
    rows = list(Absence.objects.values_list("ends_on", flat=True))
    assert rows == ([timezone.localdate() - DAY] if kept else [])
    assert Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED, data__model="absence").count() == 2
    assert history.verify() is None


def test_by_the_deputy_and_the_coordinator_and_nobody_else(client, officer, deputy, coordinator):
    for who in (deputy, coordinator):
        client.force_login(who)
        end(client, absence(officer))
        assert not Absence.objects.exists()
    away = absence(officer)
    stranger = factories.make_staff(factories.make_agency("DLH"))
    client.force_login(stranger)
    assert end(client, away).status_code == 404
    with pytest.raises(Refused, match="koordinator"):
        operations.end_absence(away.pk, actor=stranger, now=timezone.now())
    assert Absence.objects.exists()


def test_one_that_is_over_stays(client, officer):
    away = absence(officer, -3, 0)
    later = timezone.now() + DAY
    with pytest.raises(Refused, match="sudah berakhir"):
        operations.end_absence(away.pk, actor=officer, now=later)


def test_unknown_and_read_only(client, officer):
    client.force_login(officer)
    assert client.post(reverse("accounts:end_absence", args=[999999])).status_code == 404
    assert client.get(reverse("accounts:end_absence", args=[999999])).status_code == 405
