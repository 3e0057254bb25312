"""How the worker does, for administrators."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.models import Job, Message, Position
from complaints.monitoring import health
from tests import factories
from tests.factories import NOW

URL = reverse("monitoring:health")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(client, db):
    factories.make_regency()
    client.force_login(factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR))
    return client


@pytest.fixture
def running(db):
    """Every job has just run."""
    for name in health.JOBS:
        Job.objects.create(name=name, next_run_at=NOW + MINUTE, last_run_at=NOW - MINUTE)


def write(channel="email", age=timedelta(), **fields):
    complaint = factories.make_complaint()
    row = {"kind": "news", "sequence": 90, "created_at": NOW - age, "next_try_at": NOW - age}
    return Message.objects.create(complaint=complaint, channel=channel, **row | fields)


def queue(channel):
    return next(row for row in health.queues(NOW) if row.channel == channel)


def test_all_is_well(desk, running):
    page = desk.get(URL).content.decode()
    assert "Semua berjalan" in page
    assert page.count("Berjalan</span>") == len(health.JOBS)
    assert "manage.py job sweep" in page


def test_a_job_that_never_ran_failed_or_is_not_run_is_said(desk, running):
    Job.objects.filter(name="purge").delete()
    Job.objects.filter(name="sweep").update(failures=3)
    Job.objects.filter(name="digests").update(next_run_at=NOW - 6 * MINUTE)
    page = desk.get(URL).content.decode()
    for words in ("3 pekerjaan tidak berjalan", "Belum pernah", "Gagal 3 kali", "Tidak dijalankan"):
        assert words in page
    assert {job.name for job in health.jobs(NOW) if not job.is_well} == {"purge", "sweep", "digests"}


def test_a_job_whose_turn_has_just_come_is_not_late(running):
    Job.objects.update(next_run_at=NOW - 5 * MINUTE)
    assert all(job.is_well for job in health.jobs(NOW))


def test_the_queue_has_an_age_and_what_rests_does_not_count(running):
    write(age=3 * MINUTE)
    write(age=9 * MINUTE)
    write(age=60 * MINUTE, next_try_at=NOW + MINUTE, attempts=2, error="TryLater")
    row = queue("email")
    assert (row.due, row.oldest, row.later, row.dead) == (2, NOW - 9 * MINUTE, 1, 0)
    assert row.errors == [("TryLater", 1)]


def test_failures_are_counted_by_channel_and_error(desk, running):
    write("sms", state="dead", error="URLError")
    write("sms", state="dead", error="URLError")
    write("sms", error="TryLater", next_try_at=NOW + MINUTE)
    assert (queue("sms").dead, queue("sms").errors) == (2, [("URLError", 2), ("TryLater", 1)])
    page = desk.get(URL).content.decode()
    assert "2 pesan gagal dikirim" in page
    assert "URLError (2)" in page


def test_what_is_done_is_not_shown(desk, running):
    write(state="sent", sent_at=NOW)
    assert health.queues(NOW) == []
    assert "Tidak ada pesan yang menunggu atau gagal." in desk.get(URL).content.decode()


def test_takes_the_same_queries_for_more_rows(desk, running, django_assert_num_queries):
    for _number in range(3):
        write(error="TryLater")
    with django_assert_num_queries(3):
        health.jobs(NOW)
        health.queues(NOW)


@pytest.mark.parametrize("role", [Position.Role.COORDINATOR, Position.Role.LEADER])
def test_others_get_404(client, role, db):
    factories.make_regency()
    client.force_login(factories.make_staff(factories.coordination(), role))
    assert client.get(URL).status_code == 404
