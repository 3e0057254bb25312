"""The reporter's pages: opened by number and code or by a signed link, for one case at a time."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import (
    access,
    attachments,
    dates,
    desk,
    emergencies,
    identity,
    lifecycle,
    links,
    next_steps,
    papers,
    photos,
    qr,
    texts,
    throttle,
    timeline,
)
from complaints.deadlines import reasons, telling
from complaints.followup import promises
from complaints.models import Attachment, Complaint, Event
from complaints.states import Status, WaitsFor, allows

from . import acts, operations, queries
from .forms import FindForm, RateForm, ReplyForm, WithdrawForm

form_page = require_http_methods(["GET", "HEAD", "POST"])
# A history up to here reads from the beginning; a longer one begins with the newest (ux.md T2).
SHORT_HISTORY = 6
Kind = Event.Kind
_ENDINGS = (Kind.CONFIRMED, Kind.NOT_UPHELD, Kind.ARCHIVED, Kind.WITHDRAWN, Kind.CHECK_BACK_OVER)
# Told in a box of their own.
_REFUSALS = (Kind.ARCHIVED, Kind.NOT_UPHELD, Kind.CHECK_BACK_OVER)
_ANSWERS = (Kind.ANSWERED, Kind.OUTSIDE_ANSWERED)


# --- coming in, and going ---------------------------------------------------------------------------------------


@form_page
def find(request):
    """T1: one answer for whatever does not fit, and a wait for who guesses; the signed link never waits."""
    regency = queries.regency()
    posted = request.POST if request.method == "POST" else None
    form = FindForm(posted, initial={"number": _asked_for(request)}, regency=regency)
    now, until = timezone.now(), None
    if form.is_valid():
        typed = form.cleaned_data["number"]
        number = queries.number_meant(typed, regency)
        limits = throttle.of_tracking(request, number or typed)
        until = throttle.wait_until(limits, now)
        if until is None:
            complaint = queries.opened_by(number, form.cleaned_data["code"])
            if complaint is not None:
                return _let_in(request, complaint)
            throttle.record_failure(limits, now)
            form.add_error(None, _("Nomor dan kode rahasia tidak cocok. Periksa lagi."))
    context = {"form": form, "wait": until and throttle.too_many(until)}
    return throttle.answered(render(request, "tracking/find.html", context), until, now)


@form_page
def link(request, token):
    """The page behind a signed link: robots that open it see nothing and change nothing; a person presses a button."""
    number, complaint = links.behind(token)
    if complaint is None:
        messages.warning(request, _("Tautan ini sudah tidak berlaku. Pakai nomor laporan dan kode rahasia."))
        return acts.to_find(number)
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


def _let_in(request, complaint) -> HttpResponse:
    response = redirect("tracking:case", complaint.tracking_number)
    access.let_reporter_in(response, complaint, secure=request.is_secure())
    return response


# --- the case ---------------------------------------------------------------------------------------------------


@require_safe
@acts.of_the_reporter
def case(request, complaint):
    """T2: who does what next and by when, what was answered, what happened so far, what was reported."""
    now = timezone.now()
    clocks = queries.fetch_for_page(complaint)
    entries = timeline.entries(
        complaint, for_staff=False, photo=_drawn(complaint), paper=papers.named(complaint, "tracking:paper")
    )
    filed, answer = entries[0], _last(entries, *_ANSWERS)
    forwarded = _last(entries, Kind.FORWARDED_EXTERNAL)
    if answer and (sent_back := _last(entries, Kind.SENT_BACK)) and sent_back.sequence > answer.sequence:
        answer = None  # it said nothing; it stays in the history
    promised = promises.made(clocks, entries)
    question = _last(entries, Kind.ASKED) if complaint.status == Status.NEEDS_INFO else None
    refused = _last(entries, *_ENDINGS) if not complaint.is_open else None
    refused = refused if refused and refused.kind in _REFUSALS else None
    handed_on = forwarded if complaint.status == Status.FORWARDED_EXTERNAL else None
    told_apart = [entry for entry in (filed, answer, question, refused, handed_on) if entry]
    history = [
        replace(entry, text="", photos=[], papers=entry.papers if entry is filed else [])
        if entry in told_apart
        else entry
        for entry in entries
    ]
    newest_first = len(history) > SHORT_HISTORY
    main = queries.main_of(complaint) if complaint.status == Status.MERGED else None
    explained = _explained(complaint, clocks, now)
    reason = explained["reason"]
    context = {
        "complaint": complaint,
        "title": _title(complaint, filed.text),
        "step": next_steps.for_reporter(complaint, now),
        "question": question,
        **explained,
        "allowance": reason and _allowance(reason.clock, next_steps.who(complaint)),
        "answer": answer,
        "promise": promised[-1] if complaint.status == Status.SCHEDULED else None,
        "promises": promises.told(promised),
        "refused": refused,
        "judges": queries.who_else_may_judge() if refused and refused.kind != Kind.ARCHIVED else [],
        "main": main,
        "main_who": next_steps.who(main) if main else "",
        "main_why": _why(main, now) if main and main.due_at and main.waits_for != WaitsFor.REPORTER else None,
        "main_answer": _answer_of(main) if main else "",
        "handed_on": handed_on,
        "body": forwarded.body if forwarded else None,
        "may_object_until": acts.objection_ends(complaint, now),
        "may_withdraw": allows("withdraw", complaint.status),
        "may_take_back": queries.may_be_shown(complaint),
        "may_be_told": identity.is_kept(complaint),
        "may_add_contact": complaint.is_open and not identity.was_kept(complaint),
        "again": "" if complaint.is_open else links.follow_up(complaint),
        "emergency_numbers": _numbers(complaint),
        **queries.related(complaint),
        "entries": history[::-1] if newest_first else history,
        "newest_first": newest_first,
        "filed": filed,
        "landmark": texts.landmark(complaint),
    }
    return render(request, "tracking/case.html", context)


def _explained(complaint, clocks, now) -> dict:
    """Return how the page explains the date that it shows, to its own reporter."""
    reason = reasons.counting_one(complaint, clocks, now)
    # Where the office's terms come from; those of the reporter bind nobody yet.
    source = reason.clock.source if reason and complaint.waits_for != WaitsFor.REPORTER else ""
    return {"reason": reason, "source": source}


def _title(complaint, story) -> str:
    """Return what heads the page; of a protected case nothing that somebody could read over a shoulder."""
    if complaint.access_class == Complaint.AccessClass.PROTECTED:
        return _("Laporan Anda")
    return texts.title(story) or complaint.category.name


def _numbers(complaint) -> list[dict]:
    """Return who helps at once, beside a case that is about a person's safety."""
    if complaint.access_class != Complaint.AccessClass.SENSITIVE or not complaint.is_open:
        return []
    regency = queries.regency()
    return emergencies.confirmed(regency.emergency_numbers) if regency else []


