"""A paper of a case: a download for who reads the case, that no browser runs."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from complaints import attachments, audit, documents, history, lifecycle
from complaints.models import Attachment, Complaint, Event
from tests import factories
from tests.factories import NOW
from tests.uploads import files

from .conftest import address, statements, writes


def keep(case, purpose=Attachment.Purpose.SHEET, kind=Event.Kind.SHEET_ADDED):
    """Bind a PDF to an event of the case."""
    rows = attachments.store([documents.Document(files.pdf())], purpose, NOW)
    with transaction.atomic():
        complaint = lifecycle.lock(case.pk)
        audit.record(complaint, kind, case.coordinator, NOW, photos=attachments.attach(complaint, rows))
    return rows[0]


@pytest.fixture
def paper(case):
    return keep(case)


def test_is_a_download_in_a_sandbox(client, case, officer, paper):
    answer = client.get(address("paper", case, paper.pk))
    assert answer.content == files.pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    name = f"lembar-disposisi-{case.tracking_number}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_stands_in_the_history(client, case, officer, paper):
    page = client.get(address("case", case)).content.decode()
    assert f'href="{address("paper", case, paper.pk)}"' in page
    assert "Lembar disposisi" in page


def test_is_watched_like_a_photo(case, paper):
    assert history.verify() is None
    event = case.events.get(kind=Event.Kind.SHEET_ADDED)
    assert event.data["photos"][0]["sha256"] == documents.Document(files.pdf()).sha256
    with pytest.raises(IntegrityError, match="filed_for_good"), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).update(sha256="0" * 64)


def test_is_no_photo_and_a_photo_no_paper(client, case, officer, paper):
    assert client.get(address("photo", case, paper.pk, 480)).status_code == 404
    assert client.get(address("paper", case, uuid.uuid4())).status_code == 404


def test_lost_bytes_are_404(client, case, officer, paper):
    documents.path(paper.key).unlink()
    assert client.get(address("paper", case, paper.pk)).status_code == 404


def test_not_under_the_number_of_another_case(client, case, officer, paper):
    other = factories.make_complaint(category=case.category)
    factories.refer(other, case.dishub, actor=case.coordinator)
    assert client.get(address("paper", other, paper.pk)).status_code == 404


def test_strangers_get_404(client, case, paper, strangers):
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(address("paper", case, paper.pk)).status_code == 404


def test_sensitive_papers_are_for_marked_positions(client, case, officer, paper):
    Complaint.objects.filter(pk=case.pk).update(access_class="sensitive")
    assert client.get(address("paper", case, paper.pk)).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, case, paper):
    assert client.get(address("paper", case, paper.pk)).headers["Location"].startswith("/masuk/")


def test_looking_writes_nothing(client, case, officer, paper):
    _response, sql = statements(client, address("paper", case, paper.pk))
    assert writes(sql) == []
