"""Pages of the coordinator's own acts on a case."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints import access, desk, identity, links, phones, texts, timeline
from complaints.errors import Refused
from complaints.models import Event

from . import operations
from .forms import ArchiveForm, NotUpholdForm, OpenContactForm, ReopenForm, UpholdForm


@login_required
@require_POST
def examine(request, number):
    """*Mulai periksa*: the reporter then reads "Diperiksa"."""
    complaint = desk.case_for(request, number, "refer")
    try:
        operations.examine(complaint.pk, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("followup:case", number)


@login_required
@require_http_methods(["GET", "POST"])
def archive(request, number):
    return _act(
        request,
        number,
        act="archive",
        form_class=ArchiveForm,
        operation=operations.archive,
        kind=Event.Kind.ARCHIVED,
        done=_("Laporan tidak diproses. Pelapor membaca alasannya."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def uphold(request, number):
    complaint = desk.case_for(request, number, "uphold")
    objected = timeline.last_of(complaint, Event.Kind.OBJECTED)
    return _act(
        request,
        number,
        act="uphold",
        form_class=UpholdForm,
        operation=operations.uphold,
        kind=Event.Kind.UPHELD,
        done=_("Keberatan diterima. Instansi mengerjakan lagi."),
        answered_by=objected and objected.data.get("against"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def not_uphold(request, number):
    return _act(
        request,
        number,
        act="not_uphold",
        form_class=NotUpholdForm,
        operation=operations.not_uphold,
        kind=Event.Kind.NOT_UPHELD,
        done=_("Keberatan tidak diterima. Laporan ditutup."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request, number):
    return _act(
        request,
        number,
        act="reopen",
        form_class=ReopenForm,
        operation=operations.reopen,
        kind=Event.Kind.REOPENED,
        done=_("Laporan dibuka lagi."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def open_contact(request, number):
    """Show the reporter's contact once, on the answer to the POST that recorded who opened it and why."""
    complaint = access.staff_case(request.user, number)
    if not access.may_open_contact(request.user, complaint) or not identity.is_kept(complaint):
        raise Http404
    form = OpenContactForm(request.POST if request.method == "POST" else None)
    context = {"complaint": complaint, "form": form}
    if form.is_valid():
        try:
            reporter = operations.open_contact(
                complaint.pk, **form.cleaned_data, actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context |= {"reporter": reporter, **_ways_to_tell(complaint, reporter)}
    return render(request, "triage/open_contact.html", context)


def _act(request, number, *, act, form_class, operation, kind, done, **form_arguments):
    complaint = desk.case_for(request, number, act)
    if back := desk.gone(request, complaint, act):
        return back
    form = form_class(request.POST if request.method == "POST" else None, complaint=complaint, **form_arguments)
    answered = desk.perform(request, complaint, form, operation, kind=kind, done=done)
    story = texts.stories([complaint])[complaint.pk]
    return answered or render(request, f"triage/{act}.html", {"complaint": complaint, "story": story, "form": form})


def _ways_to_tell(complaint, reporter) -> dict:
    """Return the signed link, the text to send and where it can be sent (ux.md 3.8, "Kabar")."""
    text = _("Ada kabar baru untuk laporan %(number)s dari BESADU. Baca di sini: %(link)s") % {
        "number": complaint.tracking_number,
        "link": links.link_to(complaint),
    }
    ways = {"message": text, "shown": phones.normalise(reporter.contact).shown}
    if reporter.contact_kind == phones.WHATSAPP:
        ways["send_url"] = f"https://wa.me/{reporter.contact.lstrip('+')}?text={quote(text)}"
    elif reporter.contact_kind == phones.PHONE:  # asked for a call or an SMS: there may be no WhatsApp
        ways["sms_url"] = f"sms:{reporter.contact}?body={quote(text)}"
    return ways
