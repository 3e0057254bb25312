"""The reporter's pages: opened by number and code or by a signed link, for one case at a time."""

from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, dates, links, next_steps, photos, qr, texts, throttle, timeline
from complaints.deadlines import reasons, telling
from complaints.errors import Refused
from complaints.followup.queries import landmark
from complaints.models import Attachment, Event
from complaints.states import Status, WaitsFor, allows

from . import operations, queries
from .forms import FindForm, RateForm, ReplyForm, WithdrawForm

form_page = require_http_methods(["GET", "HEAD", "POST"])
# A history up to here reads from the beginning; a longer one begins with the newest (ux.md T2).
SHORT_HISTORY = 6
Kind = Event.Kind
_ENDINGS = (Kind.CONFIRMED, Kind.NOT_UPHELD, Kind.ARCHIVED, Kind.WITHDRAWN)


def _of_the_reporter(view):
    """Give the view the reporter's case; others go to T1 with the number filled, whether it exists or not."""

    @wraps(view)
    def wrapped(request, number):
        try:
            complaint = access.reporter_case(request, number)
        except Http404:
            return _to_find(number)
        return view(request, complaint)

    return wrapped


# --- coming in, and going ---------------------------------------------------------------------------------------


@form_page
def find(request):
    """T1: one answer for whatever does not fit, and a wait for who guesses; the signed link never waits."""
    regency = queries.regency()
    posted = request.POST if request.method == "POST" else None
    form = FindForm(posted, initial={"number": _asked_for(request)}, regency=regency)
    until = None
    if form.is_valid():
        now, typed = timezone.now(), form.cleaned_data["number"]
        number = queries.number_meant(typed, regency)
        limits = throttle.of_tracking(request, number or typed)
        until = throttle.wait_until(limits, now)
        if until is None:
            complaint = queries.opened_by(number, form.cleaned_data["code"])
            if complaint is not None:
                return _let_in(request, complaint)
            throttle.record_failure(limits, now)
            form.add_error(None, _("Nomor dan kode rahasia tidak cocok. Periksa lagi."))
    context = {"form": form, "nav": "track", "wait": until and throttle.too_many(until)}
    response = render(request, "tracking/find.html", context, status=429 if until else 200)
    if until:
        response.headers["Retry-After"] = str(max(1, round((until - now).total_seconds())))
    return response


@form_page
def link(request, token):
    """The page behind a signed link: robots that open it see nothing and change nothing; a person presses a button."""
    number, complaint = links.behind(token)
    if complaint is None:
        messages.warning(request, _("Tautan ini sudah tidak berlaku. Pakai nomor laporan dan kode rahasia."))
        return _to_find(number)
    if request.method == "POST":
        return _let_in(request, complaint)
    return render(request, "tracking/link.html", {"number": number})


@require_POST
def close(request, number):
    """*Tutup*: on a shared phone nothing of the case stays behind."""
    messages.success(request, _("Halaman laporan sudah ditutup di HP ini. Laporan Anda tetap berjalan."))
    response = redirect("tracking:find")
    access.forget_reporter(response, number)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _asked_for(request) -> str:
    return request.GET.get("n", "").replace("\0", "")[:40]


def _to_find(number: str) -> HttpResponse:
    address = reverse("tracking:find")
    return redirect(f"{address}?{urlencode({'n': number[:40]})}" if number else address)


def _let_in(request, complaint) -> HttpResponse:
    response = redirect("tracking:case", complaint.tracking_number)
    access.let_reporter_in(response, complaint, secure=request.is_secure())
    return response


# --- the case ---------------------------------------------------------------------------------------------------


