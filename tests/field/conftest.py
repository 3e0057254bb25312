"""A case at Dishub, with a place and a photo, told by somebody whose name and words nobody outside may read."""

from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from complaints.field import operations, queries
from complaints.models import FieldLink
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import REPORTER, make_photo

TALE = "Saya Siti Aminah Rahasia, lampu di depan rumah saya mati."


@pytest.fixture
def at_work(office):
    """The clock stands at NOW; `at_work` has complaint, liaison, and `link()` that hands it out anew."""
    with time_machine.travel(NOW, tick=False) as clock:
        village = factories.make_village()
        key = factories.make_draft(
            category=office.pju,
            story=TALE,
            village=village.code,
            landmark="Depan SD Negeri 5",
            latitude=-2.7385,
            longitude=107.6785,
        )
        factories.drafts.add_photos(key, [make_photo("red")], now=NOW)
        case = Case(office, factories.submit(key, reporter=REPORTER).complaint).do("refer")

        def link(task="Ganti lampu.", now=NOW) -> FieldLink:
            operations.hand_out(case.pk, task=task, actor=office.liaison, now=now)
            return FieldLink.objects.latest("pk")

        yield SimpleNamespace(case=case, complaint=case.complaint, office=office, link=link, clock=clock)


@pytest.fixture
def address():
    """Return the path of the task behind a link, without the host."""
    return lambda link: queries.links.to_field(link.pk).removeprefix(settings.BASE_URL)


@pytest.fixture
def worker():
    """A telephone that belongs to nobody we know."""
    return Client()


def opened(worker, path):
    """Press the button behind a link; return the task."""
    assert worker.post(path).url == path
    return worker.get(path)


def url(name, complaint, *more):
    """Return the path of a page of the agency."""
    return reverse(f"field:{name}", args=[complaint.tracking_number, *more])
