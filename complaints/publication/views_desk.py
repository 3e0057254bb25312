"""A7: the coordinator decides what everybody sees of a case, and sees it before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, desk, photos
from complaints.errors import Refused
from complaints.models import Event

from . import copies, differences, operations, personal_data, queries, rendering, rules
from .content import Content, Shown, digest
from .forms import HideForm, PublishAnswerForm, PublishForm


@login_required
@require_http_methods(["GET", "POST"])
def publish(request, number):
    """What is shown, beside what was written; below it exactly what everybody will see. Shown it must be once, as it
    is typed, before the press that publishes is taken."""
    complaint = _case(request, number)
    written = queries.written_words(complaint)
    proposed, pictures = queries.proposed(complaint, written), queries.photos(complaint)
    posted = request.POST if request.method == "POST" else None
    form = PublishForm(posted, complaint=complaint, proposed=proposed, written=written, pictures=pictures)
    if form.is_valid() and "publish" in request.POST:
        if not form.is_seen:
            form.add_error(None, _("Isinya berubah. Baca dulu yang akan dilihat publik, lalu tekan Tampilkan."))
        elif done := _publish(request, complaint, form):
            return done
    return render(request, "publication/publish.html", _context(request, complaint, form, written))


def _publish(request, complaint, form) -> HttpResponse | None:
    """Make the copies, then publish; None where the page must be shown again."""
    try:
        content = copies.make(form.content, queries.there(complaint))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None

    def operation(complaint_id, *, version, actor, now, **_typed):
        looked_at = form.cleaned_data["looked_at"]
        operations.publish(complaint_id, content=content, looked_at=looked_at, version=version, actor=actor, now=now)

    return desk.perform(
        request,
        complaint,
        form,
        operation,
        kind=Event.Kind.PUBLISHED,
        done=_("Laporan ini sekarang dilihat publik seperti yang Anda baca."),
    )


def _context(request, complaint, form, written) -> dict:
    shown = form.content
    page = rendering.page(complaint, shown, address=_address_of(complaint))
    if form.is_bound:  # the next press sends what is seen now
        form.data = form.data.copy()
        form.data["seen"] = digest(shown)
    else:
        form.initial["seen"] = digest(shown)
    there = queries.there(complaint) if complaint.published_at else None
    new = [text for sequence, text in written.items() if sequence not in there.words] if there else []
    story = queries.story(complaint)
    return {
        "complaint": complaint,
        "form": form,
        "problem": rules.problem(complaint),
        "page": page,
        "marks": form.marks,
        "story": story,
        "story_pieces": personal_data.pieces(story),
        "story_differences": differences.between(story, shown.story),
        "words": _words(page, form, shown, written),
        "photo_rows": form.photo_rows,
        "log": queries.log(complaint),
        "hide_form": HideForm(complaint=complaint),
        "publication": queries.publication(complaint),
        "clean_answer": new and not any(personal_data.marks(text) for text in new),
    }


def _words(page: rendering.Page, form, shown: Content, written) -> list[dict]:
    """The answers and news with their fields, as the page draws them."""
    lines = {line.sequence: line for line in page.lines}
    return [
        {
            "line": lines[sequence],
            "field": form[f"words_{sequence}"],
            "pieces": personal_data.pieces(text),
            "differences": differences.between(text, shown.words[sequence]),
        }
        for sequence, text in written.items()
        if sequence in lines
    ]


@login_required
@require_POST
def publish_answer(request, number):
    """*Terbitkan jawaban*: what agencies wrote since is shown as it is, done at once."""
    complaint = _case(request, number)
    form = PublishAnswerForm(request.POST, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.publish_answer,
        kind=Event.Kind.PUBLISHED,
        done=_("Jawaban ditampilkan."),
    )
    return done or _back(request, form, number)


@login_required
@require_POST
def hide(request, number):
    """*Jangan tampilkan*: taken from sight at once, with the reason."""
    complaint = _case(request, number)
    form = HideForm(request.POST, complaint=complaint)
    done = desk.perform(
        request,
        complaint,
        form,
        operations.hide,
        kind=Event.Kind.HIDDEN,
        done=_("Laporan ini tidak ditampilkan."),
    )
    return done or _back(request, form, number)


@login_required
@require_safe
def preview_photo(request, number, photo_id, size):
    """A photo as it would be shown, with the boxes of the address blurred; nothing is kept."""
    complaint = _case(request, number)
    attachment = access.attachment_of(complaint, photo_id)
    if size not in photos.SIZES or not rendering.may_be_shown(attachment):
        raise Http404
    try:
        photo = copies.blurred(attachment, _boxes(request.GET.getlist("kotak")))
    except (Refused, ValueError):
        raise Http404 from None
    response = HttpResponse(photo.renditions[size].jpeg, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _boxes(typed: list[str]) -> list[tuple[int, ...]]:
    """Return the boxes that an address names. ValueError for what is none."""
    boxes = [tuple(int(side) for side in one.split(",")) for one in typed[:20]]
    if any(len(box) != 4 or not all(0 <= side <= 1000 for side in box) or not all(box[2:]) for box in boxes):
        raise ValueError("no box")
    return boxes


def _address_of(complaint) -> rendering.Address:
    def address(shown: Shown, size: int) -> str:
        url = reverse("publication:preview_photo", args=[complaint.tracking_number, shown.attachment.pk, size])
        boxes = urlencode({"kotak": [",".join(map(str, box)) for box in shown.boxes]}, doseq=True)
        return f"{url}?{boxes}" if boxes else url

    return address


def _case(request, number):
    complaint = queries.case(request.user, number)
    if not access.may_publish(request.user, complaint, request.positions):
        raise desk.NotTheirs(request)
    return complaint


def _back(request, form, number) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.warning(request, error)
    return redirect("publication:publish", number)
