"""The acts of the random lives, through the real operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.models import Agency, Complaint
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests.factories import STORY
from tests.worlds import ANSWER


def enter(cast, category, reporter, received_at: datetime, now: datetime) -> Complaint:
    """A complaint that came by telephone at `received_at`."""
    content = drafts.Content(category=category.code, story=STORY, no_place=True)
    entry = intake.Entry(
        channel="phone", received_at=received_at, content=content, reporter=reporter, may_publish=False
    )
    return intake.enter(drafts.new_key(), entry=entry, actor=cast.coordinator, now=now).complaint


def named_day(model, act: str, inputs: dict, now: datetime) -> date:
    """The day that a promise or an extension names: so long from now, or after the date of the work."""
    begin = now
    if act == "extend" and model.work() in model.clocks:
        begin = model.clocks[model.work()].due
    return timezone.localdate(begin) + timedelta(days=inputs.get("days", 7))


def perform(life, cast, act: str, actor, inputs: dict) -> None:
    """Let `actor` do it; raises Refused."""
    pk, model, now = life.pk, life.model, {"now": life.now}
    today = timezone.localdate(life.now)
    seen = {"seen": inputs["seen"]} if "seen" in inputs else {}
    match act:
        case "reply":
            return tracking.reply(pk, text="Di depan pasar.", **seen, **now)
        case "confirm":
            return tracking.confirm(pk, reasons=["fast"], comment="Terima kasih.", **seen, **now)
        case "raise_objection":
            return tracking.raise_objection(pk, partly=False, comment="Masih mati.", **seen, **now)
        case "withdraw":
            return tracking.withdraw(pk, reason="Sudah beres.", **now)
        case "examine":
            return triage.examine(pk, actor=actor, **now)
        case "open_contact":
            return triage.open_contact(pk, reason="ask_details", actor=actor, **now)
    version = model.version - 1 if inputs.pop("stale", False) else model.version
    staff = {"actor": actor, "version": version, **now}
    given_on = today + timedelta(days=1) if inputs.pop("tomorrow", False) else today
    answer = {"outcome": Outcome.REPAIRED, "text": ANSWER, "no_photo_reason": "Malam."} | inputs
    match act:
        case "refer":
            return routing.refer(
                pk,
                category=cast.categories[inputs.get("category", (False, False))],
                term_class=inputs.get("term_class", "NORMAL"),
                priority="normal",
                to=cast.offices[inputs["to"]],
                reason=inputs.get("reason", ""),
                decided_on=today,
                **staff,
            )
        case "return_referral":
            own = Agency.objects.get(code=model.owner) if inputs.get("suggested") else None
            return routing.return_referral(pk, reason="Bukan kami.", suggested=own, **staff)
        case "forward_external":
            category = cast.categories[True, False] if inputs.get("sensitive") else None
            body = cast.offices[inputs["to"]]
            return routing.forward_external(pk, body=body, reason="Milik PLN.", category=category, **staff)
        case "ask_outside":
            return routing.check_back(pk, **staff)
        case "record_outside_answer":
            return routing.record_outside_answer(pk, text="Gardu diganti.", answered_on=given_on, **staff)
        case "bounce":
            return routing.bounce(pk, reason="Bukan milik kami.", **staff)
        case "uphold":
            return triage.uphold(pk, to=cast.offices[inputs["to"]], reason="Benar.", **staff)
        case "not_uphold":
            return triage.not_uphold(pk, reason="Sudah sesuai.", **staff)
        case "send_back":
            return triage.send_back(pk, reason="Belum menjawab.", **staff)
        case "archive":
            return triage.archive(pk, code="unclear", text="Tidak jelas.", **staff)
        case "reopen":
            return triage.reopen(pk, reason="Pelapor menelepon.", **staff)
        case "merge":
            into = Complaint.objects.get(pk=pk) if inputs.get("itself") else life.main
            return triage.merge(pk, into=into, **staff)
        case "unmerge":
            return triage.unmerge(pk, reason="Ternyata dua lampu.", **staff)
        case "accept":
            return followup.accept(pk, **staff)
        case "assign":
            return followup.assign(pk, to=cast.people[inputs["to"]], **staff)
        case "ask":
            return followup.ask(pk, question="Di mana?", **staff)
        case "note_progress":
            return followup.note_progress(pk, text="Sedang dikerjakan.", **staff)
        case "note_internal":
            return followup.note_internal(pk, text="Stok habis.", **staff)
        case "promise":
            day = named_day(model, act, inputs, life.now)
            outcome = inputs.get("outcome", Outcome.PROMISED)
            return followup.promise(pk, outcome=outcome, on=day, text="Tiang dipesan.", **staff)
        case "extend":
            return followup.extend(
                pk,
                until=named_day(model, act, inputs, life.now),
                reason="Suku cadang dipesan.",
                decided_on=today,
                decision=inputs.get("decision", "12"),
                **staff,
            )
        case "answer":
            return followup.answer(pk, **answer, **staff)
        case "answer_on_behalf":
            return followup.answer_on_behalf(pk, giver="Kabid", way="telephone", given_on=given_on, **answer, **staff)
    raise ValueError(act)
