"""The way through the three steps, as tests need to get somewhere."""

import re

STORY = "Lampu jalan di depan SD mati sejak seminggu. Malam gelap sekali."
KOTA = "19.02.01.1001"


def write(citizen, *photos: bytes, **answers):
    """Go to step 1, fill it in, press Lanjut."""
    citizen.open("/lapor/?kategori=lampu-jalan")
    return citizen.fill(*photos, **{"story": STORY, **answers})


def to_send(citizen, *photos: bytes, village=KOTA, landmark="Depan SDN 5", **answers):
    """Fill in steps 1 and 2; step 3 is open."""
    write(citizen, *photos, **answers)
    page = citizen.fill(button="Lanjut", village=village, landmark=landmark)
    assert page.title.startswith("Periksa dan kirim"), page.words
    return page


def send(citizen, **answers):
    """Press Kirim laporan in step 3, without a name unless told otherwise."""
    return citizen.fill(button="Kirim laporan", **{"contact_choice": "unnamed", **answers})


def ticket(page) -> str:
    return re.search(r'data-ticket="([^"]+)"', page.html)[1]


def secret(page) -> str:
    return re.search(r'data-secret="([^"]+)"', page.html)[1]
