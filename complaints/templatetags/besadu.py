"""How pages draw icons, statuses, deadlines, dates and form errors.

``{% load besadu %}``. The words come from ``complaints.words``, dates from ``complaints.dates``, shapes from
``complaints.icons``; here they become HTML. Nothing here queries, and nothing writes.
"""

from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from complaints import dates, gaps, words
from complaints.icons import ICONS

register = template.Library()

_SVG = '<svg class="i" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>'
_DRAWN = {name: mark_safe(_SVG.format(inside)) for name, inside in ICONS.items()}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of our own set: ``{% icon "tray" %}``. KeyError for a name we do not have."""
    return _DRAWN[name]


# --- status, outcome, deadline: word + icon + colour, never colour alone ---------------------------------------


def _tag(
    word: str, icon_name: str, colour: str, *, strong: bool = False, second: str = "", when: bool = False
) -> SafeString:
    classes = f"tag {colour} strong" if strong else f"tag {colour}"
    html = f'<span class="{classes}">{_DRAWN[icon_name]}{escape(word)}</span>'
    if second:
        html += f' <span class="{"second when" if when else "second"}">{escape(second)}</span>'
    return mark_safe(html)


def _status_word(status) -> words.Word:
    return words.status(status) if isinstance(status, str) else words.status_of(status)


@register.simple_tag
def status_tag(status, formal: bool = False, others: bool = False) -> SafeString:
    """Draw the status of a complaint, or of a status code.

    ``{% status_tag complaint %}`` reads ``status``, ``examined_at`` and ``submitted_because``, so that a
    submitted case says *Diterima*, *Diperiksa* or *Ditinjau ulang*. Pages that the reporter does not read add
    ``others=True`` (*Menunggu pelapor*, not *Menunggu Anda*); staff pages ``formal=True``: the same, with the
    word of the field as a second line.
    """
    if isinstance(status, str):
        key = (str(status), False, None)
    else:
        key = (status.status, status.examined_at is not None, status.submitted_because)
    return _status_html(get_language(), *key, formal, others)


@register.simple_tag
def status_word(word: words.Word) -> SafeString:
    """Draw a status for everybody but the reporter from its word: ``{% status_word page.word %}``."""
    return _tag(str(word.others), word.icon, word.colour)


@lru_cache(maxsize=256)  # constants of the catalogue, once per language: a queue draws fifty of them
def _status_html(language, code, examined, because, formal, others) -> SafeString:
    word = words.status(code, examined=examined, because=because)
    said = word.others if formal or others else word.public
    return _tag(said, word.icon, word.colour, second=word.formal if formal else "")


@register.simple_tag
def status_line(status, agency="", date="", body="", number="") -> str:
    """Say the status in one sentence for the reporter: ``{% status_line complaint agency=agency.name %}``.

    A name that the sentence needs and that is not given makes it the plain sentence without names.
    """
    return words.sentence(_status_word(status), agency=agency, date=date, body=body, number=number)


@register.simple_tag
def outcome_tag(code: str, date="") -> SafeString:
    """Draw the outcome of an answer, from its code; *Dijadwalkan* needs its date in words."""
    word = words.outcome(code)
    return _tag(str(word.public).format(date=date) if date else word.formal, word.icon, word.colour)


@register.simple_tag(takes_context=True)
def deadline_tag(context, due_at, now=None, days=None, done_at=None, paused=False, full=True) -> SafeString:
    """Draw how a due time stands: ``{% deadline_tag complaint.due_at now days=row.days_left %}``.

    ``now`` is the page's moment (one for the whole list; taken from the context, else the clock), ``days`` the
    working days left or late on the agency's calendar. The full date is the second line unless ``full=False``.
    """
    moment = now or context.get("now") or timezone.now()
    counted = days if isinstance(days, int) else None  # a row without the key resolves to ""
    shown = dates.deadline(due_at or None, moment, days=counted, done_at=done_at or None, paused=bool(paused))
    date = dates.full_date(due_at) if due_at and full else ""
    # Whose turn it is, and until when: the date of a case that waits for its reporter is the reporter's.
    second = f"{shown.why} {_('sampai')} {date}" if shown.why and date else shown.why or date
    return _tag(shown.text, shown.icon, shown.colour, strong=shown.strong, second=second, when=True)


@register.simple_tag(takes_context=True)
def due_link(context, row, url) -> SafeString:
    """Draw the date of a case in a list, linked to its explanation on the page `url`: ``{% due_link row row.url %}``.

    ``row`` has status (the complaint), due_at, days and paused. A closed case shows the day it was closed.
    """
    if row.get("due_at"):
        tag = deadline_tag(context, row["due_at"], days=row.get("days"), paused=row.get("paused", False))
        why = _("Mengapa tanggal ini?")
        return format_html('<a class="due" href="{}#mengapa">{}<span class="vh"> {}</span></a>', url, tag, why)
    closed_at = getattr(row["status"], "closed_at", None)
    if closed_at is None:
        return mark_safe("")
    closed = _("Ditutup {date}").format(date=dates.full_date(closed_at))
    return format_html('<a class="due" href="{}#next-h"><span class="second">{}</span></a>', url, closed)


# --- dates in words -----------------------------------------------------------------------------------------------


@register.filter
def tanggal(value) -> str:
    """``Selasa, 3 Februari 2026``; nothing for nothing."""
    return dates.full_date(value) if value else ""


@register.filter
def tanggal_pendek(value) -> str:
    """``3 Feb 2026``, for dense staff lists."""
    return dates.short_date(value) if value else ""


@register.filter
def bulan(value) -> str:
    """``Februari 2026``."""
    return dates.month(value) if value else ""


@register.filter
def has_role(positions, roles: str) -> bool:
    """Whether one of the positions held has one of these roles: ``{% if request.positions|has_role:"leader" %}``."""
    return any(position.role in roles.split() for position in positions)


@register.filter
def jam(value) -> str:
    """``09.14``."""
    return dates.clock_time(value) if value else ""


@register.filter
def pukul(value) -> str:
    """``pukul 09.14 WIB``."""
    return dates.clock_time_zone(value) if value else ""


@register.filter
def saat(value) -> str:
    """``Selasa, 3 Februari 2026 pukul 09.14 WIB``."""
    return dates.full_moment(value) if value else ""


@register.filter
def iso(value) -> str:
    """A moment for ``<time datetime="">``: local time with its offset."""
    if not value:
        return ""
    local = timezone.localtime(value) if hasattr(value, "tzinfo") and timezone.is_aware(value) else value
    return local.isoformat(timespec="minutes") if hasattr(local, "hour") else local.isoformat()


@register.filter
def awal(text, letters: int = 110) -> str:
    """The beginning of a text in one line, cut between words: ``{{ row.story|awal:110 }}``."""
    line = " ".join(str(text or "")[: letters * 2].split())
    return line if len(line) <= letters else line[: letters + 1].rsplit(" ", 1)[0] + "…"


# --- forms: the pack and the error summary ------------------------------------------------------------------------


@register.filter
def with_gaps(text) -> SafeString:
    """A text with its gaps marked: what still must be written before it is sent."""
    return mark_safe(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_gap else escape(piece.text)
            for piece in gaps.pieces(text or "")
        )
    )


@register.filter
def kind(field) -> str:
    """Say how the pack draws a field: ``hidden``, ``check``, ``choices``, ``group``, ``password`` or ``plain``."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    input_type = getattr(widget, "input_type", "")
    if hasattr(widget, "optgroups") and input_type in ("radio", "checkbox"):
        return "choices"
    if input_type == "checkbox":
        return "check"
    if field.use_fieldset:
        return "group"
    return "password" if input_type == "password" else "plain"


