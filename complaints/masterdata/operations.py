"""Changes of the master data by the administrator: one row each, recorded in the system's chain, never deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import access, audit, dates
from complaints.accounts import operations as accounts
from complaints.errors import Refused
from complaints.models import (
    Agency,
    AgencyName,
    Category,
    District,
    Holding,
    Position,
    Regency,
    RoutingRule,
    Synonym,
    User,
    Village,
)

from . import changes, leaving
from .changes import Actor, Values

# --- agencies ------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_agency(agency_id: int | None, *, values: Values, actor: Actor, now: datetime) -> Agency:
    """Make an agency or change one; a former name is kept with the day it ended.

    Raises Refused when it would be closed, or could no longer own, while it owns open complaints or has a part in
    every case, and when its successor is itself succeeded by it.
    """
    agency = changes.begin(Agency, agency_id, actor, now)
    names = {"name": agency.name, "short_name": agency.short_name}
    changed = changes.apply(agency, values)
    if agency.duty and not agency.may_own:
        raise Refused(
            _("%(agency)s punya peran khusus dalam setiap laporan (%(duty)s), jadi tidak bisa ditutup. Ganti namanya.")
            % {"agency": agency, "duty": agency.get_duty_display()}
        )
    _refuse_circle(agency)
    try:
        with transaction.atomic():
            changes.store(agency, changed)
    except IntegrityError as error:
        # The trigger knows for sure: a complaint may have arrived since the page was opened.
        if "agency_keeps_cases" not in str(error):
            raise
        words = _("%(agency)s masih memegang laporan yang belum selesai. Teruskan dulu ke instansi lain.")
        raise Refused(words % {"agency": agency}) from error
    if agency_id is not None and names.keys() & set(changed):
        AgencyName.objects.create(agency=agency, until=timezone.localdate(now), **names)
    return changes.record(agency, changed, actor, now)


def _refuse_circle(agency: Agency) -> None:
    """Follow the successors as they are stored; the instance given may know older ones."""
    after = dict(Agency.objects.filter(successor__isnull=False).values_list("pk", "successor"))
    seen, following = {agency.pk}, agency.successor_id
    while following is not None:
        if following in seen:
            raise Refused(_("Penerus instansi tidak boleh berputar kembali ke instansi ini."))
        seen.add(following)
        following = after.get(following)


# --- categories and rules -------------------------------------------------------------------------------------------


@transaction.atomic
def save_category(category_id: int | None, *, values: Values, actor: Actor, now: datetime, why: str = "") -> Category:
    """Make a topic or category, or change one. Complaints that have it keep what they were given then.

    Raises Refused when it stands below something that is no topic, or could be published though it never may.
    """
    category = changes.begin(Category, category_id, actor, now)
    changed = changes.apply(category, values)
    topic = Category.objects.filter(pk=category.topic_id).first()
    if topic is not None and (topic.topic_id is not None or topic.pk == category.pk):
        raise Refused(_("Topik harus kategori paling atas, yang tidak punya topik lagi."))
    if topic is not None and category.pk and category.categories.exists():
        raise Refused(_("Kategori ini sendiri topik dari kategori lain, jadi tidak bisa punya topik."))
    if category.sensitive and not category.never_public:
        raise Refused(_("Kategori peka tidak pernah tampil untuk umum. Centang juga “tidak pernah tampil”."))
    if category.never_public and category.publish_default:
        raise Refused(_("Kategori yang tidak pernah tampil tidak bisa tampil bila pelapor setuju. Pilih salah satu."))
    return changes.finish(category, changed, actor, now, why)


@transaction.atomic
def save_routing_rule(
    rule_id: int | None, *, values: Values, actor: Actor, now: datetime, why: str = ""
) -> RoutingRule:
    """Make a rule or change one; it ends by its date. Raises Refused when its village is not in its district."""
    rule = changes.begin(RoutingRule, rule_id, actor, now)
    changed = changes.apply(rule, values)
    if not rule.agency.may_own:
        raise Refused(_("%(agency)s tidak bisa memegang laporan. Pilih instansi lain.") % {"agency": rule.agency})
    if rule.village and rule.district and rule.village.district_id != rule.district_id:
        raise Refused(_("Desa itu tidak ada di kecamatan yang dipilih."))
    return changes.finish(rule, changed, actor, now, why)


# --- places ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_district(district_id: int | None, *, values: Values, actor: Actor, now: datetime) -> District:
    """Make a district or change its name and aliases."""
    district = changes.begin(District, district_id, actor, now)
    return changes.finish(district, changes.apply(district, values), actor, now)


@transaction.atomic
def save_synonym(synonym_id: int | None, *, values: Values, actor: Actor, now: datetime) -> Synonym:
    """Make a pair of words that searches take for the same, or change it; both in small letters."""
    synonym = changes.begin(Synonym, synonym_id, actor, now)
    small = {name: str(value).lower().strip() for name, value in values.items()}
    return changes.finish(synonym, changes.apply(synonym, small), actor, now)


@transaction.atomic
def save_village(village_id: int | None, *, values: Values, actor: Actor, now: datetime) -> Village:
    """Make a village or change its name, kind, district, middle and aliases."""
    village = changes.begin(Village, village_id, actor, now)
    return changes.finish(village, changes.apply(village, values), actor, now)


@transaction.atomic
def save_regency(regency_id: int, *, values: Values, actor: Actor, now: datetime) -> Regency:
    """Change what pages say of the regency (names, numbers, channels), its quiet hours, and if agencies are shown."""
    row = changes.begin(Regency, regency_id, actor, now)
    return changes.finish(row, changes.apply(row, values), actor, now)


# --- positions, people, and who holds what --------------------------------------------------------------------------


@transaction.atomic
def save_position(position_id: int | None, *, values: Values, actor: Actor, now: datetime) -> Position:
    """Make a position or change its title, deputy, sight of sensitive cases, or whether it is active.

    Agency, role and village stay: the history says in which position somebody acted. Raises Refused for a position the
    actor holds or would deputise for, and when nobody would be left to administer the portal.
    """
    holders = Holding.objects.filter(position=position_id).values("user")
    with leaving.released(holders, actor=actor, now=now):
        position = changes.begin(Position, position_id, actor, now)
        changed = changes.apply(position, values)
        _refuse_own(position, changed, actor, now)
        if position.deputy is not None and position.deputy_id == position.pk:
            raise Refused(_("Jabatan tidak bisa menjadi pengganti dirinya sendiri."))
        if position.handles_sensitive and position.role not in Position.AGENCY_ROLES:
            raise Refused(_("Hanya jabatan yang mengerjakan laporan instansi yang bisa melihat laporan peka."))
        changes.finish(position, changed, actor, now)
        _refuse_no_administrator(actor, now)
    return position


def _refuse_own(position: Position, changed: list[str], actor: Actor, now: datetime) -> None:
    """Raise Refused when a change gives or takes rights of the actor's own; the title gives none."""
    own = access.positions(actor, now) if isinstance(actor, User) else []
    if set(changed) - {"title"} and (position in own or ("deputy" in changed and position.deputy in own)):
        raise Refused(changes.own_position())


