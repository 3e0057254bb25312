"""Who sees what (life.md 4), as the table itself: every role against every class, in lists and one by one."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from complaints import access, attachments, photos
from complaints.models import Agency, Attachment, Complaint, Holding, Position, User
from tests import factories, worlds
from tests.cases import Case
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Access = Complaint.AccessClass

# case -> who sees it; nobody else does
SEES = {
    "ordinary_new": {"coordinator", "inspector", "leader"},
    "ordinary_referred": {"coordinator", "inspector", "leader", "liaison", "officer", "head"},
    "ordinary_returned": {"coordinator", "inspector", "leader"},
    "sensitive_new": {"coordinator"},
    "sensitive_referred": {"helper_liaison"},
    "sensitive_returned": {"coordinator"},
    "sensitive_in_arbitration": {"coordinator"},  # who must record the decision; Setda's own are not marked
    "sensitive_closed": {"helper_liaison"},
    "supervisory_confirmed": {"inspector"},
    "supervisory_returned": {"inspector", "coordinator"},
    "protected": {"inspector"},
    "protected_at_the_coordinator": {"inspector"},  # however it got there
}
ROLES = [
    *("coordinator", "liaison", "officer", "head", "dlh_liaison", "helper_liaison", "helper_unmarked"),
    *("inspector", "inspectorate_clerk", "leader", "overseer", "administrator", "clerk", "setda_head", "superuser"),
]


def make_cases(office) -> dict[str, Complaint]:
    sensitive = {"category": office.violence}
    to_helper, to_inspectorate = {"to": office.helper}, {"to": office.inspectorate, "term_class": "SUPERVISORY"}
    protected = Case(office).complaint, Case(office).complaint
    Complaint.objects.filter(pk=protected[0].pk).update(access_class="protected", owner=office.inspectorate)
    Complaint.objects.filter(pk=protected[1].pk).update(access_class="protected")
    for complaint in protected:
        complaint.refresh_from_db()
    arbitrated = Case(office, **sensitive).do("refer", **to_helper).do("return_referral")
    return {
        "ordinary_new": Case(office).complaint,
        "ordinary_referred": Case(office).do("refer").complaint,
        "ordinary_returned": Case(office).do("refer").do("return_referral").complaint,
        "sensitive_new": Case(office, **sensitive).complaint,
        "sensitive_referred": Case(office, **sensitive).do("refer", **to_helper).complaint,
        "sensitive_returned": Case(office, **sensitive).do("refer", **to_helper).do("return_referral").complaint,
        "sensitive_in_arbitration": arbitrated.do("refer", **to_helper).do("return_referral").complaint,
        "sensitive_closed": Case(office, **sensitive).do("refer", **to_helper).all("answer", "confirm").complaint,
        "supervisory_confirmed": Case(office, category=office.graft).do("refer", **to_inspectorate).complaint,
        "supervisory_returned": Case(office, category=office.graft)
        .do("refer", **to_inspectorate)
        .do("return_referral")
        .complaint,
        "protected": protected[0],
        "protected_at_the_coordinator": protected[1],
    }


@pytest.fixture
def people(office) -> dict[str, User]:
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    more = {
        "inspectorate_clerk": factories.make_staff(office.inspectorate, Position.Role.CASE_OFFICER),
        "setda_head": factories.make_staff(setda, Position.Role.HEAD),
        "superuser": User.objects.create_superuser("root", "root@contoh.test", "x", full_name="Root"),
    }
    return {role: more.get(role) or getattr(office, role) for role in ROLES}


@pytest.fixture
def cases(office) -> dict[str, Complaint]:
    return make_cases(office)


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


class TestTable:
    def test_every_role_against_every_class(self, people, cases):
        found = {role: seen(user, cases) for role, user in people.items()}
        assert found == {role: {case for case, who in SEES.items() if role in who} for role in ROLES}

    def test_a_number_that_nobody_has_is_the_same_404(self, office, cases):
        for number in ("BLT-0000-0000-0", "", "x\0y", "x" * 200, "BLT-0000-0000-0; DROP TABLE"):
            with pytest.raises(Http404):
                access.staff_case(office.coordinator, number)

    def test_two_positions_see_what_each_sees(self, office, cases):
        add_holding(office.liaison, office.helper, Position.Role.LIAISON, handles_sensitive=True)
        assert seen(office.liaison, cases) == {"ordinary_referred", "sensitive_referred", "sensitive_closed"}

    def test_the_mark_is_for_the_own_agency(self, office, cases):
        """Marked in one agency and plain in another: neither opens the other's sensitive cases."""
        add_holding(office.helper_unmarked, office.dlh, Position.Role.LIAISON, handles_sensitive=True)
        assert seen(office.helper_unmarked, cases) == set()


