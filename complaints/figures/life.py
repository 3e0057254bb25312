"""Where one complaint counts, from its events alone (ux.md 5.1, domain.md 3.3). Pure: no database, no clock.

It stands in the cells of its present category, village and class, as the lists do; an answer, a deadline that was
kept or missed and a judgement are the agency's that had the case then. Only ordinary cases count in cells: of the
others no more is kept than how many came in a month (life.md 4). Spam counts as spam and nowhere else. What the public
was shown once counts in its log, whatever it came to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from complaints.models import Complaint, Event, Submission, Tally
from complaints.states import FINAL, OPEN, WAITS_FOR, ClockKind, Status, WaitsFor

Kind, Span, Did = Tally.Kind, Tally.Span, Event.Kind
ORDINARY = Complaint.AccessClass.ORDINARY
ALL = 0  # of a dimension: not told apart
ON_TIME, LATE = "on_time", "late"
YES, NO = "yes", "no"
SILENCE = "silence"
ASSIGNED, UNASSIGNED = "assigned", "unassigned"
# Why the public does not see a report, beside the reasons for which one was hidden (`Publication.Hidden`).
WISH, UNCHECKED, CLASS, OTHER = "wish", "unchecked", "class", "other"
_OURS = (WaitsFor.OWNER, WaitsFor.AGENCY)
_WORK = (ClockKind.RESOLUTION, ClockKind.REWORK)


class Cell(NamedTuple):
    """What a row of `Tally` counts; the columns of that name."""

    agency: int
    category: int
    district: int
    village: int
    access_class: str
    span: str
    starts_on: date
    kind: str
    bucket: str


class Happened(NamedTuple):
    """One event: all that figures need of it."""

    kind: str
    at: datetime
    data: Mapping

    @property
    def state(self) -> Mapping:
        """The columns of the complaint as the event left them (`fingerprints.STATE`)."""
        return self.data["state"]


class _Where(NamedTuple):
    """The present cell of a complaint."""

    category: int
    district: int
    village: int


def cells(events: Sequence[Happened], district_of: Mapping[int, int]) -> Counter[Cell]:
    """Return how often one complaint counts in which cells, given all its events in order and {village: district}."""
    found: Counter[Cell] = Counter()
    if not events:
        return found
    if events[0].state["status"] in FINAL:
        return found  # it had ended in the register before this portal: another time, other rules
    last = events[-1].state
    received = _received(events[0])
    if any("published" in event.state for event in events):
        _add(found, Kind.LOGGED, received, bucket=_unshown(events))
    if _is_spam(events):
        _add(found, Kind.SPAM, received)
    elif last["access_class"] != ORDINARY:
        _add(found, Kind.RECEIVED, received, access_class=last["access_class"])
    else:
        village = last.get("village", ALL)
        _Ordinary(found, events, _Where(last["category"], district_of.get(village, ALL), village)).count(received)
    return found


class _Ordinary:
    """The counting of one ordinary case."""

    def __init__(self, found: Counter[Cell], events: Sequence[Happened], where: _Where):
        self.found, self.events, self.where = found, events, where
        self.last = events[-1].state

    def count(self, received: date) -> None:
        """Count everything that is told of it."""
        self._place(Kind.RECEIVED, received, agency=self.last["owner"])
        _add(self.found, Kind.RECEIVED, received, span=Span.DAY)
        _add(self.found, Kind.CHANNEL, received, bucket=self.events[0].data.get("channel", Submission.Channel.WEB))
        if reason := _unshown(self.events):
            _add(self.found, Kind.UNSHOWN, received, bucket=reason)
        self._stands(received)
        self._verified()
        self._answered()
        self._punctual()
        self._moves()

    def _stands(self, received: date) -> None:
        """OPEN: not closed. OVERDUE: somebody in the government should have acted before its last event, which comes
        at the latest when the due time has passed (`escalation.pass_time`)."""
        last, at = self.last, self.events[-1].at
        if last["status"] not in OPEN:
            return
        agency = last["owner"]
        self._place(Kind.OPEN, received, agency=ALL)
        self._agency(Kind.OPEN, received, agency, bucket=ASSIGNED if "assignee" in last else UNASSIGNED)
        due = _moment(last["due"])
        if WAITS_FOR[last["status"]] in _OURS and due < at:
            self._place(Kind.OVERDUE, received, agency=agency, bucket=timezone.localdate(due).isoformat(), fine=False)

    def _verified(self) -> None:
        """VERIFIED: decided for the first time whether it was checked in time: when it was passed on or closed, or when
        the date had passed. What the reporter took back or was merged needed no check any more."""
        for before, event in zip(self.events, self.events[1:], strict=False):
            if event.kind == Did.DEADLINE_PASSED and event.data["clock"] == ClockKind.VERIFICATION:
                return _add(self.found, Kind.VERIFIED, _day(event.data["due"]), bucket=LATE)
            if before.state["status"] != Status.SUBMITTED:
                continue
            if event.state["status"] in (Status.REFERRED, Status.FORWARDED_EXTERNAL, Status.ARCHIVED):
                due = _moment(before.state["due"])
                late = due < event.at
                day = timezone.localdate(due if late else event.at)
                return _add(self.found, Kind.VERIFIED, day, bucket=LATE if late else ON_TIME)
            if event.state["status"] in FINAL:
                return None
        return None

    def _answered(self) -> None:
        """ANSWERED: the first answer that was not sent back. OUTCOME: what came of it at last."""
        first, outcome = answered(self.events)
        if first is not None:
            day, hours = timezone.localdate(first.at), str(hours_to(first))
            self._place(Kind.ANSWERED, day, agency=first.state["owner"], bucket=hours, fine=False)
            _add(self.found, Kind.ANSWERED, day, span=Span.DAY, bucket=hours)
        if outcome is not None:
            agency = outcome.state["owner"]
            self._agency(Kind.OUTCOME, timezone.localdate(outcome.at), agency, bucket=outcome.data["outcome"], too=True)

    def _punctual(self) -> None:
        """PUNCTUAL: each date by which work was to be answered, once it is decided: kept when it was answered before,
        missed when it passed. An objection that was upheld begins another one. A miss stays with who had the case."""
        decided: list[tuple[date, int, str]] = []
        missed = kept = False
        for event in self.events:
            match event.kind:
                case Did.UPHELD:
                    missed = kept = False
                case Did.DEADLINE_PASSED if event.data["clock"] in _WORK and not missed:
                    missed = True
                    decided.append((_day(event.data["due"]), event.data["by"], LATE))
                case Did.ANSWERED if not (missed or kept) and "deadline" in event.data:
                    due = _moment(event.data["deadline"])
                    missed, kept = due < event.at, due >= event.at
                    day = timezone.localdate(due if missed else event.at)
                    decided.append((day, event.state["owner"], LATE if missed else ON_TIME))
                case Did.SENT_BACK if kept:
                    # What says nothing was no answer; its date goes on.
                    kept = False
                    decided.pop()
        for day, agency, bucket in decided:
            self._agency(Kind.PUNCTUAL, day, agency, bucket=bucket, too=True)

    def _moves(self) -> None:
        """What people did with it: referred and returned, judged, closed and opened again."""
        before, answered_by = None, ALL
        for event in self.events:
            day, owner = timezone.localdate(event.at), event.state["owner"]
            match event.kind:
                case Did.REFERRED | Did.UPHELD:
                    self._agency(Kind.REFERRED, day, owner, too=True)
                case Did.RETURNED:
                    self._agency(Kind.RETURNED, day, event.data["by"], too=True)
                case Did.ANSWERED:
                    answered_by = owner
                case Did.CONFIRMED:
                    self._agency(Kind.JUDGED, day, answered_by, bucket=YES, too=True)
                case Did.OBJECTED if not event.data.get("review"):
                    self._agency(Kind.JUDGED, day, answered_by, bucket=NO, too=True)
            resolved, was_resolved = (
                state is not None and state["status"] == Status.RESOLVED for state in (event.state, before)
            )
            if resolved and not was_resolved:
                silent = event.kind == Did.CONFIRMATION_OVER
                self._agency(Kind.CLOSED, day, answered_by, bucket=SILENCE if silent else "", too=True)
            elif was_resolved and event.state["status"] in OPEN:
                self._agency(Kind.REOPENED, day, answered_by, too=True)
            before = event.state

    def _agency(self, kind: str, day: date, agency: int, *, bucket: str = "", too: bool = False) -> None:
        """Count for an agency, where there is one; `too`: and for the whole regency."""
        if too:
            _add(self.found, kind, day, bucket=bucket)
        if agency != ALL:
            _add(self.found, kind, day, bucket=bucket, agency=agency)

    def _place(self, kind: str, day: date, *, agency: int, bucket: str = "", fine: bool = True) -> None:
        """Count for the whole, an agency, the category and the district; `fine`: also by village, and by category and
        district at once."""
        category, district, village = self.where
        self._agency(kind, day, agency, bucket=bucket, too=True)
        _add(self.found, kind, day, bucket=bucket, category=category)
        if district != ALL:
            _add(self.found, kind, day, bucket=bucket, district=district)
        if fine and district != ALL:
            _add(self.found, kind, day, bucket=bucket, district=district, village=village)
            _add(self.found, kind, day, bucket=bucket, category=category, district=district)


def answered(events: Iterable[Happened]) -> tuple[Happened | None, Happened | None]:
    """Return the first answer that was not sent back, and the event with the last outcome; of events in order."""
    answers, outcome = [], None
    for event in events:
        if event.kind == Did.ANSWERED:
            answers.append(event)
        elif event.kind == Did.SENT_BACK and answers:
            sent_back = answers.pop()
            outcome = answers[-1] if outcome is sent_back and answers else None
        if event.kind != Did.SENT_BACK and "outcome" in event.data:
            outcome = event
    return answers[0] if answers else None, outcome


def hours_to(answer: Happened) -> int:
    """Return the full working hours from receipt to an answer."""
    return answer.data["took"] // 60


def _add(found: Counter[Cell], kind: str, day: date, *, span: str = Span.MONTH, bucket: str = "", **where) -> None:
    whole = {"agency": ALL, "category": ALL, "district": ALL, "village": ALL, "access_class": ORDINARY}
    starts_on = day if span == Span.DAY else day.replace(day=1)
    found[Cell(**whole | where, span=str(span), starts_on=starts_on, kind=str(kind), bucket=str(bucket))] += 1


def _received(filed: Happened) -> date:
    """The day on which it came in: what was typed in later came before."""
    return _day(filed.data["received"]) if "received" in filed.data else timezone.localdate(filed.at)


def _is_spam(events: Sequence[Happened]) -> bool:
    if events[-1].state["status"] != Status.ARCHIVED:
        return False
    return next(event.data["code"] for event in reversed(events) if event.kind == Did.ARCHIVED) == "spam"


def _unshown(events: Sequence[Happened]) -> str:
    """Return why the public does not see it; empty when it does."""
    if "published" in events[-1].state:
        return ""
    reason = UNCHECKED if events[0].data["may_publish"] else WISH
    shown = False
    for event in events:
        if event.kind == Did.HIDDEN:
            reason = event.data.get("because", OTHER)
        elif "published" in event.state:
            reason = UNCHECKED
        elif shown:  # else its category came to be one that is never shown, or it is noted who is complained about
            reason = WISH if event.kind == Did.WITHDRAWN else CLASS
        shown = "published" in event.state
    return reason


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> date:
    return timezone.localdate(_moment(text))
