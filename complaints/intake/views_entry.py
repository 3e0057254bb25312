"""Pages on which staff record a report that came by another way than the web (ux.md A8)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import desk, qr
from complaints.errors import Refused
from complaints.states import Unit

from . import drafts, keys, operations, queries
from .forms_entry import EnterForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """One page. The key in the form makes a double press one complaint. A *petugas desa* serves the own village."""
    only = _may_enter_for(request)
    now = timezone.now()
    form = EnterForm(
        *desk.sent(request), topics=queries.topics(), districts=queries.villages_by_district(only), now=now
    )
    key = keys.unsealed_entry(request.POST.get("key", "")) or drafts.new_key()
    context = {"form": form, "key": keys.sealed_entry(key), "only": only is not None}

    def file(entry):
        try:
            operations.enter(key, entry=entry, photos=form.cleaned_data["photos"], actor=request.user, now=now)
        except Refused:
            context["known"] = entry.lapor and queries.case_from_lapor(request.user, request.positions, entry.lapor)
            raise

    if done := filed(request, form, context, key=key, file=file):
        return done
    if (form.errors or context.get("officials")) and request.FILES:  # a browser does not send them twice
        form.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
    return render(request, "intake/enter.html", context)


def filed(request, form, context, *, key, file):
    """File what a valid form says, by `file(entry)`, and lead on to its receipt; else None, to draw the form again.

    Words about officials are asked about once before: `officials` is put into `context`.
    """
    if not form.is_valid():
        return None
    if form.speaks_of_officials():
        form.ask_once()
        context["officials"] = True
        return None
    try:
        file(form.entry())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    response = redirect("intake:entered")
    keys.remember_entered(response, key, secure=request.is_secure())
    return response


@login_required
@require_safe
def entered(request):
    """The receipt to print or to say, for who has just entered it, for a short time; nothing else of the case."""
    _may_enter_for(request)
    now = timezone.now()
    key = keys.entered_key(request)
    receipt = operations.receipt(key, now=now) if key else None
    if receipt is None or receipt.complaint.submission.entered_by_id != request.user.pk:
        messages.info(request, _("Tanda terima hanya tampil sebentar. Catat laporan berikutnya di sini."))
        return redirect("intake:enter")
    complaint = receipt.complaint
    clock = queries.verification_clock(complaint)
    address = f"{settings.BASE_URL}{reverse('tracking:find')}?n={complaint.tracking_number}"
    context = {
        "complaint": complaint,
        "code": receipt.code,
        "due_at": clock.due_at,
        "passed": clock.due_at < now,
        "by_the_hour": clock.unit == Unit.HOURS,
        "address": address,
        "qr": qr.svg(address, title=_("Kode QR untuk melacak laporan ini")),
        "now": now,
    }
    return render(request, "intake/entered.html", context)


def _may_enter_for(request) -> set[int] | None:
    """Return the villages this person enters reports for, None for every one; others get 404."""
    villages = queries.entered_for(request.positions)
    if villages == set():
        raise Http404
    return villages
