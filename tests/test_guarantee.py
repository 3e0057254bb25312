"""Promises that no constraint can hold alone: broken with raw SQL, each is counted under its name.

What a constraint or a trigger refuses is attacked in tests/models.
"""

from datetime import timedelta

import pytest

from complaints import guarantee
from complaints.escalation import operations, queries
from complaints.guarantee import Violation
from complaints.inbox import operations as inbox
from tests.factories import NOW
from tests.planting import rows, run, shadow
from tests.worlds import DAY

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATER = "'2027-03-01 00:00:00'"

# promise, tables, the attack, what is said and how often
ATTACKS = [
    (
        "G1",
        "agency",
        "UPDATE complaints_agency SET is_active = FALSE WHERE id = {dlh}",
        "open complaints without an active agency that may own them",
        1,
    ),
    (
        "G1",
        "agency",
        "UPDATE complaints_agency SET kind = 'external' WHERE code = 'DISKOMINFO'",
        "open complaints without an active agency that may own them",
        2,  # one of them only waits to come back to it
    ),
    ("G1", "agency", "DELETE FROM complaints_agency WHERE id = {dlh}", "without an active agency", 1),
    (
        "G1",
        "complaint",
        "UPDATE complaints_complaint SET resume_owner_id = 4242 WHERE id = {asked}",
        "without an active agency",
        1,
    ),
    (
        "G1",
        "complaint",
        "UPDATE complaints_complaint SET excluded_agency_id = resume_owner_id, owner_id = {dlh} WHERE id = {asked}",
        "without an active agency",
        1,
    ),
    (
        "G1",
        "complaint",
        "UPDATE complaints_complaint SET due_at = " + LATER + " WHERE id = {fresh}",
        "open complaints whose due time is not that of a running clock",
        1,
    ),
    (
        "G1",
        "clock",
        "DELETE FROM complaints_clock WHERE complaint_id = {fresh}",
        "open complaints whose due time is not that of a running clock",
        1,
    ),
    (
        "G1",
        "complaint",
        "UPDATE complaints_complaint SET status = NULL WHERE id = {fresh}",
        "complaints neither open with next step and due time nor closed",
        1,
    ),
    ("G3", "miss", "DELETE FROM complaints_miss", "missed deadlines that are on no agency's record", 4),
    (
        "G3",
        "miss",
        "UPDATE complaints_miss SET agency_id = {dlh} WHERE agency_id = {dishub}",
        "misses that do not say what their clock says",
        2,
    ),
    ("G3", "miss", "UPDATE complaints_miss SET due_at = " + LATER, "misses that do not say what their clock says", 4),
    ("G3", "miss", "UPDATE complaints_miss SET stopped_at = " + LATER, "misses that do not say", 4),
    (
        "G3",
        "clock",
        "UPDATE complaints_clock SET stopped_at = " + LATER + " WHERE complaint_id = {archived}",
        "missed deadlines that are on no agency's record",
        1,
    ),
    ("G4", "agenda", "DELETE FROM complaints_agenda WHERE complaint_id = {whole}", "complaints that were deleted", 2),
    (
        "G4",
        "complaint agenda",
        "DELETE FROM complaints_agenda WHERE complaint_id = {whole};"
        "DELETE FROM complaints_complaint WHERE id = {whole}",
        "complaints that were deleted",
        2,  # the gap and the history that is left
    ),
    (
        "G4",
        "text",
        "DELETE FROM complaints_text WHERE complaint_id = {whole} AND kind = 'story'",
        "complaints whose filed text is gone",
        1,
    ),
    (
        "G4",
        "text",
        "UPDATE complaints_text SET plain = NULL, salt = NULL, erased_at = created_at WHERE complaint_id = {fresh}",
        "complaints whose filed text is gone",
        1,
    ),
    (
        "G4",
        "identity",
        "UPDATE complaints_identity SET cipher = NULL, contact_digest = NULL, erased_at = " + LATER,
        "erased identities whose key is still there",
        3,
    ),
    (
        "G7",
        "complaint",
        "UPDATE complaints_complaint SET published_at = received_at WHERE id = {fresh}",
        "complaints shown without a public form, or the other way round",
        1,
    ),
    (
        "G5",
        "event",
        "DELETE FROM complaints_event WHERE complaint_id = {whole} AND sequence = 3",
        "faults in the history (verify_history names them)",
        None,
    ),
]


