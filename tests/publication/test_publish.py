"""A7: the coordinator sees exactly what everybody will see, before it is published."""

import io
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from complaints import access, attachments, audit, guarantee, history, lifecycle, photos, texts
from complaints.errors import Refused
from complaints.followup import saved_views
from complaints.models import Complaint, Event, Text
from complaints.publication import content as contents
from complaints.publication import copies, operations, rendering, rules
from complaints.tracking import operations as tracking
from complaints.triage import exclusions
from tests import factories
from tests.cases import Case
from tests.factories import NOW, STORY
from tests.worlds import DAY

from .conftest import BOX, content_of, make_case, publish

pytestmark = pytest.mark.django_db


def address(case):
    return f"/petugas/laporan/{case.complaint.tracking_number}/terbit/"


def typed(case, **changes):
    """What the page sends of an untouched form with the reporter's words."""
    return {
        "version": case.complaint.version,
        "title": "Lampu jalan mati",
        "story": STORY,
        "landmark": "Depan SD",
        "position": "rounded",
    } | changes


def press(client, case, **changes):
    """Look at it, then publish what was looked at."""
    sent = typed(case, **changes)
    looked = client.post(address(case), sent | {"preview": ""})
    seen = looked.context["form"]["seen"].value()
    return client.post(address(case), sent | {"publish": "", "seen": seen})


@pytest.fixture
def desk(client, case):
    client.force_login(case.office.coordinator)
    return client


class TestPage:
    def test_publishes_what_was_seen(self, desk, case):
        photo = case.complaint.attachments.get()
        answer = press(
            desk,
            case,
            story="Lampu mati.",
            photo_0="on",
            box_0_0_left="25",
            box_0_0_top="25",
            box_0_0_width="50",
            box_0_0_height="50",
        )
        assert answer.status_code == 302, answer.context["form"].errors
        case.complaint.refresh_from_db()
        publication = case.complaint.publication
        assert case.complaint.published_at == publication.first_published_at == NOW
        assert (publication.title, texts.read(publication.story)) == ("Lampu jalan mati", "Lampu mati.")
        assert (publication.latitude, publication.longitude) == (-2.739, 107.679)
        row = publication.photos.get()
        assert (row.attachment, row.boxes) == (photo, [[250, 250, 500, 500]])
        assert texts.story(case.complaint) == STORY, "what was written stays"
        assert access.published_cases().get() == case.complaint
        event = case.complaint.events.get(kind=Event.Kind.PUBLISHED)
        assert event.actor == case.office.coordinator
        assert history.verify() is None
        assert guarantee.beyond_constraints() == []

    def test_the_preview_is_the_public_page(self, desk, case):
        """The same function, the same part of a page: but for the addresses of photos nothing differs."""
        sent = typed(case, story="Lampu mati di {dua} tempat.", photo_0="on")
        seen = desk.post(address(case), sent | {"preview": ""}).context["page"]
        assert press(desk, case, **sent).status_code == 302
        shown = rendering.published(access.published_case(case.complaint.tracking_number))
        for name in (field for field in seen.__dataclass_fields__ if field not in ("photos", "published_at")):
            assert getattr(seen, name) == getattr(shown, name), name
        without = [{key: value for key, value in photo.items() if "url" not in key} for photo in seen.photos]
        assert without == [{k: v for k, v in photo.items() if "url" not in k} for photo in shown.photos]

    def test_what_was_not_seen_is_not_published(self, desk, case):
        looked = desk.post(address(case), typed(case) | {"preview": ""})
        seen = looked.context["form"]["seen"].value()
        answer = desk.post(address(case), typed(case, story="Lain sama sekali.", publish="", seen=seen))
        assert "Isinya berubah" in answer.content.decode()
        assert "Lain sama sekali." in answer.content.decode()
        case.complaint.refresh_from_db()
        assert case.complaint.published_at is None

    def test_begins_with_what_was_written_and_can_be_published_at_once(self, desk, case):
        page = desk.get(address(case))
        form = page.context["form"]
        assert form["story"].value() == STORY
        assert not form["photo_0"].value(), "a photo is shown by choice alone"
        sent = {name: form[name].value() for name in ("version", "title", "story", "landmark", "position", "seen")}
        assert desk.post(address(case), sent | {"publish": ""}).status_code == 302

    def test_marked_data_needs_a_tick(self, desk, case):
        story = "Hubungi Pak Joko di 0812-3456-7890."
        answer = press(desk, case, story=story)
        page = answer.content.decode()
        assert "Hapus, atau centang bahwa sudah Anda periksa" in page
        assert "nomor telepon" in page
        assert "nama orang" in page
        assert press(desk, case, story=story, looked_at="on").status_code == 302

    def test_boxes_are_drawn_again_with_points_not_commas(self, desk, case, published):
        """SVG and number fields read 25.0, whatever a page in Indonesian writes."""
        page = desk.get(address(case)).content.decode()
        assert '<rect x="25.0" y="25.0" width="50.0" height="50.0"/>' in page
        assert '<rect x="0" y="0" width="0" height="0"/>' in page
        assert 'value="25.0"' in page

    def test_half_a_box_is_told(self, desk, case):
        answer = desk.post(address(case), typed(case, photo_0="on", box_0_0_left="10", preview=""))
        assert "Isi keempat angka" in answer.content.decode()

    def test_the_village_alone(self, desk, case):
        press(desk, case, position="village")
        assert (case.complaint.publication.latitude, case.complaint.publication.longitude) == (None, None)

    def test_a_second_press_is_the_same_act(self, desk, case):
        sent = typed(case)
        seen = desk.post(address(case), sent | {"preview": ""}).context["form"]["seen"].value()
        for _press in range(2):
            assert desk.post(address(case), sent | {"publish": "", "seen": seen}).status_code == 302
        assert case.complaint.events.filter(kind=Event.Kind.PUBLISHED).count() == 1

    def test_the_log_says_every_change(self, desk, case):
        press(desk, case)
        case.complaint.refresh_from_db()
        press(desk, case, version=case.complaint.version, story="Pendek.")
        case.complaint.refresh_from_db()
        operations.hide(case.pk, because="untrue", actor=case.office.coordinator, now=NOW)
        log = desk.get(address(case)).context["log"]
        assert [one.entry.what for one in log] == [
            "Tidak ditampilkan untuk umum: Isinya tidak benar",
            "Tampilan untuk umum diubah",
            "Ditampilkan di Laporan warga",
        ]
        assert log[1].texts == ["Pendek."]

    def test_nobody_else(self, client, case):
        office = case.office
        for user in (office.liaison, office.head, office.inspector, office.leader, office.administrator):
            client.force_login(user)
            assert client.get(address(case)).status_code == 404, user
            assert client.post(address(case), typed(case, publish="")).status_code == 404, user

    def test_why_not_is_said(self, client, office):
        case = make_case(office, may_publish=False)
        client.force_login(office.coordinator)
        page = client.get(address(case)).content.decode()
        assert "Pelapor tidak mengizinkan" in page
        assert 'name="story"' not in page

    def test_asks_no_more_for_more(self, desk, case, office):
        case.do("note_progress")
        with CaptureQueriesContext(connection) as few:
            desk.get(address(case))
        case.do("note_progress").do("note_progress").do("answer")
        with CaptureQueriesContext(connection) as many:
            desk.get(address(case))
        assert len(many) == len(few)


