"""How a form whose text can begin with a template is made from a request, the same on every page that has one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.replies import queries
from complaints.replies.forms import BegunForm

TAKEN = "pakai"  # the button that fills the text on the server


def form_of(
    request: HttpRequest,
    form_class: type[BegunForm],
    complaint: Complaint,
    use: str,
    *,
    title: str,
    initial: dict | None = None,
    **more,
) -> BegunForm:
    """Return the form as it is opened, with a template just taken, or as it was sent (1 query).

    `title` is that of the case, `initial` what it is opened with, `more` what the form must know besides.
    """
    known = {
        "complaint": complaint,
        "templates": queries.offered(complaint, use),
        "values": queries.values(complaint, title, request.user, timezone.now()),
        **more,
    }
    if request.method == "POST" and TAKEN not in request.POST:
        return form_class(request.POST, request.FILES, **known)
    form = form_class(initial=dict(initial or {}), **known)
    if request.method == "POST":
        form.begin(request.POST.dict())
        if request.FILES:
            messages.warning(request, _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))
    return form
