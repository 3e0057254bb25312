"""Run one job of the worker by hand."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.management import schedule


class Command(BaseCommand):
    help = "Run one job of the schedule now, whoever runs it else: " + ", ".join(schedule.TASKS) + "."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=list(schedule.TASKS))

    def handle(self, *args, name, **options):
        if not schedule.run(name, timezone.now()):
            raise CommandError(f"{name} failed; the log says why.")
        self.stdout.write(f"{name} done")
