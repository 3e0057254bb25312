"""Which cases may be shown to everybody, and why not, in words for the coordinator."""

from __future__ import annotations

from django.utils.translation import gettext as _

from complaints.models import Complaint, Publication
from complaints.states import Because, Status

# Where somebody has verified it, unless it came back to be verified anew.
_VERIFIED = (
    Status.NEEDS_INFO,
    Status.SUBMITTED,
    Status.REFERRED,
    Status.IN_PROGRESS,
    Status.SCHEDULED,
    Status.ANSWERED,
    Status.FORWARDED_EXTERNAL,
    Status.RESOLVED,
)
_NOT_VERIFIED = (Because.NEW, Because.REOPENED)


def problem(complaint: Complaint) -> str:
    """Return why a case cannot be shown to everybody, empty where it can (2 queries at most).

    Only with the reporter's yes, never of a closed or sensitive kind, never where it is noted who is complained
    about, and not before somebody has verified it (life.md 4, product.md 4).
    """
    if complaint.access_class != Complaint.AccessClass.ORDINARY:
        return _("Laporan ini ditangani secara tertutup. Isinya tidak pernah ditampilkan.")
    if complaint.excluded_agency_id or complaint.excluded_person_id:
        return _("Di laporan ini tercatat siapa yang dilaporkan. Isinya tidak ditampilkan.")
    if not complaint.may_be_public:
        return _("Laporan dengan kategori ini tidak pernah ditampilkan.")
    if not complaint.submission.may_publish:
        return _("Pelapor tidak mengizinkan laporannya ditampilkan.")
    publication = Publication.objects.filter(complaint=complaint).first()
    if publication and publication.hidden_because == Publication.Hidden.WISH:
        return _("Pelapor meminta laporannya tidak ditampilkan.")
    if complaint.published_at is None and not is_verified(complaint):
        return _("Periksa dulu laporannya. Sesudah diteruskan, laporan bisa ditampilkan.")
    return ""


def is_verified(complaint: Complaint) -> bool:
    """Whether somebody has verified the case and stands by that."""
    because = complaint.submitted_because or complaint.resume_because
    return complaint.status in _VERIFIED and because not in _NOT_VERIFIED
