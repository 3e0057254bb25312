"""Free the cases of people whose time in the agency is over."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.audit import SYSTEM
from complaints.followup import operations, queries


class Command(BaseCommand):
    help = "Open cases assigned to who has left the agency are anybody's there. Hourly; safe to run twice."

    def handle(self, *args, **options):
        now = timezone.now()
        departed = queries.assigned_to_departed(now)
        freed = sum(operations.release(case.pk, person=case.assignee, actor=SYSTEM, now=now) for case in departed)
        self.stdout.write(f"{freed} cases freed")
