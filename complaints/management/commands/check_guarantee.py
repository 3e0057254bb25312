"""Count every violation of the guarantee."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints import guarantee


class Command(BaseCommand):
    help = "Count the violations of G1 to G5 in the data; exits 1 if there is any."

    def handle(self, *args, **options):
        found = guarantee.violations(timezone.now())
        for violation in found:
            self.stderr.write(f"{violation.guarantee}: {violation.count} {violation.words}")
        if found:
            raise CommandError(f"{sum(v.count for v in found)} violations")
        self.stdout.write("0 violations")
