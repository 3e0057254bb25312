"""The list: the most urgent first, contacts never in full, for coordinators alone, few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.identity import Reporter
from complaints.inbox import operations
from tests.factories import NOW

from .conftest import SAID

pytestmark = pytest.mark.django_db
URL = reverse("inbox:conversations")


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        page = client.get(URL)
    return len(captured), page


def test_shows_who_and_what_but_no_contact(client, inbox):
    inbox.receive()
    one, page = queries(client)
    assert "Siti Aminah (s•••@contoh.com)" in page.text
    assert SAID in page.text
    assert "siti@contoh.com" not in page.text
    for number in range(3):
        inbox.receive(f"<{number}@x>", sender=Reporter("", "email", f"a{number}@contoh.com"))
    more, page = queries(client)
    assert (len(page.context["rows"]), more) == (4, one)


def test_what_was_decided_stands_apart(client, inbox):
    operations.dismiss(inbox.receive().pk, reason="Salah kirim", actor=inbox.coordinator, now=NOW)
    assert "Tidak ada pesan yang menunggu" in client.get(URL).text
    assert "Bukan pengaduan" in client.get(URL, {"selesai": ""}).text
