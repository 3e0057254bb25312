"""Remove what nobody needs any more and what may not be kept."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints import attachments, throttle
from complaints.intake import drafts


class Command(BaseCommand):
    help = "Delete drafts older than 7 days, failed attempts older than a day, and photos without a row. Run daily."

    def handle(self, *args, **options):
        now = timezone.now()
        self.stdout.write(f"{drafts.purge(now=now)} drafts")
        self.stdout.write(f"{throttle.purge(now)} failed attempts")
        # A day: longer than any request that may still be about to commit its row.
        self.stdout.write(f"{attachments.sweep(older_than=now - timedelta(days=1))} photos without a row")
