"""A case that may be shown: referred to Dishub, with a photo, its reporter's yes, and a pin."""

import pytest
import time_machine

from complaints.intake import drafts
from complaints.models import Attachment
from complaints.publication import copies, operations
from complaints.publication.content import Content, Shown, point_of
from tests import factories
from tests.cases import Case
from tests.factories import NOW, STORY
from tests.worlds import make_photo

BOX = (250, 250, 500, 500)


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make_case(office, *, may_publish=True, pictures=1, **answers) -> Case:
    """A case of the office as the coordinator has referred it."""
    village = factories.make_village()
    answers = {"village": village.code, "landmark": "Depan SD", "latitude": -2.73854, "longitude": 107.67852} | answers
    key = factories.make_draft(category=answers.pop("category", office.pju), **answers)
    drafts.add_photos(key, [make_photo(colour) for colour in ("red", "blue")[:pictures]], now=NOW)
    case = Case(office, factories.submit(key, may_publish=may_publish).complaint)
    return case.do("refer")


@pytest.fixture
def case(office):
    return make_case(office)


@pytest.fixture
def published(case):
    """Its publication, with one photo that is blurred in the middle."""
    return publish(case)


def publish(case, **changes):
    content = copies.make(content_of(case, **changes), None)
    operations.publish(case.pk, content=content, actor=case.office.coordinator, now=NOW)
    case.complaint.refresh_from_db()
    return case.complaint.publication


def content_of(case, **changes) -> Content:
    """A public form of the case: its words as they are, all its photos blurred in the middle."""
    rows = case.complaint.attachments.filter(purpose=Attachment.Purpose.REPORT)
    fields = {
        "title": "Lampu jalan mati",
        "story": STORY,
        "landmark": "Depan SD",
        "point": point_of(case.complaint),
        "photos": tuple(Shown(row, (BOX,), width=row.width, height=row.height) for row in rows),
    }
    return Content(**fields | changes)


@pytest.fixture
def regency(db):
    return factories.make_regency()
