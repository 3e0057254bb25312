"""The demo shows every state and every event of life.md that people and time can bring about, and its proofs hold."""

import io

import pytest
from django.core.management import call_command

from complaints import guarantee, history
from complaints.management import demo_stories
from complaints.models import Clock, Complaint, Event, Message, Submission
from complaints.states import Because, Outcome, Status

# Holidays declared late, erasures, who is complained about (not recorded yet), and instructions that were not followed:
# nothing that an act on one complaint of the demo causes. And the system's own chain.
ELSEWHERE = {
    *(Event.Kind.DUE_MOVED, Event.Kind.CLOCK_MOVED, Event.Kind.ERASED, Event.Kind.EXCLUDED),
    *(Event.Kind.SEALED, Event.Kind.MASTER_DATA_CHANGED, Event.Kind.HOLDER_CHANGED, Event.Kind.SIGNED_IN),
    *(Event.Kind.CHANNEL_TRIED, Event.Kind.MONTH_NOTED, Event.Kind.INSTRUCTION_PASSED, Event.Kind.FIELD_OPENED),
    *(Event.Kind.SILENT, Event.Kind.EXPORTED, Event.Kind.INBOX_LATE, Event.Kind.INBOX_DECIDED),
}


@pytest.mark.slow
def test_the_demo_shows_the_whole_life(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", "belitung", stdout=io.StringIO())
    call_command("load_demo", stdout=io.StringIO())

    assert set(Complaint.objects.values_list("status", flat=True)) == set(Status)
    assert set(Complaint.objects.exclude(submitted_because=None).values_list("submitted_because", flat=True)) == set(
        Because
    )
    assert set(Complaint.objects.values_list("access_class", flat=True)) == set(Complaint.AccessClass)
    assert set(Complaint.objects.values_list("report_class", flat=True)) == set(Complaint.ReportClass)
    kinds = set(Event.objects.filter(complaint__isnull=False).values_list("kind", flat=True))
    assert set(Event.Kind) - ELSEWHERE - kinds == set()
    told = {event.data["outcome"] for event in Event.objects.filter(kind__in=["answered", "promised"])}
    assert told >= {Outcome.REPAIRED, Outcome.EXPLAINED, Outcome.PROVEN, Outcome.PROMISED, Outcome.AWAITING_BUDGET}
    assert {"web", "phone", "whatsapp", "sp4n"} <= set(Submission.objects.values_list("channel", flat=True))
    assert Clock.objects.filter(miss__isnull=False).exists()

    assert not Message.objects.filter(state="waiting").exclude(channel__in=Message.BY_HAND).exists()
    assert list(guarantee.violations()) == []
    assert history.verify() is None
    assert Complaint.objects.filter(published_at__isnull=False).count() > 20
    before = Complaint.objects.count(), Event.objects.count()
    call_command("load_demo", stdout=io.StringIO())
    assert (Complaint.objects.count(), Event.objects.count()) == before


def test_every_scenario_is_told(db):
    """A scenario without a complaint is shown to nobody, and one without acts cannot be made."""
    import json
    from pathlib import Path

    rows = json.loads(Path("complaints/reference/belitung/demo.json").read_text(encoding="utf8"))
    assert {row["scenario"] for row in rows} == set(demo_stories.SCENARIOS)
    for _age, acts in demo_stories.SCENARIOS.values():
        for act in acts.split():
            assert hasattr(demo_stories.Story, f"_{act}"), act
