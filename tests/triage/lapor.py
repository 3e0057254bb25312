"""Cases that came from SP4N-LAPOR!, brought to their answer."""

from __future__ import annotations

from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Complaint
from complaints.states import Outcome
from tests import factories
from tests.factories import NOW, STORY


def entered(office, *, number="7654321") -> Complaint:
    """A complaint that staff took over from SP4N-LAPOR!."""
    entry = intake.Entry(
        channel="sp4n",
        received_at=NOW,
        content=drafts.Content(category=office.pju.code, story=STORY, no_place=True),
        reporter=None,
        may_publish=False,
        lapor=number,
    )
    return intake.enter(drafts.new_key(), entry=entry, actor=office.coordinator, now=NOW).complaint


def answered(office, *, number="7654321") -> Complaint:
    """The same with the agency's answer, given at NOW."""
    complaint = Complaint.objects.get(pk=entered(office, number=number).pk)
    factories.refer(complaint, office.dishub, actor=office.coordinator)
    followup.answer(complaint.pk, outcome=Outcome.EXPLAINED, text="x" * 60, actor=office.liaison, now=NOW)
    complaint.refresh_from_db()
    return complaint
