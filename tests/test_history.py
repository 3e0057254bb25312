"""A whole history has no fault; every change of the past is named with the right row."""

import os
import random
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from complaints import audit, fingerprints, guarantee, history, lifecycle, texts, vault
from complaints.inbox import operations as inbox
from complaints.models import Complaint, Event, Identity, Seal, SealedChain, Text
from complaints.triage import operations as triage
from tests import factories, tampering, tampering_clocks, tampering_tools
from tests.factories import NOW
from tests.planting import rows, run, settle, shadow, unguarded
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db

LATE = NOW + timedelta(days=60)
SEED = 2026 if os.environ.get("CI") else random.SystemRandom().randrange(10**6)
# At least two of each way, one hundred in all.
DRAWN = (tampering.WAYS * 3)[:100]


def test_one_hundred_ways_are_at_least_two_of_each():
    assert len(DRAWN) == 100
    assert all(DRAWN.count(way) >= 2 for way in tampering.WAYS)


@pytest.mark.parametrize(("number", "way"), list(enumerate(DRAWN)), ids=lambda value: getattr(value, "__name__", value))
def test_tampering_is_named(world, number, way):
    """The seed is reported on failure; with CI set it is always the same."""
    shadow(*(f"complaints_{table}" for table in tampering_tools.TABLES))
    named = way(random.Random(SEED * 1000 + number))
    first = history.verify()
    assert first is not None, f"seed {SEED}, {number}: not found"
    assert re.search(named, first), f"seed {SEED}, {number}: {first!r} does not name {named!r}"
    assert [v for v in guarantee.beyond_constraints() if v.guarantee == "G5"], f"seed {SEED}, {number}"


def test_the_world_is_whole(world):
    assert list(history.faults()) == []
    assert history.verify() is None
    assert guarantee.beyond_constraints() == []


class TestAttacker:
    """Somebody who knows how hashes are made and writes the rest of the chain anew."""

    def rewrite(self, complaint: Complaint, sequence: int) -> None:
        """Let somebody else have done an act, and hash it and all that follow again."""
        previous = Event.objects.get(complaint=complaint, sequence=sequence).previous
        for event in Event.objects.filter(complaint=complaint, sequence__gte=sequence).order_by("sequence"):
            event.previous = previous
            if event.sequence == sequence:
                event.actor_id += 1
            event.hash = previous = audit.digest(event)
            values = [event.actor_id, event.previous, event.hash]
            run(f"UPDATE complaints_event SET actor_id = %s, previous = %s, hash = %s WHERE id = {event.pk}", values)

    def test_a_chain_hashed_again_after_the_seal_is_named(self, world):
        shadow("complaints_event")
        self.rewrite(world.whole, 4)
        sealed = SealedChain.objects.filter(complaint=world.whole).earliest("pk")
        expected = f"{world.whole}: event {sealed.sequence} was sealed on {NOW.date()}: it is another now"
        assert history.verify() == expected
        assert len(list(history.faults())) == 2, "both seals tell"

    def test_before_the_first_seal_it_cannot_be_seen(self, world):
        """Said openly: who can write the database can make an unsealed chain anew. The seal of the night ends that."""
        triage.examine(world.fresh.pk, actor=world.office.coordinator, now=LATE)
        shadow("complaints_event")
        self.rewrite(world.fresh, 2)
        assert history.verify() is None

    def test_after_it_can(self, world):
        triage.examine(world.fresh.pk, actor=world.office.coordinator, now=LATE)
        history.seal_day(LATE.date(), now=LATE)
        shadow("complaints_event")
        self.rewrite(world.fresh, 2)
        assert history.verify() == f"{world.fresh}: event 2 was sealed on {LATE.date()}: it is another now"

    def test_seals_made_anew_do_not_fit_the_system_chain(self, world):
        shadow("complaints_event", "complaints_seal", "complaints_sealedchain")
        self.rewrite(world.whole, 4)
        for chain in SealedChain.objects.filter(complaint=world.whole):
            hashed = Event.objects.get(complaint=world.whole, sequence=chain.sequence).hash
            run(f"UPDATE complaints_sealedchain SET hash = %s WHERE id = {chain.pk}", [hashed])
        tampering_clocks.root_again()
        assert history.verify() == f"seal {NOW.date()}: its root is not the one the system chain tells"


