"""One part of another agency's case: what is asked, where, who leads, and nothing else."""

from complaints.followup import operations as followup
from complaints.models import Complaint
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

from .conftest import PART, address


def page(client, case):
    return client.get(address("part", case)).content.decode()


def test_what_is_asked_where_and_by_whom(client, given, supporter):
    shown = page(client, given)
    for words in (given.tracking_number, given.category.name, PART, "Aik Rayak", "Depan SD Negeri 5", "Dishub"):
        assert words in shown


def test_no_story_no_contact_no_history(client, given, supporter):
    followup.note_internal(given.pk, text="Catatan antara kita saja.", actor=given.liaison, now=NOW)
    shown = page(client, given)
    for words in (factories.STORY[:20], "Bu Siti", "Kontak", "Catatan antara kita", "Perjalanan laporan"):
        assert words not in shown.replace("Cerita, foto, dan kontak", "")
    assert client.get(f"/petugas/laporan/{given.tracking_number}/").status_code == 404


def test_of_a_closed_case_nothing_is_asked(client, given, supporter):
    tracking.withdraw(given.pk, now=NOW)
    assert address("note_part", given) not in page(client, given)


def test_others_get_404(client, given, strangers):
    for person in [given.coordinator, given.liaison, given.overseer, *strangers]:
        client.force_login(person)
        assert client.get(address("part", given)).status_code == 404


def test_the_accused_agency_gets_404(client, given, supporter):
    Complaint.objects.filter(pk=given.pk).update(excluded_agency=given.dlh)
    assert client.get(address("part", given)).status_code == 404


def test_no_such_number_is_the_same_404(client, given, supporter):
    for number in ("BLT-0000-0000-0", "x%00y"):
        assert client.get(f"/petugas/bagian/{number}/").status_code == 404


def test_is_cheap(client, given, supporter, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(address("part", given))
