"""The icon of the tab carries how many cases are urgent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW

from .test_queue import see


@pytest.mark.parametrize(("urgent", "told"), [(0, None), (3, "3"), (99, "99"), (100, "99+"), (1000, "99+")])
def test_tells_the_number(client, case, officer, urgent, told):
    response = client.get(reverse("followup:icon", args=[urgent]))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "private" in response.headers["Cache-Control"]
    assert (f">{told}</text>" in response.text) if told else ("<text" not in response.text)


def test_the_queue_wears_it(client, case):
    client.force_login(case.coordinator)
    factories.make_complaint(category=case.category, now=NOW - timedelta(days=5))  # due today
    assert '<link rel="icon" href="/petugas/ikon/1.svg"' in see(client).text
