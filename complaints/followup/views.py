"""The desk: the case, and a page for each act of the agency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, attachments, desk, lifecycle, next_steps, opening, papers, photos, texts, timeline, words
from complaints.models import Attachment, Complaint, Event, ReplyTemplate
from complaints.routing import limits
from complaints.states import ClockKind, Status, WaitsFor
from complaints.timeline import folding

from . import (
    acts,
    beginning,
    nearby,
    operations,
    promises,
    proposals,
    queries,
    readings,
    saved_views,
    taking_back,
    views_paper,
)
from .forms import AcceptForm, AskForm, AssignForm, NoteInternalForm, NoteProgressForm
from .views_opening import closed

# Which entries of the history a chip shows; the reader of an entry is told beside it.
_CHIPS = {
    "semua": (gettext_lazy("Semua"), lambda _entry: True),
    "publik": (gettext_lazy("Publik"), lambda entry: entry.seen == "public"),
    "pelapor": (gettext_lazy("Untuk pelapor"), lambda entry: entry.seen != "internal"),
    "internal": (gettext_lazy("Internal"), lambda entry: entry.seen == "internal"),
    "perubahan": (gettext_lazy("Perubahan"), lambda entry: entry.moved),
}

_ON_PAPER = (
    *(Attachment.Purpose.SHEET, Attachment.Purpose.INSTRUCTION, Attachment.Purpose.LETTER),
    *(Attachment.Purpose.INCOMING, Attachment.Purpose.GIVEN),
)


@login_required
@require_safe
def case(request, number):
    """One case: what to do now first, then all that is known."""
    now = timezone.now()
    held = request.positions
    complaint = queries.case(request.user, held, number, now)
    protected = complaint.access_class == Complaint.AccessClass.PROTECTED
    if protected and opening.is_closed(request, access.staff_cases(request.user, held), number):
        return closed(request, complaint, now)
    entries = timeline.entries(
        complaint, for_staff=True, photo=photo_of(complaint), paper=papers.named(complaint, "followup:paper")
    )
    running, stopped = queries.clocks(complaint, now)
    possible = lifecycle.possible_acts(request.user, complaint, now, held=held)
    if lifecycle.may(request.user, "forward_external", complaint, now, held=held):
        possible |= acts.of_the_desk(complaint)
    if lifecycle.may(request.user, "uphold", complaint, now, held=held):
        possible.add("exclude")
    if access.may_publish(request.user, complaint, held):
        possible.add("publish")
    possible |= views_paper.instructing(request.user, complaint, now, held)
    possible -= acts.withheld(complaint, possible, entries, now)
    proposed = proposals.event_of(complaint)
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
            "complaint": complaint,
            "title": texts.title(story),
            "story": story,
            "photos": report_photos,
            "landmark": texts.landmark(complaint),
            "place": getattr(complaint, "place", None),
            "coordinates": queries.coordinates(complaint),
            "mark": readings.mark(complaint, request.user, now),
            "since": words.SINCE.get(complaint.submission.since, ""),
            "offer": acts.with_approval(
                acts.offer(
                    complaint,
                    possible,
                    writes_notes=operations.may_write_notes(request.user, now, held=held),
                    shares=access.may_share(request.user, complaint, held),
                    first_response_due=any(
                        clock.kind == ClockKind.FIRST_RESPONSE and not clock.stopped_at
                        for clock in complaint.clocks.all()
                    ),
                ),
                complaint,
                waits=proposals.must_wait(complaint, request.user, now, held=held),
                heads=proposals.heads(complaint, held),
                proposed=proposed,
            ),
            "may_ask": "ask" in possible,
            "oversees": access.only_oversees(held),
            "may_open_contact": complaint.contact_kept and access.may_open_contact(request.user, complaint, held),
            "offers_template": "templat" in request.GET and complaint.status == Status.ANSWERED,
            "step": next_steps.for_staff(complaint, with_head=proposed is not None),
            "running": running,
            "stopped": stopped,
            "promises": promises.told(promises.made(complaint.clocks.all(), entries)),
            "missed": sum(clock.missed for clock in stopped),
            "days": running[0].days if running and running[0].counts else None,
            "late": saved_views.is_late(complaint, now),
            "paused": complaint.waits_for == WaitsFor.REPORTER,
            "referral": _referral(complaint, entries),
            "merged": queries.merged_with(complaint, request.user, held) if _was_merged(entries) else [],
            "undo_until": taking_back.until(complaint.last, request.user, now),
            "last_news": entries[-1].what,
            "body": _outside_body(complaint, entries),
            **_parts(request.user, complaint, entries, now, held),
            **queries.related(request.user, held, complaint),
            **nearby.around(complaint, request.user, held, now),
            "may_merge": "merge" in possible,
            "after": _result(entries) if report_photos else [],
            "same_contact": queries.same_contact(complaint, request.user, held),
            **views_paper.about(complaint, entries, held),
            "entries": folding.folded([entry for entry in entries if _CHIPS[chip][1](entry)]),
            "chips": [
                {"label": label, "url": f"?riwayat={key}#riwayat", "count": None, "current": key == chip}
                for key, (label, _fits) in _CHIPS.items()
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
    if back := desk.gone(request, complaint, "answer", limits.problem):
        return back
    form = AssignForm(
        *desk.sent(request),
        complaint=complaint,
        people=queries.assignable(complaint, timezone.now()),
        me=request.user,
    )
    done = desk.perform(
        request, complaint, form, operations.assign, kind=Event.Kind.ASSIGNED, done=_("Laporan sudah ditugaskan.")
    )
    return done or render(request, "followup/assign.html", {"form": form, **about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def note_progress(request, number):
    """A word to the reporter."""
    complaint = desk.case_for(request, number, "note_progress")
    if back := desk.gone(request, complaint, "note_progress", limits.problem):
        return back
    context = about(complaint)
    form = beginning.form_of(request, NoteProgressForm, complaint, ReplyTemplate.Use.PROGRESS, title=context["title"])
    done = desk.perform(
        request,
        complaint,
        form,
        operations.note_progress,
        kind=Event.Kind.PROGRESS_NOTED,
        done=_("Kabar sudah dikirim ke pelapor."),
    )
    choose_photos_again(request, form)
    return done or render(request, "followup/note_progress.html", {"form": form, **context})


@login_required
@require_http_methods(["GET", "POST"])
def note_internal(request, number):
    """A note for colleagues; whoever reads the case and works on cases may write one, whatever its status."""
    complaint = access.staff_case(request.user, number)
    if not operations.may_write_notes(request.user, timezone.now()):
        raise Http404
    form = NoteInternalForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.note_internal,
        kind=Event.Kind.INTERNAL_NOTED,
        done=_("Catatan internal disimpan."),
    )
    return done or render(request, "followup/note_internal.html", {"form": form, **about(complaint)})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request, number):
    """A question to the reporter, by whoever owns the case."""
    complaint = desk.case_for(request, number, "ask")
    if back := desk.gone(request, complaint, "ask", limits.problem):
        return back
    context = about(complaint)
    form = beginning.form_of(request, AskForm, complaint, ReplyTemplate.Use.QUESTION, title=context["title"])
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
            **context,
        },
    )


@login_required
@require_safe
def photo(request, number, photo_id, size):
    """One size of a photo of a case, as the JPEG we made of it."""
    complaint = access.staff_case(request.user, number)
    attachment = access.attachment_of(complaint, photo_id)
    if size not in photos.SIZES:
        raise Http404
    try:
        jpeg = attachments.read(attachment, size)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(jpeg, content_type="image/jpeg")
    if complaint.access_class == Complaint.AccessClass.ORDINARY:
        # The bytes never change, and a phone on one bar of signal need not fetch them twice; sealed ones stay nowhere.
        response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _referral(complaint, entries) -> timeline.Entry | None:
    """Return how the case came to the agency that has it; None while it is with who verifies."""
    given = (entry for entry in reversed(entries) if entry.kind in (Event.Kind.REFERRED, Event.Kind.UPHELD))
    last = next(given, None)
    return last if last and last.to == complaint.owner_id else None


def _result(entries) -> list[dict]:
    """Return the photos of the last answer, taken off its line: they stand beside those of the report."""
    answer = next((entry for entry in reversed(entries) if entry.kind == Event.Kind.ANSWERED), None)
    if answer is None:
        return []
    photos_after, answer.photos = answer.photos, []
    return photos_after


def _parts(user, complaint, entries, now, held) -> dict:
    """Return how far the parts are that supporting agencies were given, and the tags; no query where there are none."""
    kinds = {entry.kind for entry in entries}
    given = queries.shares_of(complaint) if Event.Kind.SHARED in kinds else []
    given = [one for one in given if one.asked]
    works = complaint.is_open and lifecycle.may(user, "answer", complaint, now, held=held)
    return {
        "given": given,
        "given_done": sum(one.done_at is not None for one in given),
        "may_end_parts": works or bool(given and access.may_share(user, complaint, held)),
        "may_tag": queries.acts_on_many(held) and complaint.access_class == Complaint.AccessClass.ORDINARY,
        "tags": saved_views.tags_of([complaint]).get(complaint.pk) if Event.Kind.TAGGED in kinds else [],
    }


def _was_merged(entries) -> bool:
    return any(entry.kind == Event.Kind.MERGED for entry in entries)


def _outside_body(complaint, entries):
    """Return the body outside the government that has the case, None while none has it."""
    if complaint.status != Status.FORWARDED_EXTERNAL:
        return None
    return next(entry.body for entry in reversed(entries) if entry.kind == Event.Kind.FORWARDED_EXTERNAL)


def about(complaint) -> dict:
    """Return what every page of an act shows of its case."""
    story = texts.story(complaint)
    draw = photo_of(complaint)
    return {
        "complaint": complaint,
        "story": story,
        "title": texts.title(story),
        "photos": [draw(row, place) for place, row in enumerate(queries.report_photos(complaint), 1)],
    }


def photo_of(complaint):
    """Return how a photo of this case is drawn by parts/photos.html."""
    said = {
        Attachment.Purpose.PROGRESS: _("Foto %(number)d dari petugas: %(what)s"),
        Attachment.Purpose.FIELD: _("Foto %(number)d dari lapangan: %(what)s"),
        Attachment.Purpose.PROPOSED: _("Foto %(number)d yang diajukan ke kepala: %(what)s"),
        Attachment.Purpose.RESULT: _("Foto %(number)d sesudah dikerjakan: %(what)s"),
        **dict.fromkeys(_ON_PAPER, _("Foto lembar %(number)d: %(what)s")),
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


def choose_photos_again(request, form) -> None:
    """Say that a browser does not send photos twice, when a page with photos comes back."""
    if request.FILES and form.is_bound and form.errors:
        form.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
