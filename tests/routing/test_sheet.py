"""The disposition sheet: what an office writes on, and what a sheet of paper never tells."""

import pytest
from django.urls import reverse

from complaints.identity import Reporter
from complaints.models import Agency, Complaint, Position
from complaints.templatetags.besadu import saat
from tests import factories
from tests.factories import NOW

REASON = "Mohon segera diganti, dekat sekolah."


@pytest.fixture
def case(db):
    complaint = factories.make_complaint(
        reporter=Reporter("Bu Siti", "phone", "+6281234567890"), village=factories.make_village().code
    )
    complaint.coordinator, complaint.dishub = factories.make_coordinator(), factories.make_agency("Dishub")
    factories.refer(complaint, complaint.dishub, actor=complaint.coordinator, reason=REASON)
    return complaint


def url(complaint):
    return reverse("routing:sheet", args=[complaint.tracking_number])


def sheet(client, case, user):
    client.force_login(user)
    return client.get(url(case))


def test_says_what_an_office_writes_on(client, case):
    page = sheet(client, case, factories.make_staff(case.dishub)).content.decode()
    for said in (
        *("Kabupaten Belitung", "Diskominfo", "Lembar disposisi", case.tracking_number, str(case.agenda)),
        *(saat(case.received_at), saat(case.due_at), "Aik Rayak", factories.STORY, REASON, "Paraf dan tanggal"),
        *(case.submission.get_channel_display(), "Biasa", "Segera", "Rahasia", "Dishub", "Laporkan hasil"),
    ):
        assert said in page, said
    assert "Siti" not in page
    assert "6281234567890" not in page


def test_before_it_is_referred_the_lines_are_empty(client, db):
    case = factories.make_complaint()
    context = sheet(client, case, factories.make_coordinator()).context
    assert context["referred_at"] is None
    assert context["instruction"] == ""


def test_its_manner_follows_the_case(client, case):
    def ticked():
        manners = sheet(client, case, case.coordinator).context["manners"]
        return [manner["label"] for manner in manners if manner["ticked"]]

    assert ticked() == ["Biasa"]
    Complaint.objects.filter(pk=case.pk).update(priority="urgent")
    assert ticked() == ["Segera"]


def test_of_a_sealed_case_it_tells_no_word(client, case):
    Complaint.objects.filter(pk=case.pk).update(access_class="protected")
    inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
    inspector = factories.make_staff(inspectorate, Position.Role.INSPECTORATE)
    client.force_login(inspector)
    client.post(reverse("followup:open_case", args=[case.tracking_number]))
    page = client.get(url(case)).content.decode()
    assert "Isi laporan hanya dibaca di portal." in page
    assert inspectorate.name in page
    for hidden in (factories.STORY[:20], REASON, "Aik Rayak"):
        assert hidden not in page
    assert sheet(client, case, case.coordinator).status_code == 404


def test_the_same_questions_to_the_database_for_every_case(client, case, django_assert_max_num_queries):
    client.force_login(case.coordinator)
    with django_assert_max_num_queries(14):
        client.get(url(case))


def test_strangers_get_404_and_nobody_the_door(client, case):
    assert client.get(url(case)).headers["Location"].startswith("/masuk/")
    assert sheet(client, case, factories.make_staff(factories.make_agency("DLH"))).status_code == 404


def test_the_case_page_leads_there(client, case):
    client.force_login(case.coordinator)
    page = client.get(reverse("followup:case", args=[case.tracking_number])).content.decode()
    assert url(case) in page
    assert f"Agenda {case.agenda}" in page


def test_the_queue_shows_and_finds_the_agenda_number(client, case):
    client.force_login(factories.make_staff(case.dishub))
    queue = reverse("followup:queue")
    assert f"Agenda {case.agenda}" in client.get(queue).content.decode()
    for typed in (str(case.agenda), f"agenda {case.agenda}", f"{case.agenda.number} / {NOW.year}"):
        assert client.get(queue, {"nomor": typed}).url == reverse("followup:case", args=[case.tracking_number])
    assert client.get(queue, {"nomor": "9999/2026"}).status_code == 200
