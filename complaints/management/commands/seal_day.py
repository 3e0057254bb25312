"""Seal the day that is over."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints import history


class Command(BaseCommand):
    help = "Seal the ends of all chains under one root for a day (default: yesterday). Safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("day", nargs="?", type=date.fromisoformat, help="local date, YYYY-MM-DD")

    def handle(self, *args, day, **options):
        now = timezone.now()
        try:
            seal = history.seal_day(day or timezone.localdate(now) - timedelta(days=1), now=now)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{seal.day} {seal.root}")
