"""The worker: it sends what waits, runs what returns, and loses nothing when it is killed."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from complaints.management import schedule
from complaints.models import Job
from complaints.monitoring import health
from tests import factories
from tests.factories import NOW
from tests.notifications.conftest import BY_EMAIL, make, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch):
    """What the only job, every minute, has done."""
    done = []
    monkeypatch.setattr(schedule, "TASKS", {"count": schedule.Task(timedelta(minutes=1), lambda: done.append(1))})
    return done


def test_once_sends_what_waits(runs):
    record(make(BY_EMAIL))
    call_command("worker", once=True)
    assert len(mail.outbox) >= 1
    assert runs == [1]


def test_a_job_runs_when_it_is_due_and_not_before(runs):
    assert schedule.run_due(NOW) == ["count"]
    assert schedule.run_due(NOW + timedelta(seconds=59)) == []
    assert schedule.run_due(NOW + timedelta(seconds=60)) == ["count"]
    assert Job.objects.get().last_run_at == NOW + timedelta(seconds=60)


def test_missed_runs_collapse_into_one(runs):
    schedule.run_due(NOW)
    assert schedule.run_due(NOW + timedelta(days=7)) == ["count"]
    assert schedule.run_due(NOW + timedelta(days=7, seconds=1)) == []
    assert runs == [1, 1]


def test_what_another_worker_has_taken_is_left_to_it(runs, monkeypatch):
    job = Job.objects.create(name="count", next_run_at=NOW)

    def taken_meanwhile(**_lookup):
        Job.objects.filter(pk=job.pk).update(next_run_at=NOW + timedelta(minutes=1))
        return job, False

    monkeypatch.setattr(Job.objects, "get_or_create", taken_meanwhile)
    assert schedule.run_due(NOW) == []
    assert runs == []


def test_a_job_asked_for_while_it_runs_is_done_once_more(monkeypatch):
    """A holiday declared while the dates already follow an earlier one."""
    name = "follow"

    def asked_again():
        Job.objects.filter(name=name).update(next_run_at=NOW)

    monkeypatch.setattr(schedule, "TASKS", {name: schedule.Task(timedelta(days=1), asked_again)})
    assert schedule.run_due(NOW) == [name]
    assert schedule.run_due(NOW + timedelta(seconds=1)) == [name]


def test_a_job_that_fails_is_counted_and_stops_no_other(monkeypatch, runs):
    def fail():
        raise RuntimeError

    minute = timedelta(minutes=1)
    tasks = {"broken": schedule.Task(minute, fail), "count": schedule.Task(minute, lambda: runs.append(1))}
    monkeypatch.setattr(schedule, "TASKS", tasks)
    assert schedule.run_due(NOW) == ["broken", "count"]
    assert (Job.objects.get(name="broken").failures, runs) == (1, [1])
    monkeypatch.setattr(schedule, "TASKS", {"broken": schedule.Task(minute, lambda: None)})
    assert schedule.run_due(NOW + schedule.LEASE) == ["broken"]
    assert Job.objects.get(name="broken").failures == 0


def test_the_real_jobs_run(db):
    factories.make_regency()
    assert set(schedule.run_due(NOW)) == {
        "links",
        "telegram",
        "digests",
        "mailbox",
        "inbox",
        "follow",
        "sweep",
        "seal_day",
        "release_departed",
        "purge",
        "tally",
        "vocabulary",
        "silence",
    }
    assert not Job.objects.filter(failures__gt=0).exists()


def test_a_job_is_run_by_hand_before_its_turn(runs):
    schedule.run_due(NOW)
    assert schedule.run("count", NOW + timedelta(seconds=5)) is True
    assert runs == [1, 1]
    assert schedule.run_due(NOW + timedelta(seconds=64)) == []  # its next turn counts from there


def test_every_real_job_is_run_by_hand_and_says_when_it_failed(db, monkeypatch):
    factories.make_regency()
    for name in schedule.TASKS:
        call_command("job", name, stdout=io.StringIO())
    assert Job.objects.filter(last_run_at__isnull=False, failures=0).count() == len(schedule.TASKS)

    def fail():
        raise RuntimeError

    monkeypatch.setitem(schedule.TASKS, "purge", schedule.Task(timedelta(hours=1), fail))
    with pytest.raises(CommandError, match="purge failed"):
        call_command("job", "purge")


def test_the_health_page_names_every_job():
    assert health.JOBS.keys() == schedule.TASKS.keys()
