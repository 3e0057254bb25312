"""Who is complained about: noted by who verifies, and from then on they see nothing."""

import pytest
from django.urls import reverse

from complaints import access
from complaints.errors import Refused
from complaints.models import Agency, Event, Share
from complaints.sharing import operations as sharing
from complaints.triage.exclusions import exclude
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import all_kept

WHY = "Pelapor menyebut nama dinasnya."


def url(case):
    return reverse("triage:exclude", args=[case.complaint.tracking_number])


@pytest.fixture
def case(office):
    return Case(office)


def note(case, **inputs):
    exclude(case.pk, reason=WHY, **{"actor": case.office.coordinator, "now": NOW, "agency": None, **inputs})
    case.complaint.refresh_from_db()


class TestPage:
    def test_notes_agency_and_person(self, client, office, case):
        client.force_login(office.coordinator)
        sent = {"agency": office.dlh.pk, "person": office.dlh_liaison.pk, "reason": WHY, "version": 1}
        page = client.post(url(case), sent, follow=True).content.decode()
        assert "Yang dilaporkan tidak melihat laporan ini." in page
        case.complaint.refresh_from_db()
        assert (case.complaint.excluded_agency, case.complaint.excluded_person) == (office.dlh, office.dlh_liaison)
        assert case.complaint.events.filter(kind=Event.Kind.EXCLUDED).count() == 1
        all_kept()

    def test_says_what_to_do_first_and_keeps_what_was_typed(self, client, office, case):
        case.do("refer")
        client.force_login(office.coordinator)
        sent = {"agency": office.dishub.pk, "reason": WHY, "version": case.complaint.version}
        page = client.post(url(case), sent).content.decode()
        assert "Teruskan dulu ke instansi lain." in page
        assert WHY in page

    @pytest.mark.parametrize("who", ["liaison", "leader", "overseer", "administrator", "inspector"])
    def test_strangers_get_404(self, client, office, case, who):
        client.force_login(getattr(office, who))
        assert client.get(url(case)).status_code == 404

    def test_a_reason_is_asked(self, client, office, case):
        client.force_login(office.coordinator)
        sent = {"agency": office.dlh.pk, "reason": "", "version": 1}
        assert "Tulis mengapa" in client.post(url(case), sent).content.decode()

    def test_takes_the_same_queries_for_more_people(self, client, office, case, django_assert_max_num_queries):
        client.force_login(office.coordinator)
        with django_assert_max_num_queries(20):
            client.get(url(case))
        for _number in range(3):
            factories.make_staff(office.dlh)
        with django_assert_max_num_queries(20):
            client.get(url(case))


class TestWhatFollows:
    def test_they_see_nothing_and_are_never_offered(self, office, case):
        note(case, agency=office.dlh)
        with pytest.raises(Refused):
            case.do("refer", to=office.dlh)
        case.do("refer")
        assert not access.staff_cases(office.dlh_liaison).filter(pk=case.pk).exists()

    def test_what_was_shared_with_them_ends(self, office, case):
        case.do("refer")
        sharing.share(case.pk, to=office.dlh, part="Angkut sampahnya.", actor=office.coordinator, now=NOW)
        note(case, agency=office.dlh)
        assert not Share.objects.filter(ended_at__isnull=True).exists()
        assert case.complaint.events.filter(kind=Event.Kind.SHARE_ENDED).count() == 1
        all_kept()

    def test_about_the_desk_itself_it_goes_to_the_sekda_s_office(self, office, case):
        note(case, agency=factories.coordination())
        assert case.complaint.owner.duty == Agency.Duty.ARBITER
        assert case.running()["verification"].agency == case.complaint.owner
        assert not access.staff_cases(office.coordinator).filter(pk=case.pk).exists()
        all_kept()

    def test_the_accused_person_loses_the_case(self, office, case):
        case.do("refer").do("assign", to=office.officer)
        with pytest.raises(Refused, match="Pilih orang dari instansi"):
            note(case, agency=office.dlh, person=office.officer)
        with pytest.raises(Refused, match="Teruskan dulu"):
            note(case, agency=office.dishub, person=office.officer)

    def test_it_can_be_taken_back(self, office, case):
        note(case, agency=office.dlh, person=office.dlh_liaison)
        note(case)
        assert (case.complaint.excluded_agency, case.complaint.excluded_person) == (None, None)
        case.do("refer", to=office.dlh)
        assert access.staff_cases(office.dlh_liaison).filter(pk=case.pk).exists()
        all_kept()
