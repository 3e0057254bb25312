"""P12: somebody has the same problem, and says so without an account."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besadu.caching import public_page
from complaints import throttle
from complaints.errors import Refused

from . import browsers, supporting
from .forms_support import SupportForm
from .views_public import of_published


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
@of_published
def support(request, complaint):
    """One optional field and a press; the count is on the report's page."""
    number, now, until = complaint.tracking_number, timezone.now(), None
    form = SupportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limits = throttle.of_support(request, number)
        until = throttle.wait_until(limits, now)
        name = browsers.name_of(request) or browsers.new_name()
        if until is None:
            try:
                new = supporting.support(complaint.pk, browser=name, now=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                if new:
                    throttle.record_failure(limits, now)
                told = _("Terima kasih. Dukungan Anda dihitung.") if new else _("Dukungan Anda sudah dihitung.")
                messages.success(request, told)
                response = redirect("publication:detail", number)
                browsers.remember(response, name, secure=request.is_secure())
                return response
    context = {"complaint": complaint, "form": form, "wait": until and throttle.too_many(until)}
    return throttle.answered(render(request, "publication/support.html", context), until, now)