@transaction.atomic
def appoint(
    position: Position,
    user: User,
    basis: str,
    starts_on: date,
    decree_number: str,
    decree_date: date,
    *,
    incumbent_leaves: bool = False,
    actor: Actor = audit.SYSTEM,
    now: datetime,
    **values,
) -> Holding:
    """Give `user` a position by decree; whoever held it on the same basis leaves it the day before.

    A definitive holder also ends an acting one (Plt.), never the stand-in for single days (Plh.); an acting one ends
    the definitive one only where `incumbent_leaves`, else stands beside them. `values` may hold ends_on, decree_file
    and pledge_signed_on. Raises Refused for the actor's own person, when somebody's time begins later, when person or
    position is inactive, and when an overseer or a Plh. would have no last day.
    """
    changes.require_administrator(actor, now)
    if user == actor:
        raise Refused(_("Anda tidak bisa memberi jabatan kepada diri sendiri. Minta administrator lain."))
    position = Position.objects.select_for_update(of=("self",)).select_related("agency").get(pk=position.pk)
    if not (user.is_active and position.is_active and position.agency.is_active):
        raise Refused(_("Akun, jabatan, dan instansinya harus aktif."))
    if position.role == Position.Role.OVERSEER and values.get("ends_on") is None:
        raise Refused(_("Jabatan pengawas diberikan untuk waktu tertentu. Isi tanggal sampai."))
    if basis == Holding.Basis.DAILY_ACTING and values.get("ends_on") is None:
        raise Refused(_("Plh. diberikan untuk hari-hari tertentu. Isi tanggal sampai."))
    for other in _replaced(position, basis, starts_on, incumbent_leaves):
        if other.starts_on >= starts_on:
            raise Refused(
                _("%(name)s sudah tercatat di jabatan ini sejak %(date)s.")
                % {"name": other.user, "date": dates.full_date(other.starts_on)}
            )
        changes.finish(other, changes.apply(other, {"ends_on": starts_on - timedelta(days=1)}), actor, now)
    values |= {"position": position, "user": user, "basis": basis, "starts_on": starts_on}
    values |= {"decree_number": decree_number, "decree_date": decree_date}
    holding = Holding()
    return changes.finish(holding, changes.apply(holding, values), actor, now)


