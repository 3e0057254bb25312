"""Plain functions that make what a test needs. Complaints come from the operations, never from raw inserts."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time

from complaints.identity import Reporter
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import (
    Agency,
    Category,
    Complaint,
    District,
    Holding,
    Holiday,
    Position,
    Regency,
    ServiceHours,
    Term,
    User,
    Village,
)
from complaints.routing import operations as routing
from complaints.states import ClockKind, Unit

# A Tuesday at 10.00 in the regency (WIB), 2 working days before nothing special: domain.md's last test vector.
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "sandi-uji-yang-panjang"
STORY = "Lampu jalan di depan SD mati sejak seminggu. Malam gelap sekali."

_number = itertools.count(1)


def make_regency() -> Regency:
    """The regency with its hours (07.30-16.00, Friday 16.30), the terms of life.md 2 and the holidays around NOW."""
    regency = Regency.objects.filter(code="19.02").first()
    if regency:
        return regency
    regency = Regency.objects.create(
        code="19.02",
        name="Kabupaten Belitung",
        province="Kepulauan Bangka Belitung",
        programme="BESADU",
        tracking_prefix="BLT",
        emergency_numbers=[{"name": "Darurat", "number": "112", "unconfirmed": True}],
        channels=[{"name": "WhatsApp", "value": "0812-0000-0000", "hours": "Senin sampai Jumat 08.00-16.00"}],
    )
    for weekday in range(5):
        closes = time(16, 30) if weekday == 4 else time(16)
        ServiceHours.objects.create(weekday=weekday, opens=time(7, 30), closes=closes)
    for day, name in [(date(2026, 12, 24), "Cuti bersama Natal"), (date(2026, 12, 25), "Hari Raya Natal")]:
        Holiday.objects.create(day=day, name=name, kind=Holiday.Kind.NATIONAL)
    days, calendar_days, hours = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS
    for term_class, clock, amount, unit in [
        ("", ClockKind.VERIFICATION, 3, days),
        ("EMERGENCY", ClockKind.VERIFICATION, 1, hours),
        ("SENSITIVE", ClockKind.VERIFICATION, 4, hours),
        ("", ClockKind.RE_REFERRAL, 1, days),
        ("", ClockKind.OBJECTION_CHECK, 1, days),
        ("", ClockKind.ARBITRATION, 3, days),
        ("", ClockKind.ACCEPTANCE, 1, days),
        ("", ClockKind.FIRST_RESPONSE, 5, days),
        ("SENSITIVE", ClockKind.FIRST_RESPONSE, 24, hours),
        ("", ClockKind.RESOLUTION, 14, days),
        ("SUPERVISORY", ClockKind.RESOLUTION, 60, days),
        ("", ClockKind.REWORK, 5, days),
        ("", ClockKind.STATUTORY, 60, calendar_days),
        ("", ClockKind.COMPLETION, 30, calendar_days),
        ("", ClockKind.CONFIRMATION, 10, days),
        ("", ClockKind.CHECK_BACK, 14, days),
        ("", ClockKind.MIRROR, 1, days),
        ("INFO", ClockKind.RESOLUTION, 5, days),
        ("KIP", ClockKind.FIRST_RESPONSE, 10, days),
        ("KIP", ClockKind.RESOLUTION, 17, days),
    ]:
        Term.objects.create(
            term_class=term_class, clock=clock, amount=amount, unit=unit, source="Uji", valid_from=date(2025, 1, 1)
        )
    make_agency("Diskominfo", code="DISKOMINFO", duty=Agency.Duty.COORDINATOR)
    make_agency("Inspektorat", code="INSP", duty=Agency.Duty.INSPECTORATE)
    make_agency("Setda", code="SETDA", duty=Agency.Duty.ARBITER)
    return regency


def coordination() -> Agency:
    return Agency.objects.get(duty=Agency.Duty.COORDINATOR)


def make_agency(name: str = "Dishub", /, **fields) -> Agency:
    defaults = {"code": name.upper().replace(" ", "-"), "name": name, "short_name": name, "kind": Agency.Kind.REGIONAL}
    fields = defaults | fields
    agency, _created = Agency.objects.get_or_create(code=fields.pop("code"), defaults=fields)
    return agency


def make_village(name: str = "Aik Rayak") -> Village:
    district, _created = District.objects.get_or_create(code="19.02.01", defaults={"name": "Tanjungpandan"})
    village, _created = Village.objects.get_or_create(
        name=name,
        defaults={
            "code": f"19.02.01.{2001 + Village.objects.count()}",
            "kind": Village.Kind.DESA,
            "district": district,
            "latitude": -2.7385,
            "longitude": 107.6785,
        },
    )
    return village


def make_category(code: str = "pju", agency: Agency | None = None, **fields) -> Category:
    """A category that is a topic of the citizen's form too, so that one row serves both."""
    defaults = {"name": "Lampu jalan", "agency": agency, "form_order": next(_number), "publish_default": True, **fields}
    category, _created = Category.objects.get_or_create(code=code, defaults=defaults)
    return category


def make_staff(agency: Agency, role: str = Position.Role.LIAISON, **fields) -> User:
    """A person who holds a position with `role` in `agency` since 2025; `fields` go to the position."""
    number = next(_number)
    position = Position.objects.create(
        code=f"{agency.code.lower()}-{role}-{number}", title=f"Jabatan {number}", agency=agency, role=role, **fields
    )
    return hold(position, number)


def hold(position: Position, number: int | None = None) -> User:
    """A person who holds `position` since 2025."""
    number = number or next(_number)
    user = User.objects.create_user(
        username=f"petugas{number}",
        email=f"petugas{number}@contoh.test",
        password=PASSWORD,
        full_name=f"Petugas {number}",
    )
    Holding.objects.create(
        position=position,
        user=user,
        starts_on=date(2025, 1, 1),
        decree_number=f"SK {number}",
        decree_date=date(2024, 12, 1),
    )
    return user


def make_coordinator() -> User:
    return make_staff(coordination(), Position.Role.COORDINATOR)


def make_draft(key: str | None = None, *, category: Category | None = None, now: datetime = NOW, **answers) -> str:
    """Keep a complete draft and return its key."""
    make_regency()
    category = category or make_category(agency=make_agency("Dishub"))
    key = key or drafts.new_key()
    drafts.keep(key, drafts.Content(category=category.code, **{"story": STORY, **answers}), now=now)
    return key


def submit(key: str, *, reporter: Reporter | None = None, may_publish: bool = True, now: datetime = NOW):
    """Send the draft under `key` as the person read it; return the receipt."""
    return intake.submit(key, seen=drafts.read(key).seen(), reporter=reporter, may_publish=may_publish, now=now)


def make_complaint(*, now: datetime = NOW, reporter: Reporter | None = None, **answers) -> Complaint:
    """A complaint as it stands right after filing."""
    return submit(make_draft(now=now, **answers), reporter=reporter, now=now).complaint


def refer(complaint: Complaint, to: Agency, *, actor: User, now: datetime = NOW, **fields) -> Complaint:
    """Verify and refer with the complaint's own category and class unless `fields` say otherwise."""
    fields = {
        "category": complaint.category,
        "term_class": complaint.term_class,
        "priority": complaint.priority,
        "reason": "",
        **fields,
    }
    routing.refer(complaint.pk, to=to, actor=actor, now=now, **fields)
    complaint.refresh_from_db()
    return complaint
