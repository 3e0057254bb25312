"""Said about the conduct of officials, through the pages: confirmed, refused, and about the inspectorate itself."""

import pytest
from django.utils import timezone

from complaints.models import Agency, Complaint, Position
from complaints.models.term import TermClass
from complaints.states import Because, Outcome, Status
from tests import factories
from tests.accounts import door
from tests.intake.steps import ticket
from tests.journeys.people import Officer, Person, address, assert_clean, photo

WHY = "Yang dilaporkan perilaku petugas, bukan lampunya."
NOT_SO = "Ini lampu yang mati, tidak ada petugas yang dilaporkan."
FOUND = "Pemeriksaan selesai. Pungutan itu terbukti dan pelakunya sudah diberi sanksi."
DONE = "Tiang baru sudah dipasang dan lampunya menyala lagi."
SECRET = "Pemeriksa meminta uang tiga juta supaya temuannya dihapus."
SENT = "Jawaban sudah dikirim"


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


def of(duty: str, role: str, **marked) -> Officer:
    """Somebody with a second factor in the agency that has this duty."""
    user = factories.make_staff(Agency.objects.get(duty=duty), role, **marked)
    door.give_second_factor(user)
    return Officer(user)


@pytest.fixture
def inspector(office) -> Officer:
    return of(Agency.Duty.INSPECTORATE, Position.Role.INSPECTORATE)


def refers(officer, number, duty: str, **more):
    officer.looks(number)
    officer.follow("/verifikasi/")
    to = Agency.objects.get(duty=duty)
    officer.press("Verifikasi dan teruskan", to=str(to.pk), term_class=TermClass.SUPERVISORY, reason=WHY, **more)


@pytest.fixture
def number(reporter, coordinator) -> str:
    """A report that the coordinator thinks is about the conduct of officials."""
    number = reporter.files(photo()).number
    refers(coordinator.signs_in(second_factor=True), number, Agency.Duty.INSPECTORATE)
    return number


def test_confirmed_and_answered(reporter, coordinator, inspector, liaison, number):
    coordinator.looks(number)
    inspector.signs_in(second_factor=True).looks(number, "Tetapkan apakah laporan ini berkadar pengawasan.")
    ways = {link.rstrip("/").rsplit("/", 1)[-1] for link in inspector.page.links if number in link}
    assert "kembalikan" in ways
    assert not ways & {"jawab", "kabar", "tanya", "tugas", "jadwalkan", "perpanjang"}

    inspector.presses(number, "Tetapkan berkadar pengawasan")
    assert coordinator.open(address(number)).status == 404
    liaison.signs_in().sees_nothing_of(number)
    assert not [link for link in inspector.page.links if link.endswith("/kembalikan/")]
    inspector.does(number, "/jawab/", "Kirim jawaban ke pelapor", told=SENT, outcome=Outcome.PROVEN, text=FOUND)
    reporter.looks("Dijawab", "Terbukti", FOUND)
    reporter.rates("yes")
    assert (reporter.complaint.status, reporter.complaint.owner.code) == (Status.RESOLVED, "INSP")
    assert_clean(timezone.now())


def test_refused_and_done_by_an_agency(reporter, coordinator, inspector, liaison, number):
    inspector.signs_in(second_factor=True).looks(number)
    inspector.follow("/kembalikan/")
    inspector.reads("Laporan kembali ke koordinator sebagai laporan biasa")
    inspector.press("Kembalikan ke koordinator", reason=NOT_SO)
    inspector.reads("Laporan dikembalikan.")
    complaint = reporter.complaint
    assert (complaint.submitted_because, complaint.access_class) == (Because.RETURNED, "ordinary")
    reporter.looks(NOT_SO)

    coordinator.looks(number, NOT_SO)
    coordinator.follow("/verifikasi/")
    dishub = Agency.objects.get(code="DISHUB")
    coordinator.press("Verifikasi dan teruskan", to=str(dishub.pk), term_class=TermClass.NORMAL, reason="Lampu.")
    liaison.signs_in()
    photographed = {"told": SENT, "outcome": Outcome.REPAIRED, "text": DONE}
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), **photographed)
    reporter.looks("Dijawab", DONE)
    reporter.rates("yes")
    assert reporter.complaint.owner == dishub
    assert_clean(timezone.now())


def test_about_the_inspectorate_the_sekdas_office_does_it(coordinator, inspector, liaison):
    stand_in = of(Agency.Duty.ARBITER, Position.Role.HEAD, handles_sensitive=True)
    citizen = Person()
    citizen.open("/lapor/rahasia/")
    accused = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
    citizen.press("Kirim laporan", story=SECRET, agency=str(accused.pk), contact_choice="unnamed")
    number = ticket(citizen.page)
    for other in (inspector, coordinator):
        assert other.signs_in(second_factor=True).open(address(number)).status == 404
    liaison.signs_in().sees_nothing_of(number)

    stand_in.signs_in(second_factor=True).looks(number)
    stand_in.press("Buka isi laporan")
    refers(stand_in, number, Agency.Duty.ARBITER)
    complaint = Complaint.objects.get()
    assert (complaint.status, complaint.owner.duty) == (Status.REFERRED, Agency.Duty.ARBITER)
    assert inspector.open(address(number)).status == 404
    stand_in.does(number, "/jawab/", "Kirim jawaban ke pelapor", told=SENT, outcome=Outcome.PROVEN, text=FOUND)
    complaint.refresh_from_db()
    assert complaint.status == Status.ANSWERED
    assert inspector.open(address(number)).status == 404
    assert_clean(timezone.now())
