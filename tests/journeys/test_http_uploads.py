"""Every hostile and awkward file through the real forms: what the list says happens, none served as it came."""

import io

import pytest
from django.conf import settings
from django.test.client import BOUNDARY
from PIL import Image

from complaints.models import Attachment
from tests.intake.steps import STORY
from tests.journeys.people import Reporter
from tests.uploads import files
from tests.uploads.files import ACCEPT, FILES, NAMES, REJECT

# One of each kind of lie, for the forms whose code is shared with the first step.
LIES = ["40_html.jpg", "44_script.svg", "24_bomb_30000x30000_rgb.png", "30_truncated.jpg", "52_launch.pdf"]


def stored() -> list[str]:
    """Return the names of all that lies in the media folder."""
    root = settings.MEDIA_ROOT
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()) if root.exists() else []


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def assert_ours(person, original: bytes, *addresses: str) -> None:
    """What is served at these addresses is a plain JPEG that we made: not the file that came, nothing hidden in it."""
    for path in addresses:
        answer = person.client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg"), path
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.content != original
        assert not [secret for secret in files.SECRETS if secret in answer.content]
        picture = Image.open(io.BytesIO(answer.content))
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert max(picture.size) <= 1600
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()


@pytest.mark.parametrize("name", FILES)
def test_the_first_step_takes_or_refuses_it(reporter, name):
    expect, make = FILES[name]
    original = make()
    reporter.open("/lapor/?kategori=lampu-jalan")
    form = next(form for form in reporter.page.forms if form.action == "/lapor/")
    page = reporter.send(reporter.filled(form, "Lanjut", story=STORY), original, to="/lapor/", names=[name])
    assert page.status == 200
    taken = Attachment.objects.count() == 1
    assert taken == (reporter.path == "/lapor/lokasi/")
    if expect == ACCEPT:
        assert taken, page.summary
    if expect == REJECT:
        assert not taken
    if not taken:
        # A clear sentence, the text kept, nothing left on the disk; and one goes on without it.
        assert len(page.summary) == 1
        assert page.summary[0].startswith("Foto 1: ")
        assert page.words.count(page.summary[0]) == 2
        assert stored() == []
        reporter.press("Lanjut")
        assert reporter.path == "/lapor/lokasi/"
        assert reporter.open("/lapor/").form("/lapor/").values["story"] == STORY
        return
    row = Attachment.objects.get()
    assert len(stored()) == 3
    assert not [path for path in stored() if name.split("_", 1)[1].split(".")[0] in path or not path.endswith(".jpg")]
    assert_ours(reporter, original, *[f"/lapor/foto/{row.pk}/{size}/" for size in (96, 480, 1600)])
    if name in ("01_gps_orientation6.jpg", "43_jpeg_zip_polyglot.jpg"):  # the other addresses of the same bytes
        reporter.press("Lanjut", village="19.02.01.1001")
        reporter.press("Kirim laporan", contact_choice="unnamed")
        reporter.press("Lihat laporan saya")
        assert_ours(reporter, original, f"{reporter.path}foto/{row.pk}/480/", f"{reporter.path}foto/{row.pk}/1600/")
        assert reporter.client.get(f"/lapor/foto/{row.pk}/480/").status_code == 404
        for guess in (f"/media/{row.key}.jpg", f"/media/{stored()[0]}", f"/static/{stored()[0]}"):
            assert reporter.client.get(guess).status_code == 404


def test_names_play_no_part(office):
    """Paths, line ends, markup, other writing systems, nothing at all: no error, and no trace of any of them."""
    for start in range(0, len(NAMES), 3):
        reporter, names = Reporter(), NAMES[start : start + 3]
        reporter.open("/lapor/?kategori=lampu-jalan")
        values = reporter.filled(next(form for form in reporter.page.forms if form.action == "/lapor/"), story=STORY)
        fields = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in values.items()
        )
        body = fields.encode() + files.multipart("photos", names, BOUNDARY)
        answer = reporter.client.post("/lapor/", body, content_type=f"multipart/form-data; boundary={BOUNDARY}")
        assert answer.status_code == 302, names
        assert {key for key in answer.headers if key.startswith("X-")} <= {"X-Frame-Options", "X-Content-Type-Options"}
    kept = stored()
    assert len(kept) == 3 * Attachment.objects.count() > 0
    assert all(path.endswith(".jpg") and path.isascii() and ".." not in path for path in kept)
    assert not [path for path in kept if any(word in path for word in ("passwd", "foto", "htaccess", "php", "jndi"))]


class TestTheOtherForms:
    """Reply, objection, progress note and answer use the same field; each says so and keeps what was typed."""

    @pytest.fixture
    def number(self, reporter, coordinator, liaison):
        number = reporter.files().number
        coordinator.signs_in(second_factor=True).looks(number)
        coordinator.follow("/verifikasi/")
        coordinator.press("Verifikasi dan teruskan")
        liaison.signs_in()
        return number

    @pytest.fixture
    def lies(self):
        return [FILES[name].make() for name in LIES]

    def refuse(self, person, button, lies, kept, **answers):
        for lie in lies:
            page = person.press(button, lie, **answers)
            assert page.status == 200
            assert page.summary, person.path
            assert page.summary[0].startswith("Foto 1: ")
            assert "Foto tidak ikut tersimpan. Pilih lagi fotonya" in page.words
            assert kept in page.words
        assert stored() == []

    def test_progress_and_answer(self, number, liaison, lies):
        liaison.looks(number)
        liaison.follow("/kabar/")
        self.refuse(liaison, "Kirim kabar ke pelapor", lies, "Sudah kami cek", text="Sudah kami cek")
        liaison.looks(number)
        liaison.follow("/jawab/")
        text = "Lampu di depan SD sudah kami ganti dan sudah menyala."
        self.refuse(liaison, "Kirim jawaban ke pelapor", lies, text, text=text, outcome="repaired")
        liaison.press("Kirim jawaban ke pelapor", files.plain())
        liaison.reads("Jawaban sudah dikirim.")
        [row] = Attachment.objects.all()
        assert_ours(liaison, files.plain(), f"/petugas/laporan/{number}/foto/{row.pk}/1600/")

    def test_reply(self, number, reporter, liaison, lies):
        liaison.does(number, "/tanya/", "Kirim pertanyaan ke pelapor", question="Tiang nomor berapa?")
        reporter.looks()
        reporter.follow("/jawab/")
        self.refuse(reporter, "Kirim jawaban", lies, "Nomor 12", text="Nomor 12")

    def test_objection(self, number, reporter, liaison, lies):
        text = "Lampu di depan SD sudah kami ganti dan sudah menyala."
        gone = {"outcome": "repaired", "text": text, "no_photo_reason": "Selesai malam hari."}
        liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", **gone)
        reporter.looks()
        reporter.follow("/nilai/")
        self.refuse(reporter, "Kirim penilaian", lies, "Masih mati", judgement="no", comment="Masih mati")
