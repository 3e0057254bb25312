"""Templates of Dishub and one for all."""

import pytest

from complaints.models import ReplyTemplate
from complaints.replies import operations
from tests.factories import NOW

TEXT = "Lampu pada laporan {nomor} sudah kami ganti pada {hari pengerjaan}."


@pytest.fixture
def own(office):
    return make(office, title="Lampu menyala", text=TEXT)


def make(office, **changed):
    """A template of Dishub, or with agency=None one for all."""
    values = {"agency": office.dishub, "use": "answer", "category": office.pju, "outcome": "repaired"} | changed
    by = office.liaison if values["agency"] == office.dishub else office.coordinator
    return operations.add(**values, actor=by, now=NOW)


@pytest.fixture
def for_all(office):
    return make(office, agency=None, category=None, outcome=None, title="Penjelasan", text="Penjelasannya: {apa}.")


def counted():
    return ReplyTemplate.objects.filter(is_active=True).count()
