"""The process beside the web server: it empties the outbox and runs what returns."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from complaints.management import schedule
from complaints.notifications import delivery

PAUSE = 2  # seconds between looks when nothing waits


class Command(BaseCommand):
    help = "Deliver messages and run the schedule until told to stop. Several may run; one killed loses nothing."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args, once, **options):
        stopped = threading.Event()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            schedule.run_due(timezone.now())
            while not stopped.is_set() and delivery.deliver_next(timezone.now()):
                pass
            if once:
                return
            close_old_connections()
            stopped.wait(PAUSE)
