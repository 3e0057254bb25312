"""Getting a complaint to the agency responsible: verify and refer, return, arbitrate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import audit, lifecycle, texts
from complaints.errors import Refused
from complaints.models import Agency, Category, Complaint, Event, RoutingRule, Text, User
from complaints.models.term import TermClass
from complaints.states import Because

Access = Complaint.AccessClass


@transaction.atomic
def refer(
    complaint_id: int,
    *,
    category: Category,
    term_class: str,
    priority: str,
    to: Agency,
    reason: str = "",
    rule: RoutingRule | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Verify a submitted complaint (category, class, priority) and make `to` its owner, in one act.

    `reason` is what the verifier tells the agency and is required when `to` is not what the rule
    proposed, and for an arbiter's decision. The class decides who may own: supervisory complaints go to
    the inspectorate, sensitive ones to an agency that helps. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    access_class = _access_class(complaint, category, term_class)
    check_owner(complaint, to, term_class, access_class)
    if complaint.submitted_because == Because.ARBITRATION and not reason:
        raise Refused(_("Tulis putusan penengah dan tanggalnya"))
    was_open_text = complaint.access_class not in texts.SEALED_CLASSES
    lifecycle.transition(
        complaint,
        "refer",
        actor=actor,
        now=now,
        owner=to,
        category=category,
        term_class=term_class,
        priority=priority,
        access_class=access_class,
    )
    if was_open_text and access_class in texts.SEALED_CLASSES:
        texts.seal_all(complaint)
    audit.record(
        complaint,
        Event.Kind.REFERRED,
        actor,
        now,
        to=to,
        reason=texts.keep(complaint, Text.Kind.REASON, reason, now) if reason else None,
        rule=rule and rule.pk,
        proposed=rule and rule.agency,
    )


@transaction.atomic
def return_referral(
    complaint_id: int,
    *,
    reason: str,
    suggested: Agency | None = None,
    version: int | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Give a referred complaint back to the coordinator, or the second time to the arbiter.

    `suggested` is the agency the returning one thinks responsible. Raises Refused.
    """
    complaint = lifecycle.lock(complaint_id, version=version)
    if suggested is not None and suggested.pk == complaint.owner_id:
        raise Refused(_("Pilih instansi lain, bukan instansi Anda sendiri"))
    returned_by = complaint.owner
    again = complaint.events.filter(kind=Event.Kind.RETURNED).exists()
    lifecycle.transition(
        complaint,
        "return_referral_again" if again else "return_referral",
        actor=actor,
        now=now,
        owner=Agency.objects.get(duty=Agency.Duty.ARBITER) if again else lifecycle.verifying_agency(complaint),
    )
    audit.record(
        complaint,
        Event.Kind.RETURNED,
        actor,
        now,
        by=returned_by,
        reason=texts.keep(complaint, Text.Kind.REASON, reason, now),
        suggested=suggested,
    )


def check_owner(complaint: Complaint, to: Agency, term_class: str, access_class: str) -> None:
    """Raise Refused when `to` may not own the complaint with these classes; also for triage.uphold."""
    if not to.may_own:
        raise Refused(_("Instansi ini tidak bisa menerima laporan. Pilih instansi lain"))
    if to.pk == complaint.excluded_agency_id:
        raise Refused(_("Instansi tidak boleh menangani laporan tentang dirinya sendiri"))
    if term_class == TermClass.EXTERNAL:
        raise Refused(_("Kelas ini untuk lembaga luar. Pilih kelas lain untuk instansi daerah"))
    if term_class == TermClass.SUPERVISORY and to.duty != Agency.Duty.INSPECTORATE:
        raise Refused(_("Laporan berkadar pengawasan hanya ditangani Inspektorat"))
    if access_class == Access.SENSITIVE and not to.handles_sensitive:
        raise Refused(_("Laporan peka hanya diteruskan ke instansi yang menangani laporan peka"))


def _access_class(complaint: Complaint, category: Category, term_class: str) -> str:
    """A sensitive category stays closed whatever its clock: violence that is an emergency, for example."""
    if complaint.access_class == Access.PROTECTED:
        return Access.PROTECTED
    if term_class == TermClass.SUPERVISORY:
        return Access.SUPERVISORY
    return Access.SENSITIVE if term_class == TermClass.SENSITIVE or category.sensitive else Access.ORDINARY
