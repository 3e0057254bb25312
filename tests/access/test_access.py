"""From a person to rows: several positions, positions that are over, photos, the reporter. The table: test_table.py."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from complaints import access, attachments, photos
from complaints.models import Agency, Attachment, Complaint, Holding, Position, User
from tests import worlds
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def seen(user: User, cases: dict[str, Complaint]) -> set[str]:
    """Which of the cases are in the user's list; and the same must come out one by one."""
    listed = set(access.staff_cases(user).values_list("pk", flat=True))
    found = set()
    for name, complaint in cases.items():
        try:
            assert access.staff_case(user, complaint.tracking_number) == complaint
            found.add(name)
        except Http404:
            pass
    assert {cases[name].pk for name in found} == listed
    assert access.staff_cases(user).count() == len(listed), "no case twice in a list"
    return found


class TestPositions:
    """Several positions of one person (each alone: test_table.py)."""

    @pytest.fixture
    def cases(self, office):
        violence = Case(office, category=office.violence).do("refer", to=office.helper)
        return {"ordinary": Case(office).do("refer").complaint, "sensitive": violence.complaint}

    def test_two_positions_see_what_each_sees(self, office, cases):
        add_holding(office.liaison, office.helper, Position.Role.LIAISON, handles_sensitive=True)
        assert seen(office.liaison, cases) == {"ordinary", "sensitive"}

    def test_the_mark_is_for_the_own_agency(self, office, cases):
        """Marked in one agency and plain in another: neither opens the other's sensitive cases."""
        add_holding(office.helper_unmarked, office.dlh, Position.Role.LIAISON, handles_sensitive=True)
        assert seen(office.helper_unmarked, cases) == set()

    def test_no_case_twice(self, office, cases):
        add_holding(office.liaison, office.dishub, Position.Role.HEAD)
        add_holding(office.liaison, office.inspectorate, Position.Role.INSPECTORATE)
        assert seen(office.liaison, cases) == {"ordinary"}
        assert set(access.overview_cases(office.liaison)) == {cases["sensitive"]}

    def test_what_is_read_stands_in_no_overview(self, office, cases):
        add_holding(office.inspector, office.helper, Position.Role.LIAISON, handles_sensitive=True)
        assert seen(office.inspector, cases) == {"ordinary", "sensitive"}
        assert list(access.overview_cases(office.inspector)) == []

    def test_a_number_that_nobody_has_is_the_same_404(self, office, cases):
        for number in ("BLT-0000-0000-0", "", "x\0y", "x" * 200, "BLT-0000-0000-0; DROP TABLE"):
            for one in (access.staff_case, access.overview_case, access.part):
                with pytest.raises(Http404):
                    one(office.coordinator, number)

    def test_positions_at_hand_decide(self, office, cases):
        assert not access.may_open_contact(office.coordinator, cases["ordinary"], [])
        held = access.positions(office.coordinator)
        assert access.may_open_contact(office.coordinator, cases["ordinary"], held)


def add_holding(user, agency, role, **fields) -> Holding:
    position = Position.objects.create(
        code=f"{agency.code}-{user.pk}", title="Kedua", agency=agency, role=role, **fields
    )
    return Holding.objects.create(
        position=position, user=user, starts_on=date(2025, 1, 1), decree_number="SK", decree_date=date(2024, 12, 1)
    )


