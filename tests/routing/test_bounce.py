"""An outside body gives the case back: it is verified again, and nothing of it is lost."""

import pytest
from django.urls import reverse

from complaints import timeline
from complaints.errors import Refused
from complaints.models import Event
from complaints.routing import operations
from complaints.states import Because, ClockKind, Status
from tests import factories
from tests.factories import NOW
from tests.worlds import all_kept

WHY = "Tiang ini bukan milik PLN, tetapi lampu jalan Pemkab."


def url(complaint):
    return reverse("routing:bounce", args=[complaint.tracking_number])


def test_comes_back_to_verification_with_the_reason(client, outside, pln):
    assert client.post(url(outside), {"version": outside.version, "reason": WHY}).status_code == 302
    outside.refresh_from_db()
    assert (outside.status, outside.submitted_because) == (Status.SUBMITTED, Because.BOUNCED)
    assert outside.owner == factories.coordination()
    assert outside.clocks.get(stopped_at=None).kind == ClockKind.VERIFICATION
    event = outside.events.get(kind=Event.Kind.BOUNCED)
    assert (event.data["body"], timeline.text_of(event, "reason")) == (pln.pk, WHY)
    told = timeline.entries(outside, for_staff=False)[-1]
    assert (told.what, told.text) == ("Dikembalikan PT PLN (Persero) Unit Belitung, kami periksa lagi", WHY)
    all_kept(NOW)


def test_then_it_can_be_referred_or_handed_on_again(client, outside, coordinator, pln):
    client.post(url(outside), {"version": outside.version, "reason": WHY})
    operations.forward_external(outside.pk, body=pln, reason="Ternyata ya, milik PLN.", actor=coordinator, now=NOW)
    operations.bounce(outside.pk, reason=WHY, actor=coordinator, now=NOW)
    outside.refresh_from_db()
    factories.refer(outside, factories.make_agency("Dishub"), actor=coordinator)
    assert outside.status == Status.REFERRED


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Tulis mengapa lembaga mengembalikan laporan"), ("Bukan", "Tulis sedikit lagi, paling sedikit 10 huruf")],
)
def test_a_reason_is_asked_for(client, outside, reason, sentence):
    assert sentence in client.post(url(outside), {"version": outside.version, "reason": reason}).content.decode()
    outside.refresh_from_db()
    assert outside.status == Status.FORWARDED_EXTERNAL


def test_only_while_a_body_has_the_case(client, fresh, coordinator):
    assert client.get(url(fresh)).status_code == 302
    with pytest.raises(Refused, match="sudah berubah"):
        operations.bounce(fresh.pk, reason=WHY, actor=coordinator, now=NOW)


def test_others_get_404(client, outside, strangers):
    for user in strangers:
        client.force_login(user)
        assert client.get(url(outside)).status_code == 404
        assert client.post(url(outside), {"version": outside.version, "reason": WHY}).status_code == 404