@require_safe
@_of_the_reporter
def case(request, complaint):
    """T2: who does what next and by when, what was answered, what happened so far, what was reported."""
    now = timezone.now()
    clocks = queries.fetch_for_page(complaint)
    entries = timeline.entries(complaint, for_staff=False, photo=_drawn(complaint))
    filed, answer = entries[0], _last(entries, Kind.ANSWERED)
    question = _last(entries, Kind.ASKED) if complaint.status == Status.NEEDS_INFO else None
    refused = _last(entries, *_ENDINGS) if not complaint.is_open else None
    refused = refused if refused and refused.kind in (Kind.ARCHIVED, Kind.NOT_UPHELD) else None
    told_apart = [entry for entry in (filed, answer, question, refused) if entry]
    history = [
        replace(entry, text="", photos=[]) if any(entry is one for one in told_apart) else entry for entry in entries
    ]
    newest_first = len(history) > SHORT_HISTORY
    reason = reasons.counting_one(complaint, clocks, now)
    context = {
        "complaint": complaint,
        "title": texts.title(filed.text) or complaint.category.name,
        "step": next_steps.for_reporter(complaint, now),
        "question": question,
        "reason": reason,
        "allowance": reason and _allowance(reason.clock, next_steps.who(complaint)),
        # Where the office's terms come from; those of the reporter bind nobody yet.
        "source": reason.clock.source if reason and complaint.waits_for != WaitsFor.REPORTER else "",
        "answer": answer,
        "refused": refused,
        "judges": queries.who_else_may_judge() if refused and refused.kind == Kind.NOT_UPHELD else [],
        "may_object_until": _objection_ends(complaint, now),
        "may_withdraw": allows("withdraw", complaint.status),
        "entries": history[::-1] if newest_first else history,
        "newest_first": newest_first,
        "filed": filed,
        "landmark": landmark(complaint),
    }
    return render(request, "tracking/case.html", context)


def _last(entries, *kinds):
    return next((entry for entry in reversed(entries) if entry.kind in kinds), None)


def _allowance(clock, who) -> str:
    return telling.allowance(clock.kind, clock.amount, clock.unit, who)


def _objection_ends(complaint, now):
    """Return the moment until which a resolved case can be objected to, None when it cannot."""
    if complaint.status != Status.RESOLVED:
        return None
    ends = complaint.closed_at + operations.OBJECTION_WINDOW
    return ends if now <= ends else None


def _drawn(complaint):
    """Return how a photo is drawn for the reporter (templates/parts/photos.html)."""
    said = {
        Attachment.Purpose.PROGRESS: _("Foto %(number)d dari petugas: %(what)s"),
        Attachment.Purpose.RESULT: _("Foto %(number)d sesudah dikerjakan: %(what)s"),
    }
    what = ", ".join(str(part) for part in (complaint.category.name, complaint.village) if part)

    def draw(attachment, number):
        width, height = photos.fit(attachment.width, attachment.height, 480)
        address = [complaint.tracking_number, attachment.pk]
        alt = said.get(attachment.purpose, _("Foto %(number)d dari Anda: %(what)s"))
        return {
            "url": reverse("tracking:photo", args=[*address, 480]),
            "full_url": reverse("tracking:photo", args=[*address, 1600]),
            "alt": alt % {"number": number, "what": what},
            "width": width,
            "height": height,
        }

    return draw


@require_safe
def photo(request, number, attachment_id, size):
    """A photo of the case, for its reporter alone."""
    complaint = access.reporter_case(request, number)
    attachment = access.attachment_of(complaint, attachment_id)
    try:
        jpeg = photos.read(attachment.key, size)
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@require_safe
@_of_the_reporter
def receipt(request, complaint):
    """P7: one page to print. The code is not on it: the database does not hold it, and the cookie stays at intake."""
    now = timezone.now()
    queries.fetch_for_page(complaint)
    address = f"{settings.BASE_URL}{reverse('tracking:find')}?{urlencode({'n': complaint.tracking_number})}"
    context = {
        "now": now,
        "complaint": complaint,
        "story": texts.stories([complaint])[complaint.pk],
        "landmark": landmark(complaint),
        "code_svg": qr.svg(address, title=_("Kode QR ke halaman Lacak laporan")),
        "address": address,
        "step": next_steps.for_reporter(complaint, now),
    }
    return render(request, "tracking/receipt.html", context)


# --- what the reporter does -------------------------------------------------------------------------------------


@form_page
@_of_the_reporter
def reply(request, complaint):
    """T3: the question, the answer, and what happens if there is none."""
    if back := _gone(request, complaint, allows("reply", complaint.status)):
        return back
    asked = timeline.last_of(complaint, Kind.ASKED)
    sequence = asked.sequence if asked else None
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReplyForm(*posted, initial={"seen": sequence})
    done = _perform(request, complaint, form, operations.reply, Kind.REPLIED, _("Jawaban Anda sudah kami terima."))
    if done:
        return done
    _show_again(request, form, sequence)
    context = {
        "complaint": complaint,
        "form": form,
        "question": timeline.text_of(asked, "question") if asked else "",
        "step": next_steps.for_reporter(complaint, timezone.now()),
    }
    return render(request, "tracking/reply.html", context)


