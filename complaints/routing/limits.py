"""What an agency may not do (yet, or any more) although the status of its case allows it (life.md 3, product.md 3).

A part that another agency was given: it is waited for. Only proposed as supervisory: the inspectorate says first
whether it is. Confirmed: it is not given back. After the silence of the reporter: it is answered. The operations ask
`check`, the case page leaves away what `withheld` names.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from complaints.errors import Refused
from complaints.models import Complaint, Event, Share
from complaints.states import Status

from . import queries

_RETURNS = frozenset({"return_referral", "return_referral_again"})
# Each of these would accept the case, and so confirm it silently.
_AFTER_CONFIRMING = frozenset(
    {"ask", "assign", "note_progress", "answer", "answer_on_behalf", "promise", "extend", "extend_again"}
)
_NOT_AFTER_SILENCE = frozenset({"ask", "promise", "extend", "extend_again"}) | _RETURNS
_ANSWERS = frozenset({"answer", "answer_on_behalf"})
# After these the reporter has spoken again, or the work is another one.
_ENDS_SILENCE = frozenset({Event.Kind.REPLIED, Event.Kind.EVIDENCE_ADDED, Event.Kind.REFERRED, Event.Kind.UPHELD})


def check(complaint: Complaint, act: str) -> None:
    """Raise Refused, with what can be done instead, when the agency may not do `act` of its case as it stands."""
    if sentence := problem(complaint, act):
        raise Refused(sentence)


def problem(complaint: Complaint, act: str) -> str:
    """Return why the agency may not do `act` of its case as it stands, in words; empty where it may."""
    if act in _AFTER_CONFIRMING and queries.is_only_proposed(complaint):
        return _("Tetapkan dulu berkadar pengawasan, atau kembalikan ke koordinator.")
    if act in _RETURNS and _is_confirmed(complaint):
        return _(
            "Sudah ditetapkan berkadar pengawasan. Jawab pelapor. Kalau wewenang pihak lain, pilih hasil Dilimpahkan."
        )
    if act in _NOT_AFTER_SILENCE and is_silent(_kinds(complaint)):
        return _("Pelapor tidak membalas pertanyaan. Jawab pelapor dengan yang sudah diketahui.")
    if act in _ANSWERS and (waited_for := ", ".join(part.agency.short_name for part in unfinished_parts(complaint))):
        # The reporter hears once, when all of it is done.
        sentence = _("Bagian %(agencies)s belum selesai. Tunggu kabarnya, atau akhiri bagian itu di halaman laporan.")
        return sentence % {"agencies": waited_for}
    return ""


def unfinished_parts(complaint: Complaint) -> list[Share]:
    """Return the parts of the case that supporting agencies have not finished, each with its agency (one query)."""
    parts = complaint.shares.filter(part__isnull=False, done_at__isnull=True, ended_at__isnull=True)
    return list(parts.select_related("agency").order_by("pk"))


def withheld(complaint: Complaint, kinds: Iterable[str]) -> set[str]:
    """Return the acts that `check` refuses. The case comes with its clocks; `kinds` are its events' in order."""
    held = set(_AFTER_CONFIRMING) if queries.is_only_proposed(complaint) else set()
    if _is_confirmed(complaint):
        held |= _RETURNS
    if _with_agency(complaint) and is_silent(kinds):
        held |= _NOT_AFTER_SILENCE
    return held


def is_silent(kinds: Iterable[str]) -> bool:
    """Whether the last question of the agency was never replied to, in a history of these kinds."""
    silent = False
    for kind in kinds:
        silent = kind == Event.Kind.COMPLETION_OVER or (silent and kind not in _ENDS_SILENCE)
    return silent


def _is_confirmed(complaint: Complaint) -> bool:
    supervisory = complaint.access_class == Complaint.AccessClass.SUPERVISORY
    return supervisory and _with_agency(complaint) and not queries.is_only_proposed(complaint)


def _with_agency(complaint: Complaint) -> bool:
    return complaint.status in (Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED)


def _kinds(complaint: Complaint) -> list[str]:
    if not _with_agency(complaint):
        return []
    return list(complaint.events.order_by("sequence").values_list("kind", flat=True))
