"""Accounts, privileged sign-ins, and who is away. Who makes or resets accounts is checked by masterdata.operations."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, audit, dates
from complaints.errors import Refused
from complaints.models import Absence, Event, Holding, User

from . import queries
from .sessions import is_privileged

LONGEST_ABSENCE = 366  # days

# Letters and digits that are not mistaken for each other when read aloud or copied from paper.
_READABLE = "abcdefghjkmnpqrstvwxyz23456789"


def temporary_password() -> str:
    """Return a new password to hand over once: four groups of four, 78 bits."""
    groups = ("".join(secrets.choice(_READABLE) for _letter in range(4)) for _group in range(4))
    return "-".join(groups)


@transaction.atomic
def create_account(
    *,
    username: str,
    email: str,
    full_name: str,
    password: str = "",
    password_hash: str = "",
    totp_secret: str | None = None,
    is_temporary: bool = False,
) -> User:
    """Insert a person with an account and no rights: those come with a position (masterdata.operations.appoint).

    `totp_secret` (base32) sets up the second factor; with `is_temporary` the person must choose a password of
    their own first. Instead of `password` may be given its `password_hash` (Django's): hashing takes a quarter of a
    second, which counts where one password serves a hundred demo accounts. Raises Refused when the name or the
    address belongs to somebody else in any spelling: people sign in with either.
    """
    username, email = User.normalize_username(username.strip()), email.strip().lower()
    refuse_taken(username=username, email=email)
    user = User(
        username=username, email=email, full_name=full_name.strip(), password_is_temporary=is_temporary, is_active=True
    )
    user.password = password_hash or make_password(password)
    user.save(force_insert=True)
    if totp_secret:
        data = {"secret": get_adapter().encrypt(totp_secret)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user


def refuse_taken(*, username: str = "", email: str = "", besides: int | None = None) -> None:
    """Raise Refused when a name or address is another account's; `besides` is the account that may have it.

    A name holds no @: what is typed at the door is either a name or an address.
    """
    others = User.objects.exclude(pk=besides)
    if "@" in username:
        raise Refused(_("Nama pengguna tidak boleh memakai tanda @."))
    if username and others.filter(username__iexact=username).exists():
        raise Refused(_("Nama pengguna itu sudah dipakai."))
    if email and others.filter(email=email).exists():
        raise Refused(_("Alamat email itu sudah dipakai akun lain."))


@transaction.atomic
def change_email(user: User, email: str) -> None:
    """Give a locked account another address; the old one no longer signs in nor gets a link for a new password.

    Raises Refused when it is another account's.
    """
    email = email.strip().lower()
    refuse_taken(email=email, besides=user.pk)
    user.email = email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # allauth's own copy, made when a link was asked for


def choose_shortcuts(user: User, on: bool) -> None:
    """Note whether single keys act on the pages of this person."""
    user.uses_shortcuts = on
    user.save(update_fields=["uses_shortcuts"])


@transaction.atomic
def reset_access(user: User) -> str:
    """Take password and second factor from a locked account and return its new temporary password.

    For who lost both. Every session of the person ends: they are bound to the password.
    """
    password = temporary_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    Authenticator.objects.filter(user=user).delete()
    return password


@transaction.atomic
def record_sign_in(user_id: int, *, now: datetime) -> None:
    """Note in the system's history that a person with a privileged position has signed in."""
    user = User.objects.get(pk=user_id)
    if is_privileged(access.positions(user, now)):
        audit.record(None, Event.Kind.SIGNED_IN, user, now)


@transaction.atomic
def record_absence(person_id: int, *, starts_on: date, ends_on: date, actor: User, now: datetime) -> list[Absence]:
    """Note that somebody is away from `starts_on` to `ends_on` (local dates, both count): their deputies act meanwhile.

    Of each position that `actor` may say it for (`queries.absences_for`). Raises Refused when there is none, when the
    days are over, turned round or more than a year, and when some of them are noted already.
    """
    today = timezone.localdate(now)
    mine = queries.absences_for(actor, now).filter(user=person_id)
    holdings = list(Holding.objects.select_for_update().filter(pk__in=mine.values("pk")).order_by("pk"))
    if not holdings:
        raise Refused(_("Tidak masuknya orang ini dicatat oleh dia sendiri, penggantinya, atau koordinator."))
    if ends_on < starts_on:
        raise Refused(_("Tanggal sampai tidak boleh sebelum tanggal mulai."))
    if ends_on < today:
        raise Refused(_("Tanggal itu sudah lewat. Isi hari ini atau sesudahnya."))
    if (ends_on - starts_on).days > LONGEST_ABSENCE:
        raise Refused(_("Paling lama satu tahun. Untuk lebih lama, administrator mencatat Plt."))
    noted = Absence.objects.filter(holding__in=holdings, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if noted is not None:
        days = {"start": dates.full_date(noted.starts_on), "end": dates.full_date(noted.ends_on)}
        raise Refused(_("Sudah tercatat tidak masuk %(start)s sampai %(end)s. Akhiri dulu yang itu.") % days)
    absences = []
    for holding in holdings:
        absence = Absence(holding=holding, starts_on=starts_on, ends_on=ends_on, recorded_by=actor, recorded_at=now)
        absence.save(force_insert=True)
        _record(absence, ["starts_on", "ends_on"], actor, now)
        absences.append(absence)
    return absences


@transaction.atomic
def end_absence(absence_id: int, *, actor: User, now: datetime) -> None:
    """Note that somebody is there again, at once: an absence that has begun ended yesterday, another never was.

    Raises Refused for one that `actor` may not speak for, and for one that is over.
    """
    absence, today = Absence.objects.select_for_update().get(pk=absence_id), timezone.localdate(now)
    if not queries.absences_for(actor, now).filter(pk=absence.holding_id).exists():
        raise Refused(_("Tidak masuknya orang ini dicatat oleh dia sendiri, penggantinya, atau koordinator."))
    if absence.ends_on < today:
        raise Refused(_("Masa tidak masuk ini sudah berakhir."))
    if absence.starts_on < today:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])
        _record(absence, ["ends_on"], actor, now)
    else:
        _record(absence, ["starts_on", "ends_on"], actor, now)
        absence.delete()


def _record(absence: Absence, fields: list[str], actor: User, now: datetime) -> None:
    audit.record(None, Event.Kind.HOLDER_CHANGED, actor, now, model="absence", id=absence.pk, fields=fields)
