"""A9, the inbox: what came by e-mail and WhatsApp, and what a coordinator makes of it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import access, attachments, desk, numbers, photos
from complaints import conversations as sealed
from complaints.errors import Refused
from complaints.intake import drafts, keys
from complaints.intake import queries as intake
from complaints.intake.views_entry import filed
from complaints.models import Regency

from . import operations, queries
from .forms import AddToCaseForm, DismissForm, MakeCaseForm, ReplyForm

form_page = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def conversations(request):
    """The open ones, the most urgent first, or the closed ones."""
    if not queries.reads(request.positions):
        raise Http404
    now, closed = timezone.now(), "selesai" in request.GET
    page, rows = queries.page(
        request.positions, closed=closed, after=request.GET.get("sesudah"), before=request.GET.get("sebelum"), now=now
    )
    here = "?selesai&" if closed else "?"
    context = {
        "rows": rows,
        "closed": closed,
        "now": now,
        "newer_url": f"{here}sebelum={page.newer}" if page.newer else "",
        "older_url": f"{here}sesudah={page.older}" if page.older else "",
        "views": [
            {
                "label": _("Belum ditangani"),
                "url": reverse("inbox:conversations"),
                "count": None,
                "current": not closed,
            },
            {"label": _("Sudah ditangani"), "url": "?selesai", "count": None, "current": closed},
        ],
        "machines": queries.automatic(request.positions, now - timedelta(days=30)),
    }
    return render(request, "inbox/conversations.html", context)


@login_required
@require_safe
def conversation(request, conversation_id):
    """What was said, and the four things to do with it."""
    found, now = _found(request, conversation_id), timezone.now()
    said = queries.said(found)
    context = {
        "conversation": found,
        "who": queries.who(found),
        "reason": sealed.reason(found),
        "said": [{"row": row, "photos": [_drawn(found, photo) for photo in row.photos]} for row in said],
        "now": now,
        "days": queries.days_left(found, now),
        "no_answer": operations.no_answer(found, now),
        "free_until": found.last_at + operations.FREE_ANSWER if found.channel == "whatsapp" else None,
        "candidates": queries.candidates(request.user, request.positions, found) if found.closed_at is None else [],
        "may_read": bool(
            found.complaint_id
            and access.staff_cases(request.user, request.positions).filter(pk=found.complaint_id).exists()
        ),
    }
    return render(request, "inbox/conversation.html", context)


@login_required
@form_page
def make_case(request, conversation_id):
    """*Jadikan laporan*: the form of A8, filled from the conversation."""
    found, now = _found(request, conversation_id), timezone.now()
    if back := _closed(request, found):
        return back
    form = MakeCaseForm(
        request.POST if request.method == "POST" else None,
        conversation=found,
        sender=sealed.sender(found),
        story=operations.thread(found),
        topics=intake.topics(),
        districts=intake.villages_by_district(None),
        now=now,
    )
    key = keys.unsealed_entry(request.POST.get("key", "")) or drafts.new_key()
    context = {"form": form, "key": keys.sealed_entry(key), "conversation": found, "who": queries.who(found)}

    def file(entry):
        operations.make_case(found.pk, key=key, entry=entry, actor=request.user, now=now)

    return filed(request, form, context, key=key, file=file) or render(request, "inbox/make_case.html", context)


@login_required
@form_page
def add_to_case(request, conversation_id):
    """*Tambahkan ke laporan*: by number, or by one press on a case that the same contact filed."""
    found = _found(request, conversation_id)
    if back := _closed(request, found):
        return back
    form = AddToCaseForm(*desk.sent(request), initial={"number": request.GET.get("n", "")[:40]})
    if form.is_valid():
        case = _case(request, form.cleaned_data["number"])
        if case is None:
            form.add_error("number", _("Laporan dengan nomor ini tidak ada, atau tidak bisa Anda buka."))
        elif _done(request, form, operations.add_to_case, found, complaint=case, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Pesan ditambahkan ke laporan ini."))
            return redirect("followup:case", case.tracking_number)
    candidates = queries.candidates(request.user, request.positions, found)
    context = {"form": form, "conversation": found, "who": queries.who(found), "candidates": candidates}
    return render(request, "inbox/add_to_case.html", context)


@login_required
@form_page
def dismiss(request, conversation_id):
    """*Bukan pengaduan*, with the reason."""
    found = _found(request, conversation_id)
    if back := _closed(request, found):
        return back
    form = DismissForm(*desk.sent(request))
    if form.is_valid() and _done(request, form, operations.dismiss, found, **form.cleaned_data):
        messages.success(request, _("Dicatat: bukan pengaduan. Masih bisa dibaca 30 hari."))
        return redirect("inbox:conversations")
    return render(request, "inbox/dismiss.html", {"form": form, "conversation": found, "who": queries.who(found)})


@login_required
@form_page
def reply(request, conversation_id):
    """A word to who wrote, by the way they came."""
    found = _found(request, conversation_id)
    if back := _closed(request, found):
        return back
    form = ReplyForm(*desk.sent(request))
    if form.is_valid() and _done(request, form, operations.reply, found, **form.cleaned_data):
        messages.success(request, _("Balasan dikirim."))
        return redirect("inbox:conversation", found.pk)
    return render(request, "inbox/reply.html", {"form": form, "conversation": found, "who": queries.who(found)})


@login_required
@require_safe
def photo(request, conversation_id, photo_id, size):
    """One size of a picture that came with a message, as the JPEG we made of it."""
    row = get_object_or_404(queries.photo(_found(request, conversation_id), photo_id))
    if size not in photos.SIZES:
        raise Http404
    try:
        return HttpResponse(attachments.read(row, size), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None


def _found(request, conversation_id):
    return get_object_or_404(
        access.conversations(request.positions).select_related("complaint", "closed_by"), pk=conversation_id
    )


def _closed(request, found):
    """Return the way back when somebody has decided already; what is sent is judged by the operation."""
    if request.method == "POST" or found.closed_at is None:
        return None
    messages.info(request, _("Percakapan ini sudah ditangani."))
    return redirect("inbox:conversation", found.pk)


def _done(request, form, operation, found, **given) -> bool:
    """Call the operation; a refusal stands at the head of the form."""
    try:
        operation(found.pk, actor=request.user, now=timezone.now(), **given)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _case(request, typed: str):
    """Return the case with the number as it was typed, None when it is not there or not theirs."""
    number = numbers.parse_tracking_number(typed, Regency.objects.get().tracking_prefix)
    try:
        return access.staff_case(request.user, number or "")
    except Http404:
        return None


def _drawn(found, row) -> dict:
    width, height = photos.fit(row.width, row.height, 480)
    return {
        "url": reverse("inbox:photo", args=[found.pk, row.pk, 480]),
        "full_url": reverse("inbox:photo", args=[found.pk, row.pk, 1600]),
        "width": width,
        "height": height,
        "alt": _("Foto dari pengirim"),
    }
