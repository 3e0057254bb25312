"""Who holds which position, and who has an account."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from complaints import access, audit, history
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.masterdata import operations
from complaints.models import Event, Holding, Position, User
from tests import factories

NOW = factories.NOW
TODAY = timezone.localdate(NOW)
Basis = Holding.Basis


@pytest.fixture
def holder(administrator):
    """Who is liaison officer of Dishub now."""
    return factories.make_staff(factories.make_agency("Dishub"))


@pytest.fixture
def position(holder):
    return Position.objects.get(holdings__user=holder)


@pytest.fixture
def newcomer(administrator):
    user, _password = operations.add_account(
        username="baru", email="baru@contoh.test", full_name="Orang Baru", actor=administrator, now=NOW
    )
    return user


def appoint(position, user, basis=Basis.OWN_RIGHT, starts_on=TODAY, *, actor=audit.SYSTEM, **values):
    return operations.appoint(position, user, basis, starts_on, "SK 9", TODAY, actor=actor, now=NOW, **values)


def held_by(user, day=TODAY):
    return [position.pk for position in access.positions(user, NOW + (day - TODAY))]


def assigned_case(position, to):
    """A case of the agency, assigned to somebody there."""
    complaint = factories.make_complaint()
    factories.refer(complaint, position.agency, actor=factories.make_coordinator())
    followup.assign(complaint.pk, to=to, actor=to, now=NOW)
    complaint.refresh_from_db()
    return complaint


class TestAppoint:
    def test_the_new_holder_follows_the_old_without_gap_or_overlap(self, position, holder, newcomer, administrator):
        appoint(position, newcomer, starts_on=TODAY + timedelta(days=3), actor=administrator)
        for day in range(5):
            there = [user for user in (holder, newcomer) if held_by(user, TODAY + timedelta(days=day))]
            assert there == [holder if day < 3 else newcomer], day

    def test_both_ends_are_in_the_system_chain(self, position, holder, newcomer, administrator):
        new = appoint(position, newcomer, actor=administrator)
        old, begun = Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED).order_by("sequence")
        assert old.data == {"model": "holding", "id": Holding.objects.get(user=holder).pk, "fields": ["ends_on"]}
        assert begun.data["id"] == new.pk
        assert {"position", "user", "decree_number"} <= set(begun.data["fields"])
        assert (begun.actor, begun.complaint) == (administrator, None)
        assert history.verify() is None

    def test_the_case_stays_with_the_agency(self, position, holder, newcomer):
        complaint = factories.make_complaint()
        factories.refer(complaint, position.agency, actor=factories.make_coordinator())
        assert not access.staff_cases(newcomer).exists()
        Holding.objects.filter(user=holder).update(ends_on=timezone.localdate() - timedelta(days=1))
        Holding.objects.create(
            position=position, user=newcomer, starts_on=timezone.localdate(), decree_number="SK", decree_date=TODAY
        )
        assert access.staff_cases(newcomer).get() == complaint
        assert not access.staff_cases(holder).exists()

    @pytest.mark.parametrize(
        ("first", "second", "stays"),
        [
            (Basis.OWN_RIGHT, Basis.DAILY_ACTING, True),  # Plh.: the holder is away for some days
            (Basis.ACTING, Basis.OWN_RIGHT, False),  # a definitive holder ends the Plt.
            (Basis.ACTING, Basis.ACTING, False),
            (Basis.DAILY_ACTING, Basis.OWN_RIGHT, True),
        ],
    )
    def test_who_gives_way_to_whom(self, position, holder, newcomer, first, second, stays):
        Holding.objects.filter(user=holder).update(basis=first)
        last = TODAY + timedelta(days=2) if second == Basis.DAILY_ACTING else None
        appoint(position, newcomer, second, ends_on=last)
        assert bool(held_by(holder)) is stays
        assert held_by(newcomer)

    def test_a_time_that_begins_later_is_in_the_way(self, position, newcomer, holder):
        appoint(position, newcomer, starts_on=TODAY + timedelta(days=10))
        with pytest.raises(Refused, match="Orang Baru sudah tercatat di jabatan ini sejak"):
            appoint(position, factories.make_coordinator(), starts_on=TODAY)
        assert Holding.objects.filter(position=position).count() == 2

    @pytest.mark.parametrize("closed", ["user", "position"])
    def test_nobody_and_nothing_inactive(self, position, newcomer, closed):
        row = newcomer if closed == "user" else position
        row.is_active = False
        row.save(update_fields=["is_active"])
        with pytest.raises(Refused, match="harus aktif"):
            appoint(position, newcomer)

    def test_overseers_have_a_last_day(self, newcomer):
        position = Position.objects.create(
            code="ombudsman", title="Pengawas", agency=factories.make_agency("Ombudsman"), role=Position.Role.OVERSEER
        )
        with pytest.raises(Refused, match="tanggal sampai"):
            appoint(position, newcomer)
        appoint(position, newcomer, ends_on=TODAY + timedelta(days=90))

    def test_not_oneself(self, position, administrator):
        with pytest.raises(Refused, match="diri sendiri"):
            appoint(position, administrator, actor=administrator)

    def test_a_stand_in_for_days_has_a_last_one(self, position, newcomer, holder):
        with pytest.raises(Refused, match="hari-hari tertentu"):
            appoint(position, newcomer, Basis.DAILY_ACTING)

    @pytest.mark.parametrize(("leaves", "stays"), [(False, True), (True, False)])
    def test_an_acting_one_stands_beside_or_follows(self, position, newcomer, holder, leaves, stays):
        appoint(position, newcomer, Basis.ACTING, incumbent_leaves=leaves)
        assert bool(held_by(holder)) is stays

    def test_is_the_administrators(self, position, newcomer, holder):
        with pytest.raises(Refused, match="Hanya administrator"):
            appoint(position, newcomer, actor=holder)


class TestSaveHolding:
    def test_ends_a_time_and_notes_the_pledge(self, position, holder, administrator):
        holding = Holding.objects.get(user=holder)
        values = {"ends_on": TODAY, "pledge_signed_on": TODAY}
        operations.save_holding(holding.pk, values=values, actor=administrator, now=NOW)
        assert held_by(holder)  # the last day still counts
        assert not held_by(holder, TODAY + timedelta(days=1))

    def test_person_and_position_stay(self, position, holder, newcomer, administrator):
        with pytest.raises(TypeError):
            operations.save_holding(
                Holding.objects.get(user=holder).pk, values={"user": newcomer}, actor=administrator, now=NOW
            )

    def test_not_of_the_last_administrator(self, administrator):
        other = factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
        Holding.objects.filter(user=administrator).update(ends_on=TODAY)
        with pytest.raises(Refused, match="Paling sedikit satu administrator"):
            operations.save_holding(
                Holding.objects.get(user=other).pk, values={"ends_on": TODAY}, actor=administrator, now=NOW
            )

    @pytest.mark.parametrize("values", [{"ends_on": TODAY}, {"pledge_signed_on": TODAY}])
    def test_ones_own_is_changed_by_another_administrator(self, administrator, values):
        factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
        holding = Holding.objects.get(user=administrator)
        with pytest.raises(Refused, match="administrator lain"):
            operations.save_holding(holding.pk, values=values, actor=administrator, now=NOW)

    def test_who_leaves_by_it_leaves_the_cases_to_the_agency(self, position, holder, administrator):
        complaint = assigned_case(position, holder)
        holding = Holding.objects.get(user=holder)
        operations.save_holding(holding.pk, values={"ends_on": TODAY}, actor=administrator, now=NOW)
        complaint.refresh_from_db()
        assert complaint.assignee == holder  # the last day still counts
        values = {"ends_on": TODAY - timedelta(days=1)}
        operations.save_holding(holding.pk, values=values, actor=administrator, now=NOW)
        complaint.refresh_from_db()
        assert (complaint.assignee, complaint.owner) == (None, position.agency)


class TestAccounts:
    def test_a_new_one_has_a_temporary_password_and_no_rights(self, administrator):
        user, password = operations.add_account(
            username="siti", email="Siti@contoh.test", full_name="Siti", actor=administrator, now=NOW
        )
        assert user.check_password(password)
        assert user.password_is_temporary
        assert not held_by(user)
        (event,) = Event.objects.filter(kind=Event.Kind.MASTER_DATA_CHANGED)
        assert event.data == {"model": "user", "id": user.pk, "fields": ["email", "full_name", "username"]}
        assert "siti" not in str(event.data)

    def test_changes_are_recorded_without_values(self, newcomer, administrator):
        values = {"email": "LAIN@contoh.test", "full_name": "Nama Lain"}
        operations.save_account(newcomer.pk, values=values, actor=administrator, now=NOW)
        newcomer.refresh_from_db()
        assert (newcomer.email, newcomer.full_name) == ("lain@contoh.test", "Nama Lain")
        event = Event.objects.order_by("sequence").last()
        assert event.data["fields"] == ["email", "full_name"]

    def test_an_address_belongs_to_one(self, newcomer, holder, administrator):
        with pytest.raises(Refused, match="sudah dipakai akun lain"):
            operations.save_account(newcomer.pk, values={"email": holder.email}, actor=administrator, now=NOW)

    def test_nobody_closes_themselves(self, administrator):
        with pytest.raises(Refused, match="sendiri"):
            operations.save_account(administrator.pk, values={"is_active": False}, actor=administrator, now=NOW)

    def test_closing_ends_what_was_held_and_leaves_the_cases_to_the_agency(self, position, holder, administrator):
        complaint = assigned_case(position, holder)
        operations.save_account(holder.pk, values={"is_active": False}, actor=administrator, now=NOW)
        complaint.refresh_from_db()
        assert (complaint.owner, complaint.assignee) == (position.agency, None)
        event = complaint.events.latest("sequence")
        assert (event.kind, event.actor, "to" in event.data) == (Event.Kind.ASSIGNED, administrator, False)
        assert Holding.objects.get(user=holder).ends_on == TODAY - timedelta(days=1)
        assert Event.objects.get(kind=Event.Kind.HOLDER_CHANGED).data["fields"] == ["ends_on"]
        assert history.verify() is None
        operations.save_account(holder.pk, values={"is_active": True}, actor=administrator, now=NOW)
        assert not held_by(holder)

    def test_closing_ends_what_begins_later_or_today(self, position, newcomer, administrator):
        for code, starts_on in (("nanti", TODAY + timedelta(days=5)), ("kini", TODAY)):
            post = Position.objects.create(code=code, title=code, agency=position.agency, role=Position.Role.HEAD)
            appoint(post, newcomer, starts_on=starts_on)
        operations.save_account(newcomer.pk, values={"is_active": False}, actor=administrator, now=NOW)
        assert all(holding.ends_on == holding.starts_on for holding in Holding.objects.filter(user=newcomer))

    def test_closing_the_last_administrator_undoes_all(self, administrator):
        other = factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
        Holding.objects.filter(user=administrator).update(ends_on=TODAY)
        with pytest.raises(Refused, match="Paling sedikit satu administrator"):
            operations.save_account(other.pk, values={"is_active": False}, actor=administrator, now=NOW)
        other.refresh_from_db()
        assert other.is_active
        assert Holding.objects.get(user=other).ends_on is None
        assert not Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED).exists()

    def test_access_is_not_reset_for_oneself(self, administrator):
        with pytest.raises(Refused, match="halaman profil"):
            operations.reset_access(administrator.pk, actor=administrator, now=NOW)

    def test_a_reset_is_recorded(self, newcomer, administrator):
        password = operations.reset_access(newcomer.pk, actor=administrator, now=NOW)
        newcomer.refresh_from_db()
        assert newcomer.check_password(password)
        assert Event.objects.order_by("sequence").last().data["fields"] == ["password", "second_factor"]


class TestCreateAdministrator:
    ARGUMENTS = ("sari", "sari@contoh.test", "Sari Dewi", "--decree-number=SK 1", "--decree-date=2026-01-02")

    def test_opens_a_new_portal(self, db, capsys, client):
        factories.make_regency()
        call_command("create_administrator", *self.ARGUMENTS)
        password = capsys.readouterr().out.split("temporary password ")[1].split()[0]
        user = User.objects.get(username="sari")
        assert access.has_role(user, Position.Role.ADMINISTRATOR)
        assert user.holdings.get().decree_number == "SK 1"
        client.post("/masuk/", {"login": "sari", "password": password})
        assert client.get("/kelola/admin/").headers["Location"] == "/petugas/profil/sandi/"
        assert history.verify() is None

    def test_takes_a_vacant_position_and_never_anothers(self, db, capsys):
        factories.make_regency()
        vacant = Position.objects.create(
            code="diskominfo-administrator",
            title="Administrator",
            agency=factories.coordination(),
            role=Position.Role.ADMINISTRATOR,
        )
        call_command("create_administrator", *self.ARGUMENTS)
        assert User.objects.get(username="sari").holdings.get().position == vacant
        call_command("create_administrator", "budi", "budi@contoh.test", "Budi", *self.ARGUMENTS[3:])
        assert access.has_role(User.objects.get(username="sari"), Position.Role.ADMINISTRATOR)
        assert access.has_role(User.objects.get(username="budi"), Position.Role.ADMINISTRATOR)

    def test_says_what_is_missing(self, db):
        with pytest.raises(CommandError, match="load_reference"):
            call_command("create_administrator", *self.ARGUMENTS)
        factories.make_regency()
        call_command("create_administrator", *self.ARGUMENTS)
        with pytest.raises(CommandError, match="sudah dipakai"):
            call_command("create_administrator", *self.ARGUMENTS)


def test_who_was_appointed_works_at_once(position, newcomer, administrator):
    client = Client()
    client.force_login(newcomer)
    newcomer.password_is_temporary = False
    newcomer.save(update_fields=["password_is_temporary"])
    assert client.get("/petugas/").status_code == 302
    operations.appoint(
        position, newcomer, Basis.OWN_RIGHT, timezone.localdate(), "SK", TODAY, actor=audit.SYSTEM, now=timezone.now()
    )
    assert client.get("/petugas/").status_code == 200
