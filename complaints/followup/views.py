"""The desk: the queue, the case, and a page for each act of the agency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, desk, lifecycle, next_steps, photos, texts, timeline, words
from complaints.models import Attachment, Complaint, Event
from complaints.states import ClockKind, WaitsFor

from . import acts, operations, queries, saved_views
from .forms import AcceptForm, AnswerForm, AskForm, AssignForm, NoteInternalForm, NoteProgressForm

# Which entries of the history a chip shows; the reader of an entry is told beside it.
_CHIPS = {
    "semua": gettext_lazy("Semua"),
    "pelapor": gettext_lazy("Untuk pelapor"),
    "internal": gettext_lazy("Internal"),
}


@login_required
@require_safe
def queue(request):
    """The saved views of this person's positions, one page of one of them."""
    now = timezone.now()
    held = request.positions
    typed = request.GET.get("nomor", "").strip()
    if typed and (number := saved_views.number_in(typed, request.user, held)):
        return redirect("followup:case", number)

    views = saved_views.views_of(request.user, held, now)
    counts, urgent = saved_views.counts_of(views, request.user, now)
    view = saved_views.chosen(views, counts, request.GET.get("v"))
    context = {"now": now, "nav": "queue", "urgent": urgent, "typed": typed, "view": view}
    if view is None:
        return render(request, "followup/queue.html", context)

    page = saved_views.page(view, older_than=request.GET.get("sesudah"), newer_than=request.GET.get("sebelum"))
    shown = [one for one in views if one is view or counts[one.key] or not one.if_any]
    elsewhere = next((one for one in shown if one is not view and counts[one.key]), None)
    context |= {
        "views": [
            {
                "label": one.label,
                "url": _view_url(one),
                "count": _("1.000+") if counts[one.key] > saved_views.CAP else counts[one.key],
                "current": one is view,
            }
            for one in shown
        ],
        "rows": [
            row | {"url": reverse("followup:case", args=[row["number"]])}
            for row in saved_views.rows_of(page.cases, held, now)
        ],
        "show_agency": saved_views.watches_all(held),
        "newer_url": page.newer and _view_url(view, sebelum=page.newer),
        "older_url": page.older and _view_url(view, sesudah=page.older),
        "elsewhere": elsewhere and {"url": _view_url(elsewhere), "label": elsewhere.label},
    }
    return render(request, "followup/queue.html", context)


def _view_url(view: saved_views.View, **cursor) -> str:
    return f"{reverse('followup:queue')}?{urlencode({'v': view.key, **cursor})}"


@login_required
@require_safe
def case(request, number):
    """One case: what to do now first, then all that is known."""
    now = timezone.now()
    held = request.positions
    complaint = queries.case(request.user, held, number)
    entries = timeline.entries(complaint, for_staff=True, photo=_photo_of(complaint))
    running, stopped = queries.clocks(complaint, now)
    possible = lifecycle.possible_acts(request.user, complaint, now, held=held)
    filed = entries[0]
    story, filed.text = filed.text, ""  # stands above, with its photos: not told twice
    report_photos, filed.photos = filed.photos, []
    chip = request.GET.get("riwayat", "")
    chip = chip if chip in _CHIPS else "semua"
    return render(
        request,
        "followup/case.html",
        {
            "now": now,
            "nav": "queue",
            "complaint": complaint,
            "title": texts.title(story),
            "story": story,
            "photos": report_photos,
            "landmark": queries.landmark(complaint),
            "place": getattr(complaint, "place", None),
            "coordinates": queries.coordinates(complaint),
            "since": words.SINCE.get(complaint.submission.since, ""),
            "offer": acts.offer(
                complaint,
                possible,
                writes_notes=operations.may_write_notes(request.user, now, held=held),
                first_response_due=any(
                    clock.kind == ClockKind.FIRST_RESPONSE and not clock.stopped_at for clock in complaint.clocks.all()
                ),
            ),
            "may_ask": "ask" in possible,
            "may_open_contact": complaint.contact_kept and access.may_open_contact(request.user, complaint, held),
            "step": next_steps.for_staff(complaint),
            "running": running,
            "stopped": stopped,
            "missed": sum(clock.missed for clock in stopped),
            "days": running[0].days if running and running[0].counts else None,
            "late": _is_late(complaint, now),
            "paused": complaint.waits_for == WaitsFor.REPORTER,
            "referral": _referral(complaint, entries),
            "entries": [e for e in entries if chip in ("semua", "internal" if e.seen == "internal" else "pelapor")],
            "chips": [
                {"label": label, "url": f"?riwayat={key}#riwayat", "count": None, "current": key == chip}
                for key, label in _CHIPS.items()
            ],
        },
    )


@login_required
@require_POST
def accept(request, number):
    """*Terima laporan*, from the case page: done at once, or told there why not."""
    complaint = desk.case_for(request, number, "accept")
    form = AcceptForm(request.POST, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.accept,
        kind=Event.Kind.ACCEPTED,
        done=_("Laporan diterima. Pelapor menunggu kabar pertama."),
    )
    if done:
        return done
    for error in form.non_field_errors():
        messages.warning(request, error)
    return desk.after(request, complaint)


