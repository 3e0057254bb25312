"""Pages of somebody in the field without an account: one task, one thing a screen."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import access, attachments, desk, links, photos
from complaints.errors import Refused
from complaints.models import Attachment

from . import operations, queries
from .forms import SendBackForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def task(request, token):
    """Nothing before the press: a preview robot opens the link too. Afterwards the task."""
    now, link_id = timezone.now(), _behind(token)
    if request.method == "POST":
        try:
            link = operations.open_task(link_id, now=now)
        except Refused:
            return _over(request)
        response = redirect("field:task", token)
        access.let_worker_in(response, link, reverse("field:task", args=[token]), secure=request.is_secure())
        return response
    try:
        link = access.worker_task(request, link_id, now)
    except Http404:
        opens = access.handed_out(now).filter(pk=link_id).exists()
        return render(request, "field/open.html") if opens else _over(request)
    shown = queries.task(link)
    drawn = [_drawn(row, place, shown, token) for place, row in enumerate(shown.photos, 1)]
    context = {"task": shown, "photos": drawn, "token": token, "sent": "terkirim" in request.GET}
    return render(request, "field/task.html", context)


@form_page
def send_back(request, token):
    """Photo and sentence. What is sent waits for who gave the task out."""
    now = timezone.now()
    link = access.worker_task(request, _behind(token), now)
    form = SendBackForm(*desk.sent(request))
    if form.is_valid():
        try:
            operations.send_back(link.pk, **form.cleaned_data, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("field:task", args=[token]) + "?terkirim=1")
    desk.choose_files_again(request, form)
    return render(request, "field/send_back.html", {"form": form, "token": token, "task": queries.task(link)})


@require_safe
def photo(request, token, photo_id, size):
    """One size of a photo of the report, never of anything else of the case."""
    link = access.worker_task(request, _behind(token), timezone.now())
    row = access.attachment_of(link.complaint, photo_id)
    if row.purpose != Attachment.Purpose.REPORT or size not in photos.SIZES:
        raise Http404
    try:
        jpeg = attachments.read(row, size)
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(jpeg, content_type="image/jpeg")


def _behind(token: str) -> int:
    link_id = links.field_behind(token)
    if link_id is None:
        raise Http404
    return link_id


def _over(request):
    return render(request, "field/over.html", status=404)


def _drawn(row: Attachment, place: int, shown: queries.Task, token: str) -> dict:
    """Return a photo of the report as parts/photos.html draws it."""
    width, height = photos.fit(row.width, row.height, 480)
    return {
        "url": reverse("field:photo", args=[token, row.pk, 480]),
        "full_url": reverse("field:photo", args=[token, row.pk, 1600]),
        "width": width,
        "height": height,
        "alt": _("Foto %(number)d sebelum dikerjakan: %(what)s") % {"number": place, "what": shown.category},
    }
