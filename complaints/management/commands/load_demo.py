"""Fill an empty portal with demo accounts and complaints."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints import numbers
from complaints.management import demo, demo_public
from complaints.models import Position, Submission

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
# Enough to walk one complaint through its whole life.
SHOWN = (
    "diskominfo-koordinator-1",
    "dishub-penghubung",
    "dishub-pelaksana",
    "dishub-kepala",
    "desa-seliu-pencatat",
    "insp-inspektur",
    "setda-bupati",
    "x-ombudsman-pemantau",
    "diskominfo-administrator",
)


class Command(BaseCommand):
    help = "Make demo accounts (one a position) and complaints in every state. To try it out only; safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default="belitung", help="folder below complaints/reference")
        parser.add_argument("--all", action="store_true", help="print every account again")

    def handle(self, *args, folder, all, **options):
        now = timezone.now()
        rows = json.loads((REFERENCE / folder / "demo.json").read_text(encoding="utf8"))
        accounts, complaints = demo.make_accounts(now), demo.make_complaints(rows, now) + demo.make_earlier(rows, now)
        demo.show_agencies(now)
        call_command("sweep", stdout=StringIO())  # the histories lie in the past, and so do many of their dates
        shown = demo_public.publish(timezone.now())
        if complaints or shown:
            demo.send_nothing()
        call_command("tally", stdout=StringIO())
        self.stdout.write(f"Demo: {accounts} accounts and {complaints} complaints made, {shown} shown to everybody.")
        self._print_accounts(everybody=all or accounts > 0)
        self._print_complaints(rows)

    def _print_accounts(self, *, everybody):
        self.stdout.write(f"\nSign in at /masuk/, password of all demo accounts: {demo.password()}")
        positions = Position.objects.select_related("agency").order_by("agency__short_name", "role", "pk")
        if not everybody:
            positions = positions.filter(code__in=SHOWN)
        for position in positions:
            account = demo.account_of(position)
            secret = f"  TOTP secret {account.totp_secret}" if account.totp_secret else ""
            self.stdout.write(f"  {account.username:36} {position.title}{secret}")
        if not everybody:
            self.stdout.write("  all accounts: manage.py load_demo --all")

    def _print_complaints(self, rows):
        self.stdout.write("\nTrack as a reporter at /lacak/:")
        seen = set()
        for number, row in enumerate(rows, 1):
            if row["scenario"] not in seen and row["scenario"] in ("asked_by_agency", "answered", "in_progress"):
                seen.add(row["scenario"])
                key = demo.key_of(number)
                complaint = Submission.objects.select_related("complaint").under(key).get().complaint
                self.stdout.write(f"  {complaint.tracking_number}  {numbers.access_code(key)}  ({row['scenario']})")
