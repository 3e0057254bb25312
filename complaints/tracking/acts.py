"""How every act of the reporter goes through a page: the case if it is theirs, the form, one operation, and back."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from complaints import access, repeats, timeline
from complaints.errors import Refused
from complaints.models import Event
from complaints.states import Status

from . import operations, queries


def of_the_reporter(view):
    """Give the view the reporter's case; others go to T1 with the number filled, whether it exists or not."""

    @wraps(view)
    def wrapped(request, number):
        try:
            complaint = access.reporter_case(request, number)
        except Http404:
            return to_find(number)
        return view(request, complaint)

    return wrapped


def to_find(number: str) -> HttpResponse:
    """Return the way to T1 with the number filled, whether it exists or not."""
    address = reverse("tracking:find")
    return redirect(f"{address}?{urlencode({'n': number[:40]})}" if number else address)


def objection_ends(complaint, now):
    """Return the moment until which a resolved case can be objected to, None when it cannot."""
    if complaint.status != Status.RESOLVED:
        return None
    ends = complaint.closed_at + operations.OBJECTION_WINDOW
    return ends if now <= ends else None


def gone(request, complaint, possible) -> HttpResponse | None:
    """Return the way back to the case when an act is over for who opens its page; what was sent is judged later."""
    if request.method == "POST" or possible:
        return None
    messages.info(request, _("Laporan ini sudah berubah. Yang baru ada di bawah."))
    return redirect("tracking:case", complaint.tracking_number)


def perform(request, complaint, form, operation, kind, told) -> HttpResponse | None:
    """Call `operation` with the form's answers and return to the case, or None to show the page again."""
    if request.method != "POST" or not form.is_valid():
        return None
    answers = form.inputs()
    try:
        operation(complaint.pk, now=timezone.now(), **answers)
    except Refused as refusal:
        last = queries.last_by_reporter(complaint)
        if not repeats.is_same_act(last, kind, None, answers, written=("text", "comment", "reason")):
            form.add_error(None, str(refusal))
            return None
        if (
            timeline.last_of(complaint, *Event.Kind) != last
        ):  # pressed twice is once, but somebody has gone on meanwhile
            told = _("Ini sudah Anda kirim sebelumnya.")
    messages.success(request, told)
    return redirect("tracking:case", complaint.tracking_number)


def show_again(request, form, sequence) -> None:
    """Prepare a form that comes back with errors: for what is there now, and without its photos."""
    if form.errors:
        form.renew(sequence)
        if request.FILES:  # a browser does not send them twice
            form.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