@form_page
@_of_the_reporter
def rate(request, complaint):
    """T5: is it done? Yes closes the case, anything else brings it back to the coordinator."""
    now = timezone.now()
    closed = complaint.status == Status.RESOLVED
    if back := _gone(request, complaint, complaint.status == Status.ANSWERED or _objection_ends(complaint, now)):
        return back
    entries = timeline.entries(complaint, for_staff=False, photo=_drawn(complaint))
    answer = _last(entries, Kind.ANSWERED)
    sequence = answer and answer.sequence
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    # What was pressed twice comes from the page as it was before the first press.
    only_objects = closed and request.POST.get("judgement") != RateForm.YES
    check_by = dates.full_date(queries.objection_due(complaint, now))
    form = RateForm(*posted, closed=only_objects, hints=_what_follows(check_by), initial={"seen": sequence})
    if form.is_valid() and form.is_confirmed:
        kind, operation, told = Kind.CONFIRMED, operations.confirm, _("Terima kasih. Laporan ini kami tutup.")
    else:
        kind, operation = Kind.OBJECTED, operations.raise_objection
        told = _("Laporan dibuka lagi. Petugas BESADU memeriksanya paling lambat %(date)s.") % {"date": check_by}
    done = _perform(request, complaint, form, operation, kind, told)
    if done:
        return done
    _show_again(request, form, sequence)
    context = {
        "complaint": complaint,
        "form": form,
        "closed": closed,
        "answer": answer,
        "filed": entries[0],
        "check_by": check_by,
    }
    return render(request, "tracking/rate.html", context)


def _what_follows(check_by: str) -> dict[str, str]:
    checked = _("Petugas BESADU memeriksa lagi, paling lambat %(date)s.") % {"date": check_by}
    window = operations.OBJECTION_WINDOW.days
    return {
        RateForm.YES: _("Laporan ditutup. %(days)d hari sesudahnya Anda masih bisa minta ditinjau ulang.")
        % {"days": window},
        RateForm.PARTLY: checked,
        RateForm.NO: checked,
    }


@form_page
@_of_the_reporter
def withdraw(request, complaint):
    """T7: a page that says what stays, not a dialog."""
    if back := _gone(request, complaint, allows("withdraw", complaint.status)):
        return back
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    done = _perform(request, complaint, form, operations.withdraw, Kind.WITHDRAWN, _("Laporan Anda sudah dicabut."))
    return done or render(request, "tracking/withdraw.html", {"complaint": complaint, "form": form})


def _gone(request, complaint, possible) -> HttpResponse | None:
    """Return the way back to the case when an act is over for who opens its page; what was sent is judged later."""
    if request.method == "POST" or possible:
        return None
    messages.info(request, _("Laporan ini sudah berubah. Yang baru ada di bawah."))
    return redirect("tracking:case", complaint.tracking_number)


def _perform(request, complaint, form, operation, kind, told) -> HttpResponse | None:
    """Call `operation` with the form's answers and return to the case, or None to show the page again."""
    if request.method != "POST" or not form.is_valid():
        return None
    answers = form.inputs()
    try:
        operation(complaint.pk, now=timezone.now(), **answers)
    except Refused as refusal:
        last = queries.last_by_reporter(complaint)
        if not timeline.is_same_act(last, kind, None, answers, written=("text", "comment", "reason")):
            form.add_error(None, str(refusal))
            return None
        if timeline.last_of(complaint, *Kind) != last:  # pressed twice is once, but somebody has gone on meanwhile
            told = _("Ini sudah Anda kirim sebelumnya.")
    messages.success(request, told)
    return redirect("tracking:case", complaint.tracking_number)


def _show_again(request, form, sequence) -> None:
    """Prepare a form that comes back with errors: for what is there now, and without its photos."""
    if form.errors:
        form.renew(sequence)
        if request.FILES:  # a browser does not send them twice
            form.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
