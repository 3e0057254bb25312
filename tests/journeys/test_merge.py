"""Two citizens report one lamp: one case goes on, both read what comes of it, and the merge can be undone."""

from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.models import Complaint, Merge
from complaints.states import Status
from tests.journeys.people import Officer, Reporter, assert_clean, photo
from tests.journeys.test_http_life import ANSWER, refer

SECOND = "Lampu jalan dekat sekolah mati. Rumah saya yang pagar biru nomor tujuh."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


@pytest.fixture
def other(office) -> Reporter:
    """The second citizen, with a telephone of their own, unnamed."""
    return Reporter()


def compare(coordinator: Officer, typed: str) -> Officer:
    """Type a number and press [Bandingkan]: a form that only asks."""
    path = coordinator.path.partition("?")[0]
    coordinator.open(f"{path}?{urlencode({'induk': typed})}")
    return coordinator


def test_merged_answered_and_apart_again(reporter, other, coordinator, liaison, dlh, clock):
    number = reporter.files(photo(1)).number
    twin = other.files(photo(3), named=False, story=SECOND).number
    coordinator.signs_in(second_factor=True)
    coordinator.looks(twin)
    coordinator.follow("/gabung/")
    coordinator.reads("Nomor laporan induk", "Mungkin sama", number)
    compare(coordinator, number.replace("-", " ").lower())
    coordinator.reads("Laporan ini, akan digabung", SECOND, "Laporan induk, tetap jalan")
    coordinator.press(f"Gabung ke {number}")
    coordinator.reads("Laporan digabung.", f"Digabung ke {number}")
    assert twin not in coordinator.queue("semua")
    coordinator.looks(number, "Laporan gabungan", twin)

    other.looks("Digabung", f"Sama dengan laporan {number}.", "Langkah berikutnya paling lambat")
    other.sees_photos(1)  # their own
    reporter.looks("Diterima")
    reporter.does_not_read(twin, "pagar biru")

    refer(coordinator, number)
    liaison.signs_in()
    liaison.looks(number, f"Laporan {twin} digabung ke sini")
    liaison.does_not_read("pagar biru")
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER)
    other.looks(ANSWER, "Dijawab")
    other.sees_photos(1)
    assert_clean(timezone.now())

    clock.shift(minutes=30)
    reason = "Ternyata dua lampu yang berbeda."
    coordinator.does(twin, "/gabung/batal/", "Batalkan penggabungan", told="Penggabungan dibatalkan.", reason=reason)
    other.looks("Diterima", "Penggabungan dibatalkan. Laporan Anda jalan lagi", reason)
    other.does_not_read(ANSWER)
    assert twin in coordinator.queue("verifikasi")
    complaint = Complaint.objects.get(tracking_number=twin)
    assert (complaint.status, Merge.objects.get().undone_at is not None) == (Status.SUBMITTED, True)
    call_command("check_guarantee")
    assert_clean(timezone.now())


def test_what_cannot_be_merged_is_told_before_anything_is_pressed(reporter, other, coordinator):
    number, twin = reporter.files().number, other.files(named=False, story=SECOND).number
    coordinator.signs_in(second_factor=True)
    for typed, sentence in (
        (twin, "Laporan tidak bisa digabung dengan dirinya sendiri"),
        ("BLT-0000-0000-0", "Nomor itu tidak ada di antara laporan Anda"),
        ("", "Isi nomor laporan induk"),
    ):
        coordinator.looks(twin)
        coordinator.follow("/gabung/")
        compare(coordinator, typed).reads(sentence)
    compare(coordinator, number)
    coordinator.press(f"Gabung ke {number}")
    third = Reporter().files(named=False, story="Lampu taman kota juga mati sejak kemarin.").number
    coordinator.looks(number)
    coordinator.follow("/gabung/")
    compare(coordinator, third).reads("Laporan ini sudah menjadi induk laporan lain")
    assert Merge.objects.count() == 1
    assert_clean(timezone.now())
