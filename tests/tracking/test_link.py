"""The signed link: robots that open it see and change nothing; a person presses a button; it never waits."""

from datetime import timedelta

import pytest
from django.test import Client

from complaints import links

from .conftest import counts, words
from .test_find import other_code, try_code


@pytest.fixture
def address(case):
    return links.link_to(case.row).removeprefix("http://testserver")


class TestOpening:
    def test_a_press_opens_the_case(self, client, case, address):
        before = counts()
        answer = client.post(address)
        assert answer.url == case.address("case")
        assert answer.cookies["lacak"]["path"] == case.address("case")
        assert "Langkah berikutnya" in words(client.get(answer.url))
        assert counts() == before

    @pytest.mark.parametrize("agent", ["WhatsApp/2", "facebookexternalhit/1.1", "Mozilla/5.0"])
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_opening_it_shows_and_changes_nothing(self, client, case, address, agent, method):
        before = counts()
        answer = getattr(client, method)(address, HTTP_USER_AGENT=agent)
        assert answer.status_code == 200
        assert "lacak" not in answer.cookies
        assert counts() == before
        page = answer.content.decode()
        for hidden in ("Lampu", "Dishub", "Diterima", case.code):
            assert hidden not in page
        if method == "get":
            assert case.number in page
            assert "noindex" in page
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "same-origin"
        assert client.get(case.address("case")).status_code == 302

    def test_it_works_again_and_again(self, case, address):
        for _ in range(3):
            assert Client().post(address).url == case.address("case")

    def test_who_guesses_does_not_lock_the_owner_out(self, client, case, address):
        for number in range(12):
            try_code(Client(REMOTE_ADDR=f"198.51.100.{number}"), case.number, other_code(case.code))
        assert try_code(client, case.number, case.code).status_code == 429
        assert client.post(address).url == case.address("case")

    def test_a_press_needs_the_token_of_the_page(self, case, address):
        assert Client(enforce_csrf_checks=True).post(address).status_code == 403


class TestOver:
    def test_an_expired_link_fills_in_the_number(self, client, case, address, clock):
        clock.shift(links.VALID)
        assert client.get(address).status_code == 200
        clock.shift(timedelta(seconds=2))
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.url == f"/lacak/?n={case.number}"
            assert "lacak" not in answer.cookies
        page = client.get(answer.url)
        assert "Tautan ini sudah tidak berlaku. Pakai nomor laporan dan kode rahasia." in words(page)
        assert f'value="{case.number}"' in page.content.decode()

    @pytest.mark.parametrize("token", ["x", "BLT-7K4M-2QXD-V:1abc:sig", "%00", "a:b", "🦀", "x" * 500])
    def test_a_forged_link_leads_to_number_and_code(self, client, db, token):
        before = counts()
        for method in (client.get, client.post):
            assert method(f"/l/{token}/").url == "/lacak/"
        assert counts() == before

    def test_a_link_for_another_number_cannot_be_made_of_this_one(self, client, case, address):
        other = f"BLT-0000-0000-0{address.removeprefix('/l/')[len(case.number) :]}"
        assert client.post(f"/l/{other}").url == "/lacak/"
