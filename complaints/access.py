"""Who may see what (life.md 4): the only way from a person to complaints.

The table stands in `access_table`; here it meets a person, and who is complained about is taken out. The same
querysets decide lists, single pages, files, search, counts and exports (G7). What is not
theirs is a 404, the same as what does not exist.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from complaints import access_table as table
from complaints import identity
from complaints.models import Attachment, Complaint, Conversation, FieldLink, Position, Share, User
from complaints.states import Status

Access = Complaint.AccessClass

REPORTER_COOKIE = "lacak"
REPORTER_HOURS = 12
# Who has opened the link sent to their contact, for the list of what that contact filed.
OWNER_COOKIE, OWNER_PATH, OWNER_DAYS = "saya", "/saya/", 30
# The receipt of who has just filed: it shows the secret code, so it goes when the reporter goes.
RECEIPT_COOKIE, RECEIPT_PATH, RECEIPT_KEPT = "diterima", "/lapor/selesai/", timedelta(hours=24)
# How the key of a draft, which its receipt is kept under too, stands in a form.
DRAFT_FIELD = signing.Signer(salt="draft key of a form")
DRAFT_COOKIE, DRAFT_PATH = "draf", "/lapor/"
# Who has pressed the button behind the link to a task in the field.
WORKER_COOKIE = "tugas"
_NUMBER = re.compile(r"[A-Z0-9-]{1,24}")  # as `numbers` writes them; PostgreSQL cannot even compare others (NUL)


def positions(user: User, now: datetime | None = None) -> list[Position]:
    """Return the positions, with agencies, in which `user` acts on the day of `now` (local date): held or deputised."""
    if not user.is_authenticated:
        return []
    return Position.objects.acted_in(user, timezone.localdate(now))


def has_role(user: User, *roles: str) -> bool:
    """Whether `user` holds a position with one of `roles` today."""
    return any(position.role in roles for position in positions(user))


def staff_cases(user: User, held: list[Position] | None = None) -> QuerySet[Complaint]:
    """Return the complaints whose content `user` may read, by the positions held today.

    `held` are those positions, where the caller has fetched them already.
    """
    held = positions(user) if held is None else held
    return _not_about(user, held).filter(table.opened(table.READS, held))


def published_cases() -> QuerySet[Complaint]:
    """Return the complaints that everybody reads in their public form: checked by a person, and not hidden since."""
    return Complaint.objects.filter(published_at__isnull=False)


def published_case(number: str) -> Complaint:
    """Return the published complaint with this number, with what its page reads of it, or raise Http404."""
    rows = published_cases().select_related("owner", "category", "village__district", "publication__story")
    return with_number(rows, number)


def hidden_case(number: str) -> Complaint:
    """Return the complaint with this number that the public could read once and cannot any more, or raise Http404."""
    hidden = Complaint.objects.filter(published_at__isnull=True, publication__first_published_at__isnull=False)
    return with_number(hidden.select_related("publication"), number)


def overview_cases(user: User, held: list[Position] | None = None) -> QuerySet[Complaint]:
    """Return the complaints of which `user` may see number, status, owner and clocks, and nothing else.

    Not the category either: that of a sensitive case speaks.
    """
    held = positions(user) if held is None else held
    only = table.opened(table.OVERVIEWS, held) & ~table.opened(table.READS, held)
    return _not_about(user, held).filter(only)


def parts(user: User, held: list[Position] | None = None) -> QuerySet[Share]:
    """Return what `user`'s agencies were given of other agencies' complaints: the part, not the complaint."""
    held = positions(user) if held is None else held
    given = Share.objects.filter(*(condition(held) for condition in table.PARTS.values()))
    return given.filter(complaint__in=_not_about(user, held))


def part(user: User, number: str, held: list[Position] | None = None) -> Share:
    """Return the part that `user`'s agency was given of the complaint with this number, or raise Http404."""
    if not _NUMBER.fullmatch(number):
        raise Http404
    given = parts(user, held).filter(complaint__tracking_number=number).order_by("pk")
    rows = given.select_related("part", "complaint__owner", "complaint__category", "complaint__village__district")
    share = rows.select_related("complaint__place__landmark").first()
    if share is None:
        raise Http404
    return share


def conversations(held: list[Position]) -> QuerySet[Conversation]:
    """Return what came in by e-mail and WhatsApp: the coordinators of the agency that owns it read it, nobody else."""
    own = [position.agency_id for position in held if position.role == Position.Role.COORDINATOR]
    return Conversation.objects.filter(owner__in=own)


def handed_out(now: datetime) -> QuerySet[FieldLink]:
    """Return the links to tasks in the field that open something: not over, not taken back, and of a case that is
    still being worked on by the agency that gave it out. Never of one that is closed to most, or accuses somebody."""
    return FieldLink.objects.filter(
        revoked_at__isnull=True,
        expires_at__gt=now,
        agency=F("complaint__owner"),
        complaint__status__in=(Status.REFERRED, Status.IN_PROGRESS, Status.SCHEDULED),
        complaint__access_class=Access.ORDINARY,
        complaint__excluded_agency__isnull=True,
        complaint__excluded_person__isnull=True,
    )


