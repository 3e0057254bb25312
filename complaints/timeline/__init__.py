"""What happened to a complaint, told to the one who reads: the reporter, staff or everybody.

One function makes both, from the events alone, so that nobody is shown another history. Staff read all
of it; the reporter reads everything but internal notes and assignments, and no official's name; the public reads
that something happened, and of what was written only what a person has checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from complaints import texts, words
from complaints.models import (
    Agency,
    Attachment,
    Category,
    Complaint,
    Event,
    PageReport,
    Position,
    Publication,
    PublishedText,
    RoutingRule,
    Tag,
    Text,
    User,
)

from . import phrases
from .sentences import INTERNAL, PUBLIC, SENTENCES, TOLD, WORDED

Kind = Event.Kind


@dataclass
class Entry:
    """One line of the timeline, as templates/parts/timeline.html draws it."""

    what: str
    who: str
    at: datetime
    icon: str
    seen: str
    text: str = ""
    photos: list[dict] = field(default_factory=list)
    papers: list[dict] = field(default_factory=list)  # as parts/papers.html draws them
    state: str = "done"
    kind: str = ""
    to: int | None = None  # the agency or person it was given to, by id
    outcome: str = ""  # code of an answer's outcome
    given_by: str = ""  # the agency whose answer the coordinator recorded, by name
    body: Agency | None = None  # the outside body it is about
    sequence: int = 0  # of the event in its chain
    unread: str = ""  # why the public does not read the words of it
    moved: bool = False  # whether it changed anything of the case itself
    folded: list[Entry] = field(default_factory=list)  # small ones that stand behind one line


@dataclass
class _Names:
    """What the events of one complaint mention by id, fetched together."""

    agencies: dict[int, Agency]
    people: dict[int, User]
    rules: dict[int, RoutingRule]
    contents: dict[int, str]
    photos: dict[str, Attachment]
    numbers: dict[int, str] = field(default_factory=dict)  # of other complaints
    leaders: dict[int, Position] = field(default_factory=dict)
    tags: dict[int, Tag] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    short: bool = False  # agencies by their short names


def entries(
    complaint: Complaint,
    *,
    for_staff: bool,
    photo: Callable[[Attachment, int], dict] | None = None,
    paper: Callable[[Attachment], dict] | None = None,
) -> list[Entry]:
    """Return the timeline, oldest first (6 queries, whatever its length).

    `photo(attachment, number)` and `paper(attachment)` make the context of parts/photos.html and parts/papers.html for
    this reader; without them no photos and no papers are told.
    """
    events = list(complaint.events.select_related("actor", "position__agency"))
    public = _public(complaint, events) if for_staff and complaint.published_at else set()
    before = {}
    moved = {event.sequence for event in events if before != (before := _state(event))}
    if not for_staff:
        events = [event for event in events if not _is_internal(event)]
    names = _fetch(complaint, events)
    told = [_entry(event, names, for_staff, photo, paper) for event in events]
    for entry in told:
        entry.moved = entry.sequence in moved
        if entry.sequence in public:
            entry.seen = "public"
    if told and complaint.is_open:
        told[-1].state = "now"
    return told


def _state(event: Event) -> dict:
    return event.data.get("state", {})


def _public(complaint: Complaint, events: list[Event]) -> set[int]:
    """Return which events of a published case everybody reads: of those with words, the checked ones (1 query)."""
    rows = [event for event in events if event.kind in PUBLIC]
    words_there = PublishedText.objects.filter(publication=complaint.pk, text__isnull=False)
    checked = set(words_there.values_list("sequence", flat=True))
    return {e.sequence for e in _open_to_all(rows) if e.kind not in WORDED or e.sequence in checked}


def _open_to_all(rows: list[Event]) -> list[Event]:
    """Return those of the public `rows` that happened while the case was open to all, before and after.

    What opened it to all again is not told either: it says who had it while it was closed.
    """
    return [
        event
        for before, event in zip(rows[:1] + rows, rows, strict=False)
        if not _is_internal(event) and _was_open_to_all(before) and _was_open_to_all(event)
    ]


def published(complaint: Complaint, checked: Mapping[int, str]) -> list[Entry]:
    """Return what everybody reads of a published case, oldest first (4 queries at most): no person's name, nothing
    internal, and nothing of the time in which the case was closed to most.

    `checked` holds {sequence: the words of that event as a person has checked them; empty where they are not shown}.
    """
    rows = list(complaint.events.filter(kind__in=PUBLIC).select_related("position__agency").order_by("sequence"))
    events = _open_to_all(rows)
    names = _fetch(complaint, events, written=False)
    told = []
    for event in events:
        said = _words(event, names)
        entry = Entry(
            what=str(PUBLIC[event.kind]).format_map(said),
            who=_who(event, _("Warga")),
            at=event.at,
            icon=SENTENCES[event.kind][0],
            seen="public",
            kind=event.kind,
            outcome=event.data.get("outcome", ""),
            given_by=said["by"] if "way" in event.data else "",
            body=names.agencies.get(event.data.get("body")),
            sequence=event.sequence,
        )
        if event.kind in WORDED:
            entry.text = checked.get(event.sequence, "")
            entry.unread = "" if entry.text else _unread(event, checked)
        told.append(entry)
    if told and complaint.is_open:
        told[-1].state = "now"
    return told


def _was_open_to_all(event: Event) -> bool:
    return event.data.get("state", {}).get("access_class") == Complaint.AccessClass.ORDINARY


def _unread(event: Event, checked: Mapping[int, str]) -> str:
    """Say why the words are not there: nobody has checked them yet, or somebody decided so."""
    is_answer = event.kind in (Kind.ANSWERED, Kind.OUTSIDE_ANSWERED)
    if event.sequence in checked:
        return _("Isi jawaban tidak ditampilkan") if is_answer else _("Isi kabar tidak ditampilkan")
    if is_answer:
        return _("Jawaban sedang diperiksa sebelum ditampilkan")
    return _("Kabar sedang diperiksa sebelum ditampilkan")


def since(complaint: Complaint, sequence: int) -> list[Entry]:
    """Return what happened after the event with that sequence, as staff read it: what a person who was overtaken must
    know (6 queries)."""
    rows = complaint.events.filter(sequence__gt=sequence).select_related("actor", "position__agency")
    events = list(rows.order_by("sequence"))
    names = _fetch(complaint, events)
    return [_entry(event, names, True) for event in events]


def news(event: Event, complaint: Complaint) -> str:
    """Return the sentence of the last event of a complaint for a list, from what the list has fetched: no query.

    The event brings its position and agency, the complaint its owner, assignee and category.
    """
    names = _Names(
        agencies={complaint.owner_id: complaint.owner},
        people={complaint.assignee_id: complaint.assignee} if complaint.assignee else {},
        rules={},
        contents={},
        photos={},
        short=True,
    )
    if event.kind == Kind.CATEGORY_CHANGED:
        names.categories[complaint.category_id] = complaint.category
    if event.position:
        names.agencies[event.position.agency_id] = event.position.agency
    return str(SENTENCES[event.kind][1]).format_map(_words(event, names))


def by(event: Event) -> str:
    """Return who did it, in one name, as a list of staff shows it."""
    if event.actor_kind == Event.ActorKind.STAFF:
        return event.actor.full_name
    return _("Pelapor") if event.actor_kind == Event.ActorKind.REPORTER else _("Sistem")


def last_of(complaint: Complaint, *kinds: str) -> Event | None:
    """Return the newest event of one of `kinds`: the question to answer, the answer to judge."""
    return complaint.events.filter(kind__in=kinds).order_by("-sequence").first()


def text_of(event: Event, name: str) -> str:
    """Return the text that an event calls `name` ("question", "answer", …), empty if it has none or it was erased."""
    reference = event.data.get(name)
    if not reference:
        return ""
    return texts.read(Text.objects.get(pk=reference["text"])) or ""


def _entry(event: Event, names: _Names, for_staff: bool, photo=None, paper=None) -> Entry:
    icon, staff_sentence, reporter_sentence = SENTENCES[event.kind]
    sentence = str(staff_sentence if for_staff else reporter_sentence)
    files = [names.photos[item["file"]] for item in event.data.get("photos", []) if item["file"] in names.photos]
    if not for_staff:
        files = [row for row in files if row.purpose not in Attachment.INTERNAL]
    papers = [row for row in files if row.media_type == Attachment.Media.PDF]
    pictures = [row for row in files if row.media_type == Attachment.Media.JPEG]
    said = _words(event, names)
    return Entry(
        what=sentence.format_map(said),
        who=_who(event, _("Pelapor") if for_staff else _("Anda"), for_staff=for_staff),
        at=event.at,
        icon=icon,
        seen="internal" if _is_internal(event) else "reporter",
        text=_text(event, names, for_staff),
        photos=[photo(row, number) for number, row in enumerate(pictures, 1)] if photo else [],
        papers=[paper(row) for row in papers] if paper else [],
        kind=event.kind,
        to=event.data.get("to"),
        outcome=event.data.get("outcome", ""),
        given_by=said["by"] if "way" in event.data else "",
        body=names.agencies.get(event.data.get("body")),
        sequence=event.sequence,
    )


def _is_internal(event: Event) -> bool:
    """Whether staff alone read it. That another reporter's complaint was joined to this one is not told either."""
    return event.kind in INTERNAL or "joined" in event.data


