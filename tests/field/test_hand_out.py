"""One press hands a case to somebody without an account."""

from urllib.parse import unquote

import pytest

from complaints import timeline
from complaints.errors import Refused
from complaints.field import operations
from complaints.models import Event
from tests.cases import Case
from tests.factories import NOW

from .conftest import url

pytestmark = pytest.mark.django_db


def test_one_press_makes_a_text_for_whatsapp(client, at_work):
    client.force_login(at_work.office.liaison)
    case = client.get(f"/petugas/laporan/{at_work.complaint.tracking_number}/").text
    assert url("hand_out", at_work.complaint) in case
    page = client.get(url("hand_out", at_work.complaint))
    page = client.post(
        url("hand_out", at_work.complaint), {"version": page.context["form"]["version"].value()}, follow=True
    )
    (given,) = page.context["links"]
    assert given["url"].startswith("https://wa.me/?text=")
    assert unquote(given["url"]).endswith(given["text"])
    assert "Depan SD Negeri 5" in given["text"]
    assert "/lapangan/" in given["text"]
    assert "Siti" not in given["text"]
    assert at_work.complaint.events.filter(kind=Event.Kind.FIELD_SENT).exists()
    assert all("lapangan" not in entry.what for entry in timeline.entries(at_work.complaint, for_staff=False))


@pytest.mark.parametrize("who", ["coordinator", "leader", "inspector", "dlh_liaison", "overseer"])
def test_who_does_not_work_on_it_hands_nothing_out(client, at_work, who):
    client.force_login(getattr(at_work.office, who))
    for method in (client.get, client.post):
        assert method(url("hand_out", at_work.complaint)).status_code == 404
    with pytest.raises(Refused):
        operations.hand_out(at_work.case.pk, actor=getattr(at_work.office, who), now=NOW)


def test_never_a_closed_case(client, office):
    sensitive = Case(office, category=office.violence).do("refer", to=office.helper)
    with pytest.raises(Refused, match="tertutup"):
        operations.hand_out(sensitive.pk, actor=office.helper_liaison, now=NOW)
    client.force_login(office.helper_liaison)
    page = client.get(f"/petugas/laporan/{sensitive.complaint.tracking_number}/").text
    assert url("hand_out", sensitive.complaint) not in page
