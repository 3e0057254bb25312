"""Papers of a case that were written to its reporter; what offices write to each other is not his."""

import pytest
from django.db import transaction
from django.test import Client

from complaints import attachments, audit, documents, lifecycle
from complaints.models import Attachment, Event
from tests.factories import NOW
from tests.uploads import files

from .conftest import Case, counts

Purpose = Attachment.Purpose


@pytest.fixture
def case(db):
    return Case()


def keep(case, purpose, kind=Event.Kind.PROGRESS_NOTED):
    """Bind a PDF to an event of the case."""
    rows = attachments.store([documents.Document(files.pdf())], purpose, NOW)
    with transaction.atomic():
        complaint = lifecycle.lock(case.pk)
        audit.record(complaint, kind, case.coordinator, NOW, photos=attachments.attach(complaint, rows))
    return rows[0]


def test_a_letter_is_his_to_keep(reporter, case):
    letter = keep(case, Purpose.LETTER)
    before = counts()
    answer = reporter.get(case.address("paper", letter.pk))
    assert answer.content == files.pdf()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="surat-{case.number}.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert counts() == before
    page = reporter.get(case.address("case")).content.decode()
    assert case.address("paper", letter.pk) in page


@pytest.mark.parametrize("purpose", sorted(Attachment.INTERNAL))
def test_what_offices_write_to_each_other_is_not(reporter, case, purpose):
    sheet = keep(case, purpose, Event.Kind.SHEET_ADDED)
    assert reporter.get(case.address("paper", sheet.pk)).status_code == 404
    assert str(sheet.pk) not in reporter.get(case.address("case")).content.decode()


def test_a_stranger_and_another_case(reporter, case):
    letter = keep(case, Purpose.LETTER)
    assert Client().get(case.address("paper", letter.pk)).status_code == 404
    assert reporter.get(case.address("paper", keep(Case(), Purpose.LETTER).pk)).status_code == 404
