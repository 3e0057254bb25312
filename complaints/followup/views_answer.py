"""O3, the answer: begun with a template or a draft, sent to the reporter or put before the head of the agency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import access, desk, texts, timeline
from complaints.models import Event, FieldReturn, ReplyTemplate
from complaints.replies import operations as replies
from complaints.routing import limits

from . import beginning, drafts, operations, operations_proposals, proposals, queries
from .forms import AnswerForm, GiveBackForm
from .views import about, choose_photos_again, photo_of


@login_required
@require_http_methods(["GET", "POST"])
def answer(request, number):
    """The answer that closes the work; *Simpan draf* keeps it for later, and the head may have to send it."""
    complaint = desk.case_for(request, number, "answer")
    if back := desk.gone(request, complaint, "answer", limits.problem):
        return back
    if "simpan" in request.POST:
        drafts.keep(complaint.pk, request.POST.dict(), actor=request.user, now=timezone.now())
        messages.success(request, _("Draf disimpan. Hanya Anda yang melihatnya. Foto belum ikut tersimpan."))
        return redirect("followup:case", number)
    now, held = timezone.now(), request.positions
    waits = proposals.must_wait(complaint, request.user, now, held=held)
    proposed = proposals.last(complaint)
    photos = queries.proposed_photos(complaint, proposed)
    returned = queries.field_return(complaint) if proposed is None else None
    photos += queries.field_photos(complaint, returned)
    draft = drafts.read(complaint, request.user) if request.method == "GET" else None
    context = about(complaint)
    form = beginning.form_of(
        request,
        AnswerForm,
        complaint,
        ReplyTemplate.Use.ANSWER,
        title=context["title"],
        initial=draft[0] if draft else _as_proposed(proposed) or _as_returned(returned),
        proposed=photos,
    )
    operation, kind, told = operations.answer, Event.Kind.ANSWERED, _("Jawaban sudah dikirim. Pelapor diminta menilai.")
    if waits:
        operation, kind = operations_proposals.propose_answer, Event.Kind.ANSWER_PROPOSED
        told = _("Jawaban menunggu persetujuan kepala instansi. Batas waktu berjalan terus.")
    done = desk.perform(request, complaint, form, operation, kind=kind, done=told)
    if done:
        often = replies.is_often_edited(form.cleaned_data.get("begun"), complaint.owner_id) if form.is_bound else False
        case = reverse("followup:case", args=[number])
        return redirect(f"{case}?templat") if often and done.headers.get("Location") == case else done
    choose_photos_again(request, form)
    draw = photo_of(complaint)
    context |= {"form": form, "waits": waits, "draft_at": draft[1] if draft else None, "proposed": proposed}
    context["waits_there"] = proposals.event_of(complaint) is not None
    context["may_give_back"] = context["waits_there"] and proposals.heads(complaint, held)
    context["proposed_photos"] = [draw(row, place) for place, row in enumerate(photos, 1)]
    return render(request, "followup/answer.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def give_back(request, number):
    """An answer that waits for the head goes back to who wrote it, with a word."""
    complaint = access.staff_case(request.user, number)
    if not complaint.owner.heads_approve or not proposals.heads(complaint, request.positions):
        raise Http404
    proposed = proposals.event_of(complaint)
    if request.method == "GET" and proposed is None:
        messages.info(request, _("Laporan ini sudah berubah. Tindakan itu tidak bisa dilakukan lagi."))
        return redirect("followup:case", number)
    form = GiveBackForm(*desk.sent(request), complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations_proposals.give_back,
        kind=Event.Kind.ANSWER_GIVEN_BACK,
        done=_("Jawaban dikembalikan ke petugas. Batas waktu berjalan terus."),
    )
    written = timeline.text_of(proposed, "answer") if proposed else ""
    context = {"form": form, "proposed": proposed, "written": written, **about(complaint)}
    return done or render(request, "followup/give_back.html", context)


def _as_returned(returned: FieldReturn | None) -> dict:
    """Return what a form begins with where something came back from the field and was taken."""
    return {"text": texts.read(returned.text) or ""} if returned and returned.text else {}


def _as_proposed(event: Event | None) -> dict:
    """Return what a form begins with where an answer was proposed and not sent."""
    if event is None:
        return {}
    return {
        "outcome": event.data["outcome"],
        "text": timeline.text_of(event, "answer"),
        "no_photo_reason": timeline.text_of(event, "no_photo"),
    }