class TestErasure:
    """Emptied rows are accepted under an ERASED event, and only what it names (life.md 5)."""

    def erase(self, complaint: Complaint, *, told: bool = True) -> None:
        """What the act will do: empty texts and identity, destroy their keys, record it."""
        complaint = lifecycle.lock(complaint.pk)
        pks = [row.pk for row in Text.objects.filter(complaint=complaint)]
        for row in Text.objects.filter(complaint=complaint):
            row.plain = row.cipher = row.salt = None
            row.erased_at = LATE
            row.save(update_fields=["plain", "cipher", "salt", "erased_at"])
        Identity.objects.filter(complaint=complaint).update(cipher=None, contact_digest=None, erased_at=LATE)
        for purpose in (vault.Purpose.TEXT, vault.Purpose.IDENTITY):
            vault.destroy(complaint.pk, purpose, LATE)
        if told:
            audit.record(complaint, Event.Kind.ERASED, audit.SYSTEM, LATE, texts=pks, identity=True)

    @pytest.mark.parametrize("name", ["whole", "sensitive"])
    def test_is_accepted_with_its_event(self, world, name):
        self.erase(getattr(world, name))
        all_kept()
        history.seal_day(LATE.date(), now=LATE)
        assert list(history.faults()) == []

    def test_is_named_without_it(self, world):
        self.erase(world.sensitive, told=False)
        faults = list(history.faults())
        texts_of_it = Text.objects.filter(complaint=world.sensitive).count()
        assert sum("emptied without an ERASED event" in fault for fault in faults) == texts_of_it + 1
        assert any("the identity was emptied" in fault for fault in faults)

    def test_accepts_only_what_is_named(self, world):
        row = Text.objects.get(complaint=world.whole, kind="story")
        other = Text.objects.get(complaint=world.whole, kind="landmark")
        Text.objects.filter(pk=row.pk).update(plain=None, salt=None, erased_at=LATE)
        audit.record(lifecycle.lock(world.whole.pk), Event.Kind.ERASED, audit.SYSTEM, LATE, texts=[other.pk])
        assert history.verify() == f"{world.whole}: text {row.pk} of event 1 was emptied without an ERASED event"

    def test_an_erased_text_that_still_holds_something_is_named(self, world):
        self.erase(world.whole)
        shadow("complaints_text")
        row = Text.objects.filter(complaint=world.whole).earliest("pk")
        run(f"UPDATE complaints_text SET plain = 'doch noch da' WHERE id = {row.pk}")
        assert f"text {row.pk}" in history.verify()

    def test_what_is_written_afterwards_is_sealed_with_a_new_key(self, world):
        self.erase(world.sensitive)
        complaint = lifecycle.lock(world.sensitive.pk)
        note = texts.keep(complaint, Text.Kind.NOTE, "Sudah dihapus atas permintaan.", LATE)
        audit.record(complaint, Event.Kind.INTERNAL_NOTED, audit.SYSTEM, LATE, note=note)
        assert note.plain is None
        assert texts.read(Text.objects.get(pk=note.pk)) == "Sudah dihapus atas permintaan."
        assert list(history.faults()) == []


class TestUnreadable:
    """What no column could hold is named too, not a crash. PostgreSQL does not store it."""

    @pytest.mark.parametrize(
        ("table", "column", "value"),
        [
            ("complaint", "due_at", "besok"),
            ("complaint", "received_at", "2026-99-99 00:00:00"),
            ("event", "at", "2026-11-2x 03:00:00"),
            ("event", "data", "{"),
            ("event", "sequence", "satu"),
            ("text", "created_at", "kemarin"),
            ("text", "salt", 7),
            ("clock", "remaining", "sisa"),
            ("clock", "due_at", ""),
            ("identity", "cipher", 7),
            ("datakey", "wrapped", 7),
            ("attachment", "id", "bukan-uuid"),
            ("submission", "code_digest", 7),
        ],
    )
    def test_is_named(self, world, table, column, value):
        if connection.vendor == "postgresql":
            pytest.skip("the type is the guard")
        shadow(f"complaints_{table}")
        pk = "id" if table == "complaint" else "complaint_id"
        run(f"UPDATE complaints_{table} SET {column} = %s WHERE {pk} = {world.whole.pk}", [value])
        assert str(world.whole) in history.verify()
        assert all(str(other) not in "".join(history.faults()) for other in world.complaints[1:])

    @pytest.mark.parametrize(("table", "named"), [("event", "system"), ("seal", "seals")])
    def test_of_the_system_is_named(self, world, table, named):
        if connection.vendor == "postgresql":
            pytest.skip("the type is the guard")
        shadow(f"complaints_{table}")
        column, where = ("data", "complaint_id IS NULL") if table == "event" else ("sealed_at", "1 = 1")
        run(f"UPDATE complaints_{table} SET {column} = '{{' WHERE {where}")
        assert named in history.verify()


