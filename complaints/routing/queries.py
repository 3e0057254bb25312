"""What the routing pages read: who may own, what the rules propose."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from complaints import access, lifecycle, texts
from complaints.deadlines.clocks import term_for
from complaints.deadlines.offices import calendar_of
from complaints.models import (
    Agency,
    Category,
    Complaint,
    District,
    Event,
    Position,
    Regency,
    RoutingRule,
    Text,
    User,
    Village,
)
from complaints.states import ClockKind, Status

from .matching import Proposal, propose


def owning_agencies() -> QuerySet[Agency]:
    """Return the agencies of the regency that own complaints, by name."""
    return Agency.objects.filter(is_active=True, kind__in=Agency.OWNING_KINDS).order_by("name")


def agencies_that_may_own(complaint: Complaint) -> QuerySet[Agency]:
    """Return the agencies that can be chosen for this complaint, never the one complained about.

    What came by the protected door stays with who inspects.
    """
    agencies = owning_agencies()
    if complaint.access_class == Complaint.AccessClass.PROTECTED:
        agencies = agencies.filter(pk=lifecycle.inspecting_agency(complaint).pk)
    return agencies.exclude(pk=complaint.excluded_agency_id)


def districts() -> list[District]:
    """Return the districts by name, each with its villages by name (2 queries)."""
    villages = Prefetch("villages", Village.objects.order_by("name"))
    return list(District.objects.prefetch_related(villages).order_by("name"))


def exact_categories() -> QuerySet[Category]:
    """Return the active categories below a topic: what a verifier may choose."""
    return Category.objects.filter(is_active=True, topic__isnull=False).select_related("topic", "agency")


def categories() -> list[tuple[str, list[Category]]]:
    """Return the exact categories grouped by topic, in the order of the citizen's form."""
    rows = sorted(exact_categories(), key=lambda c: (c.topic.form_order or 99, c.topic.name, c.name))
    groups: dict[str, list[Category]] = {}
    for category in rows:
        groups.setdefault(category.topic.name, []).append(category)
    return list(groups.items())


def proposals(complaint: Complaint, day: date, *, outside: bool = False) -> dict[int, Proposal]:
    """Return {category id: what the rule table proposes for it at this complaint's place}; two queries.

    With `outside` the bodies that it is to be handed on to, instead of the agencies that may own it.
    """
    rules = list(RoutingRule.objects.select_related("agency").order_by("order", "pk"))
    chosen = [category for _topic, group in categories() for category in group]
    if complaint.category not in chosen:
        chosen.append(complaint.category)
    found = ((c.pk, propose(rules, category=c, village=complaint.village, day=day, outside=outside)) for c in chosen)
    return {pk: proposal for pk, proposal in found if proposal and proposal.agency.pk != complaint.excluded_agency_id}


def likely_category(complaint: Complaint) -> Category | None:
    """Return the exact category to pre-choose: the complaint's own, or the only one its topic's agency has."""
    if complaint.category.topic_id is not None:
        return complaint.category
    same = complaint.category.categories.filter(is_active=True, agency=complaint.category.agency)[:2]
    return same[0] if len(same) == 1 else None


def class_for(complaint: Complaint, category: Category) -> str:
    """Return the class to pre-choose: the category's, but an aspiration and a request for information keep theirs."""
    is_complaint = complaint.report_class == Complaint.ReportClass.COMPLAINT
    return category.term_class if is_complaint or category.sensitive else complaint.term_class


def suggestions(complaint: Complaint, proposals: dict[int, Proposal], outside: dict[int, Proposal]) -> dict[int, dict]:
    """Return {category id: class, and the proposed agency with its reason} for the script of the refer page.

    Where no agency of the government is proposed, the body to hand on to stands as `outside`.
    """
    found = {}
    for _topic, group in categories():
        for category in group:
            proposal = proposals.get(category.pk)
            found[category.pk] = {"term_class": class_for(complaint, category)}
            if proposal:
                found[category.pk] |= {
                    "agency": proposal.agency.pk,
                    "name": proposal.agency.name,
                    "reason": proposal.reason,
                }
            elif category.pk in outside:
                body = outside[category.pk]
                found[category.pk] |= {"outside": body.agency.pk, "name": body.agency.name, "reason": body.reason}
    return found


def outside_bodies(complaint: Complaint) -> QuerySet[Agency]:
    """Return the bodies outside the regency's government that this complaint can be handed on to."""
    bodies = Agency.objects.filter(is_active=True, kind__in=Agency.OUTSIDE_KINDS)
    return bodies.exclude(pk=complaint.excluded_agency_id).order_by("name")