class TestOver:
    """A position counts from its first to its last day, and only while everything about it is in force."""

    @pytest.mark.parametrize("change", ["ended", "not_yet", "user", "position", "agency"])
    def test_sees_nothing(self, office, change, time_machine):
        time_machine.move_to(NOW, tick=False)
        user = office.dlh_liaison
        case = Case(office).do("refer", to=office.dlh).complaint
        assert seen(user, {"own": case}) == {"own"}
        holding = Holding.objects.get(user=user)
        match change:
            case "ended":
                Holding.objects.filter(pk=holding.pk).update(ends_on=date(2026, 11, 23))
            case "not_yet":
                Holding.objects.filter(pk=holding.pk).update(starts_on=date(2026, 11, 25))
            case "user":
                User.objects.filter(pk=user.pk).update(is_active=False)
            case "position":
                Position.objects.filter(pk=holding.position_id).update(is_active=False)
            case "agency":
                tracking = Case(office, Complaint.objects.get(tracking_number=case_number(user)))
                tracking.do("withdraw")
                Agency.objects.filter(pk=office.dlh.pk).update(is_active=False)
        assert list(access.staff_cases(user)) == []
        assert access.positions(user) == []
        assert not access.has_role(user, Position.Role.LIAISON)

    def test_the_last_day_counts_until_local_midnight(self, office, time_machine):
        Holding.objects.filter(user=office.liaison).update(ends_on=date(2026, 11, 24))
        local_midnight = NOW.replace(hour=17)  # 00.00 WIB of the 25th
        time_machine.move_to(local_midnight - timedelta(minutes=1), tick=False)
        assert access.positions(office.liaison)
        time_machine.move_to(local_midnight, tick=False)
        assert not access.positions(office.liaison)

    def test_nobody_signed_in(self, office):
        Case(office)
        assert access.positions(AnonymousUser()) == []
        assert list(access.staff_cases(AnonymousUser())) == []


def case_number(user) -> str:
    return access.staff_cases(user).get().tracking_number


class TestPhotos:
    def test_only_of_the_case_that_was_fetched(self, office):
        one, other = Case(office).complaint, Case(office).complaint
        (photo,) = attachments.attach(one, attachments.store([worlds.make_photo()], Attachment.Purpose.REPORT, NOW))
        assert access.attachment_of(one, photo.pk) == photo
        with pytest.raises(Http404):
            access.attachment_of(other, photo.pk)
        photos.remove(photo.key)


class TestReporter:
    def proved(self, complaint: Complaint) -> dict[str, str]:
        response = HttpResponse()
        access.let_reporter_in(response, complaint, secure=True)
        cookie = response.cookies[access.REPORTER_COOKIE]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
        assert cookie["path"] == f"/lacak/{complaint.tracking_number}/"
        return {access.REPORTER_COOKIE: cookie.value}

    def get(self, cookies, number):
        request = RequestFactory().get("/")
        request.COOKIES = cookies
        return access.reporter_case(request, number)

    def test_sees_the_own_case(self, office):
        complaint = Case(office).complaint
        assert self.get(self.proved(complaint), complaint.tracking_number) == complaint

    def test_sees_no_other(self, office):
        one, other = Case(office).complaint, Case(office).complaint
        with pytest.raises(Http404):
            self.get(self.proved(one), other.tracking_number)

    def test_for_twelve_hours(self, office, time_machine):
        complaint = Case(office).complaint
        time_machine.move_to(NOW, tick=False)
        cookies = self.proved(complaint)
        time_machine.move_to(NOW + timedelta(hours=12), tick=False)
        assert self.get(cookies, complaint.tracking_number)
        time_machine.move_to(NOW + timedelta(hours=12, seconds=1), tick=False)
        with pytest.raises(Http404):
            self.get(cookies, complaint.tracking_number)

    def test_a_new_code_ends_what_the_old_one_opened(self, office):
        complaint = Case(office).complaint
        cookies = self.proved(complaint)
        submission = complaint.submission
        submission.code_digest = b"another" * 4
        submission.save(update_fields=["code_digest"])
        with pytest.raises(Http404):
            self.get(cookies, complaint.tracking_number)

    @pytest.mark.parametrize("value", ["", "x", "BLT-0000-0000-0", "BLT-0000-0000-0:1x:y"])
    def test_a_forged_proof_opens_nothing(self, office, value):
        complaint = Case(office).complaint
        for number in (complaint.tracking_number, "BLT-0000-0000-0"):
            with pytest.raises(Http404):
                self.get({access.REPORTER_COOKIE: value}, number)
        with pytest.raises(Http404):
            self.get({}, complaint.tracking_number)


def test_lists_take_two_queries(office, django_assert_num_queries):
    Case(office)
    with django_assert_num_queries(2):
        assert access.staff_cases(office.coordinator).count() == 1
