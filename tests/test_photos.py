"""Nothing a person sends is stored: only the picture, drawn new. Nothing a person sends brings the portal down."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import translation
from PIL import Image

from complaints import photos
from complaints.errors import Refused
from tests.uploads import files
from tests.uploads.checks import BROKEN, NOT_A_PHOTO, TOO_MANY_PIXELS, close, decode, markers, picture, refusal


class TestEveryUpload:
    @pytest.mark.parametrize("name", files.FILES)
    def test_is_taken_clean_or_refused_in_words(self, name):
        expect, make = files.FILES[name]
        data, start = make(), time.monotonic()
        try:
            photo = decode(data)
        except Refused:
            assert expect != files.ACCEPT
        else:
            assert expect != files.REJECT
            for side, rendition in photo.renditions.items():
                assert set(markers(rendition.jpeg)) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # no comment, no metadata
                assert not [secret for secret in files.SECRETS if secret in rendition.jpeg]
                image = picture(photo, side)
                assert (image.mode, image.size) == ("RGB", (rendition.width, rendition.height))
                assert 1 <= min(image.size) <= max(image.size) <= side
        assert time.monotonic() - start < 5

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("20b_8000x6000_over_20MB.jpg", "Foto terlalu besar. Pilih foto di bawah 15 MB"),
            ("23_bomb_30000x30000_1bit.png", TOO_MANY_PIXELS),
            ("24_bomb_30000x30000_rgb.png", TOO_MANY_PIXELS),
            ("25_lying_header.png", TOO_MANY_PIXELS),
            ("30_truncated.jpg", BROKEN),
            ("32_empty.jpg", "File ini kosong. Pilih foto lain"),
            ("33_bad_crc.png", BROKEN),
            ("40_html.jpg", NOT_A_PHOTO),
            ("44_script.svg", NOT_A_PHOTO),
            ("12_animated.gif", NOT_A_PHOTO),
            ("60_zip_bomb.zip", NOT_A_PHOTO),
        ],
    )
    def test_says_why(self, name, words):
        assert refusal(files.FILES[name].make()) == words

    def test_heic_is_read_or_the_person_is_told_what_to_send(self):
        data = files.FILES["14_iphone.heic"].make()
        if photos.HEIC:
            image = picture(decode(data))
            assert image.size == (320, 240)
            assert close(image.getpixel((310, 8)), files.RED, by=30)
        else:
            assert refusal(data) == "Foto HEIC belum bisa dibaca. Pilih file JPG, PNG atau WebP"


class TestPicture:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_stands_upright_however_the_camera_was_held(self, orientation):
        photo = decode(files.turned(orientation))
        assert (photo.width, photo.height) == (400, 300)
        for side in photos.SIZES:
            image = picture(photo, side)
            assert close(image.getpixel((image.width - 3, 2)), files.RED, by=40)
            assert close(image.getpixel((3, image.height - 3)), (90, 90, 90))
            assert close(image.getpixel((image.width - 3, image.height - 3)), (90, 90, 90))

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_the_orientation_of_other_formats_counts_too(self, kind):
        image = picture(decode(files.turned(6, kind)))
        assert image.size == (400, 300)
        assert close(image.getpixel((397, 3)), files.RED, by=30)

    def test_comes_in_three_sizes_of_the_same_shape(self):
        photo = decode(files.jpeg(files.scene(4000, 3000)))
        assert [(r.width, r.height) for r in photo.renditions.values()] == [(1600, 1200), (480, 360), (96, 72)]

    def test_is_never_enlarged(self):
        photo = decode(files.jpeg(files.scene(200, 100)))
        assert [(r.width, r.height) for r in photo.renditions.values()] == [(200, 100), (200, 100), (96, 48)]

    @pytest.mark.parametrize(("width", "height"), [(60000, 1), (1, 60000), (1, 1), (3, 40000)])
    def test_of_an_extreme_shape_keeps_at_least_a_pixel(self, width, height):
        photo = decode(files.saved(Image.new("1", (width, height)), "PNG"))
        for side, rendition in photo.renditions.items():
            assert (rendition.width, rendition.height) == photos.fit(width, height, side)
            assert min(rendition.width, rendition.height) == 1

    def test_reduced_in_strips_shows_no_seam(self):
        ramp = Image.linear_gradient("L").resize((5000, 5000))
        image = picture(decode(files.saved(ramp, "PNG"))).convert("L")
        assert image.size == (1600, 1600)
        column = [image.getpixel((800, y)) for y in range(1600)]
        assert max(abs(column[y] - y * 255 / 1599) for y in range(1600)) < 4

    def test_16_bits_are_scaled_not_clipped(self):
        assert close(picture(decode(files.FILES["08_16bit.png"].make())).getpixel((9, 9)), (156, 156, 156), by=2)

    def test_cmyk_keeps_its_colours(self):
        image = picture(decode(files.FILES["06_cmyk.jpg"].make()))
        assert close(image.getpixel((1190, 5)), files.RED, by=20)

    def test_colours_that_only_the_adobe_segment_explains_stay(self):
        data = files.jpeg(Image.new("RGB", (64, 64), files.RED), quality=95, keep_rgb=True)
        assert b"Adobe" in data
        frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
        unnamed = bytearray(data)  # the components are no longer called R, G and B
        unnamed[frame + 10 : frame + 19 : 3] = unnamed[scan + 5 : scan + 11 : 2] = b"\1\2\3"
        assert close(picture(decode(bytes(unnamed))).getpixel((9, 9)), files.RED)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
    def test_what_is_transparent_becomes_white(self, mode):
        image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
        image.paste((0, 0, 0, 255), (32, 0, 64, 64))
        image = picture(decode(files.saved(image.convert(mode) if mode != "PA" else image.quantize(), "PNG")))
        assert close(image.getpixel((5, 5)), (255, 255, 255))
        assert close(image.getpixel((60, 60)), (0, 0, 0))

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_of_an_animation_is_its_first_frame(self, kind):
        image = picture(decode(files.animated(kind)))
        assert all(close(image.getpixel(at), files.RED) for at in [(5, 5), (310, 5), (160, 120), (5, 230)])

    def test_a_second_picture_in_the_file_is_ignored(self):
        photo = decode(files.jpeg(files.scene(400, 300)) + files.jpeg(Image.new("RGB", (9, 9))))
        assert (photo.width, photo.height) == (400, 300)

    def test_the_same_file_gives_the_same_sha256(self):
        one, two = decode(files.plain()), decode(files.plain())
        assert one.sha256 == two.sha256
        assert one.sha256 != decode(files.jpeg(files.scene(text="LAIN"))).sha256

    def test_pixels_up_to_the_limit_are_taken(self):
        assert decode(files.saved(Image.new("1", (10_000, 5_000)), "PNG")).width == 1600
        assert refusal(files.saved(Image.new("1", (10_000, 5_001)), "PNG")) == TOO_MANY_PIXELS

    def test_bytes_up_to_the_limit_are_taken(self):
        data = files.plain()
        assert decode(data + b"\0" * (photos.MAX_BYTES - len(data))).width == 1200
        assert "15 MB" in refusal(data + b"\0" * (photos.MAX_BYTES - len(data) + 1))


class TestTurns:
    def test_one_photo_at_a_time_in_a_process(self, monkeypatch):
        inside, most = [], []
        original = photos._decode

        def watched(*args):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            try:
                return original(*args)
            finally:
                inside.pop()

        monkeypatch.setattr(photos, "_decode", watched)
        threads = [threading.Thread(target=decode, args=[files.plain()]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(most) == 6
        assert max(most) == 1

    def test_a_refused_photo_gives_its_turn_back(self):
        for _ in range(3):
            refusal(b"no photo")
        assert decode(files.plain()).width == 1200

    def test_who_waits_too_long_is_told_to_try_again(self, monkeypatch):
        monkeypatch.setattr(photos, "PATIENCE", 0.01)
        done = threading.Event()
        photos._worker.submit(done.wait)
        assert refusal(files.plain()) == "Foto belum terkirim. Coba lagi atau lanjut tanpa foto ini"
        done.set()

    def test_is_refused_in_the_language_of_who_asks(self, monkeypatch):
        monkeypatch.setattr(photos, "_", lambda text: translation.get_language())
        for language in ("en", "id"):
            with translation.override(language):
                assert refusal(b"no photo") == language


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(media) -> list[str]:
    return sorted(file.name for file in media.rglob("*") if file.is_file())


class TestStore:
    def test_keeps_every_size_under_a_random_name(self, media):
        photo = decode(files.plain())
        key, other = photos.store(photo), photos.store(photo)
        assert key != other
        assert stored(media) == sorted(f"{one}-{side}.jpg" for one in (key, other) for side in (1600, 480, 96))
        for side in photos.SIZES:
            assert photos.read(key, side) == photo.renditions[side].jpeg
            assert photos.path(key, side).stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize(
        "key", ["", "../" * 10 + "etc/passwd", "a" * 31, "a" * 32 + "\n", "A" * 32, "/" * 32, "a" * 33]
    )
    def test_no_key_leads_out_of_the_folder(self, media, key):
        for act in (photos.read, photos.path):
            with pytest.raises(ValueError, match="not a key"):
                act(key, 480)

    def test_no_other_size_can_be_asked_for(self, media):
        key = photos.store(decode(files.plain()))
        with pytest.raises(ValueError, match="size"):
            photos.path(key, 500)

    def test_remove_takes_all_sizes_and_may_be_repeated(self, media):
        key, stays = (photos.store(decode(files.plain())) for _ in range(2))
        photos.remove(key)
        photos.remove(key)
        assert {name[:32] for name in stored(media)} == {stays}
        with pytest.raises(FileNotFoundError):
            photos.read(key, 480)

    def test_a_full_disk_is_told_and_leaves_nothing(self, media, monkeypatch):
        photo, calls, original = decode(files.plain()), [], os.fsync

        def full(descriptor):
            calls.append(descriptor)
            if len(calls) > 3:
                raise OSError(28, "No space left on device")
            original(descriptor)

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(Refused, match="Coba lagi atau lanjut tanpa foto ini"):
            photos.store(photo)
        assert len(calls) == 4
        assert [name for name in stored(media) if name.endswith(".jpg")] == []

    def test_a_disk_that_takes_nothing_is_told(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "file"
        settings.MEDIA_ROOT.write_bytes(b"")
        with pytest.raises(Refused):
            photos.store(decode(files.plain()))

    def test_names_of_uploads_play_no_part(self, media, tmp_path):
        uploads = []
        for start in range(0, len(files.NAMES), 10):
            body = files.multipart("foto", files.NAMES[start : start + 10])
            request = RequestFactory().generic("POST", "/", body, content_type="multipart/form-data; boundary=BATAS")
            uploads += request.FILES.getlist("foto")
        assert len(uploads) > 15  # Django itself drops a few
        keys = [photos.store(photos.decode(upload)) for upload in uploads]
        assert stored(media) == sorted(f"{key}-{side}.jpg" for key in keys for side in (1600, 480, 96))
        assert [entry.name for entry in tmp_path.iterdir()] == ["media"]


class TestSweepOrphans:
    NOW = datetime(2026, 1, 27, 2, tzinfo=UTC)

    def age(self, media, key, hours):
        for file in media.rglob(f"{key}*"):
            at = (self.NOW - timedelta(hours=hours)).timestamp()
            os.utime(file, (at, at))

    def test_removes_what_has_no_row_and_is_old(self, media):
        old_orphan, old_known, young = (photos.store(decode(files.plain())) for _ in range(3))
        half = photos.path(old_known, 480).with_suffix(".new")
        half.write_bytes(b"left by a crash")
        self.age(media, old_orphan, 25)
        self.age(media, old_known, 25)
        self.age(media, young, 23)
        asked = set()

        def known(keys):
            asked.update(keys)
            return dict.fromkeys(keys & {old_known}, False)

        assert photos.sweep_orphans(known, older_than=self.NOW - timedelta(hours=24)) == 1
        assert {name[:32] for name in stored(media)} == {old_known, young}
        assert len(stored(media)) == 6
        assert asked == {old_orphan, old_known}

    def test_does_nothing_where_nothing_was_stored(self, media):
        assert photos.sweep_orphans(lambda keys: {}, older_than=self.NOW) == 0