@login_required
@require_http_methods(["GET", "POST"])
def assign(request, number):
    """Give the case to a colleague of the own agency."""
    complaint = desk.case_for(request, number, "accept")
    if back := desk.gone(request, complaint, "answer"):
        return back
    form = AssignForm(
        *_sent(request),
        complaint=complaint,
        people=queries.assignable(complaint, timezone.now()),
        me=request.user,
    )
    done = desk.perform(
        request, complaint, form, operations.assign, kind=Event.Kind.ASSIGNED, done=_("Laporan sudah ditugaskan.")
    )
    return done or render(request, "followup/assign.html", {"form": form, **_about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def note_progress(request, number):
    """A word to the reporter."""
    complaint = desk.case_for(request, number, "note_progress")
    if back := desk.gone(request, complaint, "note_progress"):
        return back
    form = NoteProgressForm(*_sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.note_progress,
        kind=Event.Kind.PROGRESS_NOTED,
        done=_("Kabar sudah dikirim ke pelapor."),
    )
    _choose_photos_again(request, form)
    return done or render(request, "followup/note_progress.html", {"form": form, **_about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def note_internal(request, number):
    """A note for colleagues; whoever reads the case and works on cases may write one, whatever its status."""
    complaint = access.staff_case(request.user, number)
    if not operations.may_write_notes(request.user, timezone.now()):
        raise Http404
    form = NoteInternalForm(*_sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.note_internal,
        kind=Event.Kind.INTERNAL_NOTED,
        done=_("Catatan internal disimpan."),
    )
    return done or render(request, "followup/note_internal.html", {"form": form, **_about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request, number):
    """A question to the reporter, by whoever owns the case."""
    complaint = desk.case_for(request, number, "ask")
    if back := desk.gone(request, complaint, "ask"):
        return back
    form = AskForm(*_sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.ask,
        kind=Event.Kind.ASKED,
        done=_("Pertanyaan sudah dikirim ke pelapor."),
    )
    now = timezone.now()
    return done or render(
        request,
        "followup/ask.html",
        {
            "form": form,
            "stops": queries.clocks_a_question_stops(complaint, now),
            "reply_due": queries.reply_due(complaint, now),
            **_about(complaint),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def answer(request, number):
    """The answer that closes the work."""
    complaint = desk.case_for(request, number, "answer")
    if back := desk.gone(request, complaint, "answer"):
        return back
    form = AnswerForm(*_sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.answer,
        kind=Event.Kind.ANSWERED,
        done=_("Jawaban sudah dikirim. Pelapor diminta menilai."),
    )
    _choose_photos_again(request, form)
    return done or render(request, "followup/answer.html", {"form": form, **_about(complaint)})


@login_required
@require_safe
def photo(request, number, photo_id, size):
    """One size of a photo of a case, as the JPEG we made of it."""
    complaint = access.staff_case(request.user, number)
    attachment = access.attachment_of(complaint, photo_id)
    if size not in photos.SIZES:
        raise Http404
    try:
        jpeg = photos.read(attachment.key, size)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(jpeg, content_type="image/jpeg")
    if complaint.access_class == Complaint.AccessClass.ORDINARY:
        # The bytes never change, and a phone on one bar of signal need not fetch them twice; sealed ones stay nowhere.
        response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _sent(request) -> tuple:
    """Return what a form of an act is made from: what was sent, or nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _referral(complaint, entries) -> timeline.Entry | None:
    """Return how the case came to the agency that has it; None while it is with who verifies."""
    given = (entry for entry in reversed(entries) if entry.kind in (Event.Kind.REFERRED, Event.Kind.UPHELD))
    last = next(given, None)
    return last if last and last.to == complaint.owner_id else None


def _is_late(complaint, now) -> bool:
    return complaint.is_open and complaint.waits_for != WaitsFor.REPORTER and complaint.due_at < now


def _about(complaint) -> dict:
    """Return what every page of an act shows of its case."""
    story = texts.stories([complaint])[complaint.pk]
    draw = _photo_of(complaint)
    return {
        "complaint": complaint,
        "story": story,
        "title": texts.title(story),
        "photos": [draw(row, place) for place, row in enumerate(queries.report_photos(complaint), 1)],
    }


def _photo_of(complaint):
    """Return how a photo of this case is drawn by parts/photos.html."""
    said = {
        Attachment.Purpose.PROGRESS: _("Foto %(number)d dari petugas: %(what)s"),
        Attachment.Purpose.RESULT: _("Foto %(number)d sesudah dikerjakan: %(what)s"),
    }
    from_citizen = _("Foto %(number)d dari warga: %(what)s")
    what = complaint.category.name
    if complaint.village:
        what = f"{what}, {complaint.village.name}"

    def draw(attachment, place):
        width, height = photos.fit(attachment.width, attachment.height, 480)
        address = [complaint.tracking_number, attachment.pk]
        return {
            "url": reverse("followup:photo", args=[*address, 480]),
            "full_url": reverse("followup:photo", args=[*address, 1600]),
            "width": width,
            "height": height,
            "alt": said.get(attachment.purpose, from_citizen) % {"number": place, "what": what},
        }

    return draw


def _choose_photos_again(request, form) -> None:
    """Say that a browser does not send photos twice, when a page with photos comes back."""
    if request.FILES and form.is_bound and form.errors:
        form.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
