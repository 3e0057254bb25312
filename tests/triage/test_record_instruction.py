"""What a leader wrote on paper: recorded with its sheet, read by the agency, never by the reporter."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints import history, timeline
from complaints.documents import Document
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Attachment, Complaint, Event, Position
from complaints.states import Outcome
from complaints.triage import operations
from tests import factories
from tests.factories import NOW
from tests.uploads import files

TEXT = "Selesaikan sebelum masuk sekolah, laporkan kepada saya."
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def referred(case, coordinator):
    case.dishub = factories.make_agency("Dishub")
    factories.refer(case, case.dishub, actor=coordinator)
    case.leader = factories.make_staff(factories.make_agency("Setda"), Position.Role.LEADER)
    case.position = Position.objects.get(holdings__user=case.leader)
    return case


def url(complaint):
    return reverse("triage:record_instruction", args=[complaint.tracking_number])


def page_of(client, case):
    return client.get(reverse("followup:case", args=[case.tracking_number])).content.decode()


def send(client, case, **changed):
    answers = {
        "version": case.version,
        "leader": case.position.pk,
        "given_on": TODAY - timedelta(days=1),
        "text": TEXT,
        "finish_by": TODAY + timedelta(days=6),
        "sheet": [SimpleUploadedFile("a.pdf", files.pdf())],
        **changed,
    }
    return client.post(url(case), answers)


def test_stands_at_the_head_of_the_case_until_it_is_answered(client, referred, coordinator):
    due = referred.due_at
    assert send(client, referred).status_code == 302
    event = referred.events.get(kind=Event.Kind.INSTRUCTED)
    assert (event.data["leader"], event.actor) == (referred.position.pk, coordinator)
    assert Attachment.objects.get(complaint=referred).purpose == Attachment.Purpose.INSTRUCTION
    referred.refresh_from_db()
    assert referred.due_at == due
    said = f"Arahan {referred.position.title} tanggal Senin, 23 November 2026. Paling lambat Senin, 30 November 2026"
    liaison = factories.make_staff(referred.dishub)
    client.force_login(liaison)
    page = page_of(client, referred)
    assert page.index("instruction-h") < page.index("next-h")
    assert said in page
    assert TEXT in page
    head = page[page.index("instruction-h") : page.index("next-h")]
    assert "Mengapa tanggal ini?" in head
    assert "Pimpinan memberi batas Senin, 30 November 2026." in head
    followup.answer(referred.pk, outcome=Outcome.EXPLAINED, text="x" * 60, no_photo_reason="-", actor=liaison, now=NOW)
    page = page_of(client, referred)
    assert "instruction-h" not in page
    assert said in page
    assert history.verify() is None


def test_the_reporter_is_told_nothing(client, referred, coordinator):
    send(client, referred)
    kinds = [entry.kind for entry in timeline.entries(referred, for_staff=False)]
    assert Event.Kind.INSTRUCTED not in kinds


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"leader": ""}, "Pilih pimpinan yang memberi arahan"),
        ({"given_on": ""}, "Pilih tanggal di lembar"),
        ({"given_on": TODAY + timedelta(days=1)}, "Tanggal arahan paling lambat hari ini"),
        ({"text": ""}, "Tulis isi arahan"),
        ({"text": "segera"}, "Tulis sedikit lagi"),
        ({"finish_by": ""}, "Pilih batas waktu arahan"),
        ({"finish_by": "besok"}, "Periksa tanggal"),
        ({"finish_by": TODAY - timedelta(days=1)}, "Batas waktu paling cepat hari ini"),
        ({"sheet": []}, "Tambahkan PDF atau foto lembarnya"),
    ],
)
def test_what_is_missing_is_said(client, referred, coordinator, changed, said):
    assert said in send(client, referred, **changed).content.decode()
    assert not referred.events.filter(kind=Event.Kind.INSTRUCTED).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "Tanggal arahan"),
        ({"finish_by": TODAY - timedelta(days=1)}, "Batas waktu"),
        ({"sheet": []}, "Tambahkan PDF"),
    ],
)
def test_the_operation_asks_the_same(referred, coordinator, changed, said):
    given = {"leader": referred.position, "text": TEXT, "given_on": TODAY, "finish_by": TODAY}
    given |= {"sheet": [Document(files.pdf())]} | changed
    with pytest.raises(Refused, match=said):
        operations.record_instruction(referred.pk, **given, actor=coordinator, now=NOW)
    assert not Attachment.objects.filter(complaint=referred).exists()


def test_nobody_else_leads(referred, coordinator):
    head = Position.objects.get(holdings__user=factories.make_staff(referred.dishub, Position.Role.HEAD))
    with pytest.raises(Refused, match="Pilih pimpinan"):
        operations.record_instruction(
            referred.pk,
            leader=head,
            text=TEXT,
            given_on=TODAY,
            finish_by=TODAY,
            sheet=[Document(files.pdf())],
            actor=coordinator,
            now=NOW,
        )


def test_a_closed_case_needs_none(client, referred, coordinator):
    operations.archive(referred.pk, code="spam", text="Isinya iklan.", actor=coordinator, now=NOW)
    assert client.get(url(referred)).status_code == 302
    referred.refresh_from_db()
    assert "Laporan ini sudah ditutup" in send(client, referred).content.decode()


def test_twice_is_once(client, referred, coordinator):
    assert send(client, referred).status_code == send(client, referred).status_code == 302
    assert referred.events.filter(kind=Event.Kind.INSTRUCTED).count() == 1


def test_others_get_404(client, referred):
    for user in (factories.make_staff(referred.dishub), factories.make_staff(factories.make_agency("DLH"))):
        client.force_login(user)
        assert client.get(url(referred)).status_code == 404
        assert send(client, referred).status_code == 404


def test_what_the_coordinator_cannot_read_he_cannot_instruct(client, referred, coordinator):
    Complaint.objects.filter(pk=referred.pk).update(access_class="sensitive")
    assert send(client, referred).status_code == 404
    with pytest.raises(Refused, match="bukan tugas jabatan"):
        operations.record_instruction(
            referred.pk,
            leader=referred.position,
            text=TEXT,
            given_on=TODAY,
            finish_by=TODAY,
            sheet=[Document(files.pdf())],
            actor=coordinator,
            now=NOW,
        )
