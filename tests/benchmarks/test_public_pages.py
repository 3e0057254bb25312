"""How long the server needs for each public page; the fence of ux.md 7.1: p95 of 300 ms."""

import statistics
import time

import pytest

from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes
from tests.factories import make_complaint

PUBLIC = [route for route in routes() if POLICIES.get(route.name) == "public" and "<" not in str(route.pattern.pattern)]
REQUESTS = 100
FENCE = 300  # milliseconds


@pytest.mark.bench
@pytest.mark.django_db
@pytest.mark.parametrize("route", PUBLIC, ids=str)
def test_time_to_answer(client, route):
    make_complaint()
    took = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        status = client.get(route.address()).status_code
        took.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"\n{route.name:24} {status}  median {statistics.median(took):6.1f} ms  p95 {p95:6.1f} ms")
    assert p95 <= FENCE
