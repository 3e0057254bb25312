"""Where an agency wants it, answers wait for its head, who sends them or gives them back; the clock goes on."""

import pytest
import time_machine
from django.urls import reverse

from complaints import history, texts
from complaints.errors import Refused
from complaints.followup import operations
from complaints.models import Agency, Attachment, Event, Message, Text
from complaints.routing import operations as routing
from complaints.states import ClockKind, Outcome, Status
from tests import factories
from tests.factories import NOW

from .conftest import picture

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."
BETTER = "Lampu di depan SD sudah kami ganti kemarin dan sudah menyala."


@pytest.fixture(autouse=True)
def clock(office):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(office):
    Agency.objects.filter(pk=office.dishub.pk).update(heads_approve=True)
    return factories.refer(factories.make_complaint(category=office.pju), office.dishub, actor=office.coordinator)


def address(name, case):
    return reverse(f"followup:{name}", args=[case.tracking_number])


def answer(client, case, user, **changed):
    client.force_login(user)
    case.refresh_from_db()
    return client.post(
        address("answer", case), {"version": case.version, "outcome": "repaired", "text": ANSWER} | changed
    )


def text_of(event, name="answer"):
    return texts.read(Text.objects.get(pk=event.data[name]["text"]))


def test_an_officer_proposes_and_the_head_sends(client, office, case):
    client.force_login(office.officer)
    assert "Minta persetujuan kepala" in client.get(address("answer", case)).text
    assert answer(client, case, office.officer, photos=[picture()]).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert case.clocks.filter(kind=ClockKind.FIRST_RESPONSE, stopped_at=None).exists()
    told = Message.objects.filter(complaint=case, kind=Message.Kind.PROPOSED)
    assert [message.user for message in told] == [office.head]

    assert "Kepala Dishub memeriksa jawaban sebelum dikirim." in client.get(address("case", case)).text
    assert "Yang Anda kirim sekarang menggantikannya" in client.get(address("answer", case)).text
    client.force_login(office.head)
    page = client.get(address("case", case)).text
    assert f"Periksa jawaban yang diajukan {office.officer.full_name}" in page
    assert address("give_back", case) in page
    assert "Menunggu persetujuan" in client.get(reverse("followup:queue")).text
    form = client.get(address("answer", case)).context["form"]
    assert form["text"].value() == ANSWER
    assert answer(client, case, office.head, text=BETTER, with_proposed="on").url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    event = case.events.get(kind=Event.Kind.ANSWERED)
    assert text_of(event) == BETTER
    assert event.actor == office.head
    purposes = Attachment.objects.filter(complaint=case).values_list("purpose", flat=True)
    assert sorted(purposes) == ["proposed", "result"]
    assert list(history.faults()) == []
    assert "Menunggu persetujuan" not in client.get(reverse("followup:queue")).text


def test_the_head_gives_it_back_and_the_officer_goes_on_from_there(client, office, case):
    answer(client, case, office.officer, photos=[picture()])
    client.force_login(office.head)
    case.refresh_from_db()
    reason = {"version": case.version, "reason": "Sebut tanggalnya."}
    assert client.post(address("give_back", case), reason).url == address("case", case)
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    told = Message.objects.filter(complaint=case, kind=Message.Kind.GIVEN_BACK)
    assert [message.user for message in told] == [office.officer]
    client.force_login(office.officer)
    page = client.get(address("case", case)).text
    assert "Sebut tanggalnya." in page
    assert "Kepala Dishub memeriksa" not in page
    assert client.get(address("answer", case)).context["form"]["text"].value() == ANSWER
    answer(client, case, office.officer, text=BETTER, with_proposed="on")
    assert case.events.filter(kind=Event.Kind.ANSWER_PROPOSED).count() == 2
    assert Attachment.objects.filter(complaint=case, purpose="proposed").count() == 2


def test_no_way_around_the_head(office, case):
    with pytest.raises(Refused, match="kepala instansi yang mengirim"):
        operations.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=office.officer, now=NOW)


def test_without_a_head_everybody_answers(client, office, case):
    office.head.holdings.update(ends_on=NOW.date().replace(day=1))
    answer(client, case, office.officer)
    case.refresh_from_db()
    assert case.status == Status.ANSWERED


def test_what_was_returned_waits_for_nobody(client, office, case):
    answer(client, case, office.officer)
    routing.return_referral(case.pk, reason="Bukan tugas kami.", actor=office.liaison, now=NOW)
    factories.refer(case, office.dishub, actor=office.coordinator)
    client.force_login(office.head)
    assert "Menunggu persetujuan" not in client.get(reverse("followup:queue")).text
    assert client.get(address("give_back", case)).url == address("case", case)
    assert client.get(address("answer", case)).context["form"]["text"].value() is None


def test_nothing_waits_where_the_agency_wants_it_no_more(client, office, case):
    answer(client, case, office.officer)
    Agency.objects.filter(pk=office.dishub.pk).update(heads_approve=False)
    client.force_login(office.head)
    assert "Menunggu persetujuan" not in client.get(reverse("followup:queue")).text
    answer(client, case, office.officer)
    case.refresh_from_db()
    assert case.status == Status.ANSWERED


def test_only_the_head_gives_back(client, office, case):
    answer(client, case, office.officer)
    for user in (office.officer, office.liaison, office.coordinator, office.dlh_liaison):
        client.force_login(user)
        assert client.get(address("give_back", case)).status_code == 404


def test_the_reporter_and_the_public_learn_nothing(client, office, case):
    from complaints import timeline

    answer(client, case, office.officer, photos=[picture()])
    case.refresh_from_db()
    told = timeline.entries(case, for_staff=False, photo=lambda row, number: {"url": str(row.pk)})
    assert not [entry for entry in told if ANSWER in entry.text or entry.photos]
    assert not [entry for entry in timeline.published(case, {}) if "diajukan" in entry.what]
