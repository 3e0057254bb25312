"""A new template: for the own agency, by the coordinator for all, or out of an answer that was sent."""

from django.urls import reverse

from complaints.followup import operations as followup
from complaints.models import Event, ReplyTemplate
from complaints.replies import queries
from complaints.states import Outcome
from tests import factories
from tests.factories import NOW

from .conftest import make

URL = reverse("replies:add")
NEW = {
    "use": "answer",
    "title": "Sudah diperiksa",
    "text": "Sudah diperiksa pada {hari}.",
    "outcome": "",
    "category": "",
}


def test_is_kept_for_the_own_agency_and_recorded(client, office):
    client.force_login(office.officer)
    response = client.post(URL, NEW | {"agency": office.dishub.pk, "category": office.pju.pk, "outcome": "repaired"})
    assert response.url == reverse("replies:templates")
    row = ReplyTemplate.objects.get()
    assert (row.agency, row.category, row.outcome, row.changed_by) == (
        office.dishub,
        office.pju,
        "repaired",
        office.officer,
    )
    event = Event.objects.filter(complaint=None).latest("sequence")
    assert event.data["model"] == "replytemplate"
    assert "Sudah diperiksa" not in str(event.data)


def test_only_the_coordinator_keeps_one_for_all(client, office):
    client.force_login(office.liaison)
    for agency in ("", office.dlh.pk):
        assert client.post(URL, NEW | {"agency": agency}).status_code == 200
    client.force_login(office.coordinator)
    assert client.post(URL, NEW | {"agency": ""}).status_code == 302
    assert ReplyTemplate.objects.get().agency is None


def test_an_outcome_belongs_to_an_answer(client, office):
    client.force_login(office.liaison)
    page = client.post(URL, NEW | {"agency": office.dishub.pk, "use": "question", "outcome": "repaired"}).text
    assert "Hasil hanya untuk templat jawaban" in page


def test_there_is_an_end(client, office, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    make(office, title="Satu", text="Teks")
    client.force_login(office.liaison)
    assert "Sudah ada 100 templat" in client.post(URL, NEW | {"agency": office.dishub.pk}).text


def test_an_answer_that_was_sent_becomes_one(client, office):
    case = factories.make_complaint(category=office.pju)
    factories.refer(case, office.dishub, actor=office.coordinator)
    text = f"Lampu pada laporan {case.tracking_number} sudah kami ganti semalam."
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=text, actor=office.liaison, now=NOW)
    client.force_login(office.liaison)
    initial = client.get(URL, {"laporan": case.tracking_number}).context["form"].initial
    assert initial["text"] == "Lampu pada laporan {nomor} sudah kami ganti semalam."
    assert (initial["category"], initial["outcome"]) == (office.pju.pk, "repaired")
    client.force_login(office.dlh_liaison)
    assert client.get(URL, {"laporan": case.tracking_number}).status_code == 404
