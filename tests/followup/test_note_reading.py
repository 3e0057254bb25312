"""What somebody has not read is marked in the queue; who has a case open is told beside it and on its page."""

from datetime import timedelta

from django.urls import reverse

from complaints.followup import operations, operations_desk
from complaints.models import Reading
from tests import factories
from tests.factories import NOW

from .conftest import address
from .test_queue import see

JSON = {"HTTP_ACCEPT": "application/json"}


def mark(client):
    (row,) = see(client, "?v=semua").context["rows"]
    return row["unread"], row["open_by"]


def test_new_until_read_and_again_when_somebody_else_acts(client, case, officer):
    assert mark(client) == (True, "")
    assert "Tandai sudah dibaca" in client.get(address("case", case)).text
    assert client.post(address("note_reading", case)).headers["Location"] == address("case", case)
    assert mark(client) == (False, "")
    assert "Tandai sudah dibaca" not in client.get(address("case", case)).text
    colleague = factories.make_staff(case.dishub)
    operations.note_progress(case.pk, text="Petugas sudah di lokasi.", actor=colleague, now=NOW)
    assert mark(client) == (True, "")
    operations.note_progress(case.pk, text="Lampu sedang diganti.", actor=officer, now=NOW)
    assert mark(client) == (False, ""), "one's own act is no news"


def test_who_has_it_open_is_told_to_the_others(client, case, officer, clock):
    colleague = factories.make_staff(case.dishub)
    client.force_login(colleague)
    assert client.post(address("note_reading", case), **JSON).json() == {"open_by": ""}
    client.force_login(officer)
    assert mark(client) == (True, colleague.full_name)
    assert f"Sedang dibuka juga oleh {colleague.full_name}." in client.get(address("case", case)).text
    assert client.post(address("note_reading", case), **JSON).json() == {"open_by": colleague.full_name}
    clock.shift(timedelta(seconds=100))
    assert mark(client)[1] == ""
    assert client.post(address("note_reading", case), **JSON).json() == {"open_by": ""}
    assert Reading.objects.count() == 2


def test_of_what_is_not_theirs_nothing_is_kept(client, case, strangers):
    for stranger in strangers:
        client.force_login(stranger)
        assert client.post(address("note_reading", case), **JSON).status_code == 404
    assert not Reading.objects.exists()
    assert client.get(reverse("followup:note_reading", args=[case.tracking_number])).status_code in (404, 405)


def test_forgotten_after_a_month(client, case, officer, clock):
    client.post(address("note_reading", case))
    assert operations_desk.purge_readings(NOW + timedelta(days=29)) == 0
    assert operations_desk.purge_readings(NOW + timedelta(days=31)) == 1
    clock.shift(timedelta(days=31))
    client.force_login(officer)
    assert mark(client)[0] is False, "what is older than that is not called new"
