"""P11: one report as the public reads it, and what stands where it was."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.followup import operations as followup
from complaints.models import Attachment, Publication
from complaints.publication.content import Shown
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.publication.conftest import make_case, publish
from tests.publication.shown import hidden, shown
from tests.worlds import make_photo

pytestmark = pytest.mark.django_db
DONE = "Lampu sudah kami ganti, sudah menyala terang lagi."


def url(case):
    return f"/laporan/{case.tracking_number}/"


class TestPage:
    def test_is_what_was_checked_with_its_answer_and_its_dates(self, client):
        case = shown(supporters=3, pictures=(Attachment.Purpose.REPORT,))
        page = client.get(url(case))
        told = " ".join(page.text.split())
        for words in [
            case.tracking_number,
            "Lampu jalan mati",
            "SD Negeri 5",
            "Desa Aik Rayak, Kecamatan Tanjungpandan",
        ]:
            assert words in told, words
        assert "Jumat, 27 November 2026" in told  # by when it is checked
        assert "Rahasia" not in told
        assert f"/laporan/{case.tracking_number}/laporkan/" in told
        assert page["Cache-Control"] == "private, no-cache"
        assert "noindex" not in told

    def test_makes_a_card_where_it_is_shared(self, client):
        case = shown(title='Lampu "mati"', story="Baris satu.\n" + "kata " * 60)
        page = client.get(url(case)).text
        address = f"{settings.BASE_URL}/laporan/{case.tracking_number}/"
        assert '<meta property="og:title" content="Lampu &quot;mati&quot;">' in page
        assert '<meta property="og:description" content="Baris satu. kata' in page
        assert f'<meta property="og:image" content="{settings.BASE_URL}/static/img/card.png">' in page
        assert f'<link rel="canonical" href="{address}">' in page
        assert "https://wa.me/?text=Lampu+%22mati%22+" in page
        assert "https://www.facebook.com/sharer/sharer.php?u=" in page
        assert f'data-copy="{address}"' in page

    def test_the_card_is_light(self):
        assert (settings.BASE_DIR / "static/img/card.png").stat().st_size <= 60 * 1024

    def test_one_that_was_joined_leads_to_the_main_one_if_that_can_be_seen(self, client):
        main, other = shown(title="Induk"), shown(title="Sama")
        triage.merge(other.pk, into=main, actor=factories.make_coordinator(), now=NOW)
        assert f'<a href="{url(main)}">' in client.get(url(other)).text
        hidden(main)
        assert url(main) not in client.get(url(other)).text

    def test_asks_the_database_as_often_for_much_as_for_little(self, client):
        def asked(case):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url(case)).status_code == 200
            return len(captured)

        little = shown(pictures=(Attachment.Purpose.REPORT,))
        much = shown(pictures=(Attachment.Purpose.REPORT, Attachment.Purpose.REPORT, Attachment.Purpose.RESULT))
        coordinator, dishub = factories.make_coordinator(), factories.make_agency("Dishub")
        for case in (little, much):
            triage.examine(case.pk, actor=coordinator, now=NOW)
            factories.refer(case, dishub, actor=coordinator)
        assert asked(little) == asked(much) <= 9


def test_an_answer_is_told_once_with_the_photos_before_and_after(client, office):
    case = make_case(office, pictures=1)
    told = {"outcome": "repaired", "text": DONE, "photos": [make_photo("green")]}
    followup.answer(case.pk, actor=office.liaison, now=NOW, **told)
    rows = case.complaint.attachments.all()
    words = {case.complaint.events.get(kind="answered").sequence: DONE}
    publish(case, words=words, photos=tuple(Shown(row) for row in rows))
    told = client.get(url(case.complaint)).text
    assert told.count(DONE) == 1
    before, after = (case.complaint.publication.photos.get(attachment=row).key for row in rows.order_by("purpose"))
    pair = told[told.index("Sebelum") : told.index("Perjalanan laporan")]
    assert pair.index(before) < pair.index("Sesudah") < pair.index(after)
    assert after not in told[told.index("Perjalanan laporan") :]


class TestGone:
    @pytest.mark.parametrize(
        ("because", "words"), [("personal_data", "Memuat data pribadi"), ("wish", "Diminta pelapor")]
    )
    def test_what_is_hidden_says_why_and_nothing_else(self, client, because, words):
        case = hidden(shown(title="Nama Orang"), because)
        page = client.get(url(case))
        assert page.status_code == 410
        assert words in page.text
        assert "Disembunyikan sejak Selasa, 24 November 2026." in page.text
        assert "Nama Orang" not in page.text
        assert "noindex" in page.text

    def test_never_published_kept_back_and_not_there_are_one_answer(self, client):
        never = factories.make_complaint()
        kept_back = hidden(shown())
        Publication.objects.filter(pk=kept_back.pk).update(first_published_at=None)
        answers = {(client.get(url(case)).status_code, client.get(url(case)).text) for case in (never, kept_back)}
        absent = client.get("/laporan/BLT-7K4M-2QXD-V/")
        assert answers == {(404, absent.text)}
        for number in ("x" * 30, "blt", "%00"):
            assert client.get(f"/laporan/{number}/").status_code == 404
