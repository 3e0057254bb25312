"""Fill the master data of an empty portal, or what it lacks."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.masterdata.loading import WrongFolder, load_reference

REFERENCE = Path(__file__).resolve().parents[2] / "reference"


class Command(BaseCommand):
    help = "Load the reference data of one regency. Keeps whatever is there; safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="a name below complaints/reference/, or a path")

    def handle(self, *args, folder, **options):
        path = REFERENCE / folder  # an absolute path stays what it is
        try:
            created = load_reference(path if path.is_dir() else Path(folder), timezone.now())
        except WrongFolder as wrong:
            raise CommandError(str(wrong)) from wrong
        told = ", ".join(f"{number} {name}" for name, number in created.items() if number)
        self.stdout.write(f"created {told}" if told else "nothing to create")
