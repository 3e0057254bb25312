"""The world of the module with rows also in the tables that few complaints come to, so that each can be attacked."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from complaints import audit, files, guarantee, lifecycle, texts
from complaints.figures import operations as figures
from complaints.followup import operations_desk
from complaints.models import (
    Absence,
    AgencyNote,
    Attachment,
    ContactStop,
    Event,
    Holding,
    Job,
    LinkRequest,
    Message,
    PageReport,
    Position,
    Rung,
    Supporter,
    TelegramChat,
)
from complaints.publication import operations as publication
from complaints.publication import queries, supporting
from complaints.publication.content import Content, Shown
from complaints.sharing import operations as sharing
from complaints.triage import operations as triage
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import DAY, World, make_world

LATE = NOW + 47 * DAY


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        relate(world)
        assert guarantee.violations() == []
        yield world
        transaction.set_rollback(True)


def relate(world: World) -> None:
    """Merges, shares and entries in registers, of each two that stand and one that is over; and an extension."""
    office = world.office
    desk = {"actor": office.coordinator, "now": LATE}
    merged = [Case(office, now=LATE) for _ in range(3)]
    for case in merged:
        case.do("merge", into=world.whole, at=LATE)
    merged[-1].do("unmerge", at=LATE + DAY)

    for complaint, to in ((world.whole, office.dlh), (world.fresh, office.dishub), (world.fresh, office.dlh)):
        sharing.share(complaint.pk, to=to, part="Angkut dahan.", **desk)
    sharing.end_share(world.fresh.pk, to=office.dlh, actor=office.coordinator, now=LATE + DAY)
    for complaint in (world.whole, world.fresh):
        operations_desk.tag(complaint.pk, name="banjir", **desk)
    operations_desk.tag(world.fresh.pk, name="rob", **desk)
    operations_desk.untag(world.fresh.pk, name="rob", actor=office.coordinator, now=LATE + DAY)

    for number, complaint in enumerate((world.whole, world.fresh)):
        triage.link_lapor(complaint.pk, number=f"700{number}", **desk)
    for _ in range(2):
        request = factories.make_complaint(category=office.pju, report_class="information_request", now=LATE)
        triage.register_request(request.pk, **desk)
    Case(office, now=LATE).do("refer", at=LATE).do("extend", at=LATE, until=LATE + 60 * DAY)

    for number in (1, 2):
        for user in (None, office.liaison):
            Message.objects.create(
                complaint=world.whole,
                sequence=90 + number,
                user=user,
                kind=Message.Kind.NEWS,
                channel=Message.Channel.EMAIL,
                created_at=LATE,
                next_try_at=LATE,
            )
        ContactStop.objects.create(contact_digest=bytes([number]) * 32, stopped_at=LATE)
        LinkRequest.objects.create(
            contact_digest=bytes([number]) * 32,
            asked_at=LATE,
            handled_at=LATE,
            message=Message.objects.filter(complaint=world.whole, sequence=90 + number, user=None).get(),
            used_at=LATE,
        )
        TelegramChat.objects.create(
            user=(office.liaison, office.coordinator)[number - 1],
            chat_id=number,
            linked_at=LATE,
            code_digest=bytes([number]) * 32,
            code_until=LATE,
        )
        Job.objects.create(name=f"uji {number}", next_run_at=LATE)
        position = Position.objects.get(holdings__user=office.leader)
        Rung.objects.create(ladder="agency", after=number, to="position", position=position)
        Rung.objects.create(ladder="reporter", after=-number, to="reporter")
    Absence.objects.create(
        holding=Holding.objects.get(user=office.head),
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 1) + timedelta(days=3),
        recorded_by=office.coordinator,
        recorded_at=LATE,
    )
    publish(world)
    figures.tally(LATE + DAY)
    for month in (1, 2):
        text = texts.keep(None, "public", "Lampu diganti serentak.", LATE)
        audit.record(None, Event.Kind.MONTH_NOTED, audit.SYSTEM, LATE, agency=office.dlh, text=text)
        AgencyNote.objects.create(agency=office.dlh, month=date(2026, month, 1), text=text, written_at=LATE)
    for complaint in world.complaints:
        complaint.refresh_from_db()


def publish(world: World) -> None:
    """Two cases that everybody sees, with checked words and photos, supporters, and reports about their pages."""
    for complaint in (world.whole, world.returned):
        photos = complaint.attachments.filter(purpose=Attachment.Purpose.REPORT)
        shown = [Shown(photo, ((100, 100, 200, 200),), files.new_key(), 200, 100) for photo in photos[:2]]
        words = dict.fromkeys(queries.written_words(complaint), "Sudah dikerjakan.")
        content = Content("Lampu jalan mati", "Lampu mati.", "Dekat SD", (-2.739, 107.679), words, tuple(shown))
        publication.publish(complaint.pk, content=content, actor=world.office.coordinator, now=LATE)
        for number in (1, 2):
            supporting.support(complaint.pk, browser=f"uji {number}", contact=None, now=LATE)
            Message.objects.create(
                complaint=complaint,
                sequence=90 + number,
                supporter=Supporter.objects.latest("pk"),
                kind=Message.Kind.SUPPORTED,
                channel=Message.Channel.EMAIL,
                created_at=LATE,
                next_try_at=LATE,
            )
        complaint = lifecycle.lock(complaint.pk)
        waits = {"complaint": complaint, "reported_at": LATE, "due_at": LATE + DAY}
        PageReport.objects.create(reason=PageReport.Reason.UNTRUE, **waits)
        PageReport.objects.create(
            reason=PageReport.Reason.OTHER,
            decided_at=LATE,
            decision=PageReport.Decision.KEPT,
            decided_by=world.office.coordinator,
            **waits,
        )
        audit.record(complaint, Event.Kind.PAGE_REPORTED, audit.SYSTEM, LATE, page_reason="untrue")
