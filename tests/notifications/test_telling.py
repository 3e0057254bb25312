"""The words of every message: short, with one link, never a story (ux.md 3.8)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from complaints.models import Event, Message
from complaints.notifications import telling

FULL = telling.Facts(
    number="BLT-2345-6789",
    link="https://besadu.example/l/token",
    agency="Dinas Perhubungan",
    due_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
    days_late=3,
)
BARE = telling.Facts(number="BLT-2345-6789", link="https://besadu.example/l/token")


@pytest.mark.parametrize("kind", Message.Kind)
@pytest.mark.parametrize("facts", [FULL, BARE], ids=["full", "bare"])
def test_no_hole_one_link_and_short(kind, facts):
    if kind == Message.Kind.RECEIVED and facts is BARE:
        return  # a complaint just received always has its date
    text = telling.sentence(kind, facts)
    assert "{" not in text
    assert "  " not in text
    assert text.count("http") == 1
    assert facts.number in text or kind == Message.Kind.LINK  # to a whole list
    assert len(text) <= 500


def test_a_closed_case_names_no_agency():
    for kind in Message.Kind:
        nameless = telling.Facts(number=FULL.number, link=FULL.link, due_at=FULL.due_at, days_late=3)
        assert "Dinas" not in telling.sentence(kind, nameless)


def test_the_whole_message_says_how_to_stop():
    text = telling.message(Message.Kind.NEWS, FULL, stop="https://besadu.example/berhenti/x")
    assert text.splitlines()[-1] == "Tidak mau dikabari lagi? Buka https://besadu.example/berhenti/x lalu tekan Ya."


def test_the_subject_says_number_and_status_alone():
    assert telling.subject("answered", "BLT-2345-6789") == "[BESADU BLT-2345-6789] Dijawab"


@pytest.mark.parametrize("kind", ["confirmed", "withdrawn", "replied", "objected", "internal_noted", "contact_opened"])
def test_what_the_reporter_did_or_may_not_know_is_not_told(kind):
    assert kind in Event.Kind
    assert telling.kind_of(kind) is None


def test_whatsapp_would_approve_every_template():
    """It refuses a gap at either end and two gaps without words between; ux.md 3.8 wants 500 characters at most."""
    templates = telling.templates()
    assert {"besadu_news_4", "besadu_answered_5", "besadu_received_4"} <= templates.keys()
    for name, text in templates.items():
        numbers = [int(number) for number in re.findall(r"{{(\d+)}}", text)]
        assert numbers == list(range(1, len(numbers) + 1)), name
        assert name.endswith(f"_{len(numbers)}")
        assert re.fullmatch(r"[a-z0-9_]+", name)
        assert re.match(r"\w", text), name
        assert text.endswith("lalu tekan Ya."), name
        assert not re.search(r"}}\s*{{", text), name


@pytest.mark.parametrize("kind", sorted(set(telling._OF.values())))
@pytest.mark.parametrize("facts", [FULL, replace(FULL, agency=""), replace(FULL, days_late=0)], ids=str)
def test_every_message_to_a_citizen_has_its_template(kind, facts):
    name, text = telling.template(kind, facts)
    assert telling.templates()[name] == text


def test_what_we_owe_to_sp4n_lapor_is_no_lateness_towards_the_reporter():
    assert telling.kind_of("deadline_passed", "mirror") is None
    assert telling.kind_of("deadline_passed", "resolution") == "late"
