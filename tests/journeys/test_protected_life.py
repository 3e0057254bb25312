"""The life of a protected report through the pages: at the secret door, opened by a press, seen by nobody else."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints.models import Agency, Complaint, Event
from complaints.states import Outcome, Status
from tests import factories, worlds
from tests.factories import NOW
from tests.intake.steps import secret, ticket
from tests.intake.test_protected import TOLD
from tests.journeys.people import NAME, PHONE, Officer, Reporter, address, photo
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db(transaction=True)
FOUND = "Pemeriksaan selesai. Pungutan itu terbukti dan pelakunya sudah diberi sanksi."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return worlds.make_office()


def at_the_door(accused: Agency | None) -> Reporter:
    """File it with a photo and a contact."""
    reporter = Reporter()
    reporter.open("/lapor/rahasia/")
    contact = {"contact_choice": "tell", "contact": PHONE, "name": NAME}
    reporter.press("Kirim laporan", photo(), **{**TOLD, **contact, "agency": str(accused.pk) if accused else ""})
    reporter.number, reporter.code = ticket(reporter.page), secret(reporter.page)
    return reporter


def nobody_else_sees(number: str, people) -> None:
    """Neither page nor file, and the number stands on none of their pages."""
    kept = Complaint.objects.get(tracking_number=number).attachments.first()
    for user in people:
        client = Client()
        client.force_login(user)
        assert client.get(address(number)).status_code == 404
        assert client.post(reverse("followup:open_case", args=[number])).status_code == 404
        assert client.get(reverse("followup:photo", args=[number, kept.pk, 480])).status_code == 404
        for name in ("followup:queue", "monitoring:overview", "monitoring:home", "sharing:parts"):
            assert number not in client.get(reverse(name), follow=True).text


@pytest.mark.parametrize("inspectorate_accused", [False, True])
def test_the_whole_life(office, inspectorate_accused):
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    sekda = factories.make_staff(setda, "head", handles_sensitive=True)
    investigator = sekda if inspectorate_accused else office.inspector
    exact = factories.make_category("pungli-berkas", office.inspectorate, topic=office.graft, form_order=None)
    reporter = at_the_door(office.inspectorate if inspectorate_accused else None)
    number = reporter.number
    others = [office.coordinator, office.liaison, office.officer, office.leader, office.overseer]
    others += [office.inspector] if inspectorate_accused else [sekda]
    nobody_else_sees(number, others)

    officer = Officer(investigator)
    officer.client.force_login(investigator)
    officer.looks(number, "Buka isi laporan")
    officer.does_not_read(TOLD["story"])
    officer.press("Buka isi laporan")
    officer.reads(TOLD["story"])
    opened = Event.objects.filter(kind=Event.Kind.CASE_OPENED)
    assert set(opened.values_list("complaint", flat=True)) == {reporter.complaint.pk, None}

    officer.does(number, "/tanya/", "Kirim pertanyaan ke pelapor", question="Berapa uang yang diminta bendahara itu?")
    reporter.answers("Tiga juta rupiah, tunai, di ruang belakang.")
    officer.looks(number, "Tiga juta rupiah")
    owner = setda if inspectorate_accused else office.inspectorate
    officer.does(
        number,
        "/verifikasi/",
        "Verifikasi dan teruskan",
        to=str(owner.pk),
        category=str(exact.pk),
        term_class="SUPERVISORY",
        reason="Diperiksa di sini.",
    )
    officer.does(number, "/jawab/", "Kirim jawaban ke pelapor", outcome=Outcome.PROVEN, text=FOUND)
    reporter.looks(FOUND)
    reporter.rates("yes")
    assert reporter.complaint.status == Status.RESOLVED
    nobody_else_sees(number, others)
    all_kept()
