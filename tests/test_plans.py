"""What the worker asks every minute is looked up in an index, however much there is that is not due (issue 4).

By the databases' own plans, over enough rows that they have a choice. The same with a million: `make bench`.
"""

import pytest
from django.db import connection

from complaints import guarantee
from complaints.escalation import queries
from complaints.followup import saved_views
from complaints.models import Complaint, Conversation, Message, User
from complaints.notifications import outbox
from tests import factories, plans
from tests.benchmarks import seeding
from tests.factories import NOW
from tests.worlds import DAY


@pytest.fixture
def many(office):
    factories.make_village()
    seeding.seed(4000, due=40)
    waiting = Complaint.objects.filter(closed_at=None).values_list("pk", flat=True)
    Message.objects.bulk_create(
        Message(complaint_id=pk, sequence=n, kind="news", channel=channel, created_at=NOW, next_try_at=NOW)
        for pk in waiting
        for n, channel in enumerate([*Message.Channel] * 2, start=1)
    )
    owner = factories.coordination()
    moments = dict.fromkeys(("begun_at", "last_at"), NOW) | dict.fromkeys(("due_at", "next_effect_at"), NOW + DAY)
    Conversation.objects.bulk_create(
        Conversation(channel="email", contact_digest=n.to_bytes(4), wrapped=b"w", owner=owner, **moments)
        for n in range(2000)
    )
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE complaints_message, complaints_conversation")


def test_only_what_is_due_is_read(many):
    named = plans.of(lambda: list(queries.due(NOW)))
    counted = plans.of(lambda: list(guarantee.overdue(NOW)))
    taken = plans.of(lambda: outbox.claim(NOW))
    expected = {
        "what is due": (named[:-1], "complaint_next_effect", "next_effect_at<"),
        "closed and not mirrored": (named[-1:], "clock_running_due", "due_at<"),
        "G2 by clocks": (counted[:2], "clock_running_due", "due_at<"),
        "G2 by complaints": (counted[2:3], "complaint_next_effect", "next_effect_at<"),
        "G2 by the inbox": (counted[3:], "conversation_effect", "next_effect_at<"),
        "messages": (taken[: len(Message.BY_SERVER)], "message_due", "next_try_at<"),
    }
    for what, (found, index, condition) in expected.items():
        assert found, what
        for plan in found:
            assert plans.full_scans(plan) == [], what
            assert index in plan, (what, plan)
            assert condition in plan.replace(" ", ""), (what, plan)
    assert "Sort" not in named[0]
    assert "TEMP B-TREE" not in "".join([*named[:-1], *taken])


def test_what_is_to_be_published_looks_at_no_publication_of_the_past(many):
    """Of the cases that are open, or were closed not long ago, each is looked up: nothing is joined as a whole."""
    seeding.publish()
    cases = saved_views.to_publish(Complaint.objects.all(), NOW)
    (plan,) = plans.of(lambda: list(User.objects.annotate(n=saved_views.capped(cases)).values("n")))
    scanned = " ".join(plans.full_scans(plan))
    for table in ("complaints_publication", "complaints_event", "complaints_complaint"):
        assert table not in scanned, plan


def test_a_scan_is_seen(many):
    """The check itself: without its index a query reads everything, and that shows."""
    (plan,) = plans.of(lambda: list(Complaint.objects.filter(priority="urgent")))
    assert plans.full_scans(plan)


def test_the_seed_keeps_the_guarantee(many):
    """What measurements stand on is a portal like any other, but for its invented history."""
    assert {violation.guarantee for violation in guarantee.violations(NOW)} == {"G2", "G5"}
    assert len(list(queries.due(NOW))) == 40
