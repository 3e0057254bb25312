"""A sensitive case that the helping agency has, beside an ordinary one, and a desk clock that stands still."""

from datetime import timedelta

import pytest
import time_machine

from tests.cases import Case
from tests.factories import NOW
from tests.publication.conftest import make_case, publish


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sensitive(office):
    return Case(office, category=office.violence).do("refer", to=office.helper).complaint


@pytest.fixture
def ordinary(office):
    return Case(office).do("refer").complaint


@pytest.fixture
def published_case(office, settings, tmp_path):
    """Everybody sees it with a rounded point; Dishub answered it after two working hours."""
    settings.MEDIA_ROOT = tmp_path
    case = make_case(office)
    publish(case)
    return case.do("answer", at=NOW + timedelta(hours=2)).complaint
