"""Do what passed due times cause."""

import logging
from collections import Counter
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.deadlines.once import read_once
from complaints.escalation import operations, queries

logger = logging.getLogger(__name__)
BATCH = 100  # cases that share the calendars and ladders as they are then: a few seconds


class Command(BaseCommand):
    help = "Do what every passed due time causes (G2). Every few minutes; safe twice, and safe beside another one."

    def handle(self, *args, **options):
        now = timezone.now()
        events, seen, failed = Counter(), 0, 0
        due = queries.due(now)
        while batch := list(islice(due, BATCH)):
            seen += len(batch)
            with read_once():
                for pk in batch:
                    try:
                        events.update(operations.pass_time(pk, now=now))
                    except Exception:  # one case must never keep the others from their time; the next sweep tries again
                        failed += 1
                        logger.exception("sweep: complaint %s", pk)
        for kind, count in sorted(events.items()):
            self.stdout.write(f"{count} {kind}")
        self.stdout.write(f"{seen} complaints looked at")
        if failed:
            raise CommandError(f"{failed} complaints failed")