class TestOperation:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"access_class": "sensitive"}, "bukan tugas jabatan"),
            ({"access_class": "supervisory"}, "bukan tugas jabatan"),
            ({"access_class": "protected"}, "bukan tugas jabatan"),
            ({"excluded_agency": "dlh"}, "tercatat siapa yang dilaporkan"),
            ({"excluded_person": "liaison"}, "tercatat siapa yang dilaporkan"),
            ({"category": "violence"}, "tidak pernah ditampilkan"),
        ],
    )
    def test_never(self, case, change, words):
        ((name, value),) = change.items()
        Complaint.objects.filter(pk=case.pk).update(**{name: getattr(case.office, value, value)})
        with pytest.raises(Refused, match=words):
            operations.publish(case.pk, content=content_of(case, photos=()), actor=case.office.coordinator, now=NOW)

    def test_not_before_it_is_verified(self, office):
        complaint = factories.make_complaint(category=office.pju)
        assert "Periksa dulu" in rules.problem(complaint)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [({"title": " "}, "Tulis judul"), ({"story": ""}, "Tulis judul"), ({"title": "x" * 81}, "80 huruf")],
    )
    def test_refused(self, case, changes, words):
        with pytest.raises(Refused, match=words):
            operations.publish(
                case.pk, content=content_of(case, photos=(), **changes), actor=case.office.coordinator, now=NOW
            )

    def test_only_its_own_photos_and_events(self, case, office):
        other = make_case(office)
        for changes in ({"photos": content_of(other).photos}, {"photos": (), "words": {1: "Tulisan pelapor."}}):
            with pytest.raises(ValueError, match=r"photo|words"):
                operations.publish(case.pk, content=content_of(case, **changes), actor=office.coordinator, now=NOW)

    def test_a_stale_page_is_told(self, case):
        case.do("note_progress")
        with pytest.raises(lifecycle.Conflict):
            operations.publish(
                case.pk, content=content_of(case, photos=()), version=1, actor=case.office.coordinator, now=NOW
            )

    def test_all_or_nothing(self, case, monkeypatch):
        monkeypatch.setattr(audit, "record", None)
        with pytest.raises(TypeError):
            publish(case)
        case.complaint.refresh_from_db()
        assert case.complaint.published_at is None
        assert not Text.objects.filter(kind="public").exists()

    def test_a_changed_copy_takes_the_place_of_the_old(self, case, published, django_capture_on_commit_callbacks):
        old = published.photos.get().key
        photo = case.complaint.attachments.get()
        there = contents.stored(published)
        changed = content_of(case, photos=(contents.Shown(photo, ((0, 0, 1000, 1000),)),))
        with django_capture_on_commit_callbacks(execute=True):
            operations.publish(case.pk, content=copies.make(changed, there), actor=case.office.coordinator, now=NOW)
        assert published.photos.get().key != old
        with pytest.raises(FileNotFoundError):
            photos.read(old, 480)
        assert photos.read(photo.key, 480), "the one that was sent stays"
        assert history.verify() is None

    def test_an_unchanged_photo_keeps_its_copy(self, case, published):
        again = copies.make(content_of(case, title="Judul lain"), contents.stored(published))
        assert again.photos[0].key == published.photos.get().key

    def test_a_forged_public_text_shows(self, case, published):
        other = texts.keep(case.complaint, Text.Kind.PUBLIC, "Palsu.", NOW)
        type(published).objects.filter(pk=published.pk).update(story=other)
        assert "publication" in "".join(history.faults())


