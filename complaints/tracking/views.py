"""The reporter's pages: opened by number and code or by a signed link, for one case at a time."""

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

from complaints import access, dates, links, next_steps, numbers, photos, qr, texts, throttle, timeline
from complaints.errors import Refused
from complaints.models import Event, Regency, Submission
from complaints.states import Status, allows

from . import operations
from .forms import FindForm, RateForm, ReplyForm, WithdrawForm

# Compared with when there is no such number, so that both wrongs take the same time.
_NO_DIGEST = bytes(32)


def _of_the_reporter(view):
    """Give the view the reporter's case; others go to T1 with the number filled, whether it exists or not."""

    @wraps(view)
    def wrapped(request, number):
        try:
            complaint = access.reporter_case(request, number)
        except Http404:
            return redirect(reverse("tracking:find") + "?" + urlencode({"n": number[:40]}))
        return view(request, complaint)

    return wrapped


@require_http_methods(["GET", "POST"])
def find(request):
    """T1: one message for everything that does not fit. Who guesses waits; the signed link never does."""
    form = FindForm(request.POST or None, initial={"number": request.GET.get("n", "")[:40]})
    status = 200
    if form.is_valid():
        complaint, refusal, status = _open(request, form.cleaned_data["number"], form.cleaned_data["code"])
        if complaint is not None:
            return _let_in(request, complaint)
        form.add_error(None, refusal)
    return render(request, "tracking/find.html", {"form": form, "nav": "track"}, status=status)


@require_http_methods(["GET", "POST"])
def link(request, token):
    """The page behind a signed link: robots that open it see nothing and change nothing; a person presses a button."""
    complaint = links.complaint_behind(token)
    if complaint is None:
        messages.warning(request, _("Tautan ini sudah tidak berlaku. Pakai nomor laporan dan kode rahasia."))
        return redirect("tracking:find")
    if request.method == "POST":
        return _let_in(request, complaint)
    return render(request, "tracking/link.html", {"number": complaint.tracking_number})


@require_safe
@_of_the_reporter
def case(request, complaint):
    """T2: who does what next and by when, then what happened so far."""
    step = next_steps.for_reporter(complaint)
    story = texts.stories([complaint])[complaint.pk]
    context = {
        "complaint": complaint,
        "story": story,
        "title": texts.title(story),
        "step": step,
        "late": bool(step.due_at and step.due_at < timezone.now()),
        "may_reply": complaint.status == Status.NEEDS_INFO,
        "may_rate": complaint.status == Status.ANSWERED,
        "may_object_until": _objection_ends(complaint),
        "may_withdraw": allows("withdraw", complaint.status),
        "entries": timeline.entries(complaint, for_staff=False, photo=_drawn(complaint)),
    }
    return render(request, "tracking/case.html", context)