@pytest.mark.parametrize(("promise", "tables", "sql", "words", "count"), ATTACKS)
def test_a_broken_promise_is_counted(world, promise, tables, sql, words, count):
    assert guarantee.violations() == []
    shadow(*(f"complaints_{table}" for table in tables.split()))
    places = {name: getattr(world, name).pk for name in ("whole", "returned", "asked", "archived", "fresh")}
    places |= {"dlh": world.office.dlh.pk, "dishub": world.office.dishub.pk}
    for statement in sql.format(**places).split(";"):
        assert run(statement)
    found = [v for v in guarantee.violations() if v.guarantee == promise and words in v.words]
    assert len(found) == 1, guarantee.violations()
    assert count is None or found[0].count == count


def test_a_whole_world_has_none(world):
    assert guarantee.violations() == []


class TestPromptness:
    """G2: what a due time causes is done within 15 minutes, by the sweep. Each violation is planted by itself."""

    UNDONE = "transitions by time that are not done"
    UNRECORDED = "missed deadlines of running clocks that are on no agency's record"
    UNREAD = "complaints whose next effect is overdue"
    UNTOLD = "messages of the inbox that are late and nobody was told"

    def swept(self, now):
        for pk in queries.due(now):
            operations.pass_time(pk, now=now)
        inbox.tell_late(now)
        assert guarantee.violations(now) == []

    def found(self, now):
        return {v.words: v.count for v in guarantee.violations(now) if v.guarantee == "G2"}

    def test_what_nobody_swept(self, world):
        now = NOW + 200 * DAY
        assert self.found(now) == {
            self.UNDONE: 1,  # the question to the reporter
            self.UNRECORDED: 6,  # two of whole and sensitive each, one of returned and fresh
            self.UNREAD: 5,
            self.UNTOLD: 2,
        }
        self.swept(now)

    def test_a_quarter_of_an_hour_is_prompt(self, world):
        due = world.fresh.due_at
        self.swept(due)
        assert self.found(due + guarantee.PROMPT) == {}
        assert self.found(due + guarantee.PROMPT + SECOND) == {self.UNRECORDED: 1, self.UNREAD: 1}

    @pytest.mark.parametrize(
        ("tables", "sql", "words"),
        [
            ("miss", "DELETE FROM complaints_miss WHERE stopped_at IS NULL AND clock_id = {clock}", UNRECORDED),
            ("complaint", "UPDATE complaints_complaint SET next_effect_at = due_at WHERE id = {fresh}", UNREAD),
            ("clock", "UPDATE complaints_clock SET kind = 'completion' WHERE id = {clock}", UNDONE),
        ],
    )
    def test_each_alone(self, world, tables, sql, words):
        now = NOW + 200 * DAY
        self.swept(now)
        shadow(f"complaints_{tables}")
        clock = world.fresh.clocks.get(stopped_at=None, kind="verification").pk
        assert run(sql.format(clock=clock, fresh=world.fresh.pk)) == 1
        assert self.found(now) == {words: 1}

    def test_without_a_moment_only_what_always_holds_is_counted(self, world):
        assert rows("SELECT COUNT(*) FROM complaints_clock WHERE stopped_at IS NULL")[0][0] > 5
        assert guarantee.violations() == []


def test_violations_name_promise_count_and_words(world):
    shadow("complaints_miss")
    run("DELETE FROM complaints_miss")
    assert Violation("G3", 4, "missed deadlines that are on no agency's record") in guarantee.violations()


def test_takes_the_same_queries_for_more_rows(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(220):
        guarantee.violations()
