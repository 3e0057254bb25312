"""Papers of a case: what the case page shows of them, and how one is kept."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_safe

from complaints import access, lifecycle, papers, timeline
from complaints.models import Attachment, Complaint, Event, Position, User


@login_required
@require_safe
def paper(request, number, paper_id):
    """A paper of a case, to be kept and opened outside the browser."""
    complaint = access.staff_case(request.user, number)
    return papers.download(complaint, access.attachment_of(complaint, paper_id, media=Attachment.Media.PDF))


def instructing(user: User, complaint: Complaint, now: datetime, held: list[Position]) -> set[str]:
    """Return by which pages this person may give or record an instruction on an open case that he reads."""
    if not complaint.is_open:
        return set()
    leads = any(position.role == Position.Role.LEADER for position in held)
    # As for taking a case up again: the coordinator, in closed cases the inspectorate.
    coordinates = lifecycle.may(user, "reopen", complaint, now, held=held)
    return ({"instruct"} if leads else set()) | ({"record_instruction"} if coordinates else set())


def about(complaint: Complaint, entries: list[timeline.Entry], held: list[Position]) -> dict:
    """Return the last instruction that is not answered yet, and the signed disposition sheets."""
    sheets = [entry for entry in entries if entry.kind == Event.Kind.SHEET_ADDED]
    kinds = (Event.Kind.INSTRUCTED, Event.Kind.ANSWERED)
    last = next((entry for entry in reversed(entries) if entry.kind in kinds), None)
    return {
        "instruction": last if complaint.is_open and last and last.kind == Event.Kind.INSTRUCTED else None,
        "sheets": [paper for entry in sheets for paper in entry.papers],
        "sheet_photos": [photo for entry in sheets for photo in entry.photos],
        "may_add_sheet": any(position.role in Position.WORKING_ROLES for position in held),
    }
