"""A contact for a case that was filed without a name: sealed, recorded, and never a second one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import history, identity
from complaints.errors import Refused
from complaints.models import Event, Identity
from complaints.tracking import operations
from tests import factories
from tests.factories import NOW
from tests.worlds import REPORTER, all_kept

from .conftest import Case, counts, let_in, words

TYPED = {"kind": "whatsapp", "contact": "0812 3456 7890", "name": "Bu Siti"}


def test_is_kept_sealed_and_recorded(reporter, case):
    assert "Tambah kontak supaya dikabari" in words(reporter.get(case.address("case")))
    answer = reporter.post(case.address("add_contact"), TYPED)
    assert answer.url == case.address("case")
    assert identity.read(case.row) == identity.Reporter("Bu Siti", "whatsapp", "+6281234567890")
    event = case.row.events.latest("sequence")
    assert (event.kind, event.actor_kind) == (Event.Kind.CONTACT_ADDED, Event.ActorKind.REPORTER)
    assert "81234567890" not in str(event.data)
    page = words(reporter.get(answer.url))
    assert "Anda menambahkan kontak" in page
    assert "Tambah kontak supaya dikabari" not in page
    all_kept()


def test_a_change_behind_its_back_shows(reporter, case):
    reporter.post(case.address("add_contact"), TYPED)
    Identity.objects.update(contact_digest=b"x" * 32)
    assert "the identity was altered" in history.verify()


def test_the_coordinator_may_open_it(case):
    operations.add_contact(case.pk, reporter=REPORTER, now=NOW)
    from complaints.triage import operations as triage

    assert triage.open_contact(case.pk, reason="ask_details", actor=case.coordinator, now=NOW) == REPORTER


def test_reading_writes_nothing(reporter, case):
    before = counts()
    assert "Simpan kontak" in words(reporter.get(case.address("add_contact")))
    assert counts() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contact": ""}, "Tulis nomor atau alamat e-mail"),
        ({"contact": "081"}, "Nomor WhatsApp terlalu pendek. Periksa lagi"),
        ({"contact": "a@contoh.com"}, "Tulis nomor HP, atau pilih E-mail"),
        ({"kind": "email"}, "Tulis e-mail, atau pilih nomor"),
        ({"kind": "pos"}, "pos"),
    ],
)
def test_mistakes_are_said_and_nothing_is_kept(reporter, case, typed, sentence):
    assert sentence in words(reporter.post(case.address("add_contact"), TYPED | typed))
    assert not Identity.objects.exists()


def test_there_is_one_contact(reporter, case):
    for _ in range(2):
        assert reporter.post(case.address("add_contact"), TYPED).url == case.address("case")
    assert case.kinds.count(Event.Kind.CONTACT_ADDED) == 1
    assert reporter.get(case.address("add_contact")).url == case.address("case")
    with pytest.raises(Refused, match="sudah ada, atau sudah dihapus"):
        operations.add_contact(case.pk, reporter=REPORTER, now=NOW)


def test_who_filed_with_a_name_has_nothing_to_add(db):
    complaint = factories.make_complaint(reporter=REPORTER)
    with pytest.raises(Refused):
        operations.add_contact(complaint.pk, reporter=REPORTER, now=NOW)


def test_nothing_remains_when_a_late_step_fails(case, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(operations.audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.add_contact(case.pk, reporter=REPORTER, now=NOW)
    assert not Identity.objects.exists()


def test_a_stranger_and_another_reporter_add_nothing(client, case):
    assert Client().post(case.address("add_contact"), TYPED).url == f"/lacak/?n={case.number}"
    let_in(client, Case())
    client.cookies["lacak"]["path"] = "/"
    assert client.post(case.address("add_contact"), TYPED).url == f"/lacak/?n={case.number}"
    assert not Identity.objects.exists()


def test_the_price_does_not_grow(client, db):
    prices = []
    for times in (1, 3):
        case = Case()
        for _ in range(times):
            operations.add(case.pk, text="Keterangan lagi.", now=NOW)
        let_in(client, case)
        with CaptureQueriesContext(connection) as captured:
            client.get(case.address("add_contact"))
        prices.append(len(captured))
    assert prices[0] == prices[1]
