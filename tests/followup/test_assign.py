"""Give a case to a colleague."""

import pytest

from complaints import texts
from complaints.followup import operations
from complaints.models import Complaint, Event, Position, Text
from complaints.states import Outcome, Status
from tests import factories
from tests.factories import NOW

from .conftest import address, statements, writes


@pytest.fixture
def colleague(case):
    return factories.make_staff(case.dishub, Position.Role.CASE_OFFICER)


def send(client, case, to, note="", **changed):
    return client.post(address("assign", case), {"version": case.version, "to": to, "note": note, **changed})


def test_gives_it_and_accepts_by_itself(client, case, officer, colleague):
    response = send(client, case, colleague.pk, "Bawa tangga")
    assert response.url == address("case", case)
    case.refresh_from_db()
    assert (case.assignee, case.status) == (colleague, Status.IN_PROGRESS)
    event = case.events.get(kind=Event.Kind.ASSIGNED)
    assert (event.actor, event.data["to"]) == (officer, colleague.pk)
    assert texts.read(Text.objects.get(pk=event.data["note"]["text"])) == "Bawa tangga"


def test_gives_it_back_to_everybody(client, case, officer, colleague):
    operations.assign(case.pk, to=colleague, actor=officer, now=NOW)
    case.refresh_from_db()
    send(client, case, "")
    case.refresh_from_db()
    assert case.assignee is None


def test_offers_the_people_of_the_agency_only(client, case, officer, colleague):
    factories.make_staff(factories.make_agency("DLH"))
    form = client.get(address("assign", case)).context["form"]
    offered = [str(label) for _value, label in form.fields["to"].choices]
    assert offered == ["Siapa saja di Dishub", f"{officer.full_name} (Anda)", colleague.full_name]


def test_never_offers_who_is_complained_about(client, case, officer, colleague):
    Complaint.objects.filter(pk=case.pk).update(excluded_person=colleague)
    form = client.get(address("assign", case)).context["form"]
    assert str(colleague.pk) not in dict(form.fields["to"].choices)


def test_somebody_elses_person_is_refused(client, case, officer):
    stranger = factories.make_staff(factories.make_agency("DLH"))
    page = send(client, case, stranger.pk).content.decode()
    assert "Pilih orang dari instansi Anda sendiri" in page
    case.refresh_from_db()
    assert case.assignee is None


def test_a_conflict_keeps_what_was_chosen_and_shows_what_is_new(client, case, officer, colleague):
    operations.note_internal(case.pk, text="Tiang milik PLN", actor=colleague, now=NOW)
    response = send(client, case, colleague.pk, "Bawa tangga")
    page = response.content.decode()
    assert f"Laporan ini baru diubah oleh {colleague.full_name}" in page
    assert "Tiang milik PLN" in page
    assert "Bawa tangga" in page
    assert response.context["form"]["to"].value() == str(colleague.pk)
    again = send(client, case, colleague.pk, "Bawa tangga", version=response.context["form"]["version"].value())
    assert again.status_code == 302


def test_twice_is_once(client, case, officer, colleague):
    send(client, case, colleague.pk, "Bawa tangga")
    assert send(client, case, colleague.pk, "Bawa tangga").status_code == 302
    assert case.events.filter(kind=Event.Kind.ASSIGNED).count() == 1


def test_an_answered_case_leads_back_to_its_page(client, case, officer):
    operations.answer(case.pk, outcome=Outcome.EXPLAINED, text="x" * 40, actor=officer, now=NOW)
    page = client.get(address("assign", case), follow=True)
    assert page.redirect_chain == [(address("case", case), 302)]
    assert "Tindakan itu tidak bisa dilakukan lagi" in page.content.decode()


def test_opening_writes_nothing(client, case, officer):
    response, sql = statements(client, address("assign", case))
    assert response.status_code == 200
    assert writes(sql) == []


def test_strangers_get_404(client, case, strangers):
    for stranger in [*strangers, case.coordinator]:
        client.force_login(stranger)
        assert client.get(address("assign", case)).status_code == 404
        assert send(client, case, "").status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case):
    assert client.get(address("assign", case)).headers["Location"].startswith("/masuk/")
