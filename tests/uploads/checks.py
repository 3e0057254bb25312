"""What tests of uploads ask about the answer."""

import io

import pytest
from PIL import Image

from complaints import photos
from complaints.errors import Refused

NOT_A_PHOTO = (
    "File ini bukan foto. Pilih file JPG, PNG, WebP atau HEIC"
    if photos.HEIC
    else "File ini bukan foto. Pilih file JPG, PNG atau WebP"
)
BROKEN = "Foto ini rusak atau tidak lengkap. Pilih foto lain"
TOO_MANY_PIXELS = "Foto terlalu besar. Pilih foto di bawah 50 megapiksel"


def decode(data: bytes) -> photos.Photo:
    return photos.decode(io.BytesIO(data))


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        decode(data)
    return str(refused.value)


def picture(photo: photos.Photo, side=1600) -> Image.Image:
    image = Image.open(io.BytesIO(photo.renditions[side].jpeg))
    image.load()
    return image


def markers(jpeg: bytes) -> list[int]:
    """Return the segments of a JPEG in order; fails when anything stands before, between or behind them."""
    assert jpeg[:2] == b"\xff\xd8"
    found, at = [], 2
    while True:
        assert jpeg[at] == 0xFF
        found.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if found[-1] == 0xDA:
            assert jpeg.find(b"\xff\xd9", at) == len(jpeg) - 2
            return found


def close(colour, other, by=12) -> bool:
    return all(abs(one - two) <= by for one, two in zip(colour, other, strict=True))
