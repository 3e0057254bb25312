"""T8: another way to be told, another contact, or silence; the case and its history stay whole."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import history, identity
from complaints.errors import Refused
from complaints.identity import Reporter
from complaints.models import ContactStop, Event, Message
from complaints.notifications import delivery
from complaints.notifications import operations as notifications
from complaints.tracking import operations, operations_links
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import counts, words

PHONE = Reporter("Bu Siti", "whatsapp", "+6281234567890")


@pytest.fixture
def told(case, reporter):
    """The browser of a reporter who is told by WhatsApp, by hand."""
    operations.add_contact(case.pk, reporter=PHONE, now=NOW)
    case.refer()  # writes a message
    return reporter


def waiting(case) -> list[str]:
    return list(Message.objects.filter(complaint=case.pk, user=None, state="waiting").values_list("kind", "channel"))


def test_shows_how_one_is_told_and_never_the_whole_contact(told, case):
    before = counts()
    page = told.get(case.address("notify"))
    assert "nomor yang berakhir …890" in words(page)
    assert "81234567890" not in page.content.decode()
    assert counts() == before


def test_the_same_number_by_another_way(told, case):
    assert told.post(case.address("notify"), {"kind": "phone"}).url == case.address("case")
    assert identity.read(case.row) == Reporter("Bu Siti", "phone", PHONE.contact)
    assert waiting(case) == [("contact", "sms_by_hand")]
    all_kept(NOW)


def test_another_contact_is_told_that_it_is_used_and_the_former_one_nothing_more(told, case):
    told.post(case.address("notify"), {"kind": "email", "contact": " Siti@Contoh.test"})
    assert identity.read(case.row) == Reporter("Bu Siti", "email", "siti@contoh.test")
    assert waiting(case) == [("contact", "email")]
    while delivery.deliver_next(NOW):
        pass
    letter = mail.outbox[-1]
    assert letter.to == ["siti@contoh.test"]
    assert "Kontak ini dipakai untuk kabar laporan" in letter.body
    assert "/berhenti/" in letter.body
    event = case.row.events.latest("sequence")
    assert (event.kind, event.actor_kind) == (Event.Kind.CONTACT_CHANGED, Event.ActorKind.REPORTER)
    assert "siti" not in str(event.data)
    assert "Anda mengganti kontak" in words(told.get(case.address("case")))
    assert list(history.faults()) == []


def test_silence_and_its_end_are_of_this_case_alone(told, case):
    """Somebody else's contact may stand in a case: its own reports are told of as before."""
    told.post(case.address("notify"), {"kind": "silent", "contact": "081"})
    assert identity.read(case.row) == Reporter("Bu Siti", "silent", PHONE.contact)
    assert not ContactStop.objects.exists()
    case.ask()
    assert waiting(case) == []
    assert "Sekarang Anda tidak dikabari." in words(told.get(case.address("notify")))
    told.post(case.address("notify"), {"kind": "phone"})
    assert waiting(case) == [("contact", "sms_by_hand")]
    assert list(history.faults()) == []


def test_who_is_not_told_still_gets_the_link_that_was_asked_for(told, case):
    operations.notify(case.pk, kind="silent", now=NOW)
    operations_links.ask(PHONE.contact, now=NOW)
    operations_links.send_due(NOW)
    assert waiting(case) == [("link", "whatsapp_by_hand")]


def test_who_has_number_and_code_alone_cannot_end_the_silence_of_a_contact(told, case):
    notifications.stop(case.row, now=NOW)
    assert "Kontak ini sudah minta berhenti dikabari." in words(told.get(case.address("notify")))
    told.post(case.address("notify"), {"kind": "phone"})
    assert ContactStop.objects.exists()
    assert waiting(case) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "email"}, "Tulis alamat e-mail."),
        ({"kind": "email", "contact": "0812 3456 7899"}, "Tulis e-mail, atau pilih nomor"),
        ({"kind": "phone", "contact": "a@contoh.test"}, "Tulis nomor HP, atau pilih E-mail"),
        ({"kind": "phone", "contact": "081"}, "Nomor WhatsApp terlalu pendek. Periksa lagi"),
        ({"kind": ""}, "Pilih satu cara"),
        ({"kind": "pos"}, "Pilih satu cara"),
    ],
)
def test_mistakes_are_said_and_nothing_changes(told, case, typed, sentence):
    assert sentence in words(told.post(case.address("notify"), typed))
    assert identity.read(case.row) == PHONE


def test_nothing_new_is_no_change(told, case):
    told.post(case.address("notify"), {"kind": "whatsapp"})
    assert Event.Kind.CONTACT_CHANGED not in case.kinds


def test_three_changes_a_day(told, case):
    for number in range(3):
        operations.notify(case.pk, kind="phone", contact=f"+628123456788{number}", now=NOW)
    page = told.post(case.address("notify"), {"kind": "phone", "contact": "0812 3456 7777"})
    assert "Hari ini kontak sudah 3 kali diganti. Lanjutkan besok." in words(page)
    assert case.kinds.count(Event.Kind.CONTACT_CHANGED) == 3


def test_without_a_contact_it_leads_to_adding_one(reporter, case):
    assert reporter.get(case.address("notify")).url == case.address("add_contact")
    with pytest.raises(Refused, match="tidak punya kontak"):
        operations.notify(case.pk, kind="phone", contact="+6281234567890", now=NOW)


def test_nothing_remains_when_a_late_step_fails(told, case, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(operations.outbox, "record", fail)
    with pytest.raises(RuntimeError):
        operations.notify(case.pk, kind="phone", now=NOW)
    assert identity.read(case.row) == PHONE


def test_the_price_does_not_grow(told, case):
    prices = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            told.get(case.address("notify"))
        prices.append(len(captured))
        operations.add(case.pk, text="Keterangan lagi.", now=NOW)
    assert prices[0] == prices[1]