def _answer_of(main) -> str:
    """Return what the complaint was answered to which this one was joined: the words alone, as long as they stand."""
    answered = timeline.last_of(main, *_ANSWERS) if main.status in (Status.ANSWERED, Status.RESOLVED) else None
    if answered is None:
        return ""
    return timeline.text_of(answered, "answer") or timeline.text_of(answered, "outside")


def _last(entries, *kinds):
    return next((entry for entry in reversed(entries) if entry.kind in kinds), None)


def _allowance(clock, who) -> str:
    return telling.allowance(clock.kind, clock.amount, clock.unit, who)


def _why(main, now) -> dict:
    """Return how the date of the main complaint is explained to another reporter: the term, not when it was filed."""
    reason = reasons.counting_one(main, main.clocks.select_related("agency"), now)
    allowance = _allowance(reason.clock, next_steps.who(main))
    return {"sentences": reason.sentences[-1:], "allowance": allowance, "source": reason.clock.source}


def _drawn(complaint):
    """Return how a photo is drawn for the reporter (templates/parts/photos.html)."""
    said = {
        Attachment.Purpose.PROGRESS: _("Foto %(number)d dari petugas: %(what)s"),
        Attachment.Purpose.RESULT: _("Foto %(number)d sesudah dikerjakan: %(what)s"),
        Attachment.Purpose.LETTER: _("Surat %(number)d: %(what)s"),
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
    attachment = access.attachment_of(complaint, attachment_id, for_reporter=True)
    try:
        jpeg = attachments.read(attachment, size)
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@require_safe
def paper(request, number, attachment_id):
    """A paper of the case that was written to or by its reporter, for him alone, to be kept."""
    complaint = access.reporter_case(request, number)
    attachment = access.attachment_of(complaint, attachment_id, media=Attachment.Media.PDF, for_reporter=True)
    return papers.download(complaint, attachment)


@require_safe
@acts.of_the_reporter
def receipt(request, complaint):
    """P7: one page to print. The code is not on it: the database does not hold it, and the cookie stays at intake."""
    now = timezone.now()
    clocks = queries.fetch_for_page(complaint)
    address = f"{settings.BASE_URL}{reverse('tracking:find')}?{urlencode({'n': complaint.tracking_number})}"
    context = {
        "now": now,
        "complaint": complaint,
        "story": texts.story(complaint),
        "landmark": texts.landmark(complaint),
        "code_svg": qr.svg(address, title=_("Kode QR ke halaman Lacak laporan")),
        "address": address,
        "step": next_steps.for_reporter(complaint, now),
        **_explained(complaint, clocks, now),
    }
    return render(request, "tracking/receipt.html", context)


# --- what the reporter does -------------------------------------------------------------------------------------


@form_page
@acts.of_the_reporter
def reply(request, complaint):
    """T3: the question, the answer, and what happens if there is none."""
    if back := acts.gone(request, complaint, allows("reply", complaint.status)):
        return back
    asked = timeline.last_of(complaint, Kind.ASKED)
    sequence = asked.sequence if asked else None
    form = ReplyForm(*desk.sent(request), initial={"seen": sequence})
    done = acts.perform(request, complaint, form, operations.reply, Kind.REPLIED, _("Jawaban Anda sudah kami terima."))
    if done:
        return done
    acts.show_again(request, form, sequence)
    now = timezone.now()
    context = {
        "complaint": complaint,
        "form": form,
        "question": timeline.text_of(asked, "question") if asked else "",
        "step": next_steps.for_reporter(complaint, now),
        **_explained(complaint, complaint.clocks.select_related("agency"), now),
    }
    return render(request, "tracking/reply.html", context)


@form_page
@acts.of_the_reporter
def rate(request, complaint):
    """T5: is it done? Yes closes the case, anything else brings it back to the coordinator."""
    now = timezone.now()
    closed = complaint.status == Status.RESOLVED
    if back := acts.gone(
        request, complaint, complaint.status == Status.ANSWERED or acts.objection_ends(complaint, now)
    ):
        return back
    entries = timeline.entries(
        complaint, for_staff=False, photo=_drawn(complaint), paper=papers.named(complaint, "tracking:paper")
    )
    answer = _last(entries, *_ANSWERS)
    sequence = answer and answer.sequence
    # What was pressed twice comes from the page as it was before the first press.
    only_objects = closed and request.POST.get("judgement") != RateForm.YES
    check_by = dates.full_date(lifecycle.objection_due(complaint, now))
    form = RateForm(*desk.sent(request), closed=only_objects, hints=_what_follows(check_by), initial={"seen": sequence})
    if form.is_valid() and form.is_confirmed:
        kind, operation, told = Kind.CONFIRMED, operations.confirm, _("Terima kasih. Laporan ini kami tutup.")
    else:
        kind, operation = Kind.OBJECTED, operations.raise_objection
        told = _("Laporan dibuka lagi. Petugas BESADU memeriksanya paling lambat %(date)s.") % {"date": check_by}
    done = acts.perform(request, complaint, form, operation, kind, told)
    if done:
        return done
    acts.show_again(request, form, sequence)
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
@acts.of_the_reporter
def withdraw(request, complaint):
    """T7: a page that says what stays, not a dialog."""
    if back := acts.gone(request, complaint, allows("withdraw", complaint.status)):
        return back
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    done = acts.perform(request, complaint, form, operations.withdraw, Kind.WITHDRAWN, _("Laporan Anda sudah dicabut."))
    return done or render(request, "tracking/withdraw.html", {"complaint": complaint, "form": form})
