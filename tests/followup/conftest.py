"""A case that Dishub has, its people, and a desk clock that stands still."""

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from complaints.models import Position
from tests import factories
from tests.factories import NOW

READS = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def clock():
    """The pages read the clock; for these tests it is NOW until a test shifts it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(db):
    """Referred to Dishub a moment ago; its coordinator, liaison and agency beside it."""
    dishub = factories.make_agency("Dishub")
    topic = factories.make_category(agency=dishub)
    complaint = factories.make_complaint(category=topic, village=factories.make_village().code)
    coordinator = factories.make_coordinator()
    factories.refer(complaint, dishub, actor=coordinator)
    complaint.coordinator, complaint.dishub = coordinator, dishub
    complaint.liaison = factories.make_staff(dishub)
    return complaint


@pytest.fixture
def officer(case, client):
    """The liaison of Dishub, signed in."""
    client.force_login(case.liaison)
    return case.liaison


@pytest.fixture
def strangers(case):
    """People with an account to whom this case is not theirs to work on, and who may not even read it."""
    other = factories.make_agency("DLH")
    return [
        factories.make_staff(other),
        factories.make_staff(other, Position.Role.HEAD),
        factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR),
        factories.make_staff(factories.coordination(), Position.Role.ENTRY),
    ]


def address(name, complaint, *more):
    return reverse(f"followup:{name}", args=[complaint.tracking_number, *more])


def picture(colour="teal", size=(640, 480), name="foto.jpg"):
    """A photo as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def statements(client, path):
    """Return the response to a GET and every SQL statement it ran."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    return response, [query["sql"] for query in captured.captured_queries]


def without_tokens(html):
    """The page without what is random in it."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def writes(sql):
    return [statement for statement in sql if not statement.startswith(READS)]
