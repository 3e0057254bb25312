"""What coordinators and administrators change week by week: lists, one form, rule tester, messages, import."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import sheets
from complaints.accounts import proof, sessions
from complaints.errors import Refused
from complaints.models import Position, Village
from complaints.routing.queries import exact_categories

from . import importing, previews, queries, trying
from .forms_weekly import TryRulesForm, UploadForm, row_form
from .imports import KINDS
from .sections import SECTIONS

_KEEPERS = (Position.Role.COORDINATOR, Position.Role.ADMINISTRATOR)
_CARRIED = 400_000  # characters of a table between the look and the import; a request may hold a little more
_KEPT = 2 * 60 * 60  # seconds between the look and the import


@login_required
@require_safe
def manage(request):
    """Where everything is."""
    roles = _only(request, *_KEEPERS)
    return render(
        request,
        "masterdata/manage.html",
        {
            "sections": SECTIONS.values(),
            "imports": [kind for kind in KINDS.values() if roles & set(kind.roles)],
            "coordinates": Position.Role.COORDINATOR in roles,
            "administers": Position.Role.ADMINISTRATOR in roles,
        },
    )


@login_required
@require_safe
def rows(request, section):
    """The list of one section; `?q=` those with the words in them, `?semua` also those of the past."""
    _only(request, *_KEEPERS)
    found, now = _section(section), timezone.now()
    typed, everything = request.GET.get("q", "")[:100].strip(), "semua" in request.GET
    listed = [(row.pk, found.told(row)) for row in found.rows(typed, everything, now)]
    context = {"section": found, "rows": listed, "typed": typed, "everything": everything}
    return render(request, "masterdata/rows.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_row(request, section):
    """A new row."""
    _only(request, *_KEEPERS)
    return _edit(request, _section(section), None, "masterdata/add_row.html")


@login_required
@require_http_methods(["GET", "POST"])
def change_row(request, section, pk):
    """A change of a row, with its history below."""
    _only(request, *_KEEPERS)
    found = _section(section)
    return _edit(request, found, get_object_or_404(found.model, pk=pk), "masterdata/change_row.html")


def _edit(request, section, row, template):
    now = timezone.now()
    form = row_form(section, request.POST if request.method == "POST" else None, instance=row)
    context = {"section": section, "form": form, "row": row}
    if form.is_valid():
        if "preview" in request.POST:
            context["preview"] = section.preview(form.instance, now)
        else:
            values = {name: form.cleaned_data[name] for name in (form.changed_data if row else form.cleaned_data)}
            why = form.cleaned_data["why"]
            values.pop("why", None)
            try:
                section.operation(row and row.pk, values=values, actor=request.user, now=now, why=why)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Perubahan disimpan."))
                return redirect("masterdata:rows", section.slug)
    context["changes"] = queries.changes_of(row) if row else []
    return render(request, template, context)


@login_required
@require_safe
def try_rules(request):
    """*Coba aturan*: which agency the rules would propose, and why. Nothing is kept."""
    _only(request, *_KEEPERS)
    form = TryRulesForm(
        request.GET or None,
        categories=exact_categories(),
        villages=Village.objects.select_related("district").order_by("name"),
    )
    tried = None
    if form.is_valid():
        given = form.cleaned_data
        tried = trying.try_rules(given["words"], given["category"], given["village"], timezone.localdate())
    return render(request, "masterdata/try_rules.html", {"form": form, "tried": tried})


@login_required
@require_safe
def message_texts(request):
    """Every message to citizens as it arrives, on a telephone."""
    _only(request, *_KEEPERS)
    return render(request, "masterdata/message_texts.html", {"texts": previews.message_texts(timezone.now())})


@login_required
@require_http_methods(["GET", "POST"])
def import_rows(request, kind):
    """A table from a file: first a look by row, then the import of what was looked at."""
    roles = _only(request, *_KEEPERS)
    found = KINDS.get(kind)
    if found is None or not roles & set(found.roles):
        raise Http404
    if found.makes_accounts and (asked := proof.second_factor_again(request)):
        return asked
    looks = request.method == "POST" and "carried" not in request.POST
    form = UploadForm(*((request.POST, request.FILES) if looks else ()))
    context = {"kind": found, "form": form}
    salt = f"import {found.slug} {request.user.pk}"
    if looks and form.is_valid():
        _look(request, found, form, salt, context)
    elif request.method == "POST" and not looks:
        _import(request, found, form, salt, context)
    return render(request, "masterdata/import_rows.html", context)


def _look(request, kind, form, salt, context) -> None:
    table = form.cleaned_data["table"]
    try:
        rows = importing.cells_of(kind, sheets.read(table, table.size))
        carried = signing.dumps(rows, salt=salt, compress=True)
        if len(carried) > _CARRIED:
            raise Refused(_("Isi berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
    except Refused as refusal:
        form.add_error("table", str(refusal))
        return
    lines = importing.look_through(kind, rows, request.user, timezone.now())
    context |= {"looked": importing.Summary(lines), "carried": carried}


def _import(request, kind, form, salt, context) -> None:
    try:
        rows = signing.loads(request.POST["carried"], salt=salt, max_age=_KEPT)
    except signing.BadSignature:
        messages.warning(request, _("Pratinjau ini sudah lama. Pilih berkasnya lagi."))
        return
    lines, left = importing.run(kind, rows, request.user, timezone.now())
    context |= {"done": importing.Summary(lines), "left": left, "carried": request.POST["carried"] if left else ""}


def _section(slug):
    if slug not in SECTIONS:
        raise Http404
    return SECTIONS[slug]


def _only(request, *roles) -> set[str]:
    """Return the roles of the person; raise Http404 without one of `roles`, or without the second factor."""
    held = {position.role for position in getattr(request, "positions", [])}
    if not held & set(roles) or not sessions.has_second_factor(request):
        raise Http404
    return held
