"""Photos that were still on their way when their report was sent (ux.md 3.6): they follow it, as the phone promised."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from complaints import access, photo_sending

from . import operations, queries


@require_POST
def add_late_photo(request):
    """One of them (answers: `photo_sending.answer`); 404 for whom does not hold the receipt of that very report."""
    key = access.receipt_key_of_form(request)
    complaint = queries.filed_under(key) if key else None
    if complaint is None or complaint.access_class == complaint.AccessClass.PROTECTED:
        return JsonResponse({}, status=404)

    def keep(photo, sent):
        return operations.add_late_photo(complaint.pk, photo, sent, now=timezone.now())

    return photo_sending.answer(
        request, key, known=lambda sent: complaint.attachments.filter(pk=sent).exists(), keep=keep
    )