def last_forwarding(complaint: Complaint) -> Event | None:
    """Return the event by which the complaint was last handed on, None if it never was."""
    return complaint.events.filter(kind=Event.Kind.FORWARDED_EXTERNAL).order_by("-sequence").first()


def body_of(complaint: Complaint) -> Agency | None:
    """Return the outside body that the complaint was last handed on to, None if it never was."""
    forwarded = last_forwarding(complaint)
    return Agency.objects.get(pk=forwarded.data["body"]) if forwarded else None


def check_back_due(complaint: Complaint, now: datetime) -> datetime:
    """Return until when a body that gets the complaint now is left to answer before it is asked for news."""
    term = term_for(ClockKind.CHECK_BACK, complaint.term_class, now)
    return calendar_of(lifecycle.verifying_agency(complaint).pk).end_of_term(now, term.amount, term.unit)


def may_add_sheet(user: User, complaint: Complaint, held: list[Position]) -> bool:
    """Whether `user` may keep a signed sheet with this case: who reads it and works on cases."""
    works = any(position.role in Position.WORKING_ROLES for position in held)
    return works and access.staff_cases(user, held).filter(pk=complaint.pk).exists()


def sheet_case(user: User, number: str) -> Complaint:
    """Return a case with what its disposition sheet shows of the row itself, or raise Http404."""
    cases = access.staff_cases(user).select_related("owner", "category", "village__district", "submission", "agenda")
    return access.with_number(cases, number)


def sheet(complaint: Complaint) -> dict:
    """Return what the disposition sheet of a case says (`sheets`)."""
    return sheets([complaint])[0]


def sheets(complaints: list[Complaint]) -> list[dict]:
    """Return what the disposition sheets of these cases say: letterhead, whom each goes to, what it is to do, by when.

    What is kept sealed is told by number and kind alone: a sheet of paper lies open on desks. At most six queries for
    any number of ordinary cases about which nobody is accused.
    """
    given = {}
    kinds = [Event.Kind.REFERRED, Event.Kind.UPHELD]
    for event in Event.objects.filter(complaint__in=complaints, kind__in=kinds).order_by("complaint", "sequence"):
        given[event.complaint_id] = event
    current = {row.pk: given.get(row.pk) for row in complaints}
    current = {row.pk: one for row in complaints if (one := current[row.pk]) and one.data["to"] == row.owner_id}
    open_ones = [row for row in complaints if row.access_class not in texts.SEALED_CLASSES]
    stories = texts.stories(open_ones)
    reasons = {
        row.pk: current[row.pk].data["reason"]["text"]
        for row in open_ones
        if row.pk in current and "reason" in current[row.pk].data
    }
    written = texts.read_many(Text.objects.filter(pk__in=reasons.values()))
    regency, offices = Regency.objects.get(), {}
    found = []
    for row in complaints:
        handled_by = row.access_class in Complaint.CLOSED, row.excluded_agency_id
        if handled_by not in offices:
            offices[handled_by] = lifecycle.verifying_agency(row)
        sealed = row.access_class in texts.SEALED_CLASSES
        story, event = stories.get(row.pk, ""), current.get(row.pk)
        urgent = row.priority == Complaint.Priority.URGENT
        found.append(
            {
                "regency": regency,
                "office": offices[handled_by],
                "sealed": sealed,
                "story": story,
                "title": texts.title(story),
                "referred_at": event and event.at,
                "instruction": written.get(reasons.get(row.pk), ""),
                "manners": [
                    {"label": _("Biasa"), "ticked": not sealed and not urgent},
                    {"label": _("Segera"), "ticked": urgent},
                    {"label": _("Rahasia"), "ticked": sealed},
                ],
                "wishes": [
                    _("Tanggapan dan saran"),
                    _("Proses lebih lanjut"),
                    _("Koordinasi dan konfirmasi"),
                    _("Laporkan hasil"),
                ],
            }
        )
    return found


def returns(complaint: Complaint) -> QuerySet[Event]:
    """Return the events by which agencies gave the complaint back, the oldest first."""
    return complaint.events.filter(kind=Event.Kind.RETURNED).order_by("sequence")


def is_only_proposed(complaint: Complaint) -> bool:
    """Whether the inspectorate has neither confirmed nor refused yet that it is about the conduct of officials."""
    if complaint.access_class != Complaint.AccessClass.SUPERVISORY or complaint.status != Status.REFERRED:
        return False
    # Each referral proposes anew, also what was refused before; what is upheld was answered, and so confirmed.
    given = complaint.events.filter(kind__in=[Event.Kind.REFERRED, Event.Kind.UPHELD])
    return given.latest("sequence").kind == Event.Kind.REFERRED
