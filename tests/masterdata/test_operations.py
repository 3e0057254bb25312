"""Changes of the master data: what they keep, refuse and record."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from complaints import audit, history
from complaints.errors import Refused
from complaints.masterdata import operations
from complaints.masterdata import operations_calendar as calendar
from complaints.models import (
    Agency,
    Category,
    Event,
    Holding,
    Holiday,
    Position,
    RoutingRule,
    ServiceHours,
    Term,
    User,
)
from complaints.states import ClockKind, Unit
from tests import factories

NOW = factories.NOW
TODAY = timezone.localdate(NOW)


def changes(kind=Event.Kind.MASTER_DATA_CHANGED) -> list[dict]:
    return [event.data for event in Event.objects.filter(kind=kind).order_by("sequence")]


@pytest.fixture
def save(administrator):
    """Call an operation as the administrator, at the tests' moment."""

    def call(operation, pk, **values):
        return operation(pk, values=values, actor=administrator, now=NOW)

    return call


@pytest.fixture(autouse=True)
def _history_stays_whole(request, db):
    yield
    assert history.verify() is None


class TestEveryChange:
    def test_is_recorded_with_the_names_of_the_fields_and_no_value(self, save, administrator):
        agency = factories.make_agency("Dishub")
        save(operations.save_agency, agency.pk, name="Dinas Perhubungan", hotline="0719-21111")
        event = Event.objects.get(kind=Event.Kind.MASTER_DATA_CHANGED)
        assert (event.complaint, event.actor, event.at) == (None, administrator, NOW)
        assert event.data == {"model": "agency", "id": agency.pk, "fields": ["hotline", "name"]}

    def test_of_nothing_is_no_change(self, save):
        agency = factories.make_agency("Dishub")
        save(operations.save_agency, agency.pk, name=agency.name)
        assert not Event.objects.exists()

    def test_writes_only_what_was_changed(self, save):
        """Two administrators on the same page do not undo each other."""
        agency = factories.make_agency("Dishub")
        save(operations.save_agency, agency.pk, hotline="111")
        save(operations.save_agency, agency.pk, short_name="Dishub Bel")
        agency.refresh_from_db()
        assert (agency.hotline, agency.short_name) == ("111", "Dishub Bel")

    def test_is_the_administrators_alone(self, administrator):
        agency = factories.make_agency("Dishub")
        strangers = [factories.make_coordinator(), factories.make_staff(agency)]
        superuser = User.objects.create_superuser("root", "root@contoh.test", "x", full_name="Root")
        for actor in [*strangers, superuser, audit.REPORTER]:
            with pytest.raises(Refused, match="Hanya administrator sistem"):
                operations.save_agency(agency.pk, values={"name": "Lain"}, actor=actor, now=NOW)
        agency.refresh_from_db()
        assert agency.name == "Dishub"

    def test_is_not_an_administrators_whose_time_is_over(self, administrator):
        Holding.objects.filter(user=administrator).update(ends_on=TODAY - timedelta(days=1))
        with pytest.raises(Refused, match="Hanya administrator sistem"):
            operations.save_agency(factories.coordination().pk, values={"name": "X"}, actor=administrator, now=NOW)

    def test_never_touches_what_others_rest_on(self, save):
        agency = factories.make_agency("Dishub")
        with pytest.raises(TypeError):
            save(operations.save_agency, agency.pk, code="LAIN")
        with pytest.raises(TypeError):
            save(operations.save_agency, agency.pk, duty=Agency.Duty.ARBITER)

    def test_leaves_nothing_when_it_cannot_be_recorded(self, save, monkeypatch):
        agency = factories.make_agency("Dishub")

        def fail(*args, **kwargs):
            raise OSError("full disk")

        monkeypatch.setattr(audit, "record", fail)
        with pytest.raises(OSError, match="full disk"):
            save(operations.save_agency, agency.pk, name="Lain")
        monkeypatch.undo()
        agency.refresh_from_db()
        assert agency.name == "Dishub"
        assert not agency.former_names.exists()


