"""What happened to a complaint, told to the one who reads: the reporter or staff.

One function makes both, from the events alone, so that nobody is shown another history. Staff read all
of it; the reporter reads everything but internal notes and assignments, and no official's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints import texts, words
from complaints.models import Agency, Attachment, Complaint, Event, RoutingRule, Text, User

INTERNAL = frozenset({Event.Kind.ASSIGNED, Event.Kind.INTERNAL_NOTED})
Kind = Event.Kind

# kind -> (icon, sentence for staff, sentence for the reporter)
_SENTENCES = {
    Kind.SUBMITTED: ("tray", lazy("Laporan masuk"), lazy("Laporan Anda kami terima")),
    Kind.EXAMINED: ("eye", lazy("Pemeriksaan dimulai"), lazy("Petugas BESADU mulai memeriksa")),
    Kind.REFERRED: ("arrow-right", lazy("Diteruskan ke {to}"), lazy("Diteruskan ke {to}")),
    Kind.ASKED: ("question", lazy("Pelapor ditanya"), lazy("Petugas bertanya kepada Anda")),
    Kind.REPLIED: ("speech", lazy("Pelapor menjawab"), lazy("Anda menjawab")),
    Kind.ACCEPTED: ("check", lazy("Diterima {agency}"), lazy("{agency} menerima laporan Anda")),
    Kind.RETURNED: ("loop", lazy("Dikembalikan {by}"), lazy("Dikembalikan {by} untuk dipilihkan instansi lain")),
    Kind.ASSIGNED: ("user", lazy("Ditugaskan ke {person}"), ""),
    Kind.PROGRESS_NOTED: ("dots", lazy("Kabar untuk pelapor"), lazy("Kabar dari {agency}")),
    Kind.INTERNAL_NOTED: ("note", lazy("Catatan internal"), ""),
    Kind.ANSWERED: ("speech", lazy("Dijawab: {outcome}"), lazy("Jawaban {agency}: {outcome}")),
    Kind.CONFIRMED: ("check", lazy("Pelapor: sudah beres"), lazy("Anda bilang sudah beres")),
    Kind.OBJECTED: ("loop", lazy("Pelapor: {how}"), lazy("Anda bilang {how}")),
    Kind.UPHELD: (
        "loop",
        lazy("Keberatan diterima, dikerjakan lagi oleh {to}"),
        lazy("Keberatan Anda diterima. {to} mengerjakan lagi"),
    ),
    Kind.NOT_UPHELD: ("bar", lazy("Keberatan tidak diterima"), lazy("Keberatan Anda tidak diterima")),
    Kind.ARCHIVED: ("bar", lazy("Tidak diproses: {code}"), lazy("Laporan tidak diproses: {code}")),
    Kind.WITHDRAWN: ("crossed-sheet", lazy("Dicabut pelapor"), lazy("Anda mencabut laporan")),
    Kind.REOPENED: ("loop", lazy("Dibuka lagi"), lazy("Laporan dibuka lagi")),
    Kind.CONTACT_OPENED: (
        "user",
        lazy("Kontak pelapor dibuka: {contact}"),
        lazy("Petugas BESADU membuka kontak Anda: {contact}"),
    ),
    Kind.ERASED: ("crossed-sheet", lazy("Sebagian isi dihapus"), lazy("Sebagian isi dihapus")),
}
# Which texts of an event are told, in this order; the landmark is told with the place.
_TOLD = ("story", "question", "reply", "text", "answer", "note", "reason", "comment", "no_photo")


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
    state: str = "done"
    kind: str = ""
    to: int | None = None  # the agency or person it was given to, by id
    outcome: str = ""  # code of an answer's outcome
    sequence: int = 0  # of the event in its chain


@dataclass
class _Names:
    """What the events of one complaint mention by id, fetched together."""

    agencies: dict[int, Agency]
    people: dict[int, User]
    rules: dict[int, RoutingRule]
    contents: dict[int, str]
    photos: dict[str, Attachment]
    short: bool = False  # agencies by their short names


def entries(
    complaint: Complaint, *, for_staff: bool, photo: Callable[[Attachment, int], dict] | None = None
) -> list[Entry]:
    """Return the timeline, oldest first (6 queries, whatever its length).

    `photo(attachment, number)` makes the context of parts/photos.html for this reader; without it no
    photos are told.
    """
    events = list(complaint.events.select_related("actor", "position__agency"))
    if not for_staff:
        events = [event for event in events if event.kind not in INTERNAL]
    names = _fetch(complaint, events)
    told = [_entry(event, names, for_staff, photo) for event in events]
    if told and complaint.is_open:
        told[-1].state = "now"
    return told


def newest(complaint: Complaint) -> Entry:
    """Return the last thing that happened, as staff read it: what a person who was overtaken must know."""
    event = complaint.events.select_related("actor", "position__agency").order_by("-sequence")[0]
    return _entry(event, _fetch(complaint, [event]), True, None)


def news(event: Event, complaint: Complaint) -> str:
    """Return the sentence of the last event of a complaint for a list, from what the list has fetched: no query.

    The event brings its position and agency, the complaint its owner and assignee.
    """
    names = _Names(
        agencies={complaint.owner_id: complaint.owner},
        people={complaint.assignee_id: complaint.assignee} if complaint.assignee else {},
        rules={},
        contents={},
        photos={},
        short=True,
    )
    if event.position:
        names.agencies[event.position.agency_id] = event.position.agency
    return str(_SENTENCES[event.kind][1]).format_map(_words(event, names))


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


def is_same_act(event: Event | None, kind: str, actor: User | None, answers: dict, *, written: Iterable[str]) -> bool:
    """Whether `event` is this very act, sent once before: same person (None: the reporter), same kind, same answers.

    `written` names the `answers` that are free text: every word of them must stand in the event, and no other.
    Photos must be the same pictures; what else the event says of an answer, it must say alike.
    """
    written = set(written)
    if event is None or event.kind != kind or event.actor_id != (actor and actor.pk):
        return False
    referred = [value["text"] for value in event.data.values() if isinstance(value, dict) and "text" in value]
    kept = set(texts.read_many(Text.objects.filter(pk__in=referred)).values())
    if kept != {answers[name] for name in written if answers.get(name)}:
        return False
    return all(
        _said(event.data[name]) == _said(value)
        for name, value in answers.items()
        if name in event.data and name not in written
    )


def _said(value):
    """Return an answer as an event holds it, without order: rows by id, photos by their pictures."""
    if isinstance(value, list | tuple):
        return sorted(str(_said(item)) for item in value)
    if isinstance(value, dict):
        return value.get("sha256")
    return getattr(value, "sha256", None) or getattr(value, "pk", value)


def _entry(event: Event, names: _Names, for_staff: bool, photo) -> Entry:
    icon, staff_sentence, reporter_sentence = _SENTENCES[event.kind]
    sentence = str(staff_sentence if for_staff else reporter_sentence)
    shown = [names.photos[item["file"]] for item in event.data.get("photos", []) if item["file"] in names.photos]
    return Entry(
        what=sentence.format_map(_words(event, names)),
        who=_who(event, for_staff),
        at=event.at,
        icon=icon,
        seen="internal" if event.kind in INTERNAL else "reporter",
        text=_text(event, names),
        photos=[photo(row, number) for number, row in enumerate(shown, 1)] if photo else [],
        kind=event.kind,
        to=event.data.get("to"),
        outcome=event.data.get("outcome", ""),
        sequence=event.sequence,
    )


def _words(event: Event, names: _Names) -> dict[str, str]:
    data = event.data

    def agency(pk):
        if pk not in names.agencies:
            return _("instansi lain")
        return names.agencies[pk].short_name if names.short else names.agencies[pk].name

    own = event.position.agency_id if event.position else data.get("state", {}).get("owner")
    return {
        "to": agency(data.get("to")),
        "by": agency(data.get("by")),
        "agency": agency(own),
        "person": names.people[data["to"]].full_name if data.get("to") in names.people else _("siapa saja di instansi"),
        "outcome": words.outcome(data["outcome"]).formal if "outcome" in data else "",
        "how": _("baru sebagian beres") if data.get("partly") else _("belum beres"),
        "code": words.ARCHIVE_REASON.get(data.get("code"), ""),
        "contact": words.CONTACT_REASON.get(data.get("reason"), "") if isinstance(data.get("reason"), str) else "",
    }


def _who(event: Event, for_staff: bool) -> str:
    if event.actor_kind == Event.ActorKind.REPORTER:
        return _("Pelapor") if for_staff else _("Anda")
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


def _text(event: Event, names: _Names) -> str:
    told = []
    rule = names.rules.get(event.data.get("rule"))
    if rule is not None:
        told.append(rule.reason)
    for name in _TOLD:
        reference = event.data.get(name)
        if isinstance(reference, dict):
            content = names.contents.get(reference["text"], _("(isi dihapus)"))
            told.append(_("Tanpa foto: {reason}").format(reason=content) if name == "no_photo" else content)
    return "\n\n".join(told)


def _fetch(complaint: Complaint, events: Iterable[Event]) -> _Names:
    agencies, people, rules, references, files = set(), set(), set(), set(), False
    for event in events:
        data = event.data
        (people if event.kind == Kind.ASSIGNED else agencies).add(data.get("to"))
        agencies |= {data.get("by"), data.get("state", {}).get("owner")}
        if event.position:
            agencies.add(event.position.agency_id)
        rules.add(data.get("rule"))
        references |= {value["text"] for value in data.values() if isinstance(value, dict) and "text" in value}
        files = files or bool(data.get("photos"))
    photos = Attachment.objects.filter(complaint=complaint) if files else []
    rules.discard(None)
    people.discard(None)
    return _Names(
        agencies=Agency.objects.in_bulk(agencies - {None}),
        people=User.objects.in_bulk(people) if people else {},
        rules=RoutingRule.objects.in_bulk(rules) if rules else {},
        contents=texts.read_many(Text.objects.filter(pk__in=references)),
        photos={str(row.pk): row for row in photos},
    )
