"""Pages of the coordinator's own acts on a case."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints import access, desk, identity, lifecycle, links, phones, texts, timeline
from complaints.accounts import proof
from complaints.errors import Refused
from complaints.followup.views import photo_of
from complaints.models import Event

from . import operations, queries
from .forms import (
    ArchiveForm,
    MergeForm,
    NotUpholdForm,
    OpenContactForm,
    ReopenForm,
    SendBackForm,
    UnmergeForm,
    UpholdForm,
)

SHOWN_FOR = timedelta(minutes=10)  # a contact that was opened (ux.md 4.3)


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
        about=lambda complaint: {
            "may_forward": "forward_external" in lifecycle.possible_acts(request.user, complaint, timezone.now())
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def uphold(request, number):
    return _act(
        request,
        number,
        act="uphold",
        form_class=UpholdForm,
        operation=operations.uphold,
        kind=Event.Kind.UPHELD,
        done=_("Keberatan diterima. Instansi mengerjakan lagi."),
        about=_answered_by,
    )


def _answered_by(complaint) -> dict:
    objected = timeline.last_of(complaint, Event.Kind.OBJECTED)
    return {"answered_by": objected and objected.data.get("against")}


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
def send_back(request, number):
    """An answer that says nothing goes back to the agency within a working day."""
    return _act(
        request,
        number,
        act="send_back",
        form_class=SendBackForm,
        operation=operations.send_back,
        kind=Event.Kind.SENT_BACK,
        done=_("Jawaban dikembalikan. Instansi menjawab lagi, pelapor membaca alasannya."),
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
def merge(request, number):
    """A4 Gabung: first the number of the main case, then both side by side, then one press."""
    complaint = desk.case_for(request, number, "merge")
    if back := desk.gone(request, complaint, "merge"):
        return back
    asked = {"induk": request.GET["induk"], "version": complaint.version} if "induk" in request.GET else None
    form = MergeForm(request.POST if request.method == "POST" else asked, complaint=complaint, user=request.user)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.merge,
        kind=Event.Kind.MERGED,
        done=_("Laporan digabung. Pelapor membaca jawabannya dari laporan induk."),
    )
    if done:
        return done
    form.is_valid()
    main = form.cleaned_data.get("into") if form.is_bound else None
    if main is not None:
        try:
            operations.check_merge(complaint, main)
        except Refused as refusal:
            main = None
            if not form.non_field_errors():
                form.add_error("into", str(refusal))
    now = timezone.now()
    context = {"complaint": complaint, "form": form, "main": main}
    if main is None:
        context |= {"story": texts.story(complaint), "likely": queries.likely_mains(complaint, request.user, now)}
    else:
        context["both"], context["metres"] = queries.compared(complaint, main, now)
        for one in context["both"]:
            draw = photo_of(one["complaint"])
            one["photos"] = [draw(row, number) for number, row in enumerate(one["photos"], 1)]
    return render(request, "triage/merge.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def unmerge(request, number):
    return _act(
        request,
        number,
        act="unmerge",
        form_class=UnmergeForm,
        operation=operations.unmerge,
        kind=Event.Kind.UNMERGED,
        done=_("Penggabungan dibatalkan. Laporan jalan lagi."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def open_contact(request, number):
    """Show the reporter's contact once, on the answer to the POST that recorded who opened it and why."""
    complaint = access.staff_case(request.user, number)
    if not access.may_open_contact(request.user, complaint) or not identity.is_kept(complaint):
        raise Http404
    if request.method == "POST" and (asked := proof.second_factor_again(request)):
        return asked
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
            now = timezone.now()
            context |= {"reporter": reporter, "hidden_at": now + SHOWN_FOR, **_ways_to_tell(complaint, reporter)}
    response = render(request, "triage/open_contact.html", context)
    if "reporter" in context:  # the browser leaves the page by itself, with or without a script
        case = reverse("followup:case", args=[number])
        response.headers["Refresh"] = f"{int(SHOWN_FOR.total_seconds())}; url={case}"
    return response


def _act(request, number, *, act, form_class, operation, kind, done, about=lambda _complaint: {}):
    """One act on one case; `about(complaint)` is what its form must know of the case beside the case itself."""
    complaint = desk.case_for(request, number, act)
    if back := desk.gone(request, complaint, act):
        return back
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, complaint=complaint, **about(complaint))
    answered = desk.perform(request, complaint, form, operation, kind=kind, done=done)
    story = texts.story(complaint)
    return answered or render(request, f"triage/{act}.html", {"complaint": complaint, "story": story, "form": form})


def _ways_to_tell(complaint, reporter) -> dict:
    """Return the signed link, the text to send and where it can be sent (ux.md 3.8, "Kabar")."""
    text = _("Ada kabar baru untuk laporan %(number)s dari BESADU. Baca di sini: %(link)s") % {
        "number": complaint.tracking_number,
        "link": links.link_to(complaint),
    }
    ways = {"message": text, "shown": phones.normalise(reporter.contact).shown}
    if reporter.contact_kind == phones.WHATSAPP:
        ways["send_url"] = phones.send_address(reporter.contact_kind, reporter.contact, text)
    elif reporter.contact_kind == phones.PHONE:  # asked for a call or an SMS: there may be no WhatsApp
        ways["sms_url"] = phones.send_address(reporter.contact_kind, reporter.contact, text)
    return ways
