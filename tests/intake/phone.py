"""A phone that hands in by itself what it has kept, as static/intake/send.js does: token, photos, the report."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.intake.steps import KOTA, STORY

ID = "0123456789abcdef0123456789abcdef"
WRITTEN = {
    "kind": "pengaduan",
    "category": "lampu-jalan",
    "story": STORY,
    "since": "this_week",
    "village": KOTA,
    "landmark": "Depan SDN 5",
    "contact_choice": "unnamed",
}


@dataclass
class Phone:
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def post(self, path: str, values: dict):
        token = self.client.get("/lapor/antrean/").json()["token"]
        values = {
            name: value for name, value in values.items() if name != "csrfmiddlewaretoken"
        }  # that of a page is old
        return self.client.post(path, values, headers={"X-CSRFToken": token})

    def photo(self, data: bytes, number: str = ID):
        return self.post("/lapor/antrean/foto/", {"id": number, "photo": SimpleUploadedFile("foto.jpg", data)})

    def hand_in(self, number: str = ID, **changes):
        """Hand in a whole report; None leaves an answer out."""
        values = {name: value for name, value in (WRITTEN | changes).items() if value is not None}
        return self.post("/lapor/antrean/", {"id": number} | values)
