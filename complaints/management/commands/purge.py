"""Remove what nobody needs any more and what may not be kept."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints import attachments, throttle
from complaints.followup import drafts as answers
from complaints.followup import operations_desk
from complaints.inbox import operations as inbox
from complaints.intake import drafts
from complaints.tracking import operations_links


class Command(BaseCommand):
    help = (
        "Delete drafts older than 7 days, failed attempts older than a day, who read what, and files without a row. "
        "Run daily."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        self.stdout.write(f"{drafts.purge(now=now)} drafts")
        self.stdout.write(f"{throttle.purge(now)} failed attempts")
        self.stdout.write(f"{operations_desk.purge_readings(now)} notes of who has read what")
        self.stdout.write(f"{answers.purge(now)} drafts of answers")
        self.stdout.write(f"{operations_links.purge(now)} requests for links")
        self.stdout.write(f"{inbox.purge(now)} conversations that were no complaint")
        # A day: longer than any request that may still be about to commit its row.
        self.stdout.write(f"{attachments.sweep(older_than=now - timedelta(days=1))} files without a row")
