"""Taking a case from everybody's sight, with a reason that is counted; and deciding that it is never shown."""

import pytest

from complaints import access, history
from complaints.errors import Refused
from complaints.models import Event, Publication
from complaints.publication import operations
from tests.factories import NOW

from .conftest import content_of

pytestmark = pytest.mark.django_db


def press(client, case, because="unfit"):
    address = f"/petugas/laporan/{case.complaint.tracking_number}/terbit/sembunyikan/"
    return client.post(address, {"version": case.complaint.version, "because": because})


def test_hides_at_once_and_says_why(client, case, published):
    client.force_login(case.office.coordinator)
    assert press(client, case).status_code == 302
    published.refresh_from_db()
    assert (published.hidden_at, published.hidden_because) == (NOW, "unfit")
    assert not access.published_cases().exists()
    event = case.complaint.events.get(kind=Event.Kind.HIDDEN)
    assert (event.actor, event.data["because"]) == (case.office.coordinator, "unfit")
    assert history.verify() is None


def test_is_shown_again_by_publishing(case, published):
    operations.hide(case.pk, because="unfit", actor=case.office.coordinator, now=NOW)
    content = content_of(case, photos=())
    operations.publish(case.pk, content=content, actor=case.office.coordinator, now=NOW)
    published.refresh_from_db()
    assert (published.hidden_at, published.first_published_at) == (None, NOW)
    assert access.published_cases().exists()


def test_what_was_never_shown_can_be_declined(case):
    operations.hide(case.pk, because="other", actor=case.office.coordinator, now=NOW)
    publication = Publication.objects.get(complaint=case.pk)
    assert (publication.first_published_at, publication.story, publication.hidden_because) == (None, None, "other")
    assert history.verify() is None


def test_twice_is_once(case, published):
    for _press in range(2):
        operations.hide(case.pk, because="unfit", actor=case.office.coordinator, now=NOW)
    assert case.complaint.events.filter(kind=Event.Kind.HIDDEN).count() == 1


def test_a_wish_is_the_reporters_own(client, case, published):
    client.force_login(case.office.coordinator)
    press(client, case, because="wish")
    published.refresh_from_db()
    assert published.hidden_at is None


@pytest.mark.parametrize("user", ["liaison", "head", "inspector", "leader"])
def test_nobody_else(client, case, published, user):
    client.force_login(getattr(case.office, user))
    assert press(client, case).status_code == 404
    with pytest.raises(Refused, match="bukan tugas"):
        operations.hide(case.pk, because="unfit", actor=getattr(case.office, user), now=NOW)


def test_the_reporters_wish_cannot_be_overruled(case, published):
    operations.take_back(case.pk, now=NOW)
    published.refresh_from_db()
    assert published.hidden_because == "wish"
    with pytest.raises(Refused, match="Pelapor meminta"):
        operations.publish(case.pk, content=content_of(case, photos=()), actor=case.office.coordinator, now=NOW)
    operations.take_back(case.pk, now=NOW)
    event = case.complaint.events.get(kind=Event.Kind.HIDDEN)
    assert event.actor_kind == Event.ActorKind.REPORTER


def test_the_wish_also_counts_where_somebody_else_has_hidden_it(case, published):
    operations.hide(case.pk, because="unfit", actor=case.office.coordinator, now=NOW)
    operations.take_back(case.pk, now=NOW)
    published.refresh_from_db()
    assert published.hidden_because == "wish"
    assert history.verify() is None
