"""A GET writes nothing anywhere (life.md 5): robots and previews follow links, a full disk must not stop reading."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes
from tests.factories import make_complaint, make_coordinator, make_staff

READABLE = [route for route in routes() if POLICIES.get(route.name) != "machine"]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|SELECT .*\bFOR (NO KEY )?UPDATE)\b", re.IGNORECASE | re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("route", READABLE, ids=str)
def test_reading_leaves_no_trace(client, route):
    complaint = make_complaint()
    address = route.address(number=complaint.tracking_number)
    for reader in (None, make_coordinator(), make_staff(complaint.owner)):
        if reader:
            client.force_login(reader)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert not [query["sql"] for query in captured.captured_queries if WRITES.match(query["sql"])], reader
