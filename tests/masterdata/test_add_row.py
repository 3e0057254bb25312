"""What is saved stands in test_rows.py; here: what is not there."""

from django.urls import reverse


def test_what_is_not_there(desk):
    assert desk.get(reverse("masterdata:add_row", args=["tidak-ada"])).status_code == 404
