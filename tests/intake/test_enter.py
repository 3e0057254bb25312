"""A8: staff record a report that came by another way; one page, one complaint however often it is pressed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import access, guarantee, history, identity, texts, timeline
from complaints.errors import Refused
from complaints.intake import drafts, operations
from complaints.intake.operations import Entry
from complaints.models import Agency, Attachment, Complaint, Event, LaporReference, Miss, Position, Submission
from tests import factories
from tests.factories import NOW, STORY
from tests.tracking.conftest import upload, words
from tests.worlds import REPORTER, all_kept, make_photo

URL = reverse("intake:enter")
DONE = reverse("intake:entered")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def topic(db):
    factories.make_regency()
    return factories.make_category(agency=factories.make_agency("Dishub"), needs_place=True)


@pytest.fixture
def coordinator(topic):
    return factories.make_coordinator()


@pytest.fixture
def clerk(topic):
    return factories.make_staff(factories.make_agency("Kecamatan Membalong"), Position.Role.ENTRY)


def typed(client, topic, **changed) -> dict:
    page = client.get(URL)
    local = timezone.localtime(NOW)
    answers = {
        "key": page.context["key"],
        "channel": "whatsapp",
        "received_on": local.date().isoformat(),
        "received_time": "09:15",
        "story": STORY,
        "report_class": "complaint",
        "category": topic.code,
        "village": factories.make_village().code,
        "landmark": "Depan SDN 5",
        "contact": "0812 3456 7890",
        "name": "Bu Siti",
        "publish": "",
    }
    return answers | changed


def entry(topic, **changed) -> Entry:
    content = drafts.Content(category=topic.code, story=STORY, no_place=True)
    given = {"channel": "phone", "received_at": NOW, "content": content, "reporter": None, "may_publish": False}
    return Entry(**given | changed)


class TestPage:
    def test_records_the_report_as_it_came(self, client, coordinator, topic):
        client.force_login(coordinator)
        answer = client.post(URL, typed(client, topic) | {"photos": upload(1)})
        assert answer.url == DONE
        complaint = Complaint.objects.get()
        filed = complaint.submission
        assert (filed.channel, filed.entered_by, filed.may_publish) == ("whatsapp", coordinator, True)
        assert timezone.localtime(complaint.received_at).strftime("%H:%M") == "09:15"
        assert texts.read(complaint.texts.get(kind="story")) == STORY
        assert identity.read(complaint).contact == "+6281234567890"
        assert Attachment.objects.get().purpose == Attachment.Purpose.REPORT
        event = complaint.events.get()
        assert (event.kind, event.actor, event.data["channel"]) == (Event.Kind.SUBMITTED, coordinator, "whatsapp")
        for for_staff in (True, False):
            assert timeline.entries(complaint, for_staff=for_staff)[0].what == "Dicatat petugas dari WhatsApp"
        all_kept(NOW)

    def test_the_receipt_is_shown_to_who_entered_it(self, client, coordinator, topic):
        client.force_login(coordinator)
        client.post(URL, typed(client, topic))
        page = words(client.get(DONE))
        assert Complaint.objects.get().tracking_number in page
        assert "Kode rahasia" in page

    def test_pressed_twice_is_one_complaint_with_one_receipt(self, client, coordinator, topic):
        client.force_login(coordinator)
        answers = typed(client, topic)
        for _ in range(2):
            assert client.post(URL, answers | {"photos": upload(1)}).url == DONE
        assert Complaint.objects.count() == 1
        assert Event.objects.filter(kind=Event.Kind.SUBMITTED).count() == 1

    def test_the_same_form_with_other_words_is_refused(self, client, coordinator, topic):
        client.force_login(coordinator)
        answers = typed(client, topic)
        client.post(URL, answers)
        assert "sudah terkirim dengan isi lain" in words(client.post(URL, answers | {"landmark": "Di pasar"}))

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"story": ""}, "Tulis isi laporan"),
            ({"category": ""}, "Pilih jenis masalah atau pilih Saya tidak yakin"),
            ({"village": ""}, "Pilih desa atau kelurahan"),
            ({"received_time": "23:59"}, "Waktu diterima tidak boleh sesudah sekarang."),
            ({"received_on": "2026-10-01"}, "Waktu diterima paling lama 30 hari yang lalu."),
            ({"received_on": "kemarin"}, "Periksa tanggal"),
            ({"contact": ""}, "Tulis nomor HP atau e-mailnya, atau kosongkan namanya"),
            ({"contact": "081"}, "Nomor WhatsApp terlalu pendek. Periksa lagi"),
            ({"channel": "sp4n"}, "Tulis nomor laporan di SP4N-LAPOR!"),
            ({"channel": "sp4n", "lapor": "abc"}, "berisi 5 sampai 12 angka"),
            ({"channel": "web"}, "web"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_filed(self, client, coordinator, topic, changed, sentence):
        client.force_login(coordinator)
        page = client.post(URL, typed(client, topic, **changed))
        assert sentence in words(page)
        assert not Complaint.objects.exists()

    def test_a_story_about_officials_is_asked_about_once(self, client, coordinator, topic):
        client.force_login(coordinator)
        answers = typed(client, topic, story="Ada oknum minta uang pelicin waktu saya mengurus KTP.")
        page = client.post(URL, answers)
        assert "Apakah ini tentang perilaku petugas?" in words(page)
        assert not Complaint.objects.exists()
        assert client.post(URL, answers | {"asked": "1"}).url == DONE

    def test_a_number_of_lapor_is_kept_and_never_twice(self, client, coordinator, topic):
        client.force_login(coordinator)
        client.post(URL, typed(client, topic, channel="sp4n", lapor="# 7654321"))
        first = Complaint.objects.get()
        assert (first.lapor.number, first.lapor.direction) == ("7654321", LaporReference.Direction.CAME_FROM)
        page = client.post(URL, typed(client, topic, channel="sp4n", lapor="7654321"))
        assert "Nomor SP4N-LAPOR! ini sudah tercatat pada laporan lain." in words(page)
        assert first.tracking_number in words(page)
        assert Complaint.objects.count() == 1

    def test_photos_must_be_chosen_again_after_a_mistake(self, client, coordinator, topic):
        client.force_login(coordinator)
        bad = SimpleUploadedFile("a.jpg", b"MZ", "image/jpeg")
        assert "File ini bukan foto." in words(client.post(URL, typed(client, topic) | {"photos": bad}))
        page = client.post(URL, typed(client, topic, story="") | {"photos": upload(1)})
        assert "Pilih lagi fotonya" in words(page)


class TestWho:
    def test_a_clerk_of_a_village_reads_nothing_afterwards(self, client, clerk, topic):
        client.force_login(clerk)
        assert client.post(URL, typed(client, topic)).url == DONE
        complaint = Complaint.objects.get()
        assert complaint.events.get().position.role == Position.Role.ENTRY
        assert not access.staff_cases(clerk).exists()
        assert client.get(reverse("followup:case", args=[complaint.tracking_number])).status_code == 404
        assert f'href="{URL}">Catat laporan' in client.get(reverse("followup:queue")).text.partition("<main")[2]

    def test_a_clerk_of_a_village_enters_for_that_village_alone(self, client, topic):
        here, elsewhere = factories.make_village("Pulau Seliu"), factories.make_village("Membalong")
        office = factories.make_agency("Kecamatan Membalong")
        clerk = factories.make_staff(office, Position.Role.ENTRY, village=here)
        client.force_login(clerk)
        form = client.get(URL).context["form"]
        offered = {code for _district, rows in form.fields["village"].choices[2:] for code, _name in rows}
        assert (offered, form["village"].value(), form["channel"].value()) == ({here.code}, here.code, "counter")
        page = client.post(URL, typed(client, topic, village=elsewhere.code))
        assert "village" in page.context["form"].errors
        content = drafts.Content(category=topic.code, story=STORY, village=elsewhere.code)
        with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
            operations.enter(drafts.new_key(), entry=entry(topic, content=content), actor=clerk, now=NOW)
        assert not Complaint.objects.exists()
        assert client.post(URL, typed(client, topic, village=here.code)).url == DONE
        assert Complaint.objects.get().village == here
        assert not access.staff_cases(clerk).exists()

    def test_what_has_no_place_is_entered_in_any_village(self, topic):
        village = factories.make_village("Pulau Seliu")
        clerk = factories.make_staff(factories.make_agency("Kecamatan"), Position.Role.ENTRY, village=village)
        lamp = factories.make_category("pelayanan", topic.agency, needs_place=False)
        operations.enter(drafts.new_key(), entry=entry(lamp), actor=clerk, now=NOW)
        assert Complaint.objects.get().village is None

    @pytest.mark.parametrize("role", [Position.Role.LIAISON, Position.Role.LEADER, Position.Role.ADMINISTRATOR])
    def test_others_get_404(self, client, topic, role):
        client.force_login(factories.make_staff(factories.make_agency("Dishub"), role))
        assert client.get(URL).status_code == 404
        assert client.post(URL, {}).status_code == 404
        assert client.get(DONE).status_code == 404

    def test_a_token_is_needed(self, coordinator, topic):
        client = Client(enforce_csrf_checks=True)
        client.force_login(coordinator)
        assert client.post(URL, typed(client, topic)).status_code == 403
        assert not Complaint.objects.exists()

    def test_the_operation_asks_for_the_position(self, topic):
        other = factories.make_staff(factories.make_agency("Dishub"))
        with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
            operations.enter(drafts.new_key(), entry=entry(topic), actor=other, now=NOW)
        assert not Complaint.objects.exists()


class TestOperation:
    def test_the_clock_counts_from_receipt(self, coordinator, topic):
        received = NOW - timedelta(days=1)
        receipt = operations.enter(
            drafts.new_key(), entry=entry(topic, received_at=received), actor=coordinator, now=NOW
        )
        clock = receipt.complaint.clocks.get()
        assert (clock.counts_from, clock.started_at) == (received, received)
        assert timezone.localtime(clock.due_at).date().isoformat() == "2026-11-26"

    def test_what_lay_too_long_is_on_record_at_once(self, coordinator, topic):
        received = NOW - timedelta(days=20)
        key = drafts.new_key()
        receipt = operations.enter(key, entry=entry(topic, received_at=received), actor=coordinator, now=NOW)
        assert Miss.objects.get().agency == Agency.objects.get(duty="coordinator")
        kinds = list(receipt.complaint.events.values_list("kind", flat=True))
        assert kinds == [Event.Kind.SUBMITTED, Event.Kind.DEADLINE_PASSED]
        assert guarantee.beyond_constraints(NOW) == []
        assert operations.receipt(key, now=NOW).code == receipt.code

    def test_a_sensitive_topic_is_closed_and_sealed_from_the_first_moment(self, office):
        receipt = operations.enter(
            drafts.new_key(), entry=entry(office.violence, reporter=REPORTER), actor=office.coordinator, now=NOW
        )
        complaint = Complaint.objects.get(pk=receipt.complaint.pk)
        assert (complaint.access_class, complaint.term_class) == ("sensitive", "SENSITIVE")
        assert complaint.texts.get(kind="story").plain is None
        assert list(history.faults()) == []

    def test_nothing_remains_when_a_late_step_fails(self, coordinator, topic, monkeypatch):
        def fail(*_args, **_named):
            raise RuntimeError

        monkeypatch.setattr(operations.escalation, "pass_time", fail)
        with pytest.raises(RuntimeError):
            operations.enter(drafts.new_key(), entry=entry(topic), photos=[make_photo()], actor=coordinator, now=NOW)
        assert not any(model.objects.exists() for model in (Complaint, Event, Submission, Attachment))

    def test_the_web_is_no_way_to_enter(self, coordinator, topic):
        with pytest.raises(ValueError, match="web"):
            operations.enter(drafts.new_key(), entry=entry(topic, channel="web"), actor=coordinator, now=NOW)


def test_the_price_does_not_grow_with_what_was_entered(client, coordinator, topic):
    client.force_login(coordinator)
    prices = []
    for times in (1, 2):
        for _ in range(times):
            assert client.post(URL, typed(client, topic)).url == DONE
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        prices.append(len(captured))
    assert prices[0] == prices[1]


def test_received_is_local_time(client, coordinator, topic):
    client.force_login(coordinator)
    client.post(URL, typed(client, topic, received_time="07:05"))
    received = Complaint.objects.get().received_at
    assert timezone.localtime(received).replace(tzinfo=None) == datetime(2026, 11, 24, 7, 5)  # noqa: DTZ001
