"""Count what has happened since the last time."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.figures import operations


class Command(BaseCommand):
    help = "Count into the figures what has happened since the last time. The worker does it every minute."

    def handle(self, *args, **options):
        self.stdout.write(f"{operations.tally(timezone.now())} complaints counted")