def _replaced(position: Position, basis: str, starts_on: date, incumbent_leaves: bool) -> list[Holding]:
    """Return the holdings, on or after that day, that a new one on `basis` ends."""
    ends_definitive = basis == Holding.Basis.OWN_RIGHT or (basis == Holding.Basis.ACTING and incumbent_leaves)
    bases = [Holding.Basis.OWN_RIGHT, Holding.Basis.ACTING] if ends_definitive else [basis]
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return list(Holding.objects.filter(still, position=position, basis__in=bases).select_related("user"))


@transaction.atomic
def save_holding(holding_id: int, *, values: Values, actor: Actor, now: datetime) -> Holding:
    """Correct a holding's decree, note the pledge, or end it; cases of who leaves by it are anybody's in the agency.

    Raises Refused for a holding of the actor's own, and when no administrator would be left.
    """
    with leaving.released(Holding.objects.filter(pk=holding_id).values("user"), actor=actor, now=now):
        holding = changes.begin(Holding, holding_id, actor, now)
        changed = changes.apply(holding, values)
        if changed and holding.user == actor:
            raise Refused(changes.own_position())
        changes.finish(holding, changed, actor, now)
        _refuse_no_administrator(actor, now)
    return holding


@transaction.atomic
def add_account(*, username: str, email: str, full_name: str, actor: Actor, now: datetime) -> tuple[User, str]:
    """Make an account without rights; return it with its temporary password, which is known nowhere else.

    Raises Refused when name or address are taken.
    """
    changes.require_administrator(actor, now)
    password = accounts.temporary_password()
    user = accounts.create_account(
        username=username, email=email, full_name=full_name, password=password, is_temporary=True
    )
    changes.record(user, ["username", "email", "full_name"], actor, now)
    return user, password


@transaction.atomic
def save_account(user_id: int, *, values: Values, actor: Actor, now: datetime) -> User:
    """Change name, address or activity of a person. The person's next request already sees it.

    Deactivating ends what the person holds, and their cases are anybody's in the agency.

    Raises Refused when the address is taken, when somebody closes their own account, and when nobody would be left
    to administer the portal.
    """
    values = dict(values)
    if not values.get("is_active", True) and user_id == getattr(actor, "pk", None):
        raise Refused(_("Akun Anda sendiri tidak bisa Anda nonaktifkan."))
    with leaving.released([user_id], actor=actor, now=now):
        user, changed = changes.begin(User, user_id, actor, now), []
        if "email" in values and (email := str(values.pop("email")).strip().lower()) != user.email:
            accounts.change_email(user, email)
            changed.append("email")
        others = changes.apply(user, values)
        changes.store(user, others)
        if "is_active" in others and not user.is_active:
            _end_holdings(user, actor, now)
        changes.record(user, changed + others, actor, now)
        _refuse_no_administrator(actor, now)
    return user


def _end_holdings(user: User, actor: Actor, now: datetime) -> None:
    """End all that a person holds, yesterday where it had begun by then: coming back, the account opens nothing."""
    today = timezone.localdate(now)
    for holding in user.holdings.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)):
        last = max(holding.starts_on, today - timedelta(days=1))
        changes.finish(holding, changes.apply(holding, {"ends_on": last}), actor, now)


@transaction.atomic
def reset_access(user_id: int, *, actor: Actor, now: datetime) -> str:
    """Take password and second factor of somebody who lost them; return the temporary password to hand over.

    Raises Refused for one's own account: that is done in the profile, with the old password.
    """
    user = changes.begin(User, user_id, actor, now)
    if user == actor:
        raise Refused(_("Kata sandi Anda sendiri Anda ganti di halaman profil."))
    password = accounts.reset_access(user)
    changes.record(user, ["password", "second_factor"], actor, now)
    return password


def _refuse_no_administrator(actor: Actor, now: datetime) -> None:
    """Raise Refused when the change just made leaves a portal that nobody can administer."""
    if actor == audit.SYSTEM:
        return
    today = timezone.localdate(now)
    for day in (today, today + timedelta(days=1)):  # one whose last day is today leaves nobody tomorrow
        if Holding.objects.current(day).filter(position__role=Position.Role.ADMINISTRATOR).exists():
            continue
        raise Refused(_("Paling sedikit satu administrator sistem harus tetap ada."))
