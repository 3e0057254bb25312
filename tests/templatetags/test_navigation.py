"""Where a staff page stands: one entry says so, whichever page it is, and nobody has entries of others."""

from types import SimpleNamespace

import pytest

from complaints.templatetags.navigation import desk_entries


def told(view_name, *roles):
    """Return {words: aria-current} of who holds these roles."""
    held = [SimpleNamespace(role=role) for role in roles]
    return {str(label): current for _address, label, current in desk_entries(held, view_name)}


@pytest.mark.parametrize(
    ("view_name", "current"),
    [
        ("followup:queue", {"Antrean": "page"}),
        ("followup:case", {"Antrean": "true"}),
        ("triage:act_on_many", {"Antrean": "true"}),
        ("monitoring:overview", {"Antrean": "true"}),
        ("monitoring:home", {"Ringkasan": "page"}),
        ("monitoring:note", {"Kinerja": "true"}),
        ("intake:entered", {"Catat laporan": "page"}),
        ("inbox:make_case", {"Kotak masuk": "true"}),
        ("notifications:waiting", {"Kabar": "page"}),
        ("notifications:sent", {}),
        ("accounts:profile", {}),
        ("masterdata:positions", {"Kelola": "true"}),
        ("account_change_password", {}),
        ("", {}),
    ],
)
def test_one_entry_is_current(view_name, current):
    assert {label: said for label, said in told(view_name, "coordinator").items() if said} == current


def test_another_persons_entry_is_claimed_but_not_shown():
    assert told("masterdata:manage", "liaison_officer") == {"Antrean": "", "Kinerja": "", "Ke lapangan": ""}


def test_who_only_enters():
    assert list(told("intake:enter", "entry")) == ["Antrean", "Catat laporan", "Poster"]