class TestAgency:
    def test_a_rename_keeps_the_old_name_with_its_last_day(self, save):
        agency = factories.make_agency("Dishub")
        save(operations.save_agency, agency.pk, name="Dinas Perhubungan")
        old = agency.former_names.get()
        assert (old.name, old.short_name, old.until) == ("Dishub", "Dishub", TODAY)

    def test_other_changes_keep_no_name(self, save):
        agency = factories.make_agency("Dishub")
        save(operations.save_agency, agency.pk, hotline="111")
        assert not agency.former_names.exists()

    @pytest.mark.parametrize("values", [{"is_active": False}, {"kind": Agency.Kind.EXTERNAL}])
    def test_one_with_open_complaints_is_not_closed_and_the_reason_is_said(self, save, values):
        agency = factories.make_agency("Dishub")
        factories.refer(factories.make_complaint(), agency, actor=factories.make_coordinator())
        with pytest.raises(Refused, match=r"Dishub masih memegang laporan yang belum selesai\. Teruskan dulu"):
            save(operations.save_agency, agency.pk, **values)
        agency.refresh_from_db()
        assert agency.may_own
        assert not changes()

    def test_one_without_is_closed_and_names_its_successor(self, save):
        old, new = factories.make_agency("Lama"), factories.make_agency("Baru")
        save(operations.save_agency, old.pk, is_active=False, successor=new)
        old.refresh_from_db()
        assert (old.is_active, old.successor) == (False, new)

    def test_one_with_a_part_in_every_case_is_never_closed(self, save):
        with pytest.raises(Refused, match="peran khusus"):
            save(operations.save_agency, factories.coordination().pk, is_active=False)

    def test_successors_do_not_run_in_a_circle(self, save):
        first, second, third = (factories.make_agency(name) for name in ("A", "B", "C"))
        save(operations.save_agency, first.pk, successor=second)
        save(operations.save_agency, second.pk, successor=third)
        with pytest.raises(Refused, match="berputar"):
            save(operations.save_agency, third.pk, successor=first)

    def test_a_new_one(self, save):
        agency = save(
            operations.save_agency, None, code="BARU", name="Baru", short_name="Baru", kind=Agency.Kind.REGIONAL
        )
        assert changes() == [{"model": "agency", "id": agency.pk, "fields": ["code", "kind", "name", "short_name"]}]


class TestCategory:
    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"sensitive": True}, "tidak pernah tampil"),
            ({"never_public": True, "publish_default": True}, "Pilih salah satu"),
        ],
    )
    def test_contradictions_are_refused(self, save, values, said):
        category = factories.make_category(publish_default=False)
        with pytest.raises(Refused, match=said):
            save(operations.save_category, category.pk, **values)

    def test_only_a_topic_has_categories_below(self, save):
        topic, below, other = (factories.make_category(code) for code in ("atas", "bawah", "lain"))
        save(operations.save_category, below.pk, topic=topic)
        with pytest.raises(Refused, match="paling atas"):
            save(operations.save_category, other.pk, topic=below)
        with pytest.raises(Refused, match="sendiri topik"):
            save(operations.save_category, topic.pk, topic=other)

    def test_deactivating_leaves_its_complaints_alone(self, save):
        complaint = factories.make_complaint()
        save(operations.save_category, complaint.category.pk, is_active=False)
        complaint.refresh_from_db()
        assert complaint.category == Category.objects.get(is_active=False)


class TestRoutingRule:
    def test_village_and_agency_must_fit(self, save):
        village, category = factories.make_village(), factories.make_category()
        other = operations.District.objects.create(code="19.02.09", name="Lain")
        values = {"order": 1, "category": category, "reason": "Alasan.", "valid_from": TODAY}
        with pytest.raises(Refused, match="Desa itu tidak ada"):
            save(
                operations.save_routing_rule,
                None,
                **values,
                agency=factories.make_agency("Dishub"),
                village=village,
                district=other,
            )
        outside = factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
        with pytest.raises(Refused, match="PLN tidak bisa memegang"):
            save(operations.save_routing_rule, None, **values, agency=outside)
        assert not RoutingRule.objects.exists()


class TestTerm:
    TERM = {"term_class": "", "clock": ClockKind.VERIFICATION, "unit": Unit.WORKING_DAYS, "source": "SK 1"}

    def test_a_new_row_from_today_or_later_counts_from_then(self, save):
        save(calendar.save_term, None, **self.TERM, amount=2, valid_from=TODAY + timedelta(days=7))
        before, after = factories.make_complaint(now=NOW), None
        assert before.clocks.get().amount == 3
        after = factories.make_complaint(now=NOW + timedelta(days=8))
        assert after.clocks.get().amount == 2
        assert before.clocks.get().amount == 3

    def test_one_in_force_is_not_changed_but_for_its_mark(self, save):
        term = Term.objects.get(clock=ClockKind.VERIFICATION, term_class="")
        with pytest.raises(Refused, match="tidak diubah"):
            save(calendar.save_term, term.pk, amount=9)
        save(calendar.save_term, term.pk, is_uncertain=True)
        term.refresh_from_db()
        assert (term.amount, term.is_uncertain) == (3, True)

    def test_one_to_come_may_still_be_changed_but_not_into_the_past(self, save):
        term = save(calendar.save_term, None, **self.TERM, amount=2, valid_from=TODAY + timedelta(days=7))
        save(calendar.save_term, term.pk, amount=4)
        with pytest.raises(Refused, match="mulai hari ini"):
            save(calendar.save_term, term.pk, valid_from=TODAY - timedelta(days=1))

    def test_nothing_is_said_to_have_been_in_force_before(self, save):
        with pytest.raises(Refused, match="mulai hari ini"):
            save(calendar.save_term, None, **self.TERM, amount=2, valid_from=TODAY - timedelta(days=1))


