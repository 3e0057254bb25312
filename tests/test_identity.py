"""Who filed a complaint: sealed, apart from everything else, and nothing where no name was given."""

import pytest

from complaints import identity, vault
from complaints.identity import Reporter
from complaints.models import DataKey, Identity
from tests import factories
from tests.factories import NOW
from tests.worlds import REPORTER

pytestmark = pytest.mark.django_db


def filed(office, reporter=REPORTER):
    return factories.make_complaint(category=office.pju, reporter=reporter)


def test_is_read_as_it_was_given(office):
    complaint = filed(office)
    assert identity.is_kept(complaint)
    assert identity.read(complaint) == REPORTER


@pytest.mark.parametrize("name", ["", "Ni Wayan 🙂", 'Bapak "Tono", S.H.'])
def test_any_name(office, name):
    reporter = Reporter(name, "email", "tono@contoh.test")
    assert identity.read(filed(office, reporter)) == reporter


def test_stands_sealed(office):
    row = Identity.objects.get(complaint=filed(office))
    stored = bytes(row.cipher) + bytes(row.contact_digest)
    for secret in (REPORTER.name, REPORTER.contact, REPORTER.contact[1:], "Siti"):
        assert secret.encode() not in stored
    assert len(row.contact_digest) == 32


def test_the_same_contact_is_recognised_without_being_read(office):
    one, other = filed(office), filed(office, Reporter("Lain", "phone", REPORTER.contact))
    third = filed(office, Reporter(REPORTER.name, "whatsapp", "+6281111111111"))
    digests = {c.pk: bytes(Identity.objects.get(complaint=c).contact_digest) for c in (one, other, third)}
    assert digests[one.pk] == digests[other.pk] != digests[third.pk]
    ciphers = {bytes(row.cipher) for row in Identity.objects.all()}
    assert len(ciphers) == 3


def test_without_a_name_there_is_no_row(office):
    complaint = filed(office, None)
    assert not Identity.objects.exists()
    assert not DataKey.objects.exists()
    assert not identity.is_kept(complaint)
    assert identity.read(complaint) is None


def test_after_erasure_there_is_nothing(office):
    complaint = filed(office)
    Identity.objects.update(cipher=None, contact_digest=None, erased_at=NOW)
    vault.destroy(complaint.pk, vault.Purpose.IDENTITY, NOW)
    assert not identity.is_kept(complaint)
    assert identity.read(complaint) is None


def test_of_one_case_does_not_open_with_the_key_of_another(office):
    one, other = filed(office), filed(office)
    Identity.objects.filter(complaint=one).update(cipher=Identity.objects.get(complaint=other).cipher)
    with pytest.raises(vault.InvalidToken):
        identity.read(one)
