"""P4: what everybody can read already is offered before a report is sent; nothing typed is ever lost by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import texts, timeline
from complaints.intake import drafts, views_similar
from complaints.models import Attachment, Category, Complaint, Draft, Event, Publication, Supporter, Village
from complaints.publication import similar
from complaints.timeline.sentences import PUBLIC
from tests.factories import NOW
from tests.intake.steps import KOTA, STORY, send, write
from tests.publication.shown import hidden, shown
from tests.uploads import files

HERE = {"latitude": "-2.7411", "longitude": "107.6353", "accuracy": "20"}
ALIKE = "Lampu jalan depan SD mati, gelap sekali kalau malam."
OTHER = "Sampah menumpuk di belakang pasar ikan."


@pytest.fixture
def lamps(portal):
    return Category.objects.get(code="lampu-jalan")


def there(lamps, *, story=ALIKE, point=None, **filed):
    case = shown(title="Lampu jalan mati", story=story, category=lamps, village=KOTA, **filed)
    if point:
        Publication.objects.filter(pk=case.pk).update(latitude=point[0], longitude=point[1])
    return case


def to_place(citizen, *photos, **where):
    write(citizen, *photos)
    return citizen.fill(button="Lanjut", village=KOTA, landmark="Depan SDN 5", **where)


def choose(citizen, case):
    return citizen.open(f"/lapor/serupa/?laporan={case.tracking_number}")


class TestOffered:
    def test_nothing_alike_leads_on_as_before(self, citizen, lamps):
        there(lamps, story=OTHER + " Tidak ada yang mengangkut sejak Senin, baunya sampai ke sekolah dan ke kantor.")
        Publication.objects.update(title="Sampah pasar")
        to_place(citizen)
        assert citizen.path == "/lapor/kirim/"
        citizen.open("/lapor/serupa/")
        assert citizen.path == "/lapor/kirim/"

    def test_three_nearest_with_distance_and_age_and_filing_goes_on(self, citizen, lamps):
        """Scenario 19."""
        near = [there(lamps, story=OTHER, point=(-2.741 - n / 1000, 107.635)) for n in range(3)]
        there(lamps, story=ALIKE, point=(-2.75, 107.635))  # alike, but elsewhere
        there(lamps, story=OTHER, point=(-2.7425, 107.635))
        page = to_place(citizen, **HERE)
        assert citizen.path == "/lapor/serupa/"
        assert page.html.count('class="card"') == 3
        assert near[0].tracking_number in page.html
        assert "± 40 m dari titik Anda, titiknya dibulatkan" in page.words
        assert page.html.count("<time datetime=") >= 3
        citizen.open("/lapor/kirim/")
        assert send(citizen).status == 200
        assert citizen.path == "/lapor/selesai/"

    def test_a_closed_one_happened_here_before_and_is_only_read(self, citizen, lamps):
        """Scenario 20."""
        case = there(lamps)
        closed = {"waits_for": None, "due_at": None, "next_effect_at": None, "submitted_because": None}
        from django.utils import timezone

        now = timezone.now()
        Complaint.objects.filter(pk=case.pk).update(status="resolved", closed_at=now - timedelta(days=2), **closed)
        page = to_place(citizen)
        assert "Pernah terjadi di sini" in page.words
        assert "dukung saja" not in page.words
        assert "dukung" not in choose(citizen, case).title.lower()
        Complaint.objects.filter(pk=case.pk).update(closed_at=now - timedelta(days=31))
        citizen.open("/lapor/serupa/")
        assert citizen.path == "/lapor/kirim/"

    def test_only_what_everybody_reads(self, citizen, lamps):
        """Scenario 23: what is protected is never published, and so never here."""
        hidden(there(lamps))
        Complaint.objects.filter(pk=there(lamps).pk).update(published_at=None)
        to_place(citizen)
        assert citizen.path == "/lapor/kirim/"

    def test_of_a_sibling_category_but_not_of_another_village(self, citizen, lamps):
        sibling = Category.objects.create(code="pju", name="PJU", topic=lamps, agency=lamps.agency)
        case = there(lamps)
        Complaint.objects.filter(pk=case.pk).update(category=sibling)
        other = Village.objects.exclude(code=KOTA).first()
        shown(title="Lampu jalan mati", story=ALIKE, category=lamps, village=other.code)
        assert case.tracking_number in to_place(citizen).html
        assert citizen.page.html.count('class="card"') == 1

    def test_a_topic_that_is_never_shown_is_not_compared(self, citizen, lamps):
        there(Category.objects.get(code="pungli"))
        write(citizen, category="pungli")
        citizen.fill(button="Lanjut", village=KOTA)
        assert citizen.path == "/lapor/kirim/"

    def test_a_search_that_fails_stops_nobody(self, citizen, lamps, monkeypatch, caplog):
        def broken(**_asked):
            raise RuntimeError(STORY)

        there(lamps)
        monkeypatch.setattr(views_similar.reports, "find", broken)
        to_place(citizen)
        assert citizen.path == "/lapor/kirim/"
        assert "similar reports not searched: RuntimeError" in caplog.text
        assert STORY not in caplog.text

    def test_queries_and_rows_are_bounded(self, lamps, monkeypatch):
        asked = {
            "category": lamps,
            "village": Village.objects.get(code=KOTA),
            "point": None,
            "story": ALIKE,
            "now": NOW,
        }
        there(lamps)
        with CaptureQueriesContext(connection) as few:
            similar.find(**asked)
        newest = [there(lamps, now=NOW + timedelta(hours=n)) for n in (1, 2)]
        with CaptureQueriesContext(connection) as many:
            assert len(similar.find(**asked)) == 3
        assert len(few) == len(many) == 3
        monkeypatch.setattr(similar, "READ", 2)
        assert {one.complaint.pk for one in similar.find(**asked)} == {case.pk for case in newest}


class TestSupport:
    def test_story_and_photos_go_to_the_staff_alone(self, citizen, lamps):
        case = there(lamps)
        to_place(citizen, files.plain())
        page = choose(citizen, case)
        form = page.form("/lapor/serupa/")
        assert "adds" in form.values  # ticked
        page = citizen.fill(contact="tetangga@contoh.test")
        assert citizen.path == f"/laporan/{case.tracking_number}/"
        assert "Cerita Anda kami teruskan ke petugas." in page.words
        assert "1 warga sudah mendukung" in page.words
        assert not Draft.objects.exists()
        event = case.events.get(kind=Event.Kind.SUPPORTER_ADDED)
        row = Supporter.objects.get()
        assert event.data["supporter"] == row.pk
        assert row.cipher is not None
        assert texts.read(case.texts.get(kind="evidence")) == STORY
        photo = case.attachments.get(purpose=Attachment.Purpose.SUPPORTER)
        assert photo.event_sequence == event.sequence
        case.refresh_from_db()
        told = {who: str(timeline.entries(case, for_staff=who)) for who in (True, False)}
        assert STORY in told[True]
        assert STORY not in told[False]
        assert "mendukung" not in told[False]
        assert Event.Kind.SUPPORTER_ADDED not in PUBLIC
        assert STORY not in page.html

    def test_without_the_tick_the_draft_stays(self, citizen, lamps):
        case = there(lamps)
        to_place(citizen)
        choose(citizen, case)
        page = citizen.fill(adds=None)
        assert "Draf Anda masih tersimpan 7 hari." in page.words
        assert Draft.objects.exists()
        assert not case.events.filter(kind=Event.Kind.SUPPORTER_ADDED).exists()
        assert citizen.open("/lapor/kirim/").html.count(STORY) == 1

    def test_pressed_twice_is_once(self, citizen, lamps):
        case = there(lamps)
        to_place(citizen)
        page = choose(citizen, case)
        values = citizen.filled(page.form("/lapor/serupa/"))
        before = citizen.client.cookies.copy()
        for _press in range(2):
            citizen.client.cookies = before.copy()
            citizen.send(values, to="/lapor/serupa/")
            assert citizen.path == f"/laporan/{case.tracking_number}/"
        assert Supporter.objects.count() == Publication.objects.get(pk=case.pk).supporters == 1
        assert case.events.filter(kind=Event.Kind.SUPPORTER_ADDED).count() == 1

    def test_a_wrong_contact_or_a_failure_loses_nothing(self, citizen, lamps, monkeypatch):
        case = there(lamps)
        to_place(citizen)
        choose(citizen, case)
        page = citizen.fill(contact="0812 34")
        assert page.form("/lapor/serupa/").values["contact"] == "0812 34"
        monkeypatch.setattr(drafts, "read", lambda key: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            citizen.fill(contact="")
        assert Draft.objects.exists()
        assert not Supporter.objects.exists()

    def test_hidden_meanwhile_the_report_goes_on(self, citizen, lamps):
        case = there(lamps)
        to_place(citizen)
        choose(citizen, case)
        hidden(case)
        citizen.fill()
        assert citizen.path == "/lapor/kirim/"
        assert Draft.objects.exists()
