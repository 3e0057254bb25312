"""The receipt to keep as a picture."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import access, dates
from complaints.states import Unit

from . import operations, picture, queries


@require_safe
def receipt_image(request):
    """Number and secret code for the gallery, while the receipt itself is shown; never of the secret door, where the
    picture would speak to whoever holds the telephone."""
    key = access.receipt_key(request)
    receipt = operations.receipt(key, now=timezone.now()) if key else None
    if receipt is None or receipt.complaint.access_class == receipt.complaint.AccessClass.PROTECTED:
        raise Http404
    number = receipt.complaint.tracking_number
    clock = queries.verification_clock(receipt.complaint)
    due = dates.full_moment(clock.due_at) if clock.unit == Unit.HOURS else dates.full_date(clock.due_at)
    address = f"{settings.BASE_URL}{reverse('tracking:find')}?n={number}"
    png = picture.draw(
        _("BESADU: laporan Anda sudah diterima"),
        [(_("Nomor laporan"), number), (_("Kode rahasia"), receipt.code)],
        [
            _("Diperiksa paling lambat %(date)s.") % {"date": due},
            _("Pantau di %(address)s") % {"address": settings.BASE_URL + reverse("tracking:find")},
            _("Jangan berikan kode rahasia kepada orang lain."),
        ],
        address,
    )
    named = {"Content-Disposition": f'attachment; filename="{number}.png"'}
    return HttpResponse(png, content_type="image/png", headers=named)
