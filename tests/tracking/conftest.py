"""A case of a reporter, brought as far as a test needs it, and a browser that has proved to be the reporter's."""

from __future__ import annotations

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from complaints import photos
from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.models import Complaint
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."
QUESTION = "Tiang nomor berapa yang mati?"
LANDMARK = "Depan SDN 5"


@pytest.fixture(autouse=True)
def clock():
    """The pages read the clock; for these tests it is NOW until a test shifts it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Case:
    """One complaint with its number and code, and the people who work on it. All of it happens at `now`."""

    def __init__(self, *, pictures: int = 0, now=NOW):
        self.now = now
        self.dishub = factories.make_agency("Dishub")
        category = factories.make_category(agency=self.dishub)
        village = factories.make_village()
        key = factories.make_draft(category=category, village=village.code, landmark=LANDMARK, now=now)
        if pictures:
            drafts.add_photos(key, [photo(number) for number in range(pictures)], now=now)
        filed = factories.submit(key, now=now)
        self.pk, self.number, self.code = filed.complaint.pk, filed.complaint.tracking_number, filed.code
        self.coordinator = factories.make_coordinator()
        self.liaison = factories.make_staff(self.dishub)

    @property
    def row(self) -> Complaint:
        return Complaint.objects.get(pk=self.pk)

    @property
    def kinds(self) -> list[str]:
        return list(self.row.events.values_list("kind", flat=True))

    def refer(self) -> Case:
        factories.refer(self.row, self.dishub, actor=self.coordinator, now=self.now)
        return self

    def ask(self, question=QUESTION) -> Case:
        followup.ask(self.pk, question=question, actor=self.liaison, now=self.now)
        return self

    def note(self, text="Petugas kami sudah melihat lokasi.", pictures=0) -> Case:
        decoded = [photo(10 + number) for number in range(pictures)]
        followup.note_progress(self.pk, text=text, photos=decoded, actor=self.liaison, now=self.now)
        return self

    def answer(self, text=ANSWER, pictures=0) -> Case:
        followup.answer(
            self.pk,
            outcome=Outcome.REPAIRED,
            text=text,
            photos=[photo(20 + number) for number in range(pictures)],
            actor=self.liaison,
            now=self.now,
        )
        return self

    def confirm(self) -> Case:
        tracking.confirm(self.pk, now=self.now)
        return self

    def objected(self) -> Case:
        tracking.raise_objection(self.pk, partly=False, reasons=["not_fixed"], comment="Masih mati", now=self.now)
        return self

    def upheld(self) -> Case:
        triage.uphold(self.pk, to=self.dishub, reason="Foto warga jelas.", actor=self.coordinator, now=self.now)
        return self

    def address(self, name: str, *more) -> str:
        return reverse(f"tracking:{name}", args=[self.number, *more])


@pytest.fixture
def case(db) -> Case:
    return Case()


@pytest.fixture
def reporter(case, client) -> Client:
    """The browser of the reporter, let in by number and code."""
    return let_in(client, case)


def let_in(client: Client, case: Case) -> Client:
    answer = client.post(reverse("tracking:find"), {"number": case.number, "code": case.code})
    assert answer.url == case.address("case")
    return client


def photo(seed: int) -> photos.Photo:
    return photos.decode(io.BytesIO(jpeg(seed)))


def jpeg(seed: int = 1, size=(640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, ((seed * 37) % 256, (seed * 91) % 256, 90)).save(out, "JPEG")
    return out.getvalue()


def upload(seed: int = 1, name="foto.jpg") -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile(name, jpeg(seed), "image/jpeg")


def words(response) -> str:
    """Return what stands on a page, without tags and with one space between words."""
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def without_tokens(response) -> str:
    """Return a page without what is random in it."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def counts() -> dict[str, int]:
    """Return how many rows every table has, sessions and attempts included."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found