def _words(event: Event, names: _Names) -> dict[str, str]:
    data = event.data

    def agency(pk):
        if pk not in names.agencies:
            return _("instansi lain")
        return names.agencies[pk].short_name if names.short else names.agencies[pk].name

    own = event.position.agency_id if event.position else data.get("state", {}).get("owner")
    body = agency(data.get("body")) if data.get("body") in names.agencies else _("lembaga luar")
    to = names.people.get(data.get("to"))
    person = to.full_name if to else _("siapa saja di instansi")
    other = names.numbers.get(data.get("joined", data.get("into")), _("laporan lain"))
    return {
        "to": agency(data.get("to")),
        "by": agency(data.get("by")),
        "agency": agency(own),
        "body": body,
        "into": names.numbers.get(data.get("into"), _("laporan lain")),
        "merged": phrases.merged(data).format(number=other),
        "unmerged": phrases.unmerged(data).format(number=other),
        "checked": phrases.checked(event).format(body=body),
        "leader": names.leaders[data["leader"]].title if data.get("leader") in names.leaders else _("pimpinan"),
        "on": _(" tanggal {date}").format(date=phrases.date(data["on"])) if event.kind == Kind.INSTRUCTED else "",
        "clock": words.CLOCK.get(data.get("clock"), ""),
        "until": phrases.date(data.get("until")),
        "before": phrases.date(data.get("before")),
        "promise": phrases.promise(data),
        "added": phrases.added(data) or _("Pelapor menambah keterangan"),
        "you_added": phrases.added(data) or _("Anda menambah keterangan"),
        "field": _("Hasil dari lapangan diterima") if data.get("taken") else _("Hasil dari lapangan tidak dipakai"),
        "answered": phrases.answered(data).format(by=agency(data.get("by")), way=words.WAY.get(data.get("way"), "")),
        "answer_of": (_("Jawaban {by}, dicatat petugas BESADU") if "way" in data else _("Jawaban {agency}")).format(
            by=agency(data.get("by")), agency=agency(own)
        ),
        "returned": (
            _("{by}: bukan pengawasan, dikembalikan") if "not_supervisory" in data else _("Dikembalikan {by}")
        ).format(by=agency(data.get("by"))),
        "submitted": phrases.entered(data) or _("Laporan masuk") + phrases.written(data),
        "received": phrases.entered(data) or _("Laporan Anda kami terima") + phrases.written(data),
        "owner": agency(data.get("state", {}).get("owner")),
        "assigned": phrases.assigned(data, person),
        "person": person,
        "tagged": phrases.tagged(data, names.tags.get(data.get("tag"), "")),
        "recategorised": _("Perubahan kategori dibatalkan:") if "undone" in data else _("Kategori diubah:"),
        "category": names.categories.get(data.get("category"), ""),
        "outcome": words.outcome(data["outcome"]).formal if "outcome" in data else "",
        "how": phrases.how(data),
        "said": phrases.how(data) if data.get("review") else _("bilang {how}").format(how=phrases.how(data)),
        "code": words.ARCHIVE_REASON.get(data.get("code"), ""),
        "published": _("Tampilan untuk umum diubah") if data.get("again") else _("Ditampilkan di Laporan warga"),
        "hidden": Publication.Hidden(data["because"]).label if "because" in data else "",
        "page_reason": PageReport.Reason(data["page_reason"]).label if "page_reason" in data else "",
        "page_decision": PageReport.Decision(data["decision"]).label if "decision" in data else "",
        "contact": words.CONTACT_REASON.get(data.get("reason"), "") if isinstance(data.get("reason"), str) else "",
    }