class TestSeal:
    def test_covers_only_chains_that_grew(self, world):
        seal = history.seal_day(LATE.date(), now=LATE)
        chains = set(seal.chains.values_list("complaint_id", "sequence"))
        assert chains == {(world.fresh.pk, 1), (None, 3)}  # a contact opened and two seals before
        assert list(history.faults()) == []

    def test_twice_is_once(self, world):
        seal = history.seal_day(LATE.date(), now=LATE)
        assert history.seal_day(LATE.date(), now=LATE + timedelta(hours=1)) == seal
        assert Seal.objects.count() == 3
        assert Event.objects.filter(kind=Event.Kind.SEALED).count() == 3

    def test_days_follow_each_other(self, world):
        """A seal in between would not fit the roots that are there."""
        history.seal_day(LATE.date(), now=LATE)
        with pytest.raises(ValueError, match="is sealed already"):
            history.seal_day(LATE.date() - timedelta(days=1), now=LATE)
        assert list(history.faults()) == []

    def test_the_first_of_an_empty_office(self, db):
        seal = history.seal_day(NOW.date(), now=NOW)
        assert seal.previous_root == audit.NOTHING
        assert list(history.faults()) == []

    def test_takes_a_few_queries_however_many_chains(self, world, django_assert_max_num_queries):
        with django_assert_max_num_queries(14):
            history.seal_day(LATE.date(), now=LATE)


def test_verify_asks_no_more_for_more_complaints(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        assert history.verify() is None
    factories.make_complaint(now=LATE)
    with django_assert_max_num_queries(32):
        assert history.verify() is None


def test_references_are_found_wherever_they_stand():
    one, other = {"text": 1, "hash": "a"}, {"text": 2, "hash": "b"}
    data = {"answer": one, "list": [other, 7], "text": 5, "state": {"text": 3}}
    assert list(history._references(data)) == [one, other]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-24 03:00:00", "2026-11-24T03:00:00.000000+00:00"),  # SQLite
        ("2026-11-24 03:00:00.120000", "2026-11-24T03:00:00.120000+00:00"),
        ("2026-11-24 03:00:00.12+00", "2026-11-24T03:00:00.120000+00:00"),  # PostgreSQL
        ("2026-11-24 03:00:00+00", "2026-11-24T03:00:00.000000+00:00"),
        (NOW, "2026-11-24T03:00:00.000000+00:00"),
        (NOW.astimezone(ZoneInfo("Asia/Jakarta")), "2026-11-24T03:00:00.000000+00:00"),
        (None, None),
    ],
)
def test_a_moment_has_one_form(written, moment):
    assert fingerprints.moment(written) == moment


def test_a_text_is_remembered_with_its_kind_and_time():
    """An internal note shown as news to the reporter would be an alteration too."""
    kept = fingerprints.of_text(b"salt", "note", NOW, "x")
    assert kept != fingerprints.of_text(b"salt", "progress", NOW, "x")
    assert kept != fingerprints.of_text(b"salt", "note", LATE, "x")
    assert kept != fingerprints.of_text(b"tlas", "note", NOW, "x")
    assert kept == fingerprints.of_text(memoryview(b"salt"), Text.Kind.NOTE, NOW, "x")


class TestCommands:
    @pytest.fixture(autouse=True)
    def _swept(self, world, time_machine, capsys):
        """The guarantee says nothing wrong of a portal that is swept."""
        time_machine.move_to(LATE, tick=False)
        call_command("sweep")
        inbox.tell_late(LATE)
        settle()  # else PostgreSQL alters no table
        capsys.readouterr()

    def test_a_whole_history(self, world, capsys):
        call_command("verify_history")
        call_command("check_guarantee")
        assert capsys.readouterr().out == "The history is whole.\n0 violations\n"

    def test_a_fault_is_named_and_ends_with_an_error(self, world, capsys):
        with unguarded():
            run(f"UPDATE complaints_event SET at = %s WHERE complaint_id = {world.whole.pk} AND sequence = 2", [LATE])
            with pytest.raises(CommandError, match=rf"^{world.whole}: event 2 \(examined\) was altered$"):
                call_command("verify_history")
            with pytest.raises(CommandError, match=r"^1 violations$"):
                call_command("check_guarantee")
        assert "G5: 1 faults in the history" in capsys.readouterr().err

    def test_seal_day(self, world, capsys, time_machine):
        time_machine.move_to(LATE, tick=False)
        call_command("seal_day")
        seal = Seal.objects.latest("day")
        assert seal.day == LATE.date() - timedelta(days=1)
        assert capsys.readouterr().out == f"{seal.day} {seal.root}\n"
        with pytest.raises(CommandError, match="is sealed already"):
            call_command("seal_day", "2026-12-01")
        assert rows("SELECT COUNT(*) FROM complaints_seal") == [(3,)]
