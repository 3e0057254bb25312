"""Making an account, taking its access, and the note of a privileged sign-in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from complaints import history
from complaints.accounts import operations
from complaints.errors import Refused
from complaints.models import Event, Holding, User
from tests import factories
from tests.accounts import door

PERSON = {"username": "siti", "email": "Siti@Contoh.test", "full_name": "Siti Aminah", "password": factories.PASSWORD}


@pytest.mark.django_db
class TestCreateAccount:
    def test_makes_a_person_who_can_sign_in_and_nothing_else(self):
        user = operations.create_account(**PERSON)
        assert (user.email, user.full_name) == ("siti@contoh.test", "Siti Aminah")
        assert (user.is_staff, user.is_superuser, user.password_is_temporary) == (False, False, False)
        assert door.type_password(Client(), user).status_code == 302

    def test_sets_up_the_second_factor(self):
        user = operations.create_account(**PERSON, totp_secret=door.SECRET)
        client = Client()
        door.type_password(client, user)
        assert not door.is_in(client)
        door.type_code(client, door.code())
        assert door.is_in(client)

    def test_takes_a_hash_made_before(self):
        first = operations.create_account(**PERSON)
        second = operations.create_account(
            username="budi", email="budi@contoh.test", full_name="Budi", password_hash=first.password
        )
        assert second.check_password(factories.PASSWORD)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"username": "SITI", "email": "lain@contoh.test"}, "Nama pengguna itu sudah dipakai."),
            ({"username": "lain", "email": "SITI@contoh.test"}, "sudah dipakai akun lain"),
            ({"username": "lain@contoh.test", "email": "lain2@contoh.test"}, "tanda @"),
        ],
    )
    def test_nobody_shares_a_name_or_address(self, changed, said):
        operations.create_account(**PERSON)
        with pytest.raises(Refused, match=said):
            operations.create_account(**PERSON | changed)
        assert User.objects.count() == 1


@pytest.mark.django_db
def test_temporary_passwords_are_readable_long_and_never_the_same():
    passwords = {operations.temporary_password() for _each in range(200)}
    assert len(passwords) == 200
    assert all(len(password) == 19 and not set(password) & set("ilo01u") for password in passwords)


def test_reset_access_ends_every_session_and_leaves_one_way_in(client, coordinator):
    door.give_second_factor(coordinator)
    door.sign_in(client, coordinator)
    password = operations.reset_access(coordinator)
    assert client.get("/petugas/profil/").status_code == 302
    assert not door.is_in(client)
    assert not Authenticator.objects.filter(user=coordinator).exists()
    again = Client()
    door.type_password(again, coordinator, password)
    assert again.get("/petugas/").headers["Location"] == "/petugas/profil/sandi/"


class TestRecordSignIn:
    def test_only_of_privileged_roles(self, officer, coordinator, now):
        operations.record_sign_in(officer.pk, now=now)
        operations.record_sign_in(coordinator.pk, now=now)
        event = Event.objects.get(kind=Event.Kind.SIGNED_IN)
        assert (event.complaint, event.actor, event.at) == (None, coordinator, now)
        assert history.verify() is None

    def test_not_of_a_role_that_has_ended(self, coordinator, now):
        Holding.objects.filter(user=coordinator).update(ends_on=now.date() - timedelta(days=1))
        operations.record_sign_in(coordinator.pk, now=now)
        assert not Event.objects.exists()


def test_a_failed_note_of_the_sign_in_lets_nobody_in(client, coordinator, monkeypatch):
    """Rather outside than inside unseen."""
    from complaints import audit

    door.give_second_factor(coordinator)
    door.type_password(client, coordinator)

    def full_disk(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(audit, "record", full_disk)
    client.raise_request_exception = False
    assert door.type_code(client, door.code()).status_code == 503
    monkeypatch.undo()
    assert client.get("/petugas/").headers["Location"].startswith("/masuk/")