@require_http_methods(["GET", "POST"])
@_of_the_reporter
def reply(request, complaint):
    """T3: the question, the answer, and what happens if there is none."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    done = _perform(
        request, complaint, form, operations.reply, Event.Kind.REPLIED, _("Jawaban Anda sudah kami terima.")
    )
    if done:
        return done
    asked = timeline.last_of(complaint, Event.Kind.ASKED)
    if request.method == "GET" and complaint.status != Status.NEEDS_INFO:
        return redirect("tracking:case", complaint.tracking_number)
    question = timeline.text_of(asked, "question") if asked else ""
    return render(request, "tracking/reply.html", {"complaint": complaint, "form": form, "question": question})


@require_http_methods(["GET", "POST"])
@_of_the_reporter
def rate(request, complaint):
    """T5: is it done? Yes closes the case, anything else brings it back to the coordinator."""
    closed = complaint.status == Status.RESOLVED
    if request.method == "GET" and not (complaint.status == Status.ANSWERED or _objection_ends(complaint)):
        return redirect("tracking:case", complaint.tracking_number)
    form = RateForm(request.POST or None, request.FILES or None, closed=closed)
    if form.is_valid() and form.cleaned_data["judgement"] == RateForm.YES:
        done = _perform(
            request, complaint, form, _confirm, Event.Kind.CONFIRMED, _("Terima kasih. Laporan ini kami tutup.")
        )
    else:
        sentence = _("Laporan dibuka lagi. Petugas BESADU memeriksa keberatan Anda.")
        done = _perform(request, complaint, form, _object, Event.Kind.OBJECTED, sentence)
    answered = timeline.last_of(complaint, Event.Kind.ANSWERED)
    context = {
        "complaint": complaint,
        "form": form,
        "closed": closed,
        "outcome": answered and answered.data["outcome"],
        "answer": timeline.text_of(answered, "answer") if answered else "",
    }
    return done or render(request, "tracking/rate.html", context)


@require_http_methods(["GET", "POST"])
@_of_the_reporter
def withdraw(request, complaint):
    """T7: a page that says what stays, not a dialog."""
    if request.method == "GET" and not allows("withdraw", complaint.status):
        return redirect("tracking:case", complaint.tracking_number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    done = _perform(
        request, complaint, form, operations.withdraw, Event.Kind.WITHDRAWN, _("Laporan Anda sudah dicabut.")
    )
    return done or render(request, "tracking/withdraw.html", {"complaint": complaint, "form": form})


@require_safe
@_of_the_reporter
def receipt(request, complaint):
    """P7: one page to print. The code is not on it: the database does not hold it."""
    address = settings.BASE_URL + reverse("tracking:find") + "?" + urlencode({"n": complaint.tracking_number})
    context = {
        "complaint": complaint,
        "story": texts.stories([complaint])[complaint.pk],
        "code_svg": qr.svg(address, title=_("Kode QR ke halaman Lacak laporan")),
        "address": address,
        "regency": Regency.objects.first(),
        "step": next_steps.for_reporter(complaint),
    }
    return render(request, "tracking/receipt.html", context)


@require_POST
def close(request, number):
    """*Tutup*: on a shared phone nothing of the case stays behind."""
    messages.success(request, _("Laporan sudah ditutup di HP ini."))
    response = redirect("tracking:find")
    response.delete_cookie(access.REPORTER_COOKIE, path=access.reporter_path(number))
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def photo(request, number, attachment_id, size):
    """A photo of the case, for its reporter alone."""
    complaint = access.reporter_case(request, number)
    if size not in photos.SIZES:
        raise Http404
    attachment = access.attachment_of(complaint, attachment_id)
    try:
        return HttpResponse(photos.read(attachment.key, size), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None


def _open(request, typed_number: str, typed_code: str):
    """Return (complaint, refusal, HTTP status): the case, or one sentence for whatever does not fit."""
    now = timezone.now()
    regency = Regency.objects.first()
    number = numbers.parse_tracking_number(typed_number, regency.tracking_prefix) if regency else None
    code = numbers.parse_access_code(typed_code)
    limits = throttle.of_tracking(request, number or typed_number)
    if until := throttle.wait_until(limits, now):
        return None, throttle.too_many(until), 429
    submission = Submission.objects.select_related("complaint").filter(complaint__tracking_number=number or "").first()
    right = numbers.same(
        numbers.digest("access code", code or ""), submission.code_digest if submission else _NO_DIGEST
    )
    if submission is not None and code and right:
        return submission.complaint, "", 200
    throttle.record_failure(limits, now)
    return None, _("Nomor dan kode tidak cocok. Periksa lagi."), 200


def _let_in(request, complaint) -> HttpResponse:
    response = redirect("tracking:case", complaint.tracking_number)
    access.let_reporter_in(response, complaint, secure=request.is_secure())
    return response


def _perform(request, complaint, form, operation, kind, done) -> HttpResponse | None:
    """Call `operation` with the form's answers and return to the case, or None to show the page again."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        operation(complaint.pk, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        last = timeline.last_of(complaint, *Event.Kind)
        if not timeline.is_same_act(last, kind, None, form.cleaned_data):  # pressed twice is once
            form.add_error(None, str(refusal))
            return None
    messages.success(request, done)
    return redirect("tracking:case", complaint.tracking_number)


def _confirm(complaint_id, *, judgement, reasons, comment, photos, now):
    operations.confirm(complaint_id, reasons=reasons, comment=comment, now=now)


def _object(complaint_id, *, judgement, reasons, comment, photos, now):
    partly = judgement == RateForm.PARTLY
    operations.raise_objection(complaint_id, partly=partly, reasons=reasons, comment=comment, photos=photos, now=now)


def _objection_ends(complaint):
    """Return the moment until which a resolved case can be objected to, None when it cannot."""
    if complaint.status != Status.RESOLVED:
        return None
    ends = complaint.closed_at + operations.OBJECTION_WINDOW
    return ends if timezone.now() <= ends else None


def _drawn(complaint):
    """Return how the timeline draws a photo for the reporter (templates/parts/photos.html)."""

    def draw(attachment, number):
        width, height = photos.fit(attachment.width, attachment.height, 480)

        def address(size):
            return reverse("tracking:photo", args=[complaint.tracking_number, attachment.pk, size])

        return {
            "url": address(480),
            "full_url": address(1600),
            "alt": _("Foto %(number)d, %(when)s") % {"number": number, "when": dates.full_date(attachment.created_at)},
            "width": width,
            "height": height,
        }

    return draw