@register.filter
def is_optional(field) -> bool:
    """Whether the label says "(tidak wajib)": not required, and not said otherwise by ``mark_optional``.

    A form sets ``field.mark_optional = False`` where the answer is needed only together with another one.
    """
    return not field.field.required and getattr(field.field, "mark_optional", True)


@register.filter
def options(field) -> list[tuple[str, list[dict]]]:
    """The choices of a radio or checkbox field as ``[(group, [option, …]), …]``.

    Each option has ``id``, ``name``, ``value``, ``label``, ``type``, ``attrs`` (what else stands in the input),
    and from the form field's ``option_hints`` (value → sentence) a ``hint`` with its ``hint_id``.
    """
    widget = field.field.widget
    hints = getattr(field.field, "option_hints", None) or {}
    attrs = field.build_widget_attrs({"id": widget.attrs.get("id") or field.auto_id})
    if widget.input_type == "radio":
        attrs.pop("aria-invalid", None)  # not a state of a single radio; the group's error is described
    attrs.pop("aria-describedby", None)  # stands on the fieldset
    groups = []
    for group, choices, _index in widget.optgroups(
        field.html_name, widget.format_value(field.value()), {**widget.attrs, **attrs}
    ):
        rows = []
        for choice in choices:
            rest = {key: value for key, value in choice["attrs"].items() if key not in ("id", "class")}
            hint = hints.get(choice["value"], hints.get(str(choice["value"]), ""))
            identity = choice["attrs"].get("id", "")
            value = choice["value"]
            rows.append(
                {
                    "id": identity,
                    "name": choice["name"],
                    "value": "" if value is None else str(value),
                    "label": choice["label"],
                    "type": choice["type"],
                    "attrs": rest,
                    "hint": hint,
                    "hint_id": f"{identity}_hint" if hint else "",
                }
            )
        groups.append((group or "", rows))
    return groups