def _who(event: Event, reporter: str, *, for_staff: bool = False) -> str:
    """Say who did it; `reporter` is what this reader calls the reporter."""
    if event.actor_kind == Event.ActorKind.REPORTER:
        return reporter
    if event.actor_kind == Event.ActorKind.SYSTEM:
        return _("Sistem")
    if for_staff:
        parts = [event.actor.full_name]
        if event.position:
            parts += [event.position.title, event.position.agency.short_name]
        return ", ".join(parts)
    if event.position is None or event.position.agency.duty == Agency.Duty.COORDINATOR:
        return _("Petugas BESADU")
    return event.position.agency.name


def _text(event: Event, names: _Names, for_staff: bool) -> str:
    told = []
    rule = names.rules.get(event.data.get("rule"))
    if rule is not None:
        told.append(rule.reason)
    for name in (
        TOLD if for_staff else (name for name in TOLD if name not in ("giver", "unmatched"))
    ):  # officials stay unnamed
        reference = event.data.get(name)
        if isinstance(reference, dict):
            content = names.contents.get(reference["text"], _("(isi dihapus)"))
            told.append(_("Tanpa foto: {reason}").format(reason=content) if name == "no_photo" else content)
    return "\n\n".join(told)


def _fetch(complaint: Complaint, events: Iterable[Event], *, written: bool = True) -> _Names:
    """Fetch what the events mention; `written`: also what people wrote, and the files."""
    agencies, people, rules, references, files = set(), set(), set(), set(), False
    for event in events:
        data = event.data
        (people if event.kind in (Kind.ASSIGNED, Kind.SILENT) else agencies).add(data.get("to"))
        agencies |= {data.get("by"), data.get("body"), data.get("state", {}).get("owner")}
        if event.position:
            agencies.add(event.position.agency_id)
        rules.add(data.get("rule"))
        references |= {value["text"] for value in data.values() if isinstance(value, dict) and "text" in value}
        files = files or bool(data.get("photos"))
    leaders = {event.data["leader"] for event in events if "leader" in event.data}
    merged = {event.data[name] for event in events for name in ("into", "joined") if name in event.data}
    photos = Attachment.objects.filter(complaint=complaint) if files and written else []
    tags = {event.data["tag"] for event in events if event.kind == Kind.TAGGED}
    categories = {event.data["category"] for event in events if event.kind == Kind.CATEGORY_CHANGED}
    rules.discard(None)
    people.discard(None)
    return _Names(
        agencies=Agency.objects.in_bulk(agencies - {None}),
        people=User.objects.in_bulk(people) if people else {},
        rules=RoutingRule.objects.in_bulk(rules) if rules else {},
        contents=texts.read_many(Text.objects.filter(pk__in=references)) if written else {},
        photos={str(row.pk): row for row in photos},
        leaders=Position.objects.in_bulk(leaders) if leaders else {},
        tags=Tag.objects.in_bulk(tags) if tags else {},
        categories=Category.objects.in_bulk(categories) if categories else {},
        numbers=dict(Complaint.objects.filter(pk__in=merged).values_list("pk", "tracking_number")) if merged else {},
    )
