"""[Simpan gambar]: number and code in the gallery, while the receipt is shown, and never of the secret door."""

import io
from datetime import timedelta

import pytest
import segno
from django.test import Client
from PIL import Image, ImageChops

from complaints.intake import picture
from complaints.models import Complaint
from tests.factories import NOW
from tests.intake.steps import ticket

from .test_done import clock, receipt  # noqa: F401 (fixtures)

URL = "/lapor/selesai/gambar.png"


def test_who_has_just_filed_keeps_it(receipt, citizen):  # noqa: F811
    assert URL in receipt.links
    answer = citizen.client.get(URL)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ticket(receipt)}.png"'
    assert answer.headers["Cache-Control"] == "no-store"
    image = Image.open(io.BytesIO(answer.content))
    assert image.width == picture.WIDTH
    assert len(answer.content) < 60_000


def test_elsewhere_and_a_day_later_it_is_not_there(receipt, citizen, clock):  # noqa: F811
    assert Client().get(URL).status_code == 404
    clock.move_to(NOW + timedelta(hours=24, seconds=1))
    assert citizen.client.get(URL).status_code == 404


def test_the_secret_door_has_none(receipt, citizen):  # noqa: F811
    Complaint.objects.update(access_class="protected")
    assert URL not in citizen.open("/lapor/selesai/").links
    assert citizen.client.get(URL).status_code == 404


@pytest.mark.parametrize("address", ["https://besadu.contoh.test/lacak/?n=BLT-7K4M-2QXD-V"])
def test_the_code_in_it_is_that_of_the_address_alone(address):
    drawn = Image.open(io.BytesIO(picture.draw("Kepala", [("Nomor", "BLT-7K4M-2QXD-V")], ["Baris."], address)))
    bare = segno.make_qr(address, error="m")
    out = io.BytesIO()
    bare.save(out, kind="png", border=0, scale=1)
    wanted = Image.open(out).convert("1")
    dark = drawn.convert("L").point(lambda level: 255 if level > 100 else 0).convert("1")
    scale = picture.CODE // (wanted.width + 8)
    side = wanted.width * scale
    wanted = wanted.resize((side, side), Image.Resampling.NEAREST)
    left = picture.MARGIN
    found = (
        ImageChops.difference(
            dark.crop((left, top, left + side, top + side)).convert("L"), wanted.convert("L")
        ).getbbox()
        is None
        for top in range(100, drawn.height - side)
    )
    assert any(found)


def test_long_lines_are_broken_and_nothing_runs_out_of_it():
    png = picture.draw(
        "Kepala yang panjang " * 6, [("Nomor", "BLT-7K4M-2QXD-V")], ["Baris yang panjang " * 12], "https://x"
    )
    image = Image.open(io.BytesIO(png)).convert("L")
    frame = image.crop((image.width - picture.MARGIN + 4, 8, image.width - 8, image.height - 8))
    assert frame.getextrema()[0] > 250
