"""The pages of who keeps the portal running: how the worker does, and whether a channel takes a message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.errors import Refused
from complaints.masterdata.admin_site import site
from complaints.notifications import operations

from . import health as worker
from .forms import TryChannelForm


@login_required
@require_safe
def health(request):
    """The last run of every job, what waits in the outbox and since when, and what fails."""
    _only_administrators(request)
    now = timezone.now()
    jobs, queues = worker.jobs(now), worker.queues(now)
    context = {
        "now": now,
        "jobs": jobs,
        "queues": queues,
        "troubled": [job for job in jobs if not job.is_well],
        "dead": sum(queue.dead for queue in queues),
    }
    return render(request, "monitoring/health.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def try_channel(request):
    """Send a message of no case by one channel: by e-mail and Telegram to oneself, else to the number typed."""
    _only_administrators(request)
    form = TryChannelForm(request.POST if request.method == "POST" else None, channels=worker.channels())
    if form.is_valid():
        try:
            operations.try_channel(**form.cleaned_data, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Server menerima pesan coba. Periksa apakah pesannya sampai."))
            return redirect("monitoring:health")
    return render(request, "monitoring/try_channel.html", {"form": form})


def _only_administrators(request) -> None:
    """Raise Http404 for everybody else, as the admin does."""
    if not site.has_permission(request):
        raise Http404
