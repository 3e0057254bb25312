"""What to have approved by WhatsApp before its Cloud API is used."""

from django.core.management.base import BaseCommand

from complaints.notifications import telling


class Command(BaseCommand):
    help = "Print name and text of every template that messages by WhatsApp use: category utility, language id."

    def handle(self, *args, **options):
        for name, text in sorted(telling.templates().items()):
            self.stdout.write(f"{name}\n{text}\n")
