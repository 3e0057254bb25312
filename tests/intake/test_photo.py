"""Photos of a draft: for the visitor who chose them, and nobody else."""

import uuid

import pytest
from django.test import Client

from complaints import photos
from complaints.models import Attachment
from tests.intake.steps import send, to_send, write
from tests.intake.test_what import small


@pytest.fixture
def url(citizen):
    write(citizen, small(1))
    return f"/lapor/foto/{Attachment.objects.get().pk}/96/"


def test_is_shown_to_its_visitor(citizen, url):
    response = citizen.client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"\xff\xd8\xff")


def test_is_not_there_for_anybody_else(citizen, url, client):
    assert client.get(url).status_code == 404
    other = Client()
    other.post("/lapor/", {"story": "Saya lain"})
    assert other.get(url).status_code == 404


def test_has_three_sizes(citizen, url):
    assert citizen.client.get(url.replace("/96/", "/95/")).status_code == 404
    assert citizen.client.get(url.replace("/96/", "/1600/")).status_code == 200


def test_what_does_not_exist_is_not_there(citizen, url):
    assert citizen.client.get(f"/lapor/foto/{uuid.uuid4()}/96/").status_code == 404
    photos.remove(Attachment.objects.get().key)
    assert citizen.client.get(url).status_code == 404


def test_is_no_longer_here_when_the_report_is_sent(citizen):
    page = to_send(citizen, small(1))
    send(citizen)
    assert citizen.client.get(page.images[0]).status_code == 404


def test_is_read_only(citizen, url):
    assert Client().post(url).status_code == 405
