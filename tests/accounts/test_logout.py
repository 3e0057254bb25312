"""Leaving, by a press only."""

from django.test import Client
from django.urls import reverse

from tests.accounts import door

URL = reverse("account_logout")


def test_a_link_or_image_signs_nobody_out(client, officer):
    client.force_login(officer)
    assert '<form method="post"' in client.get(URL).content.decode()
    assert door.is_in(client)


def test_a_press_ends_the_session_for_good(client, officer):
    client.force_login(officer)
    stolen = client.cookies["sesi"].value
    response = client.post(URL)
    assert response.headers["Location"] == reverse("account_login")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not door.is_in(client)
    thief = Client()
    thief.cookies["sesi"] = stolen
    assert thief.get(reverse("accounts:profile")).status_code == 302


def test_the_next_page_says_so(client, officer):
    client.force_login(officer)
    assert "Anda sudah keluar." in door.words(client.post(URL, follow=True))


def test_works_before_anything_else_is_done(client, coordinator):
    """Who has no second factor yet, or a temporary password, can still leave."""
    coordinator.password_is_temporary = True
    coordinator.save(update_fields=["password_is_temporary"])
    door.sign_in(client, coordinator)
    client.post(URL)
    assert not door.is_in(client)
