"""Who steals the database reads no name, no contact and no sensitive story (security.md bar 17)."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from complaints import identity, texts
from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.intake import operations as intake
from tests import factories, worlds
from tests.cases import Case
from tests.factories import NOW
from tests.planting import rows, run
from tests.worlds import REPORTER, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_left_of_other_tests(db):
    """Pages that an earlier test wrote, in the file or in its log, are not of this one."""
    if connection.vendor == "sqlite":
        run("VACUUM")
        run("PRAGMA wal_checkpoint(TRUNCATE)")


def raw() -> bytes:
    """Everything that is stored: the database as bytes (with what is not yet in its main file) and the media."""
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return database() + b"".join(path.read_bytes() for path in files)


def database() -> bytes:
    if connection.vendor == "sqlite":
        run("PRAGMA wal_checkpoint(PASSIVE)")
        main = Path(connection.settings_dict["NAME"])
        return b"".join(file.read_bytes() for file in main.parent.glob(f"{main.name}*"))
    values = connection.settings_dict
    command = ["pg_dump", "--host", values["HOST"], "--port", str(values["PORT"] or 5432), "--username", values["USER"]]
    dumped = subprocess.run([*command, "--inserts", values["NAME"]], check=True, capture_output=True).stdout
    # Bytes are dumped as hex: what stands in them must be looked at too.
    return dumped + b"".join(bytes(value) for value in blobs())


def blobs():
    columns = rows("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'bytea'")
    for table, column in columns:
        for (value,) in rows(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
            yield value


def needles(*secrets: str) -> dict[str, int]:
    """How often each secret, and each longer word of it, stands in what is stored. Any case."""
    stored = raw().lower()
    # Shorter words stand in sealed bytes by chance, and in words of ours.
    words = {word for secret in secrets for word in [secret, *secret.split()] if len(word) >= 7}
    return {word: stored.count(word.lower().encode()) for word in words if stored.count(word.lower().encode())}


TOLD = "Korban tinggal dengan pendamping kami hingga keadaannya tenang."
PERSON = (REPORTER.name, REPORTER.contact, REPORTER.contact.lstrip("+"), REPORTER.contact.removeprefix("+62"))


def test_the_search_finds_what_is_there(db):
    """Else the zeros below would mean nothing."""
    office = worlds.make_office()
    Case(office, story="Lampu di depan masjid mati total.")
    assert needles("Lampu di depan masjid mati total.")


def test_a_named_and_sensitive_complaint(db):
    office = worlds.make_office()
    key = factories.make_draft(category=office.violence, story=SECRET, landmark="Rumah kontrakan hijau tua")
    drafts.add_photos(key, [worlds.make_photo()], now=NOW)
    assert not needles(SECRET, "Rumah kontrakan hijau tua"), "in the draft"
    complaint = factories.submit(key, reporter=REPORTER).complaint
    case = Case(office, complaint).do("ask", question="Apakah anaknya sekarang aman?").do("reply")
    case.do("refer", to=office.helper, reason="Dampingi korbannya segera.")
    followup.note_internal(case.pk, text="Kunjungan diam-diam besok.", actor=office.helper_liaison, now=NOW)
    followup.answer(case.pk, outcome="repaired", text=TOLD, actor=office.helper_liaison, now=NOW)
    assert not needles(
        *(SECRET, "Rumah kontrakan hijau tua", "Apakah anaknya sekarang aman?", "Dampingi korbannya segera."),
        *("Kunjungan diam-diam besok.", TOLD, *PERSON),
    )
    assert texts.stories([complaint])[complaint.pk] == SECRET
    assert identity.read(complaint) == REPORTER


def test_the_person_behind_an_ordinary_complaint(db):
    office = worlds.make_office()
    case = Case(office, factories.make_complaint(category=office.pju, reporter=REPORTER))
    case.do("open_contact").do("refer").do("answer").do("confirm")
    assert not needles(*PERSON)


def test_a_story_that_turned_out_to_be_sensitive(db):
    """Filed under another topic it stood there open; sealed, no copy is left in free pages of the file."""
    office = worlds.make_office()
    case = Case(office, story=SECRET)
    assert needles(SECRET)
    case.do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    if connection.vendor == "sqlite":
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not needles(SECRET)


def test_nothing_written_at_the_secret_door(db):
    """Neither in a table nor in a file: not the words, not the photo, not the place."""
    worlds.make_office()
    report = intake.ProtectedReport(
        story="Bendahara meminta uang pelicin supaya berkasnya ditandatangani.",
        accused="Sukarno berkumis tebal",
        when="Kemarin sehabis sembahyang",
        where="Gudang arsip belakang",
    )
    photo = worlds.make_photo("#a1b2c3")  # of no other test: their photos lie open beside it
    key = drafts.new_key()
    complaint = intake.protected(key, report=report, photos=[photo], reporter=REPORTER, now=NOW).complaint
    assert not needles(report.story, report.accused, report.when, report.where, *PERSON)
    stored = raw()
    assert not [size for size, rendition in photo.renditions.items() if rendition.jpeg in stored]
    assert texts.landmark(complaint) == report.where
