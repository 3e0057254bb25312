"""Other ways to the office: only those that somebody has checked."""

import pytest

from complaints.intake import channels


@pytest.mark.parametrize(
    ("name", "value", "url"),
    [
        ("WhatsApp", "0812 3456 7890", "https://wa.me/6281234567890"),
        ("WhatsApp Diskominfo", "+62 812-3456-7890", "https://wa.me/6281234567890"),
        ("SMS", "0812 3456 7890", "sms:+6281234567890"),
        ("Telepon", "0812 3456 7890", "tel:+6281234567890"),
        ("Telepon", "(0719) 21234", "tel:071921234"),
        ("E-mail", "besadu@contoh.go.id", "mailto:besadu@contoh.go.id"),
        ("Loket", "Jalan Jenderal Sudirman 12, Tanjungpandan", ""),
        ("Loket", "Gedung 3", ""),
        ("Situs", "javascript:alert(1)", ""),
    ],
)
def test_leads_where_pressing_it_should(name, value, url):
    assert channels.confirmed([{"name": name, "value": value}]) == [channels.Channel(name, value, "", url)]


def test_what_is_empty_or_unchecked_is_left_out():
    rows = [
        {"name": "WhatsApp", "value": "", "hours": "Senin"},
        {"name": "Telepon", "value": "0719 21234", "unconfirmed": True},
        {"value": "0719 21234"},
        {},
    ]
    assert channels.confirmed(rows) == []
