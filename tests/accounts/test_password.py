"""Changing a password, and getting back in without one."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.accounts import door

CHANGE = reverse("account_change_password")
RESET = reverse("account_reset_password")
NEW = "kuda baterai jendela biru"


def change(client, old=factories.PASSWORD, new=NEW, again=None):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again or new})


def ask_for_link(client, email):
    return client.post(RESET, {"email": email})


def link_in(message) -> str:
    return re.search(r"http://testserver(/masuk/lupa/\S+)", message.body)[1]


class TestChange:
    def test_ends_every_other_session_and_keeps_this_one(self, client, officer):
        other = Client()
        door.sign_in(other, officer)
        door.sign_in(client, officer)
        assert change(client).headers["Location"] == reverse("accounts:profile")
        assert "Kata sandi sudah diganti." in door.words(client.get(reverse("accounts:profile")))
        assert other.get(reverse("accounts:profile")).headers["Location"].startswith(reverse("account_login"))
        assert door.type_password(Client(), officer, NEW).status_code == 302

    def test_tells_the_person_by_mail(self, client, officer):
        door.sign_in(client, officer)
        change(client)
        (message,) = mail.outbox
        assert message.to == [officer.email]
        assert message.subject == "[BESADU] Kata sandi Anda diganti"
        assert "Bukan Anda? Segera hubungi administrator" in message.body
        assert NEW not in message.body

    def test_a_dead_mail_server_undoes_nothing(self, client, officer, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        door.sign_in(client, officer)
        assert change(client).status_code == 302
        assert door.type_password(Client(), officer, NEW).status_code == 302

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"old": "bukan sandinya"}, "Kata sandi yang sekarang tidak cocok."),
            ({"new": "pendek"}, "12"),
            ({"new": "1qaz2wsx3edc"}, "umum"),
            ({"new": factories.PASSWORD}, "lain dari yang sekarang"),
            ({"again": "yang lain sama sekali"}, "sama"),
        ],
    )
    def test_refuses_in_words(self, client, officer, typed, said):
        door.sign_in(client, officer)
        response = change(client, **typed)
        assert response.status_code == 200
        assert said in door.words(response)
        officer.refresh_from_db()
        assert officer.check_password(factories.PASSWORD)

    def test_a_temporary_one_comes_before_everything(self, client, coordinator):
        coordinator.password_is_temporary = True
        coordinator.save(update_fields=["password_is_temporary"])
        door.sign_in(client, coordinator)
        for address in (reverse("followup:queue"), reverse("accounts:profile"), reverse("mfa_activate_totp")):
            assert client.get(address).headers["Location"] == CHANGE
        assert "sementara" in door.words(client.get(CHANGE))
        change(client)
        coordinator.refresh_from_db()
        assert not coordinator.password_is_temporary
        assert client.get(reverse("followup:queue")).headers["Location"] == reverse("mfa_activate_totp")


class TestReset:
    def test_a_link_by_mail_gives_a_new_one_once(self, client, officer):
        response = ask_for_link(client, officer.email.upper())
        assert response.headers["Location"] == reverse("account_reset_password_done")
        (message,) = mail.outbox
        assert message.subject == "[BESADU] Tautan untuk kata sandi baru"
        assert officer.username in message.body
        link = link_in(message)
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0]
        assert "sandi-baru" in address  # the key is no longer in the address
        assert client.post(address, {"password1": NEW, "password2": NEW}).status_code == 302
        assert not door.is_in(client)
        assert door.type_password(Client(), officer, NEW).status_code == 302
        assert "tidak berlaku lagi" in door.words(Client().get(link, follow=True))

    def test_it_needs_the_second_step_all_the_same(self, client, officer):
        door.give_second_factor(officer)
        ask_for_link(client, officer.email)
        address = client.get(link_in(mail.outbox[0]), follow=True).redirect_chain[-1][0]
        client.post(address, {"password1": NEW, "password2": NEW})
        assert door.type_password(client, officer, NEW).headers["Location"] == reverse("mfa_authenticate")

    def test_a_link_is_good_for_two_hours(self, client, officer):
        ask_for_link(client, officer.email)
        with time_machine.travel(door.later(hours=2, minutes=1)):
            assert "tidak berlaku lagi" in door.words(client.get(link_in(mail.outbox[0]), follow=True))

    def test_unknown_and_inactive_get_the_same_page_and_no_mail(self, officer, coordinator):
        coordinator.is_active = False
        coordinator.save(update_fields=["is_active"])
        answers = set()
        for email in (officer.email, "tidak.ada@contoh.test", coordinator.email):
            client = Client()
            response = ask_for_link(client, email)
            answers.add((response.status_code, door.words(client.get(response.headers["Location"]))))
        assert len(answers) == 1
        assert [message.to for message in mail.outbox] == [[officer.email]]

    def test_the_link_is_on_our_own_origin_whatever_the_host_header_says(self, client, officer, settings):
        settings.ALLOWED_HOSTS = ["*"]
        client.post(RESET, {"email": officer.email}, headers={"Host": "jahat.example"})
        assert "jahat" not in mail.outbox[0].body
        assert link_in(mail.outbox[0])

    def test_an_old_address_opens_nothing_after_it_was_changed(self, client, officer, administrator):
        from complaints.masterdata import operations

        ask_for_link(client, officer.email)
        old, mail.outbox = officer.email, []
        operations.save_account(
            officer.pk, values={"email": "baru@contoh.test"}, actor=administrator, now=timezone.now()
        )
        ask_for_link(client, old)
        assert not mail.outbox
        assert door.type_password(Client(), officer).status_code == 302  # the name still does
        assert (
            Client().post(reverse("account_login"), {"login": old, "password": factories.PASSWORD}).status_code == 200
        )

    def test_nobody_is_flooded_with_mail(self, officer):
        answers = [ask_for_link(Client(), officer.email).status_code for _press in range(4)]
        assert answers == [302, 302, 302, 429]
        assert len(mail.outbox) == 3
