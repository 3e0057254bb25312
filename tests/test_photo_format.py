"""However a file is put together, reading it costs little and ends in a picture or a refusal."""

import struct
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from complaints import photo_format
from complaints.errors import Refused
from tests.uploads import files
from tests.uploads.checks import BROKEN, TOO_MANY_PIXELS, decode, markers, refusal


class TestHostileBytes:
    @pytest.mark.parametrize("name", ["23_bomb_30000x30000_1bit.png", "25_lying_header.png"])
    def test_a_bomb_is_refused_before_a_decoder_is_called(self, name, monkeypatch):
        monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("opened"))
        assert refusal(files.FILES[name].make()) == TOO_MANY_PIXELS

    def test_so_are_the_other_formats(self, monkeypatch):
        jpeg = bytearray(files.plain())
        at = jpeg.index(b"\xff\xc0")
        jpeg[at + 5 : at + 9] = struct.pack(">HH", 60000, 60000)
        webp = bytearray(files.animated("WEBP"))
        webp[24:30] = b"\xff\xff\x3f\xff\xff\x3f"
        monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("opened"))
        assert refusal(bytes(jpeg)) == TOO_MANY_PIXELS
        assert refusal(bytes(webp)) == TOO_MANY_PIXELS

    def test_a_header_that_promises_more_than_the_file_holds_is_refused(self):
        webp = bytearray(files.saved(files.scene(64, 64), "WEBP", exif=files.exif()))
        assert webp[12:16] == b"VP8X"
        webp[24:30] = b"\x00\x10\x00\x00\x10\x00"
        assert refusal(bytes(webp)) == BROKEN
        assert refusal(files.png(4000, 4000, 8, 2, zlib.compress(b"\0" * 100))) == BROKEN

    def test_two_sizes_in_one_file_are_refused(self):
        data = files.plain()
        at = data.index(b"\xff\xc0")
        frame = data[at : at + 2 + int.from_bytes(data[at + 2 : at + 4])]
        assert refusal(data[:at] + frame[:5] + b"\0\1\0\1" + frame[9:] + data[at:]) == BROKEN

        small, large = (files.png(side, side, 8, 2, zlib.compress(b"\0" * (1 + 3 * side) * side)) for side in (8, 64))
        assert refusal(small[:33] + large[8:]) == BROKEN

    def test_millions_of_empty_parts_cost_nothing(self):
        start = time.monotonic()
        small = files.saved(files.scene(64, 64), "PNG")
        assert refusal(files.plain()[:2] + b"\xff\xe3\0\2" * 3_700_000) == BROKEN
        assert refusal(small[:33] + files.chunk(b"abCd", b"") * 1_200_000 + small[33:]) == BROKEN
        webp = b"abCd\0\0\0\0" * 1_800_000
        assert refusal(b"RIFF" + (len(webp) + 4).to_bytes(4, "little") + b"WEBP" + webp) == BROKEN
        assert time.monotonic() - start < 2

    def test_a_scan_repeated_without_end_is_refused(self):
        data = files.jpeg(files.scene(), progressive=True)
        last = data.rindex(b"\xff\xda")
        start = time.monotonic()
        assert refusal(data[:-2] + data[last:-2] * 500 + data[-2:]) == BROKEN
        assert time.monotonic() - start < 1

    def test_metadata_reaches_no_parser(self, monkeypatch):
        for parser in ("load", "_get_ifd_dict"):
            monkeypatch.setattr(Image.Exif, parser, lambda *args, **kwargs: pytest.fail("parsed"))
        opened = []
        original = Image.open
        monkeypatch.setattr(
            Image, "open", lambda *args, **kwargs: opened.append(original(*args, **kwargs)) or opened[-1]
        )
        for data in (
            files.turned(6),
            files.turned(6, "PNG"),
            files.turned(6, "WEBP"),
            files.FILES["05_xmp_gps.jpg"].make(),
        ):
            decode(data)
        decode(files.FILES["26_text_bomb.png"].make())
        decode(files.after_start(files.plain(), 0xFE, b"comment"))
        assert len(opened) == 6
        for image in opened:
            assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "Comment"} & set(image.info)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_only_the_picture_is_handed_on(self, kind):
        data = files.turned(6, kind, xmp=b"<x:xmpmeta>Nama Pelapor</x:xmpmeta>", icc_profile=b"Nama Pelapor" * 20)
        found = photo_format.essence(data + b"PK\x03\x04 and more behind")
        assert (found.format, found.size, found.orientation) == (kind, (300, 400), 6)
        assert len(found.data) < len(data)
        assert not [secret for secret in files.SECRETS if secret in found.data]
        assert photo_format.essence(found.data) == found._replace(orientation=1)

    def test_a_webp_does_not_announce_what_is_left_out(self):
        found = photo_format.essence(files.turned(6, "WEBP", icc_profile=b"x" * 200))
        assert found.data[12:16] == b"VP8X"
        assert found.data[20] & 0x2C == 0
        assert int.from_bytes(found.data[4:8], "little") == len(found.data) - 8

    def test_of_an_animation_only_the_first_frame_is_handed_on(self):
        data = files.animated("WEBP")
        assert data.count(b"ANMF") == 12
        assert photo_format.essence(data).data.count(b"ANMF") == 1
        assert b"fdAT" in files.animated("PNG")
        assert b"fdAT" not in photo_format.essence(files.animated("PNG")).data

    @pytest.mark.parametrize(
        "error",
        [
            *(ValueError, SyntaxError, EOFError, struct.error, MemoryError, RuntimeError, OverflowError, IndexError),
            *(Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, NotImplementedError),
        ],
    )
    def test_whatever_a_decoder_raises_is_told_as_a_broken_photo(self, error, monkeypatch, caplog):
        def fails(*args, **kwargs):
            raise error("words of the file")

        monkeypatch.setattr(Image.Image, "load", fails)
        monkeypatch.setattr(ImageFile.ImageFile, "load", fails)
        assert refusal(files.plain()) == BROKEN
        assert "words of the file" not in caplog.text

    def test_nothing_in_between_two_parts_hides(self):
        data = files.jpeg(files.scene(320, 240))
        with_garbage = data[:20] + b"\0<script>\0" + data[20:]
        assert markers(decode(with_garbage).largest.jpeg)

    @pytest.mark.parametrize("cut", range(0, 100, 7))
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_a_file_cut_off_anywhere_is_refused(self, kind, cut):
        data = files.turned(6, kind)
        refusal(data[: len(data) * cut // 100])

    @hypothesis_settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_whatever_the_bytes_the_answer_is_a_photo_or_a_refusal(self, data):
        raw = bytearray(data.draw(st.sampled_from(SAMPLES)))
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
        with suppress(photo_format.Broken):  # any other exception fails the test
            photo_format.essence(bytes(raw))
        try:
            photo = decode(bytes(raw))
        except Refused:
            return
        assert all(markers(rendition.jpeg) for rendition in photo.renditions.values())

    @given(
        st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"\0\0\0\x18ftypheic", b""]),
        st.binary(),
    )
    def test_a_known_beginning_and_any_bytes_are_refused(self, beginning, rest):
        refusal(beginning + rest)

    def test_pillow_keeps_its_own_limits(self):
        assert ImageFile.LOAD_TRUNCATED_IMAGES is False
        assert Image.MAX_IMAGE_PIXELS == 50_000_000


SAMPLES = [
    files.turned(6),
    files.jpeg(files.scene(64, 48), progressive=True),
    files.turned(6, "PNG"),
    files.saved(files.scene(64, 48).convert("P"), "PNG", transparency=3),
    files.turned(6, "WEBP"),
    files.animated("WEBP"),
    files.FILES["14_iphone.heic"].make(),
]
