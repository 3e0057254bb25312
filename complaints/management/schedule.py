"""What the worker does again and again. Every job is run by hand too (`manage.py job <name>`), and safe to run twice.

A job that is due is claimed by moving its next run to the end of a lease, so that of several workers one does it, and
another takes it up when that one is killed; runs that were missed collapse into one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from complaints.escalation import operations, queries, silence
from complaints.figures import operations as figures
from complaints.followup import vocabulary
from complaints.inbox import mailbox
from complaints.inbox import operations as inbox
from complaints.models import Job
from complaints.notifications import chats, digests
from complaints.tracking import operations_links

logger = logging.getLogger("besadu.worker")


@dataclass(frozen=True)
class Task:
    """`run` every `every`."""

    every: timedelta
    run: Callable[[], object]


def _command(name: str) -> Callable[[], object]:
    return lambda: call_command(name, stdout=_Silence())


class _Silence:
    def write(self, *_words) -> None:
        """What a command tells a person; the worker tells its own log."""

    def flush(self) -> None:
        """Nothing is kept."""


def _digests() -> None:
    digests.send_due(timezone.now())


def _listen() -> None:
    chats.listen(timezone.now())


def _links() -> None:
    operations_links.send_due(timezone.now())


def _mailbox() -> None:
    mailbox.fetch(timezone.now())


def _inbox() -> None:
    now = timezone.now()
    inbox.fetch_pictures(now)
    inbox.tell_late(now)


def _follow_calendar() -> None:
    now = timezone.now()
    for complaint_id in queries.counted():
        operations.follow_calendar(complaint_id, now=now)


def _silence() -> None:
    silence.tell_deputies(timezone.now())


LEASE = timedelta(minutes=10)  # longer than any job takes
RETRY = timedelta(minutes=1)  # the least rest of a job that failed
TASKS = {
    "links": Task(timedelta(seconds=10), _links),
    operations.FOLLOW: Task(timedelta(days=1), _follow_calendar),
    "telegram": Task(timedelta(seconds=10), _listen),
    "mailbox": Task(timedelta(minutes=1), _mailbox),
    "inbox": Task(timedelta(minutes=1), _inbox),
    "digests": Task(timedelta(minutes=5), _digests),
    "sweep": Task(timedelta(minutes=1), _command("sweep")),
    "silence": Task(timedelta(minutes=30), _silence),
    "seal_day": Task(timedelta(hours=1), _command("seal_day")),
    "release_departed": Task(timedelta(hours=1), _command("release_departed")),
    figures.JOB: Task(timedelta(minutes=1), _command("tally")),
    "purge": Task(timedelta(hours=6), _command("purge")),
    vocabulary.JOB: Task(timedelta(days=1), vocabulary.gather),
}


def run_due(now: datetime) -> list[str]:
    """Run every job that is due and that nobody else has taken; return their names.

    One that fails is told in the log and tried again in its turn, after LEASE at the latest; the others go on.
    """
    return [name for name in TASKS if _run_if_due(name, now)]


def run(name: str, now: datetime) -> bool:
    """Run one job by hand, as if its turn had come; return whether it ended well. Twice at once does no harm."""
    Job.objects.update_or_create(name=name, defaults={"next_run_at": now})
    _run_if_due(name, now)
    return Job.objects.filter(name=name, last_run_at=now).exists()


def _run_if_due(name: str, now: datetime) -> bool:
    """Claim a job and run it; return whether it was run, well or not."""
    task = TASKS[name]
    job, _new = Job.objects.get_or_create(name=name, defaults={"next_run_at": now})
    if job.next_run_at > now:
        return False
    mine = Job.objects.filter(pk=job.pk, next_run_at=job.next_run_at)
    if not mine.update(next_run_at=now + LEASE):
        return False
    try:
        task.run()
    except Exception:
        logger.exception("job failed", extra={"fields": {"job": name}})
        again = now + min(max(task.every, RETRY), LEASE)
        Job.objects.filter(pk=job.pk).update(failures=F("failures") + 1, next_run_at=again)
    else:
        claimed = Job.objects.filter(pk=job.pk, next_run_at=now + LEASE)
        claimed.update(next_run_at=now + task.every, last_run_at=now, failures=0)
    return True