@register.filter
def first_control(field) -> str:
    """The id that a link to the field goes to: its input, its first choice, its first part."""
    widget = field.field.widget
    if kind(field) == "choices":
        for _group, rows in options(field):
            if rows:
                return rows[0]["id"]
    if kind(field) == "group":
        parts = [part.id_for_label for part in field.subwidgets]
        return parts[0] if parts and parts[0] else f"{field.auto_id}_0"
    return widget.attrs.get("id") or field.id_for_label or field.auto_id


@register.simple_tag
def error_prefix(*forms) -> str:
    """The start of the page title when a form has errors: "Ada yang perlu diperbaiki: "."""
    return _("Ada yang perlu diperbaiki:") + " " if any(_has_errors(form) for form in forms) else ""


@register.inclusion_tag("parts/error_summary.html")
def error_summary(*forms) -> dict:
    """The box above ``h1``: ``{% error_summary form %}``, also with several forms or formsets.

    The base template draws it for the context's ``form``; a page with more forms overrides the block
    ``errors``. A form whose summary stands on the page already is not told twice. A form that sends nothing says with
    ``refused_as`` how a refusal is headed.
    """
    rows = []
    for form in _each_form(forms):
        if not _has_errors(form) or getattr(form, "summary_shown", False):
            continue
        form.summary_shown = True
        rows += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for field in form:
            target = "" if field.is_hidden else first_control(field)
            rows += [{"text": text, "target": target} for text in field.errors]
    heading = ngettext(
        "Ada %(n)s isian yang perlu diperbaiki",
        "Ada %(n)s isian yang perlu diperbaiki",
        len(rows),
    ) % {"n": len(rows)}
    if not any(row["target"] for row in rows):  # nothing typed is wrong: the domain said no, or somebody was first
        heading = next((one.refused_as for one in _each_form(forms) if hasattr(one, "refused_as")), _("Belum terkirim"))
    return {"rows": rows, "heading": heading}


def _each_form(forms):
    for form in forms:
        if form is None or form == "":
            continue
        if hasattr(form, "forms"):
            yield from form.forms
        else:
            yield form


def _has_errors(form) -> bool:
    return any(one.is_bound and bool(one.errors) for one in _each_form([form]) if hasattr(one, "is_bound"))


@register.simple_tag
def attributes(values: dict) -> SafeString:
    """Write a dict as HTML attributes, as Django's widgets do: true → bare name, false or none → nothing."""
    parts = []
    for name, value in values.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not False and value is not None:
            parts.append(f' {name}="{conditional_escape(value)}"')
    return mark_safe("".join(parts))
