"""The pictures of published cases: the copy alone, only while it is shown, and only under its own case."""

import pytest

from complaints import photos
from complaints.publication import operations
from tests.factories import NOW

from .conftest import make_case, publish

pytestmark = pytest.mark.django_db


def address(case, key, size=480):
    return f"/laporan/{case.complaint.tracking_number}/foto/{key}/{size}/"


def test_shows_the_copy_and_nothing_else(client, case, published):
    row = published.photos.get()
    response = client.get(address(case, row.key))
    assert response.content == photos.read(row.key, 480)
    assert response.content != photos.read(row.attachment.key, 480)
    assert response["Cache-Control"] == "public, max-age=600"
    for key, size in ((row.attachment.key, 480), (row.key, 481), ("x" * 80, 96)):
        assert client.get(address(case, key, size)).status_code == 404


def test_not_under_another_case(client, case, published, office):
    other = make_case(office, pictures=0)
    publish(other)
    assert client.get(address(other, published.photos.get().key)).status_code == 404


def test_is_gone_when_the_case_is_hidden(client, case, published, office):
    key = published.photos.get().key
    operations.hide(case.pk, because="unfit", actor=office.coordinator, now=NOW)
    assert client.get(address(case, key)).status_code == 404
