"""What is saved stands in test_rows.py; here: what is not there."""

from django.urls import reverse


def test_what_is_not_there(desk):
    assert desk.get(reverse("masterdata:change_row", args=["kategori", 999999])).status_code == 404
