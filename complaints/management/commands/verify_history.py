"""Check that no event, text or seal was altered, removed, re-ordered or cut off."""

from django.core.management.base import BaseCommand, CommandError

from complaints import history


class Command(BaseCommand):
    help = "Verify the whole history. Names the first altered, missing, re-ordered or truncated row and exits 1."

    def handle(self, *args, **options):
        fault = history.verify()
        if fault:
            raise CommandError(fault)
        self.stdout.write("The history is whole.")
