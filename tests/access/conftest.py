"""One office with a case for every column of the table and a person for every row, for all tests of a module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from complaints import attachments, audit, lifecycle, photos
from complaints.identity import Reporter
from complaints.models import Agency, Attachment, Complaint, Event, Position, Share, Text, User
from complaints.notifications import outbox
from complaints.sharing import operations as sharing
from tests import factories, worlds
from tests.cases import Case
from tests.factories import NOW

# A Friday at 10.00 in the regency: everything that was filed then and is not answered is late at NOW.
FILED = datetime(2026, 9, 25, 3, 0, tzinfo=UTC)
Role = Position.Role


@dataclass
class Columns:
    """The office, the people by the name of their row, the cases by the name of their column, a photo of each."""

    office: worlds.Office
    people: dict[str, User]
    cases: dict[str, Complaint]
    photos: dict[str, Attachment]


def make_columns() -> Columns:
    office = worlds.make_office()
    ombudsman = factories.make_agency("Ombudsman", kind=Agency.Kind.OVERSIGHT)
    people = _people(office, ombudsman)
    cases = _cases(office, ombudsman)
    pictures = {}
    for name, complaint in cases.items():
        stored = attachments.store([worlds.make_photo()], Attachment.Purpose.REPORT, FILED)
        (pictures[name],) = attachments.attach(complaint, stored)
        # News of every case waits to be told by hand.
        outbox.record(lifecycle.lock(complaint.pk), Event.Kind.REOPENED, audit.SYSTEM, FILED)
        assert complaint.messages.filter(user=None, state="waiting").exists()
        complaint.refresh_from_db()
    return Columns(office, people, cases, pictures)


def _people(office: worlds.Office, ombudsman: Agency) -> dict[str, User]:
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    make = factories.make_staff
    named = ("coordinator", "liaison", "officer", "head", "helper_liaison", "helper_unmarked", "dlh_liaison")
    return {
        **{name: getattr(office, name) for name in (*named, "inspector", "leader", "administrator")},
        "helper_officer": make(office.helper, Role.CASE_OFFICER, handles_sensitive=True),
        "dlh_clerk": make(office.dlh, Role.ENTRY),
        # Enters for the very village of the cases, and reads none of them.
        "village_clerk": make(factories.make_agency("Kecamatan"), Role.ENTRY, village=factories.make_village()),
        "inspectorate_clerk": make(office.inspectorate, Role.CASE_OFFICER),
        "sekda": make(setda, Role.LEADER, handles_sensitive=True),
        "setda_head": make(setda, Role.HEAD, handles_sensitive=True),
        "setda_liaison": make(setda),
        "setda_administrator": make(setda, Role.ADMINISTRATOR, handles_sensitive=True),
        "overseer": make(ombudsman, Role.OVERSEER),
        "other_overseer": make(factories.make_agency("KPK", kind=Agency.Kind.OVERSIGHT), Role.OVERSEER),
        "superuser": User.objects.create_superuser("root", "root@contoh.test", "x", full_name="Root"),
    }


def _cases(office: worlds.Office, ombudsman: Agency) -> dict[str, Complaint]:
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)

    def filed(name: str, category, *acts: str, **refer) -> Complaint:
        number = len(name) + ord(name[0]) * 100 + ord(name[1])
        reporter = Reporter("Bu Siti", "phone", f"+62812345{number:05}")
        story = f"Cerita rahasia {name}. Lampu jalan mati sejak seminggu."
        case = Case(
            office,
            factories.make_complaint(now=FILED, reporter=reporter, category=category, story=story),
        )
        for act in acts:
            case.do(act, at=FILED, **(refer if act == "refer" else {}))
        return case.complaint

    def supervisory(name: str, *acts: str) -> Complaint:
        return filed(name, office.graft, "refer", *acts, to=office.inspectorate, term_class="SUPERVISORY")

    helped = {"to": office.helper}
    cases = {
        "on": filed("on", office.pju),
        "of": filed("of", office.pju, "refer"),
        "os": filed("os", office.pju, "refer"),
        "ou": filed("ou", office.pju, "refer"),
        "sn": filed("sn", office.violence),
        "sr": filed("sr", office.violence, "refer", **helped),
        "sa": filed("sa", office.violence, "refer", "return_referral", "refer", "return_referral", **helped),
        "up": supervisory("up"),
        "uc": supervisory("uc", "accept"),
        "uu": supervisory("uu", "accept"),
        "us": supervisory("us", "accept"),
        "ui": supervisory("ui", "accept"),
        "pn": filed("pn", office.graft),
        "pi": filed("pi", office.graft),
    }
    _change(cases["uu"], status="referred")
    _change(cases["ui"], owner=setda, excluded_agency=office.inspectorate)
    _change(cases["pn"], owner=office.inspectorate, access_class="protected")
    _change(cases["pi"], owner=setda, excluded_agency=office.inspectorate, access_class="protected")

    for name in ("os", "ou"):
        for to, part in ((office.dlh, "Angkut dahan yang menutupi lampu."), (ombudsman, "")):
            sharing.share(cases[name].pk, to=to, part=part, actor=office.coordinator, now=FILED)
    for to in (office.dlh, ombudsman):
        sharing.end_share(cases["ou"].pk, to=to, actor=office.coordinator, now=FILED)
    sharing.share(cases["us"].pk, to=ombudsman, actor=office.inspector, now=FILED)
    # What no operation makes, and what an access class that changed later leaves behind.
    Share.objects.create(complaint=cases["of"], agency=office.dlh, shared_at=FILED)
    part = Text.objects.filter(kind=Text.Kind.PART).first()
    Share.objects.create(complaint=cases["sr"], agency=office.dlh, part=part, shared_at=FILED)
    for complaint in cases.values():
        complaint.refresh_from_db()
    return cases


def _change(complaint: Complaint, **columns) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(**columns)


@pytest.fixture(scope="module")
def lasting_columns(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        made = make_columns()
        yield made
        for photo in made.photos.values():
            photos.remove(photo.key)
        transaction.set_rollback(True)


@pytest.fixture
def columns(lasting_columns, db):
    """The columns of the module at NOW; what the test does is rolled back."""
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield lasting_columns
        transaction.set_rollback(True)
