"""How the complaints of the demo live: through the operations, at times before now, and time passes between.

So histories, clocks, misses, promises and what a passed due time causes are real.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from complaints.deadlines.offices import calendar_of
from complaints.escalation import operations as escalation
from complaints.identity import Reporter
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Category, Complaint, Village
from complaints.phones import PHONE

from .demo_acts import Acts
from .demo_desk import DeskActs

_FIRST = ["Andi", "Budi", "Citra", "Dewi", "Eka", "Farhan", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman"]

# scenario -> (age in days, acts in order). An act is a method of _Story.
SCENARIOS: dict[str, tuple[float, str]] = {
    "new": (0.3, ""),
    "examined": (0.8, "examine"),
    "verification_overdue": (9, "examine"),
    "asked_by_coordinator": (2, "examine ask_as_coordinator"),
    "replied_to_coordinator": (3, "examine ask_as_coordinator reply"),
    "returned": (2, "refer_wrongly return"),
    "arbitration": (6, "refer_wrongly return refer return"),
    "reopened": (5, "withdraw reopen"),
    "referred": (1.5, "examine refer"),
    "referred_sensitive": (0.4, "refer"),
    "referred_supervisory": (3, "examine refer"),
    "referred_emergency": (0.1, "refer"),
    "first_response_overdue": (26, "examine refer"),
    "accepted": (3, "examine refer accept"),
    "assigned": (4, "examine refer assign"),
    "in_progress": (8, "examine refer accept progress"),
    "resolution_overdue": (35, "examine refer accept progress"),
    "asked_by_agency": (4, "examine refer ask"),
    "replied_to_agency": (6, "examine refer ask reply"),
    "answered": (7, "examine refer assign progress answer"),
    "answered_explained": (6, "examine refer explain"),
    "answered_cannot": (9, "examine refer progress cannot"),
    "answered_not_found": (5, "examine refer not_found"),
    "objected": (11, "examine refer progress answer object"),
    "upheld": (13, "examine refer progress answer object uphold"),
    "resolved": (15, "examine refer assign progress answer confirm"),
    "resolved_late": (45, "examine refer late progress late explain confirm"),
    "not_upheld": (14, "examine refer explain object not_uphold"),
    "archived_spam": (3, "spam"),
    "archived_outside": (6, "examine outside"),
    "withdrawn": (5, "examine withdraw"),
    "scheduled": (12, "examine refer accept promise"),
    "awaiting_budget": (20, "examine refer progress promise_budget"),
    "promise_broken": (36, "examine refer progress promise_soon late"),
    "promise_made_again": (30, "examine refer promise_soon promise"),
    "promise_kept": (18, "examine refer progress promise answer"),
    "extended": (12, "examine refer progress extend"),
    "extended_twice": (12, "examine refer progress extend extend_again"),
    "proposed": (7, "examine refer accept progress propose give_back propose"),
    "sent_back": (8, "examine refer assign empty_answer_sent_back"),
    "on_behalf": (9, "examine refer assign on_behalf"),
    "forwarded": (6, "examine forward"),
    "forwarded_asked": (26, "examine forward ask_body"),
    "forwarded_answered": (20, "examine forward outside_answer"),
    "forwarded_unanswered": (70, "examine forward late late late late late late"),
    "bounced": (12, "examine forward bounce"),
    "merged": (1, "examine merge"),
    "unmerged": (3, "examine merge unmerge"),
    "arbitrated": (9, "refer_wrongly return refer_wrongly return decide"),
    "supervisory_confirmed": (9, "examine refer accept"),
    "supervisory_refused": (6, "examine refer return"),
    "supervisory_answered": (30, "examine refer accept progress proven"),
    "sensitive_answered": (3, "refer progress explain"),
    "protected": (3, ""),
    "protected_opened": (8, "open_case refer accept progress"),
    "silence": (40, "examine refer assign answer late late late late late late"),
    "no_reply": (50, "examine refer ask late late late late late"),
    "instructed": (6, "examine refer sheet instruct_on_paper"),
    "instructed_by_himself": (5, "examine refer accept instruct"),
    "added": (4, "examine refer add add_contact open_contact change_contact recover reissue"),
    "shared": (6, "examine refer progress share"),
    "shared_done": (9, "examine refer progress share finish_part"),
    "in_the_field": (5, "examine recategorise refer accept tag send_to_the_field"),
    "entered": (1, "examine"),
    "from_lapor": (6, "examine refer explain answer_lapor"),
    "to_lapor": (5, "examine refer link_lapor"),
    "aspiration": (8, "examine refer explain"),
    "information_request": (3, "examine refer"),
    "formal_request": (5, "examine refer"),
}


class Story(DeskActs, Acts):
    """One demo complaint as it lives from filing to where its scenario ends."""

    def __init__(self, row: dict, key: str, number: int, now: datetime):
        self.row, self.key, self.number, self.now = row, key, number, now
        self.age, acts = SCENARIOS[row["scenario"]]
        self.acts = acts.split()
        self.times = self._times()
        self.category = Category.objects.select_related("topic", "agency").get(code=row["category"])

    def live(self) -> None:
        """File it and let people and time do to it what its scenario says."""
        self.pk = self._file(next(self.times)).complaint.pk
        for act in self.acts:
            at = next(self.times)
            self._pass_time(at)
            getattr(self, f"_{act}")(at)
        self._pass_time(self.now)

    def _point(self) -> dict:
        """Where a phone would be: for what can be seen at a place, somewhere near the middle of its village."""
        village = Village.objects.filter(code=self.row["village"]).first() if self.category.physical else None
        if village is None:
            return {}
        near = (self.number * 37 % 21 - 10) / 5000  # within two kilometres, apart from each other
        return {"latitude": village.latitude + near, "longitude": village.longitude - near / 2, "accuracy": 20}

    def _pass_time(self, until: datetime) -> None:
        """Look every time something falls due, as the worker does each minute."""
        for _look in range(100):
            due = Complaint.objects.values_list("next_effect_at", flat=True).get(pk=self.pk)
            if due is None or due >= until:
                return
            escalation.pass_time(self.pk, now=min(due + timedelta(minutes=1), until))
        raise RuntimeError(f"no end of time in {self.row['scenario']}")

    def _file(self, at: datetime) -> intake.Receipt:
        reporter = None
        if self.row["named"]:
            reporter = Reporter(_FIRST[self.number % len(_FIRST)], PHONE, f"+62812000{self.number:05d}")
        if self.row["scenario"].startswith("protected"):
            return self._file_protected(reporter, at)
        topic = self.category.topic.code if self.category.topic.form_order else "tidak-yakin"
        content = drafts.Content(
            report_class=self.row.get("report_class", "complaint"),
            category=topic,
            story=self.row["story"],
            village=self.row["village"],
            landmark=self.row["landmark"],
            no_place=not self.row["village"],
            since="this_week" if self.category.physical else "",
            **self._point(),
        )
        if channel := self.row.get("channel"):
            entry = intake.Entry(
                channel=channel,
                received_at=at - timedelta(hours=1),
                content=content,
                reporter=reporter,
                may_publish=False,
                lapor=self.row.get("lapor", ""),
            )
            clerk = self.row.get("entered_by")  # the code of a position: who sits in a village
            actor = self._holder(clerk) if clerk else self.coordinator
            return intake.enter(self.key, entry=entry, actor=actor, now=at)
        drafts.keep(self.key, content, now=at)
        if self.row["photos"]:
            drafts.add_photos(self.key, [self._photo("")], now=at)
        return intake.submit(
            self.key,
            seen=drafts.read(self.key).seen(),
            reporter=reporter,
            may_publish=self.category.publish_default,
            formal=self.row["scenario"] == "formal_request",
            now=at,
        )

    def _file_protected(self, reporter: Reporter | None, at: datetime) -> intake.Receipt:
        report = intake.ProtectedReport(
            story=self.row["story"], accused=self.row["accused"], where=self.row["landmark"]
        )
        return intake.protected(self.key, report=report, reporter=reporter, now=at)

    def _times(self) -> Iterator[datetime]:
        """Yield the moment of filing and of each act: spread over the age, in office hours, never after now."""
        calendar = calendar_of()
        until = self.now - timedelta(days=self.row.get("ago", 0))
        start = until - timedelta(days=self.age)
        step = (until - start) / (len(self.acts) + 1)
        last = start
        yield start
        for number in range(1, len(self.acts) + 1):
            wished = calendar.next_open(start + number * step) + timedelta(minutes=5 * number)
            latest = until - timedelta(minutes=2 * (len(self.acts) - number + 1))
            last = max(last + timedelta(minutes=1), min(wished, latest))
            yield last
