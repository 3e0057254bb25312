"""What the pages of this stage read."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from complaints import access, numbers
from complaints.deadlines import telling
from complaints.deadlines.clocks import term_for
from complaints.models import (
    Agency,
    Attachment,
    Category,
    Clock,
    Complaint,
    Holding,
    Position,
    Regency,
    Submission,
    User,
    Village,
)
from complaints.models.term import TermClass
from complaints.states import ClockKind


def regency() -> Regency | None:
    """Return the regency of this portal; None before its reference data is loaded."""
    return Regency.objects.first()


def topics() -> list[Category]:
    """Return what a citizen may choose from, in the order of the form."""
    return list(Category.objects.on_the_form())


def topic(code: str) -> Category | None:
    """Return the topic with this code if it can be chosen now."""
    return Category.objects.on_the_form().filter(code=code).first()


def villages_by_district(only: set[int] | None = None) -> list[tuple[str, list[Village]]]:
    """Return every district by name with its villages, both in alphabetical order; `only` those villages, if given."""
    rows = Village.objects.select_related("district").order_by("district__name", "district_id", "name")
    rows = rows if only is None else rows.filter(pk__in=only)
    return [
        (district.name, list(villages)) for district, villages in groupby(rows, key=lambda village: village.district)
    ]


def village(code: str | None) -> Village | None:
    """Return the village with this code, with its district."""
    return Village.objects.select_related("district").filter(code=code).first() if code else None


def entered_for(held: list[Position]) -> set[int] | None:
    """Return the villages for whose visitors these positions enter reports; None where they do for every one.

    Nothing where they enter none.
    """
    entering = [position for position in held if position.enters(None)]
    villages = {position.village_id for position in entering}
    return None if None in villages else villages


def has_clerk(village: Village, day: date) -> bool:
    """Whether somebody holds, on `day`, a position that enters reports for visitors of just this village."""
    return Holding.objects.current(day).filter(position__village=village, position__role=Position.Role.ENTRY).exists()


def is_sent(key: str) -> bool:
    """Whether the draft under `key` has become a complaint."""
    return Submission.objects.under(key).exists()


def number_of(key: str) -> str | None:
    """Return the tracking number of what was sent under `key`, None as long as nothing was."""
    return Submission.objects.under(key).values_list("complaint__tracking_number", flat=True).first()


def photo_of_draft(key: str, attachment_id) -> Attachment | None:
    """Return a photo of the draft under `key`, None if it is not one of its own."""
    return Attachment.objects.filter(pk=attachment_id, draft__key_digest=numbers.digest("draft", key)).first()


def verification_clock(complaint: Complaint) -> Clock:
    """Return the first clock of a complaint: by when it is verified. A receipt keeps promising this date."""
    return complaint.clocks.select_related("agency").filter(kind=ClockKind.VERIFICATION).earliest("started_at", "pk")


def case_from_lapor(user: User, held: list[Position], number: str) -> Complaint | None:
    """Return the case that has this number in SP4N-LAPOR!, if this person may read it."""
    return access.staff_cases(user, held).filter(lapor__number=number).first()


def answered_within(report_class: str, now: datetime) -> str:
    """Return within which time what is no complaint is answered, in words: *14 hari kerja*; empty for complaints."""
    own = {"aspiration": TermClass.ASPIRATION, "information_request": TermClass.INFO}.get(report_class)
    if own is None:
        return ""
    term = term_for(ClockKind.RESOLUTION, own, now)
    return telling.term(term.amount, term.unit)


def outside_bodies() -> list[Agency]:
    """Return the bodies outside the regency's government that can be called, by name."""
    kinds = (Agency.Kind.EXTERNAL, Agency.Kind.OVERSIGHT)
    return list(Agency.objects.filter(kind__in=kinds, is_active=True).exclude(hotline="").order_by("name"))


def agencies() -> list[Agency]:
    """Return the agencies, companies and villages of the regency, any of which may be complained about, by name."""
    kinds = (*Agency.OWNING_KINDS, Agency.Kind.VILLAGE)
    return list(Agency.objects.filter(kind__in=kinds, is_active=True).order_by("name"))
