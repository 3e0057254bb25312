"""How long the whole history takes to verify; the bar of security.md 27: one million events in 60 seconds.

`EVENTS=1000000 make bench` tries the million itself.
"""

import copy
import itertools
import os
import time
import uuid

import pytest
from django.db import connection

from complaints import audit, fingerprints, guarantee, history
from complaints.models import (
    Agenda,
    Attachment,
    Clock,
    ClockPause,
    Complaint,
    DataKey,
    Event,
    Identity,
    Miss,
    Place,
    Submission,
    Text,
)
from tests.worlds import make_world

EVENTS = int(os.environ.get("EVENTS", 20_000))
RATE = 1_000_000 / 60  # events a second
CHUNK = 100  # complaints


@pytest.mark.bench
@pytest.mark.django_db
def test_time_to_verify():
    world = make_world()
    copies = _Copies([world.whole, world.sensitive, world.returned])
    while Event.objects.count() < EVENTS:
        copies.make(min(CHUNK, 1 + EVENTS // 20))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    count = Event.objects.count()
    took = {}
    for what in (history.verify, guarantee.violations):
        start = time.perf_counter()
        assert not what()
        took[what.__name__] = time.perf_counter() - start
    start = time.perf_counter()
    history.seal_day(world.fresh.received_at.date(), now=world.fresh.received_at)
    took["seal_day"] = time.perf_counter() - start
    print(f"\n{connection.vendor}: {count} events", *(f"{name} {seconds:.1f} s" for name, seconds in took.items()))
    assert history.verify() is None
    assert took["verify"] <= count / RATE


class _Copies:
    """Copies of complaints with everything that belongs to them, hashed as their own."""

    def __init__(self, complaints: list[Complaint]):
        self.numbers = itertools.count(Agenda.objects.filter(year=2026).count() + 1)
        self.ids = {model: itertools.count(1_000_000) for model in (Complaint, Event, Text, Clock, DataKey)}
        self.originals = [self._rows(complaint) for complaint in complaints]

    def _rows(self, complaint):
        of_it = {model: list(model.objects.filter(complaint=complaint)) for model in (Text, Clock, DataKey, Attachment)}
        for model in (Submission, Agenda, Identity, Place):
            of_it[model] = list(model.objects.filter(pk=complaint.pk))
        of_it[Event] = list(Event.objects.filter(complaint=complaint).order_by("sequence"))
        of_it[ClockPause] = list(ClockPause.objects.filter(clock__complaint=complaint).order_by("pk"))
        of_it[Miss] = list(Miss.objects.filter(clock__complaint=complaint).order_by("pk"))
        return Complaint.objects.get(pk=complaint.pk), of_it

    def make(self, number: int) -> None:
        rows = {model: [] for model in (Complaint, *self.originals[0][1])}
        events = []
        for original, of_it in itertools.islice(itertools.cycle(self.originals), number):
            events.append(self._copy(original, of_it, rows))
        order = (Complaint, Text, Clock, DataKey, Attachment, Submission, Agenda, Identity, Place, ClockPause, Miss)
        for model in order:
            model.objects.bulk_create(rows[model], batch_size=500)
        filings = fingerprints.filings([row.pk for row in rows[Complaint]])
        clocks = fingerprints.clocks([row.pk for row in rows[Complaint]])
        for pk, chain, clock_ids in events:
            previous = audit.NOTHING
            for event in chain:
                if event.sequence == 1:
                    event.data |= filings[pk]
                event.data["clocks"] = {str(clock_ids[int(old)]): "" for old in event.data["clocks"]}
                event.data["clocks"] = {new: clocks[pk][new] for new in event.data["clocks"]}
                event.previous = previous
                event.hash = previous = audit.digest(event)
        Event.objects.bulk_create([event for _pk, chain, _ids in events for event in chain], batch_size=500)

    def _copy(self, original, of_it, rows):
        complaint = copy.copy(original)
        complaint._state = copy.copy(original._state)
        complaint.pk = next(self.ids[Complaint])
        complaint.tracking_number = f"BLT-{complaint.pk}"
        rows[Complaint].append(complaint)
        ids: dict = {}
        for model in (Text, Clock, DataKey, Attachment, Submission, Agenda, Identity, Place):
            for old in of_it[model]:
                new = copy.copy(old)
                new.complaint_id = complaint.pk
                if model in self.ids:
                    new.pk = ids[model, old.pk] = next(self.ids[model])
                rows[model].append(new)
        for photo in rows[Attachment][-len(of_it[Attachment]) :] if of_it[Attachment] else []:
            old = str(photo.pk)
            photo.pk, photo.key = uuid.uuid4(), uuid.uuid4().hex
            ids["file", old] = photo
        if of_it[Submission]:
            rows[Submission][-1].key_digest = uuid.uuid4().bytes
            rows[Agenda][-1].number = next(self.numbers)
        for place in rows[Place][-len(of_it[Place]) :] if of_it[Place] else []:
            place.landmark_id = place.landmark_id and ids[Text, place.landmark_id]
        for model in (ClockPause, Miss):
            for old in of_it[model]:
                new = copy.copy(old)
                new.pk, new.clock_id = None, ids[Clock, old.clock_id]
                rows[model].append(new)
        chain = []
        for old in of_it[Event]:
            event = copy.copy(old)
            event.pk, event.complaint_id, event.data = next(self.ids[Event]), complaint.pk, copy.deepcopy(old.data)
            for reference in history._references(event.data):
                reference["text"] = ids[Text, reference["text"]]
            for reference in event.data.get("photos", []):
                photo = ids["file", reference["file"]]
                reference |= {"file": str(photo.pk), "key": photo.key}
            chain.append(event)
        return complaint.pk, chain, {old: new for key, new in ids.items() if key[0] is Clock for old in [key[1]]}