def worker_task(request: HttpRequest, link_id: int, now: datetime) -> FieldLink:
    """Return the task whose link this browser has opened and pressed, or raise Http404."""
    proof = request.get_signed_cookie(WORKER_COOKIE, default=None, salt=WORKER_COOKIE)
    if proof != str(link_id):
        raise Http404
    rows = ("complaint__owner", "complaint__category", "complaint__village__district", "complaint__place__landmark")
    return get_object_or_404(handed_out(now).select_related("agency", "task", *rows), pk=link_id)


def let_worker_in(response: HttpResponse, link: FieldLink, path: str, *, secure: bool) -> None:
    """Remember, for the pages below `path` alone and as long as the link opens, that a person has pressed."""
    response.set_signed_cookie(
        WORKER_COOKIE,
        str(link.pk),
        salt=WORKER_COOKIE,
        expires=link.expires_at,
        path=path,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def overview_case(user: User, number: str, held: list[Position] | None = None) -> Complaint:
    """Return the case with this number of which `user` may see number, status, owner and clocks, or raise Http404."""
    return with_number(overview_cases(user, held).select_related("owner"), number)


def has_overview(held: list[Position]) -> bool:
    """Whether these positions see of some cases number, status and clocks alone."""
    return any(table.cells(table.OVERVIEWS, held))


def inspects(held: list[Position]) -> bool:
    """Whether one of these positions reads what is said about officials: the inspectorate, or who stands in for it."""
    return any(position.role == Position.Role.INSPECTORATE for position in held) or stands_in(held)


def stands_in(held: list[Position]) -> bool:
    """Whether one of these positions does the inspectorate's part where that one is complained about."""
    return any(table.stands_in(position) for position in held)


def only_oversees(held: list[Position]) -> bool:
    """Whether these positions read what is shared with them, and nothing else."""
    return {position.role for position in held} == {Position.Role.OVERSEER}


def told_cases(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the complaints whose reporter `user` tells by hand what happened: contact by act, recorded (life.md 4)."""
    return _not_about(user, held).filter(table.opened(table.TELLS, held))


def counted(user: User, held: list[Position]) -> dict[str, tuple[QuerySet[Complaint], frozenset[table.Figure]]]:
    """Return {class: the complaints that may be counted, and which figures of them may be told}."""
    figures: dict[str, frozenset[table.Figure]] = {}
    for _position, access_class, told in table.cells(table.FIGURES, held):
        figures[access_class] = figures.get(access_class, frozenset()) | told
    counts = {access_class for _position, access_class, _cell in table.cells(table.COUNTS, held)}
    cases = _not_about(user, held).filter(table.opened(table.COUNTS, held))
    return {
        access_class: (cases.filter(access_class=access_class), figures[access_class])
        for access_class in Access
        if access_class in counts and access_class in figures
    }


def _not_about(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Who is complained about sees nothing of it, whatever else they are: in lists, counts, search, anywhere."""
    cases = Complaint.objects.all()
    cases = cases.exclude(table.about_the_person(user)) if held else cases
    return cases.exclude(table.about_the_agencies(held))


def staff_case(user: User, number: str) -> Complaint:
    """Return the complaint with this tracking number, or raise Http404 when it is not theirs to see."""
    return with_number(staff_cases(user).select_related("owner", "category", "village__district"), number)


def with_number(cases: QuerySet[Complaint], number: str) -> Complaint:
    """Return the one of `cases` with this tracking number, as typed into an address, or raise Http404."""
    if not _NUMBER.fullmatch(number):
        raise Http404
    return get_object_or_404(cases, tracking_number=number)


def may_open_contact(user: User, complaint: Complaint, held: list[Position] | None = None) -> bool:
    """Whether `user` may open the reporter's contact, as a recorded act (life.md 4)."""
    return _may(table.CONTACTS, user, complaint, held)


def contact_cases(user: User, held: list[Position]) -> QuerySet[Complaint]:
    """Return the complaints whose reporter's contact `user` may open, as a recorded act (life.md 4)."""
    return staff_cases(user, held).filter(table.opened(table.CONTACTS, held))


def may_share(user: User, complaint: Complaint, held: list[Position] | None = None) -> bool:
    """Whether `user` decides with whom a complaint is shared: the coordinator, of supervisory ones the inspectorate."""
    return _may(table.SHARES, user, complaint, held)


def may_publish(user: User, complaint: Complaint, held: list[Position] | None = None) -> bool:
    """Whether `user` decides what the public sees of a complaint: the coordinator, of ordinary ones alone."""
    return _may(table.PUBLISHES, user, complaint, held)


def reviewed_cases(user: User, held: list[Position] | None = None) -> QuerySet[Complaint]:
    """Return the complaints about whose reported pages `user` decides: of those whose content `user` may read."""
    held = positions(user) if held is None else held
    return staff_cases(user, held).filter(table.opened(table.REVIEWS, held))


def reviews(held: list[Position]) -> bool:
    """Whether reported pages can wait for one of these positions."""
    return any(cell(position) != table.NOTHING for position, _class, cell in table.cells(table.REVIEWS, held))


def _may(cells: dict, user: User, complaint: Complaint, held: list[Position] | None) -> bool:
    held = positions(user) if held is None else held
    return staff_cases(user, held).filter(table.opened(cells, held), pk=complaint.pk).exists()


def attachment_of(
    complaint: Complaint, attachment_id, *, media: str = Attachment.Media.JPEG, for_reporter: bool = False
) -> Attachment:
    """Return a photo or paper of a complaint that was fetched through this module, or raise Http404.

    What offices write to each other about the case is not the reporter's.
    """
    files = Attachment.objects.filter(complaint=complaint, media_type=media)
    if for_reporter:
        files = files.exclude(purpose__in=Attachment.INTERNAL)
    return get_object_or_404(files, pk=attachment_id)


def receipt_key(request: HttpRequest) -> str | None:
    """Return the key of the report this visitor has sent within the last day."""
    return request.get_signed_cookie(RECEIPT_COOKIE, default=None, max_age=RECEIPT_KEPT)


def receipt_key_of_form(request: HttpRequest) -> str | None:
    """Return the same, None too if the form that was sent belongs to another report."""
    key = receipt_key(request)
    return key if key and request.POST.get("key") == DRAFT_FIELD.sign(key) else None


def let_reporter_in(response: HttpResponse, complaint: Complaint, *, secure: bool) -> None:
    """Remember in a signed cookie, valid for this complaint's pages alone, that the reporter proved to be the one."""
    response.set_signed_cookie(
        REPORTER_COOKIE,
        complaint.tracking_number,
        salt=_reporter_salt(complaint),
        path=reporter_path(complaint.tracking_number),
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def forget_reporter(response: HttpResponse, number: str) -> None:
    """Take from the browser what opens a complaint, the receipt with the secret code, and a draft begun meanwhile."""
    opened = (REPORTER_COOKIE, reporter_path(number)), (RECEIPT_COOKIE, RECEIPT_PATH), (DRAFT_COOKIE, DRAFT_PATH)
    for cookie, path in opened:
        response.delete_cookie(cookie, path=path, samesite="Lax")


def reporter_case(request: HttpRequest, number: str) -> Complaint:
    """Return the complaint whose reporter this browser has proved to be, or raise Http404.

    Without a cookie the database is not asked, and a forged one is compared also where there is no such complaint:
    nobody learns from the time whether a number exists.
    """
    if REPORTER_COOKIE not in request.COOKIES or not _NUMBER.fullmatch(number):
        raise Http404
    complaint = (
        Complaint.objects.select_related("owner", "category__agency", "village__district", "submission")
        .filter(tracking_number=number)
        .first()
    )
    salt = _reporter_salt(complaint) if complaint else "reporter:"
    proof = request.get_signed_cookie(REPORTER_COOKIE, default=None, salt=salt, max_age=REPORTER_HOURS * 3600)
    if complaint is None or proof != number:
        raise Http404
    return complaint


def own_cases(digest: bytes) -> QuerySet[Complaint]:
    """Return what the contact with this HMAC filed, the newest first: never what is told in confidence, which nobody
    who holds the telephone may find in a list."""
    return identity.filed_by(digest).exclude(access_class__in=Complaint.CLOSED).order_by("-received_at", "-pk")


def own_case(digest: bytes, number: str) -> Complaint:
    """Return the one of them with this number, or raise Http404."""
    return with_number(own_cases(digest).select_related("submission"), number)


def let_owner_in(response: HttpResponse, digest: bytes, *, secure: bool) -> None:
    """Remember in a signed cookie, sent to the list alone, which contact this browser has proved."""
    response.set_signed_cookie(
        OWNER_COOKIE,
        digest.hex(),
        salt=OWNER_COOKIE,
        max_age=OWNER_DAYS * 86400,
        path=OWNER_PATH,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def owner(request: HttpRequest) -> bytes | None:
    """Return the HMAC of the contact that this browser has proved within 30 days, None without or with a forged one."""
    proof = request.get_signed_cookie(OWNER_COOKIE, default=None, salt=OWNER_COOKIE, max_age=OWNER_DAYS * 86400)
    return bytes.fromhex(proof) if proof else None


def forget_owner(response: HttpResponse) -> None:
    """Take from the browser what opens the list."""
    response.delete_cookie(OWNER_COOKIE, path=OWNER_PATH, samesite="Lax")


def reporter_path(number: str) -> str:
    """Return the path below which the reporter's cookie of a complaint is sent."""
    return f"/lacak/{number}/"


def _reporter_salt(complaint: Complaint) -> str:
    """A re-issued code ends the sessions that the old one opened: the salt holds the code's digest."""
    return "reporter:" + bytes(complaint.submission.code_digest).hex()
