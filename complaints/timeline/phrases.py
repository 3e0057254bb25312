"""Parts of the timeline's sentences that depend on what an event says. Pure."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import dates
from complaints.models import Event, Submission, Tag
from complaints.states import Outcome

Kind = Event.Kind


def date(moment: str | None) -> str:
    """Return the local day of a moment as an event holds it."""
    return dates.full_date(datetime.fromisoformat(moment)) if moment else ""


def merged(data: dict) -> str:
    """Say which of two complaints came to which, as the one reads it that was joined or that joins."""
    return _("Laporan {number} digabung ke sini") if "joined" in data else _("Digabung ke {number}")


def unmerged(data: dict) -> str:
    """Say the same of a merge that was undone."""
    return _("Laporan {number} dipisahkan lagi dari sini") if "joined" in data else _("Penggabungan dibatalkan")


def assigned(data: dict, person: str) -> str:
    """Say to whom it was given, also by taking another choice back."""
    if "undone" in data:
        return _("Penugasan dibatalkan, kembali ke {person}").format(person=person)
    return _("Ditugaskan ke {person}").format(person=person)


def tagged(data: dict, tag: Tag | str) -> str:
    """Say which tag was put on or taken off; a list does not know its name."""
    return f"{_('Tanda dilepas') if 'removed' in data else _('Tanda dipasang')}{f': {tag}' if tag else ''}"


def checked(event: Event) -> str:
    """The date to ask an outside body again has come, or somebody has asked it."""
    if event.actor_kind == Event.ActorKind.SYSTEM:
        return _("{body} belum menjawab. Petugas menanyakannya lagi")
    return _("Kabar sudah ditanyakan lagi ke {body}")


def how(data: dict) -> str:
    """Say how much is not done yet, or that a review is asked for."""
    if data.get("review"):
        return _("minta ditinjau ulang")
    return _("baru sebagian beres") if data.get("partly") else _("belum beres")


def entered(data: dict) -> str:
    """Say by which way it came to who typed it in; nothing where the reporter did."""
    if "taken_over" in data:
        return _("Diambil dari register BESADU lama")
    if "channel" not in data:
        return ""
    return _("Dicatat petugas dari {channel}").format(channel=Submission.Channel(data["channel"]).label)


def added(data: dict) -> str:
    """Say by which way something was added that nobody proved to be the reporter's; nothing where the reporter did."""
    if "channel" not in data:
        return ""
    channel = Submission.Channel(data["channel"]).label
    if "unmatched" in data:
        return _("Keterangan lewat {channel} dari kontak lain, dicatat petugas").format(channel=channel)
    return _("Keterangan lewat {channel}, dicatat petugas. Pengirim belum terbukti").format(channel=channel)


def written(data: dict) -> str:
    """Say when it was written, if the phone had no signal then: its own clock says so, no deadline counts from it."""
    if "written" not in data:
        return ""
    return _(". Ditulis tanpa sinyal pada {date}").format(date=date(data["written"]))


def answered(data: dict) -> str:
    """What staff read of an answer: whether the coordinator recorded it for the agency, and how it came."""
    return _("Jawaban {by} dicatat ({way})") if "way" in data else _("Dijawab")


def promise(data: dict) -> str:
    """Say what was promised: a day, or the budget of a year."""
    if data.get("outcome") == Outcome.AWAITING_BUDGET:
        return _("Menunggu anggaran tahun {year}").format(year=data.get("year", ""))
    return _("Dijadwalkan {date}").format(date=date(data.get("until")))
