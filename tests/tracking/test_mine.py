"""T10: the list of a confirmed contact, what never stands in it, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import access, identity
from complaints.models import Complaint
from tests.factories import STORY

from .conftest import words
from .test_recover import EMAIL, filed

URL = "/saya/"


def owner(client, contact=EMAIL):
    """The browser of who has opened the link sent to this contact."""
    response = HttpResponse()
    access.let_owner_in(response, identity.digest_of(contact), secure=False)
    client.cookies.update(response.cookies)
    return client


def test_every_report_of_this_contact_with_who_and_when(client, db):
    one, two, strange = filed(), filed(), filed("lain@contoh.test")
    page = owner(client).get(URL)
    said = words(page)
    assert one.tracking_number in said
    assert two.tracking_number in said
    assert strange.tracking_number not in said
    assert "Petugas BESADU memeriksa laporan Anda. Paling lambat" in said
    assert "Kabar terakhir" in said
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.content.decode()


@pytest.mark.parametrize("access_class", sorted(Complaint.CLOSED))
def test_what_is_told_in_confidence_is_never_in_it(client, db, access_class):
    hidden = filed()
    Complaint.objects.filter(pk=hidden.pk).update(access_class=access_class)
    said = words(owner(client).get(URL))
    assert hidden.tracking_number not in said
    assert "Belum ada laporan dengan kontak ini." in said


def test_a_sensitive_one_says_nothing_over_a_shoulder(client, db):
    hurt = filed()
    Complaint.objects.filter(pk=hurt.pk).update(access_class="sensitive")
    page = owner(client).get(URL).content.decode()
    assert hurt.tracking_number in page
    assert STORY[:20] not in page
    assert str(hurt.category) not in page


def test_an_erased_contact_lists_nothing(client, db):
    gone = filed()
    gone.identity.__class__.objects.filter(pk=gone.pk).update(
        cipher=None, contact_digest=None, erased_at=gone.received_at
    )
    assert gone.tracking_number not in words(owner(client).get(URL))


def test_without_proof_it_leads_to_asking_for_a_link(client, db):
    assert client.get(URL).url == "/lacak/lupa/"
    client.cookies[access.OWNER_COOKIE] = identity.digest_of(EMAIL).hex() + ":forged:sig"
    assert client.get(URL).url == "/lacak/lupa/"


def test_thirty_days_later_it_asks_again(client, db, clock):
    filed()
    owner(client)
    clock.shift(timedelta(days=30, seconds=2))
    other = Client()
    other.cookies.update(client.cookies)
    assert other.get(URL).url == "/lacak/lupa/"


def test_it_costs_the_same_with_one_and_with_three(client, db):
    filed()
    owner(client)
    prices = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        prices.append(len(captured))
        filed()
        filed()
    assert prices[0] == prices[1]
