"""A small office with complaints in many states, so that every table has rows to be attacked. Made by operations."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from PIL import Image

from complaints import guarantee, history, photos
from complaints.followup import drafts as answers
from complaints.followup import operations as followup
from complaints.identity import Reporter
from complaints.inbox import operations as inbox
from complaints.inbox.arrival import Arrival
from complaints.intake import drafts
from complaints.models import (
    Agency,
    AgencyName,
    Attempt,
    Category,
    Complaint,
    FieldLink,
    FieldReturn,
    Mailbox,
    Position,
    ProposedAnswer,
    Reading,
    ReplyTemplate,
    ReplyUse,
    RoutingRule,
    Synonym,
    User,
)
from complaints.models.term import TermClass
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW

ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala terang."
SECRET = "Kata sandi rahasia pelapor: tetangga memukul anaknya tiap malam."
REPORTER = Reporter("Siti Aminah Rahasia", "whatsapp", "+6281234567890")
DAY = timedelta(days=1)


@dataclass
class Office:
    """Who works where."""

    coordinator: User
    dishub: Agency
    liaison: User
    officer: User
    head: User
    dlh: Agency
    dlh_liaison: User
    helper: Agency
    helper_liaison: User
    helper_unmarked: User
    inspectorate: Agency
    inspector: User
    leader: User
    overseer: User
    administrator: User
    clerk: User
    pju: Category
    violence: Category
    graft: Category


@dataclass
class World:
    """The office and its complaints. `whole` has been through everything, `fresh` came after the last seal."""

    office: Office
    whole: Complaint
    sensitive: Complaint
    returned: Complaint
    asked: Complaint
    archived: Complaint
    fresh: Complaint

    @property
    def complaints(self) -> list[Complaint]:
        return [self.whole, self.sensitive, self.returned, self.asked, self.archived, self.fresh]


def make_office() -> Office:
    factories.make_regency()
    role = Position.Role
    dishub, dlh = factories.make_agency("Dishub"), factories.make_agency("DLH")
    helper = factories.make_agency("DSPPPA", handles_sensitive=True)
    inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
    setda = Agency.objects.get(duty=Agency.Duty.ARBITER)
    return Office(
        coordinator=factories.make_coordinator(),
        dishub=dishub,
        liaison=factories.make_staff(dishub),
        officer=factories.make_staff(dishub, role.CASE_OFFICER),
        head=factories.make_staff(dishub, role.HEAD),
        dlh=dlh,
        dlh_liaison=factories.make_staff(dlh),
        helper=helper,
        helper_liaison=factories.make_staff(helper, handles_sensitive=True),
        helper_unmarked=factories.make_staff(helper),
        inspectorate=inspectorate,
        inspector=factories.make_staff(inspectorate, role.INSPECTORATE),
        leader=factories.make_staff(setda, role.LEADER),
        overseer=factories.make_staff(setda, role.OVERSEER),
        administrator=factories.make_staff(factories.coordination(), role.ADMINISTRATOR),
        clerk=factories.make_staff(dishub, role.ENTRY),
        pju=factories.make_category("pju", dishub),
        violence=factories.make_category(
            "kdrt", helper, name="Kekerasan", sensitive=True, term_class=TermClass.SENSITIVE, never_public=True
        ),
        graft=factories.make_category(
            "pungli", inspectorate, name="Pungli", supervisory_hint=True, term_class=TermClass.SUPERVISORY
        ),
    )


def make_photo(colour: str = "orange") -> photos.Photo:
    """A photo as `photos.decode` gives it, quicker."""
    renditions = {}
    for side in photos.SIZES:
        image, file = Image.new("RGB", (side // 8, side // 16), colour), io.BytesIO()
        image.save(file, "JPEG")
        renditions[side] = photos.Rendition(file.getvalue(), *image.size)
    return photos.Photo(renditions)


def make_world() -> World:
    """Six complaints of one office, two daily seals, and rows in every table of ours."""
    office = make_office()
    village = factories.make_village()
    key = factories.make_draft(
        category=office.pju,
        village=village.code,
        landmark="Depan SD Negeri 5",
        latitude=-2.7385,
        longitude=107.6785,
        accuracy=12,
        since="week",
    )
    drafts.add_photos(key, [make_photo("red"), make_photo("blue")], now=NOW)
    whole = factories.submit(key, reporter=REPORTER).complaint
    triage.examine(whole.pk, actor=office.coordinator, now=NOW)
    triage.open_contact(whole.pk, reason="ask_details", actor=office.coordinator, now=NOW)
    factories.refer(whole, office.dishub, actor=office.coordinator)
    followup.accept(whole.pk, actor=office.liaison, now=NOW)
    followup.assign(whole.pk, to=office.officer, note="Tolong cek besok", actor=office.head, now=NOW)
    followup.ask(whole.pk, question="Tiang nomor berapa?", actor=office.officer, now=NOW + DAY)
    tracking.reply(whole.pk, text="Nomor dua belas.", photos=[make_photo("green")], now=NOW + 2 * DAY)
    followup.note_internal(whole.pk, text="Stok lampu habis.", actor=office.officer, now=NOW + 2 * DAY)

    sensitive = factories.make_complaint(category=office.violence, story=SECRET, reporter=REPORTER)
    factories.refer(sensitive, office.helper, actor=office.coordinator, reason="Segera dampingi.")

    returned = factories.make_complaint(category=office.pju, story="Jalan berlubang besar di depan pasar.")
    factories.refer(returned, office.dishub, actor=office.coordinator)
    routing.return_referral(
        returned.pk, reason="Bukan jalan kami.", suggested=office.dlh, actor=office.liaison, now=NOW + DAY
    )
    history.seal_day(NOW.date(), now=NOW + DAY)

    late = NOW + 45 * DAY
    followup.answer(
        whole.pk, outcome=Outcome.REPAIRED, text=ANSWER, photos=[make_photo("white")], actor=office.liaison, now=late
    )
    tracking.raise_objection(whole.pk, partly=True, reasons=["not_fixed"], comment="Masih redup.", now=late)
    triage.uphold(whole.pk, to=office.dishub, reason="Foto jelas.", actor=office.coordinator, now=late)
    factories.refer(returned, office.dlh, actor=office.coordinator, reason="Coba DLH.", now=late)
    asked = factories.make_complaint(category=office.pju, reporter=REPORTER, now=late)
    followup.ask(asked.pk, question="Di dusun mana?", actor=office.coordinator, now=late)
    archived = factories.make_complaint(category=office.pju, now=late)
    triage.archive(archived.pk, code="spam", text="Isi laporan adalah iklan.", actor=office.coordinator, now=late)
    history.seal_day((NOW + 45 * DAY).date(), now=late)
    fresh = factories.make_complaint(category=office.pju, now=late + DAY)

    for number in (1, 2):
        factories.make_draft(category=office.pju, story=f"Belum selesai ditulis, nomor {number}.")
        AgencyName.objects.create(agency=office.dlh, name=f"Nama {number}", short_name="N", until=date(2024, 1, number))
        Attempt.objects.create(scope=bytes([number]) * 32, at=NOW)
        Synonym.objects.create(word=f"kata{number}", meaning="kata")
        Reading.objects.create(
            complaint=fresh, user=[office.liaison, office.officer][number - 1], version=1, read_at=NOW
        )
        template = ReplyTemplate.objects.create(
            agency=office.dishub, use="answer", outcome="repaired", title=f"T{number}", text="Isi", changed_at=NOW
        )
        ReplyUse.objects.create(template=template, agency=[office.dishub, office.dlh][number - 1], sent=1)
        answers.keep(fresh.pk, {"text": "Draf"}, actor=[office.liaison, office.officer][number - 1], now=late)
        ProposedAnswer.objects.create(complaint=[fresh, asked][number - 1], agency=office.dishub, sequence=1)
        sender = Reporter("Budi", "email", f"budi{number}@contoh.com")
        inbox.receive(Arrival("email", f"<{number}@x>", sender, "Halo", NOW), now=NOW)
        Mailbox.objects.create(digest=bytes([number]) * 32, validity=number, last_uid=number)
        link = FieldLink.objects.create(
            complaint=fresh, agency=office.dishub, made_at=NOW, made_by=office.liaison, expires_at=NOW + DAY
        )
        FieldReturn.objects.create(link=link, sequence=number, sent_at=NOW)
        RoutingRule.objects.create(
            order=number, category=office.pju, agency=office.dishub, reason="Uji", valid_from=date(2025, 1, 1)
        )
    world = World(office, whole, sensitive, returned, asked, archived, fresh)
    for complaint in world.complaints:
        complaint.refresh_from_db()
    return world


def all_kept(now: datetime | None = None) -> None:
    """Assert that every history fits what is stored and no guarantee is broken; with `now` also G2."""
    broken = guarantee.beyond_constraints(now)
    assert broken == [], [*broken, *history.faults()]


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    """One world for all attacks of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world, db):
    """The world of the module; whatever the test does to it is rolled back."""
    with transaction.atomic():
        yield lasting_world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def lasting_office(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_office()
        transaction.set_rollback(True)


@pytest.fixture
def office(lasting_office, db):
    """The office of the module, without complaints; what the test does is rolled back."""
    with transaction.atomic():
        yield lasting_office
        transaction.set_rollback(True)


@pytest.fixture
def whole_afterwards(office):
    """After the test every history fits what is stored, and no guarantee is broken."""
    yield
    all_kept()