def add_holding(user, agency, role, **fields) -> Holding:
    position = Position.objects.create(
        code=f"{agency.code}-{user.pk}", title="Kedua", agency=agency, role=role, **fields
    )
    return Holding.objects.create(
        position=position, user=user, starts_on=date(2025, 1, 1), decree_number="SK", decree_date=date(2024, 12, 1)
    )


class TestExcluded:
    """Who is complained about sees nothing of it, whatever else they are."""

    @pytest.mark.parametrize("role", ["coordinator", "inspector", "leader", "liaison"])
    def test_the_person(self, office, cases, role):
        user = getattr(office, role)
        Complaint.objects.update(excluded_person=user)
        assert seen(user, cases) == set()
        assert not access.may_open_contact(user, cases["ordinary_new"])

    @pytest.mark.parametrize("role", ["coordinator", "inspector", "leader"])
    def test_the_agency_by_any_of_their_positions(self, office, cases, role):
        user = getattr(office, role)
        Complaint.objects.update(excluded_agency=office.dlh)
        assert seen(user, cases) == {case for case, who in SEES.items() if role in who}
        add_holding(user, office.dlh, Position.Role.ENTRY)
        assert seen(user, cases) == set()

    def test_only_of_that_case(self, office, cases):
        pk = cases["ordinary_new"].pk
        Complaint.objects.filter(pk=pk).update(excluded_person=office.leader)
        assert seen(office.leader, cases) == {"ordinary_referred", "ordinary_returned"}


class TestOver:
    """A position counts from its first to its last day, and only while everything about it is in force."""

    @pytest.mark.parametrize("change", ["ended", "not_yet", "user", "position", "agency"])
    def test_sees_nothing(self, office, cases, change, time_machine):
        time_machine.move_to(NOW, tick=False)
        user = office.dlh_liaison
        case = Case(office).do("refer", to=office.dlh).complaint
        assert seen(user, {**cases, "own": case}) == {"own"}
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

    def test_nobody_signed_in(self, cases):
        assert access.positions(AnonymousUser()) == []
        assert list(access.staff_cases(AnonymousUser())) == []


def case_number(user) -> str:
    return access.staff_cases(user).get().tracking_number


class TestContact:
    @pytest.mark.parametrize(
        ("case", "who"),
        [
            ("ordinary_new", {"coordinator"}),
            ("ordinary_referred", {"coordinator"}),
            ("sensitive_new", {"coordinator"}),
            ("sensitive_referred", set()),
            ("supervisory_confirmed", {"inspector"}),
            ("supervisory_returned", {"inspector"}),
            ("protected", {"inspector"}),
        ],
    )
    def test_who_may_open_it(self, people, cases, case, who):
        assert {role for role, user in people.items() if access.may_open_contact(user, cases[case])} == who

    def test_positions_at_hand_decide(self, office, cases):
        assert not access.may_open_contact(office.coordinator, cases["ordinary_new"], [])
        held = access.positions(office.coordinator)
        assert access.may_open_contact(office.coordinator, cases["ordinary_new"], held)


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


def test_lists_take_two_queries(office, cases, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert access.staff_cases(office.coordinator).count() > 3
