"""The cases that stand in SP4N-LAPOR! too: the list of what is still to be answered there, and the file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from complaints import spreadsheets
from complaints.models import Position

from . import mirroring, operations_bulk


@login_required
@require_safe
def mirrored(request):
    """What is answered here and not yet there; `?semua` every case with a number there."""
    everything = "semua" in request.GET
    rows = mirroring.told(_cases(request, everything))
    return render(request, "triage/mirrored.html", {"rows": rows, "everything": everything, "most": mirroring.MOST})


@login_required
@require_POST
def export_mirrored(request):
    """The same as a file in the fields of its form; that it was taken is recorded."""
    now = timezone.now()
    rows = mirroring.told(_cases(request, "semua" in request.POST))
    operations_bulk.note_taking("lapor", cases=len(rows), actor=request.user, now=now)
    response = HttpResponse(spreadsheets.lines(mirroring.table(rows)), content_type=spreadsheets.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="sp4n-lapor-{timezone.localdate(now)}.csv"'
    return response


def _cases(request, everything):
    """Return the cases of the coordinator; raise Http404 for everybody else."""
    held = request.positions
    if not any(position.role == Position.Role.COORDINATOR for position in held):
        raise Http404
    return (mirroring.every if everything else mirroring.waiting)(request.user, held)
