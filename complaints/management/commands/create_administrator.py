"""Open a new portal: the first administrator, who makes every other account at /kelola/admin/."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.errors import Refused
from complaints.masterdata import operations_holders


class Command(BaseCommand):
    help = "Make an account that may edit the master data and print its temporary password once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("full_name", help="in quotes")
        parser.add_argument("--decree-number", required=True, help="number of the SK that appoints this person")
        parser.add_argument("--decree-date", required=True, type=date.fromisoformat, help="its date, YYYY-MM-DD")

    def handle(self, *args, username, email, full_name, decree_number, decree_date, **options):
        try:
            user, password = operations_holders.create_administrator(
                username=username,
                email=email,
                full_name=full_name,
                decree_number=decree_number,
                decree_date=decree_date,
                now=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.full_name} signs in at /masuk/ as {user.get_username()}")
        self.stdout.write(f"with the temporary password  {password}")
        self.stdout.write("It is shown this once. A password of their own and the second factor are asked for at once.")
