"""One press shows what agencies wrote since, as they wrote it, where nothing in it is marked."""

import pytest

from complaints import history, texts
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Event
from complaints.publication import operations, rendering
from tests.factories import NOW
from tests.worlds import ANSWER

pytestmark = pytest.mark.django_db


def press(client, case):
    address = f"/petugas/laporan/{case.complaint.tracking_number}/terbit/"
    return client.post(f"{address}jawaban/", {"version": case.complaint.version})


def test_shows_the_answer(client, case, published):
    case.do("answer")
    client.force_login(case.office.coordinator)
    page = client.get(f"/petugas/laporan/{case.complaint.tracking_number}/terbit/").content.decode()
    assert "Terbitkan jawaban" in page
    assert press(client, case).status_code == 302
    case.complaint.refresh_from_db()
    (answer,) = rendering.published(case.complaint).answers
    assert (answer.text, answer.outcome, answer.agency, answer.unread) == (ANSWER, "repaired", "Dishub", "")
    published.refresh_from_db()
    assert texts.read(published.answer) == ANSWER
    assert case.complaint.events.filter(kind=Event.Kind.PUBLISHED).count() == 2
    assert history.verify() is None


@pytest.mark.parametrize("user", ["liaison", "head", "inspector", "leader"])
def test_nobody_else(client, case, published, user):
    case.do("answer")
    client.force_login(getattr(case.office, user))
    assert press(client, case).status_code == 404


def test_marked_data_goes_by_the_page(client, case, published):
    text = "Sudah diperbaiki. Hubungi Pak Joko di 0812-3456-7890 bila mati lagi."
    followup.answer(case.pk, outcome="repaired", text=text, actor=case.office.liaison, now=NOW)
    case.complaint.refresh_from_db()
    with pytest.raises(Refused, match="data pribadi"):
        operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)
    client.force_login(case.office.coordinator)
    page = client.get(f"/petugas/laporan/{case.complaint.tracking_number}/terbit/").content.decode()
    assert "Terbitkan jawaban" not in page


def test_nothing_new(case, published):
    with pytest.raises(Refused, match="Tidak ada jawaban"):
        operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)


def test_not_where_the_case_is_not_shown(case):
    case.do("answer")
    with pytest.raises(Refused, match="belum ditampilkan"):
        operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)