class TestCalendar:
    def test_a_holiday_moves_only_clocks_that_start_afterwards(self, save):
        before = factories.make_complaint(now=NOW)
        due = before.due_at
        save(calendar.save_holiday, None, day=TODAY + timedelta(days=1), name="Tutup", kind=Holiday.Kind.LOCAL)
        before.refresh_from_db()
        assert before.due_at == due
        assert factories.make_complaint(now=NOW).due_at > due

    def test_its_day_is_not_moved_but_withdrawn(self, save):
        holiday = Holiday.objects.first()
        with pytest.raises(Refused, match="Cabut yang lama"):
            save(calendar.save_holiday, holiday.pk, day=TODAY)
        save(calendar.save_holiday, holiday.pk, withdrawn_on=TODAY)
        assert Holiday.objects.filter(withdrawn_on=TODAY).count() == 1

    def test_one_weekday_of_one_office_has_one_row(self, save):
        with pytest.raises(Refused, match="sudah ada"):
            save(calendar.save_service_hours, None, weekday=0, opens=time(8), closes=time(15))
        save(
            calendar.save_service_hours,
            None,
            agency=factories.make_agency("RSUD"),
            weekday=0,
            opens=time(0),
            closes=time(0),
        )

    def test_regular_hours_never_run_out(self, save):
        """Else the next complaint could not be given a due time."""
        past = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 1, 1)}
        rows = list(ServiceHours.objects.filter(agency=None))
        for row in rows[:-1]:
            save(calendar.save_service_hours, row.pk, **past)
        with pytest.raises(Refused, match="Paling sedikit satu hari"):
            save(calendar.save_service_hours, rows[-1].pk, **past)
        assert factories.make_complaint().due_at

    def test_nor_those_of_an_office_with_hours_of_its_own(self, save):
        office = factories.make_agency("RSUD")
        hours = save(calendar.save_service_hours, None, agency=office, weekday=0, opens=time(7), closes=time(12))
        with pytest.raises(Refused, match="Paling sedikit satu hari"):
            save(
                calendar.save_service_hours,
                hours.pk,
                valid_from=date(2026, 2, 18),
                valid_until=date(2026, 3, 19),
            )


class TestPosition:
    def test_agency_and_role_stay(self, save):
        position = Position.objects.get(holdings__user=factories.make_staff(factories.make_agency("Dishub")))
        with pytest.raises(TypeError):
            save(operations.save_position, position.pk, role=Position.Role.HEAD)

    def test_the_last_administrator_is_not_closed(self, save, administrator):
        """Not by one whose own time is over today: tomorrow nobody would be left."""
        other = factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR)
        administrator.holdings.update(ends_on=timezone.localdate(factories.NOW))
        position = Position.objects.get(holdings__user=other)
        with pytest.raises(Refused, match="Paling sedikit satu administrator"):
            save(operations.save_position, position.pk, is_active=False)
        position.refresh_from_db()
        assert position.is_active

    @pytest.mark.parametrize("changed", [{"is_active": False}, {"handles_sensitive": True}, {"deputy": None}])
    def test_ones_own_is_changed_by_another_administrator(self, save, administrator, changed):
        position = Position.objects.get(holdings__user=administrator)
        position.deputy = Position.objects.create(
            code="lain", title="Lain", agency=position.agency, role=Position.Role.ENTRY
        )
        position.save(update_fields=["deputy"])
        with pytest.raises(Refused, match="administrator lain"):
            save(operations.save_position, position.pk, **changed)
        save(operations.save_position, position.pk, title="Administrator Sistem")

    def test_nobody_makes_himself_the_deputy(self, save, administrator):
        own = Position.objects.get(holdings__user=administrator)
        other = Position.objects.get(holdings__user=factories.make_coordinator())
        with pytest.raises(Refused, match="administrator lain"):
            save(operations.save_position, other.pk, deputy=own)

    def test_sight_of_sensitive_cases_is_for_who_works_on_cases(self, save, administrator):
        position = Position.objects.get(holdings__user=factories.make_coordinator())
        with pytest.raises(Refused, match="laporan peka"):
            save(operations.save_position, position.pk, handles_sensitive=True)
