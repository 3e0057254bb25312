"""Behind the link: one task, nothing of the reporter, and nothing any more when it is over."""

from datetime import timedelta

import pytest

from complaints.field import operations
from complaints.models import Event, FieldReturn

from .conftest import TALE, opened

pytestmark = pytest.mark.django_db


def test_a_robot_that_opens_the_link_sees_nothing_and_writes_nothing(at_work, address, worker):
    path = address(at_work.link())
    before = Event.objects.count()
    page = worker.get(path).text
    assert "Buka tugas" in page
    assert at_work.complaint.tracking_number not in page
    assert Event.objects.count() == before


def test_the_task_shows_what_to_do_and_where_and_no_reporter(at_work, address, worker):
    page = opened(worker, address(at_work.link())).text
    for told in ("Lampu jalan", "Ganti lampu.", "Depan SD Negeri 5", "geo:-2.738500,107.678500", "Dishub"):
        assert told in page
    for hidden in (TALE, "Siti", "81234567890"):
        assert hidden not in page
    logged = Event.objects.filter(complaint=None, kind=Event.Kind.FIELD_OPENED).get()
    assert logged.data["case"] == at_work.complaint.pk


@pytest.mark.parametrize("how", ["time", "taken back", "returned", "sensitive", "accused", "answered", "forged"])
def test_it_opens_nothing_when_it_is_over(at_work, address, worker, how):
    link = at_work.link()
    path = address(link)
    opened(worker, path)
    match how:
        case "time":
            at_work.clock.shift(operations.VALID + timedelta(seconds=1))
        case "taken back":
            operations.take_back(link.complaint_id, link_id=link.pk, actor=at_work.office.liaison, now=link.made_at)
        case "returned":
            at_work.case.do("return_referral")
        case "sensitive":
            type(at_work.complaint).objects.filter(pk=at_work.case.pk).update(access_class="sensitive")
        case "accused":
            type(at_work.complaint).objects.filter(pk=at_work.case.pk).update(excluded_person=at_work.office.officer)
        case "answered":
            at_work.case.do("answer")
        case "forged":
            path = path.replace(":", "x:", 1)
    for answer in (worker.get(path), worker.post(path), worker.get(f"{path}kirim/"), worker.post(f"{path}kirim/")):
        assert answer.status_code == 404
        assert at_work.complaint.tracking_number not in answer.text
    assert not FieldReturn.objects.exists()


def test_one_link_opens_no_other(at_work, address, worker):
    first, second = at_work.link(), at_work.link()
    opened(worker, address(first))
    assert "Buka tugas" in worker.get(address(second)).text
    assert worker.get(f"{address(second)}kirim/").status_code == 404
