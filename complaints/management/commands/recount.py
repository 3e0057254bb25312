"""Count all figures anew from the events alone."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.figures import operations

SHOWN = 20


class Command(BaseCommand):
    help = "Count all figures anew from the history alone, name each that differs, and put it right."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only name what differs; change nothing")

    def handle(self, *args, check, **options):
        wrong = operations.differences() if check else operations.recount(timezone.now())
        for cell, was, should in wrong[:SHOWN]:
            where = " ".join(f"{name}={value}" for name, value in cell._asdict().items() if value)
            self.stdout.write(f"{where}: {was}, from the events {should}")
        if len(wrong) > SHOWN:
            self.stdout.write(f"... and {len(wrong) - SHOWN} more")
        if check and wrong:
            raise CommandError(f"{len(wrong)} figures differ from the events")
        self.stdout.write(f"{len(wrong)} figures differed{' and are right now' if wrong else ''}")
