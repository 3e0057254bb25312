"""Keys: one for each case and purpose, wrapped by a master key outside the database; destroying one is erasing."""

import pytest
from cryptography.fernet import Fernet, InvalidToken

from complaints import vault
from complaints.models import DataKey
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Purpose = vault.Purpose


@pytest.fixture
def pk(office):
    return Case(office).pk


def test_a_key_is_made_once(pk):
    ciphers = [vault.seal(pk, Purpose.TEXT, "sama") for _ in range(3)]
    assert DataKey.objects.count() == 1
    assert len(set(ciphers)) == 3, "the same words never look the same"
    assert {vault.unseal(pk, Purpose.TEXT, cipher) for cipher in ciphers} == {"sama"}


def test_purposes_do_not_open_each_other(pk):
    cipher = vault.seal(pk, Purpose.TEXT, "teks")
    vault.seal(pk, Purpose.IDENTITY, "orang")
    with pytest.raises(InvalidToken):
        vault.unseal(pk, Purpose.IDENTITY, cipher)


def test_a_destroyed_key_opens_nothing_and_is_gone(pk):
    cipher = vault.seal(pk, Purpose.TEXT, "teks")
    vault.destroy(pk, Purpose.TEXT, NOW)
    row = DataKey.objects.get()
    assert (row.wrapped, row.destroyed_at) == (None, NOW)
    with pytest.raises(DataKey.DoesNotExist):
        vault.unseal(pk, Purpose.TEXT, cipher)
    assert vault.unseal_all(Purpose.TEXT, {pk: [cipher]}) == {}
    vault.destroy(pk, Purpose.TEXT, NOW.replace(year=2027))
    assert DataKey.objects.get().destroyed_at == NOW, "twice is once"


def test_what_comes_after_has_a_new_key(pk):
    old = vault.seal(pk, Purpose.TEXT, "lama")
    vault.destroy(pk, Purpose.TEXT, NOW)
    new = vault.seal(pk, Purpose.TEXT, "baru")
    assert vault.unseal(pk, Purpose.TEXT, new) == "baru"
    with pytest.raises(InvalidToken):
        vault.unseal(pk, Purpose.TEXT, old)


def test_an_older_master_key_still_unwraps(pk, settings):
    newest, old = settings.MASTER_KEYS
    settings.MASTER_KEYS = [old]
    cipher = vault.seal(pk, Purpose.TEXT, "lama")
    settings.MASTER_KEYS = [newest, old]
    assert vault.unseal(pk, Purpose.TEXT, cipher) == "lama"


def test_without_the_master_key_nothing_opens(pk, settings):
    cipher = vault.seal(pk, Purpose.TEXT, "teks")
    settings.MASTER_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        vault.unseal(pk, Purpose.TEXT, cipher)


def test_the_wrapped_key_is_not_the_key(pk):
    cipher = vault.seal(pk, Purpose.TEXT, "teks")
    wrapped = bytes(DataKey.objects.get().wrapped)
    with pytest.raises((InvalidToken, ValueError)):
        Fernet(wrapped).decrypt(cipher)


def test_many_are_opened_with_one_query(office, django_assert_num_queries):
    pks = [Case(office).pk for _ in range(3)]
    ciphers = {pk: [vault.seal(pk, Purpose.TEXT, f"{pk} {n}") for n in range(2)] for pk in pks}
    with django_assert_num_queries(1):
        assert vault.unseal_all(Purpose.TEXT, ciphers) == {pk: [f"{pk} 0", f"{pk} 1"] for pk in pks}


class TestRing:
    def test_goes_on_where_one_does_not_open(self, office, django_assert_num_queries):
        good, broken, destroyed = (Case(office).pk for _ in range(3))
        ciphers = {pk: vault.seal(pk, Purpose.TEXT, "isi") for pk in (good, broken, destroyed)}
        DataKey.objects.filter(complaint=broken).update(wrapped=b"rusak")
        vault.destroy(destroyed, Purpose.TEXT, NOW)
        with django_assert_num_queries(1):
            ring = vault.Ring(ciphers)
            opened = {pk: ring.unseal(pk, Purpose.TEXT, cipher) for pk, cipher in ciphers.items()}
        assert opened == {good: "isi", broken: None, destroyed: None}
        assert ring.unseal(good, Purpose.TEXT, ciphers[broken]) is None
        assert ring.unseal(99999, Purpose.TEXT, ciphers[good]) is None


def test_a_secret_of_no_case(settings):
    assert vault.unwrap(vault.wrap("JBSWY3DP")) == "JBSWY3DP"
    assert "JBSWY3DP" not in vault.wrap("JBSWY3DP")
    with pytest.raises(InvalidToken):
        vault.unwrap(vault.wrap("x")[:-4] + "AAA=")