class TestPixels:
    """What a box covers is gone from all three sizes of the copy."""

    def test_a_box_leaves_a_few_even_fields(self, case):
        sheet = Image.effect_noise((800, 600), 120).convert("RGB")
        file = io.BytesIO()
        sheet.save(file, "JPEG", quality=95)
        photo = photos.blurred(file, [BOX])
        for size in photos.SIZES:
            shown = Image.open(io.BytesIO(photo.renditions[size].jpeg)).convert("L")
            width, height = shown.size
            inside = shown.crop((width * 3 // 10, height * 3 // 10, width * 7 // 10, height * 7 // 10))
            outside = shown.crop((0, 0, width // 5, height // 5))
            assert _roughness(inside) < _roughness(outside) / 4, size

    def test_the_purge_keeps_copies_with_a_row(self, case, published):

        key, lost = published.photos.get().key, photos.store(photos.blurred(_jpeg(), ()))
        assert attachments.sweep(older_than=NOW + 1000 * DAY) == 1
        assert photos.read(key, 96)
        with pytest.raises(FileNotFoundError):
            photos.read(lost, 96)


def _jpeg():
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG")
    return file


def _roughness(image) -> float:
    """The mean step from one pixel to its neighbour."""
    pixels = image.tobytes()
    return sum(abs(a - b) for a, b in itertools.pairwise(pixels)) / len(pixels)


class TestQueue:
    def waiting(self, case, at=NOW):
        return saved_views.to_publish(Complaint.objects.all(), at).filter(pk=case.pk).exists()

    def test_until_somebody_has_decided(self, case):
        assert self.waiting(case)
        operations.hide(case.pk, because="other", actor=case.office.coordinator, now=NOW)
        assert not self.waiting(case)

    def test_again_with_an_answer_that_nobody_has_checked(self, case, published):
        assert not self.waiting(case)
        case.do("answer")
        assert self.waiting(case)
        operations.publish_answer(case.pk, actor=case.office.coordinator, now=NOW)
        assert not self.waiting(case)

    def test_never_without_the_reporters_yes_or_before_verification(self, office):
        assert not self.waiting(make_case(office, may_publish=False))

        assert not self.waiting(Case(office))


def test_what_closes_it_to_the_public_hides_it(case, published):
    """The category becomes one that is never public; somebody is noted as complained about; it is withdrawn."""

    exclusions.exclude(
        case.pk,
        agency=case.office.dlh,
        person=None,
        reason="Tertulis di laporan.",
        actor=case.office.coordinator,
        now=NOW,
    )
    case.complaint.refresh_from_db()
    published.refresh_from_db()
    assert (case.complaint.published_at, published.hidden_because) == (None, "class")
    assert history.verify() is None


def test_withdrawing_hides_it(case, published):
    tracking.withdraw(case.pk, now=NOW)
    case.complaint.refresh_from_db()
    published.refresh_from_db()
    assert (case.complaint.published_at, published.hidden_because) == (None, "wish")
    assert history.verify() is None
