"""Events: what they hold, how they are chained, and that they stand or fall with their act."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from complaints import audit, fingerprints, history, lifecycle, texts
from complaints.followup import operations as followup
from complaints.models import Attachment, Event, Text
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.planting import rows
from tests.worlds import ANSWER, REPORTER, SECRET, make_photo

pytestmark = pytest.mark.django_db


def events(complaint) -> list[Event]:
    return list(Event.objects.filter(complaint=complaint).order_by("sequence"))


class TestChain:
    def test_each_event_carries_the_hash_of_the_one_before(self, office):
        case = Case(office).all("examine", "refer", "accept")
        first, *others = events(case.pk)
        assert first.previous == audit.NOTHING
        for before, event in zip([first, *others], others, strict=False):
            assert event.previous == before.hash
            assert event.hash == audit.digest(event)
        assert case.complaint.version == 4
        assert len({event.hash for event in events(case.pk)}) == 4

    def test_the_hash_is_the_same_after_a_round_trip(self, office):
        """Zones, enums and tuples have one form: what is read back gives what was written."""
        case = Case(office)
        with transaction.atomic():
            complaint = lifecycle.lock(case.pk)
            event = audit.record(
                complaint,
                Event.Kind.ASSIGNED,
                office.coordinator,
                NOW + timedelta(microseconds=7),
                to=office.liaison,
                codes=("a", "b"),
                until=NOW,
                ok=True,
                number=3,
                nothing=None,
            )
        again = Event.objects.get(pk=event.pk)
        assert audit.digest(again) == audit.digest(event) == event.hash
        assert {name: again.data[name] for name in ("to", "codes", "until", "ok", "number")} == {
            "to": office.liaison.pk,
            "codes": ["a", "b"],
            "until": "2026-11-24T03:00:00.000000+00:00",
            "ok": True,
            "number": 3,
        }
        assert "nothing" not in again.data

    def test_the_hash_is_over_everything(self, office):
        event = events(Case(office).do("examine").pk)[1]
        hashes = {audit.digest(event)}
        for name, value in {
            "complaint_id": 77,
            "sequence": 77,
            "kind": Event.Kind.ANSWERED,
            "actor_kind": audit.SYSTEM,
            "actor_id": 77,
            "position_id": 77,
            "at": NOW + timedelta(microseconds=1),
            "data": {**event.data, "x": 1},
            "previous": "1" * 64,
        }.items():
            changed = events(event.complaint_id)[1]
            setattr(changed, name, value)
            hashes.add(audit.digest(changed))
        assert len(hashes) == 10

    def test_the_system_has_a_chain_of_its_own(self, office):
        for number in (1, 2):
            with transaction.atomic():
                event = audit.record(None, Event.Kind.HOLDER_CHANGED, office.administrator, NOW, position=number)
            assert (event.complaint, event.sequence, "state" in event.data) == (None, number, False)
        assert list(history.faults()) == []

    def test_two_events_cannot_take_one_place(self, office):
        """Whoever writes without the lock is stopped by the database."""
        case = Case(office)
        one, other = lifecycle.lock(case.pk), lifecycle.lock(case.pk)
        audit.record(one, Event.Kind.EXAMINED, audit.SYSTEM, NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            audit.record(other, Event.Kind.EXAMINED, audit.SYSTEM, NOW)


class TestContent:
    def test_holds_no_free_text(self, world):
        """Nothing that anybody wrote in the world stands in an event, nor any name or contact."""
        written = [texts.read(row) for row in Text.objects.all()]
        people = [user.full_name for user in (world.office.coordinator, world.office.liaison)]
        stored = json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)
        for secret in [*written, *people, REPORTER.name, REPORTER.contact]:
            assert secret not in stored

    @pytest.mark.parametrize("value", [1.5, {"a": 1}, b"x", date(2026, 11, 24), object()])
    def test_refuses_what_it_has_no_form_for(self, office, value):
        complaint = lifecycle.lock(Case(office).pk)
        with pytest.raises(TypeError, match="An event cannot hold"):
            audit.record(complaint, Event.Kind.EXAMINED, audit.SYSTEM, NOW, value=value)

    def test_refers_to_texts_and_photos(self, office):
        case = Case(office).do("refer")
        photo = make_photo()
        followup.note_progress(case.pk, text="Foto menyusul.", photos=[photo], actor=office.liaison, now=NOW)
        event = events(case.pk)[-1]
        row = Text.objects.get(kind=Text.Kind.PROGRESS)
        file = Attachment.objects.get(complaint=case.pk)
        assert event.data["text"] == {
            "text": row.pk,
            "hash": fingerprints.of_text(row.salt, "progress", row.created_at, "Foto menyusul."),
        }
        assert event.data["photos"] == [
            {"file": str(file.pk), "sha256": photo.sha256, "key": file.key, "purpose": "progress"}
        ]
        assert file.event_sequence == event.sequence

    def test_carries_the_state_it_leaves(self, office):
        case = Case(office).do("refer").do("ask")
        state = events(case.pk)[-1].data["state"]
        assert state == {
            "status": "needs_info",
            "owner": office.dishub.pk,
            "due": "2026-12-24T16:59:59.000000+00:00",
            "resume_status": "in_progress",
            "resume_owner": office.dishub.pk,
            "category": office.pju.pk,
            "term_class": "NORMAL",
            "report_class": "complaint",
            "access_class": "ordinary",
            "priority": "normal",
        }
        case.complaint.refresh_from_db()
        assert fingerprints.state_of(case.complaint) == state

    def test_carries_the_clocks_that_run_or_just_stopped(self, office):
        case = Case(office).do("refer")
        clocks = {clock.kind: str(clock.pk) for clock in case.complaint.clocks.all()}
        assert set(events(case.pk)[-1].data["clocks"]) == set(clocks.values())
        case.do("accept", at=NOW + timedelta(hours=1))
        told = set(events(case.pk)[-1].data["clocks"])
        assert told == set(clocks.values()) - {clocks["verification"]}

    def test_the_submission_carries_how_it_came_in(self, office):
        named = factories.make_complaint(category=office.pju, reporter=REPORTER)
        unnamed = factories.make_complaint(category=office.pju, story="Pohon tumbang di jalan desa kami.")
        assert {"filed", "secret", "identity"} <= events(named.pk)[0].data.keys()
        assert "identity" not in events(unnamed.pk)[0].data
        assert events(unnamed.pk)[0].data["named"] is False


def test_the_event_stands_and_falls_with_its_act(office, monkeypatch):
    """style.md trap 7: what cannot be recorded does not happen."""
    case = Case(office).do("refer")

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(RuntimeError):
        case.do("answer")
    case.complaint.refresh_from_db()
    assert (case.complaint.status, case.complaint.version) == ("referred", 2)
    assert not any(texts.read(row) == ANSWER for row in Text.objects.filter(complaint=case.pk))
    assert list(history.faults()) == []


def test_a_sensitive_case_leaves_no_word_of_it_in_its_rows(office):
    case = Case(office, category=office.violence, story=SECRET).do("refer", to=office.helper).all("note_progress")
    quoted = connection.ops.quote_name
    for table in connection.introspection.table_names():
        assert SECRET not in str(rows(f"SELECT * FROM {quoted(table)}"))
    assert texts.stories([case.complaint])[case.pk] == SECRET
