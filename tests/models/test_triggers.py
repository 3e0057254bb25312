"""What a CHECK cannot say is said by triggers: each is attacked with raw SQL, and what it lets pass is tried too.

The last tests read the catalogue: a trigger without an attack fails, and so does one that got lost. SQLite drops a
table's triggers whenever a migration has to make the table anew.
"""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from complaints import audit, guarantee, lifecycle
from complaints.models import Agency, Event
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW
from tests.planting import refusal, rows, run, settle, shadow

pytestmark = pytest.mark.django_db

DAY = "'2026-12-31 00:00:00'"
EARLY, FAR = "'2026-11-01 00:00:00'", "'2029-12-31 00:00:00'"
WHOLE = "complaint_id = {whole}"

# trigger -> statements it refuses. {table} is put in.
ATTACKS = {
    "owner_may_own_complaint_insert": [],  # tests of its own below
    "owner_may_own_complaint_update": [
        "UPDATE complaints_complaint SET owner_id = {closed} WHERE id = {fresh}",
        "UPDATE complaints_complaint SET owner_id = {outside} WHERE id = {fresh}",
        "UPDATE complaints_complaint SET resume_owner_id = {closed} WHERE id = {asked}",
        "UPDATE complaints_complaint SET resume_owner_id = {outside} WHERE id = {asked}",
        "UPDATE complaints_complaint SET excluded_agency_id = resume_owner_id, owner_id = {dlh} WHERE id = {asked}",
    ],
    "agency_keeps_cases_agency_update": [
        "UPDATE complaints_agency SET is_active = FALSE WHERE id = {dlh}",
        "UPDATE complaints_agency SET kind = 'external' WHERE id = {dlh}",
        "UPDATE complaints_agency SET kind = 'oversight', is_active = FALSE WHERE id = {dlh}",
    ],
    "append_only_event_update": [
        "UPDATE complaints_event SET kind = 'withdrawn' WHERE complaint_id = {whole} AND sequence = 3",
        "UPDATE complaints_event SET at = " + DAY + " WHERE complaint_id = {whole} AND sequence = 3",
        "UPDATE complaints_event SET sequence = 90 WHERE complaint_id = {whole} AND sequence = 3",
    ],
    "append_only_event_delete": ["DELETE FROM complaints_event WHERE complaint_id = {whole} AND sequence = 3"],
    "append_only_seal_update": ["UPDATE complaints_seal SET root = previous_root WHERE id = {seal}"],
    "append_only_seal_delete": ["DELETE FROM complaints_seal WHERE id = {seal}"],
    "append_only_sealedchain_update": ["UPDATE complaints_sealedchain SET sequence = sequence - 1 WHERE " + WHOLE],
    "append_only_sealedchain_delete": ["DELETE FROM complaints_sealedchain WHERE " + WHOLE],
    "append_only_miss_update": [
        "UPDATE complaints_miss SET agency_id = {dlh} WHERE agency_id = {dishub}",
        "UPDATE complaints_miss SET recorded_at = " + DAY,
    ],
    "append_only_miss_delete": ["DELETE FROM complaints_miss"],
    "append_only_clockpause_update": ["UPDATE complaints_clockpause SET resumed_at = " + DAY],
    "append_only_clockpause_delete": ["DELETE FROM complaints_clockpause"],
    "append_only_clockextension_update": [
        "UPDATE complaints_clockextension SET due_before = " + EARLY,
        "UPDATE complaints_clockextension SET due_after = " + FAR,
        "UPDATE complaints_clockextension SET extended_at = " + DAY,
    ],
    "append_only_clockextension_delete": ["DELETE FROM complaints_clockextension"],
    "filed_for_good_merge_delete": ["DELETE FROM complaints_merge WHERE undone_at IS NULL"],
    "filed_for_good_share_delete": ["DELETE FROM complaints_share WHERE ended_at IS NULL"],
    "filed_for_good_laporreference_delete": ["DELETE FROM complaints_laporreference WHERE " + WHOLE],
    "filed_for_good_informationrequest_delete": ["DELETE FROM complaints_informationrequest WHERE number = 1"],
    "filed_for_good_merge_update": [
        f"UPDATE complaints_merge SET {change} WHERE undone_at IS NULL AND complaint_id = {{merged}}"
        for change in ("id = 999", "complaint_id = {fresh}", "into_id = {fresh}", "merged_at = " + EARLY)
    ],
    "rests_merge_update": [
        f"UPDATE complaints_merge SET undone_at = {moment} WHERE undone_at IS NOT NULL" for moment in ("NULL", FAR)
    ],
    "filed_for_good_share_update": [
        f"UPDATE complaints_share SET {change} WHERE " + WHOLE
        for change in (
            "id = 999",
            "complaint_id = {archived}",
            "agency_id = {outside}",
            "part_id = NULL",
            "shared_at = " + EARLY,
        )
    ],
    "filed_for_good_casetag_delete": ["DELETE FROM complaints_casetag WHERE removed_at IS NULL"],
    "filed_for_good_casetag_update": [
        f"UPDATE complaints_casetag SET {change} WHERE removed_at IS NULL AND " + WHOLE
        for change in (
            "id = 999",
            "complaint_id = {archived}",
            "tag_id = (SELECT MAX(id) FROM complaints_tag)",
            "tagged_at = " + EARLY,
        )
    ],
    "rests_casetag_update": [
        f"UPDATE complaints_casetag SET removed_at = {moment} WHERE removed_at IS NOT NULL" for moment in ("NULL", FAR)
    ],
    "rests_share_update": [
        f"UPDATE complaints_share SET ended_at = {moment} WHERE ended_at IS NOT NULL" for moment in ("NULL", FAR)
    ],
    "filed_for_good_laporreference_update": [
        f"UPDATE complaints_laporreference SET {change} WHERE " + WHOLE
        for change in ("complaint_id = {archived}", "number = '99999'", "direction = 'came_from'")
    ],
    "filed_for_good_informationrequest_update": [
        f"UPDATE complaints_informationrequest SET {change} WHERE number = 1"
        for change in ("complaint_id = {archived}", "year = 2020", "number = 99", "registered_at = " + EARLY)
    ],
    "filed_for_good_complaint_delete": ["DELETE FROM complaints_complaint WHERE id = {fresh}"],
    "filed_for_good_submission_delete": ["DELETE FROM complaints_submission WHERE complaint_id = {fresh}"],
    "filed_for_good_agenda_delete": ["DELETE FROM complaints_agenda WHERE complaint_id = {whole}"],
    "filed_for_good_identity_delete": ["DELETE FROM complaints_identity WHERE " + WHOLE],
    "filed_for_good_text_delete": ["DELETE FROM complaints_text WHERE kind = 'note'"],
    "filed_for_good_datakey_delete": ["DELETE FROM complaints_datakey WHERE " + WHOLE],
    "filed_for_good_clock_delete": ["DELETE FROM complaints_clock WHERE complaint_id = {fresh}"],
    "filed_for_good_place_delete": ["DELETE FROM complaints_place WHERE " + WHOLE],
    "filed_for_good_complaint_update": [
        "UPDATE complaints_complaint SET tracking_number = 'BLT-0000-0000-0' WHERE id = {fresh}",
        "UPDATE complaints_complaint SET received_at = " + DAY + " WHERE id = {fresh}",
        "UPDATE complaints_complaint SET id = 999 WHERE id = {fresh}",
    ],
    "filed_for_good_submission_update": [
        "UPDATE complaints_submission SET complaint_id = 999 WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET channel = 'letter' WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET key_digest = body_digest WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET body_digest = key_digest WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET may_publish = NOT may_publish WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET since = 'today' WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET entered_by_id = {person} WHERE complaint_id = {fresh}",
        "UPDATE complaints_submission SET follows_id = {archived} WHERE complaint_id = {fresh}",
    ],
    "filed_for_good_agenda_update": [
        "UPDATE complaints_agenda SET complaint_id = 999 WHERE complaint_id = {fresh}",
        "UPDATE complaints_agenda SET number = 99 WHERE complaint_id = {fresh}",
        "UPDATE complaints_agenda SET year = 2020 WHERE complaint_id = {fresh}",
        "UPDATE complaints_agenda SET series = 'protected' WHERE complaint_id = {fresh}",
    ],
    "filed_for_good_place_update": [
        "UPDATE complaints_place SET complaint_id = {fresh} WHERE " + WHOLE,
        "UPDATE complaints_place SET latitude = 0 WHERE " + WHOLE,
        "UPDATE complaints_place SET longitude = 0 WHERE " + WHOLE,
        "UPDATE complaints_place SET accuracy = 1 WHERE " + WHOLE,
        "UPDATE complaints_place SET landmark_id = NULL WHERE " + WHOLE,
    ],
    "filed_for_good_identity_update": ["UPDATE complaints_identity SET complaint_id = {fresh} WHERE " + WHOLE],
    "filed_for_good_datakey_update": [
        "UPDATE complaints_datakey SET complaint_id = {fresh} WHERE " + WHOLE,
        "UPDATE complaints_datakey SET purpose = 'file' WHERE " + WHOLE,
    ],
    "filed_for_good_clock_update": [
        "UPDATE complaints_clock SET id = 999 WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET complaint_id = {archived} WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET kind = 'mirror' WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET agency_id = {dlh} WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET started_at = " + DAY + " WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET counts_from = " + DAY + " WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET amount = 90 WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET unit = 'hours' WHERE complaint_id = {fresh}",
        "UPDATE complaints_clock SET source = 'karangan' WHERE complaint_id = {fresh}",
    ],
    "rests_clock_update": [
        "UPDATE complaints_clock SET due_at = " + DAY + " WHERE stopped_at IS NOT NULL AND complaint_id = {archived}",
        "UPDATE complaints_clock SET stopped_at = NULL WHERE stopped_at IS NOT NULL AND complaint_id = {archived}",
    ],
    "rests_datakey_update": [
        "UPDATE complaints_datakey SET wrapped = {bytes}, destroyed_at = NULL WHERE destroyed_at IS NOT NULL"
    ],
    "rests_identity_update": [
        "UPDATE complaints_identity SET cipher = {bytes}, contact_digest = {bytes}, erased_at = NULL "
        "WHERE erased_at IS NOT NULL"
    ],
    "filed_for_good_publication_delete": ["DELETE FROM complaints_publication WHERE " + WHOLE],
    "filed_for_good_publishedtext_delete": ["DELETE FROM complaints_publishedtext WHERE publication_id = {whole}"],
    "filed_for_good_pagereport_delete": ["DELETE FROM complaints_pagereport WHERE decided_at IS NULL"],
    "filed_for_good_publication_update": ["UPDATE complaints_publication SET complaint_id = {fresh} WHERE " + WHOLE],
    "filed_for_good_publishedtext_update": [
        f"UPDATE complaints_publishedtext SET {change} WHERE publication_id = {{whole}}"
        for change in ("publication_id = {returned}", "sequence = sequence + 90")
    ],
    "filed_for_good_pagereport_update": [
        f"UPDATE complaints_pagereport SET {change} WHERE decided_at IS NULL AND " + WHOLE
        for change in (
            "id = 999",
            "complaint_id = {fresh}",
            "reason = 'unfit'",
            "text_id = (SELECT MIN(id) FROM complaints_text)",
            "reported_at = " + EARLY,
            "due_at = " + FAR,
        )
    ],
    "rests_pagereport_update": [
        "UPDATE complaints_pagereport SET decision = 'hidden' WHERE decided_at IS NOT NULL AND " + WHOLE,
        "UPDATE complaints_pagereport SET decided_at = NULL, decision = NULL, decided_by_id = NULL "
        "WHERE decided_at IS NOT NULL",
    ],
    "filed_for_good_attachment_delete": ["DELETE FROM complaints_attachment WHERE " + WHOLE],
    "filed_for_good_attachment_change": [
        f"UPDATE complaints_attachment SET {change} WHERE " + WHOLE + " AND key = {photo}"
        for change in (
            "sha256 = key",
            "key = sha256",
            "width = 1",
            "height = 1",
            "media_type = 'application/pdf'",
            "purpose = 'result'",
            "event_sequence = 2",
            "complaint_id = {fresh}",
            "complaint_id = NULL, event_sequence = NULL, draft_id = (SELECT MIN(id) FROM complaints_draft)",
        )
    ],
    "text_is_immutable_text_update": [
        f"UPDATE complaints_text SET {change} WHERE {{whole}} = complaint_id AND kind = 'story'"
        for change in (
            "plain = 'Semua baik.'",
            "kind = 'note'",
            "salt = {bytes}",
            "created_at = " + DAY,
            "complaint_id = {fresh}",
            "complaint_id = NULL",
            "id = 999",
            "plain = NULL, cipher = {bytes}, salt = {bytes}",
            "plain = NULL, cipher = {bytes}, kind = 'note'",
        )
    ],
}
FOR_GOOD = [
    *("event", "seal", "sealedchain", "miss", "clockpause", "clockextension"),
    *(
        "merge",
        "share",
        "casetag",
        "laporreference",
        "informationrequest",
        "publication",
        "publishedtext",
        "pagereport",
    ),
    *("complaint", "submission", "agenda", "identity", "text", "datakey", "clock", "place", "attachment"),
]
TRUNCATES = {f"filed_for_good_{table}_truncate": [f"TRUNCATE complaints_{table} CASCADE"] for table in FOR_GOOD}
ALL = ATTACKS | (TRUNCATES if connection.vendor == "postgresql" else {})
RULES = ("owner_may_own", "agency_keeps_cases", "append_only", "filed_for_good", "rests", "text_is_immutable")


@pytest.fixture
def places(world):
    """What the statements name; with one identity erased as it will be, so that erased rows can be attacked."""
    run(
        "UPDATE complaints_identity SET cipher = NULL, contact_digest = NULL, erased_at = received_at "
        f"FROM complaints_complaint c WHERE c.id = complaint_id AND complaint_id = {world.asked.pk}"
    )
    run(
        f"UPDATE complaints_datakey SET wrapped = NULL, destroyed_at = {DAY} "
        f"WHERE complaint_id = {world.asked.pk} AND purpose = 'identity'"
    )
    asked = lifecycle.lock(world.asked.pk)
    audit.record(asked, Event.Kind.ERASED, audit.SYSTEM, NOW + timedelta(days=60), identity=True)
    settle()  # TRUNCATE waits for what is pending
    return {
        "closed": factories.make_agency("Tutup", is_active=False).pk,
        "outside": factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL).pk,
        "dlh": world.office.dlh.pk,
        "dishub": world.office.dishub.pk,
        "photo": "'{}'".format(
            rows(
                "SELECT MIN(key) FROM complaints_attachment "
                f"WHERE purpose = 'report' AND complaint_id = {world.whole.pk}"
            )[0][0]
        ),
        "person": world.office.liaison.pk,
        "merged": rows("SELECT MIN(complaint_id) FROM complaints_merge")[0][0],
        "seal": rows("SELECT MIN(id) FROM complaints_seal")[0][0],
        "bytes": "X'00'" if connection.vendor == "sqlite" else r"'\x00'::bytea",
        **{name: getattr(world, name).pk for name in ("whole", "fresh", "asked", "archived", "returned")},
    }


def rule_of(trigger: str) -> str:
    return next(rule for rule in RULES if trigger.startswith(rule))


def test_nothing_is_broken_before(places):
    assert guarantee.violations() == []


@pytest.mark.parametrize(("trigger", "sql"), [(name, sql) for name, sqls in ALL.items() for sql in sqls])
def test_refused(places, trigger, sql):
    assert rule_of(trigger) in refusal(sql.format(**places))


@pytest.mark.parametrize(("trigger", "sql"), [(name, sql) for name, sqls in ATTACKS.items() for sql in sqls])
def test_counted_where_the_trigger_is_gone(places, trigger, sql):
    shadow(*(f"complaints_{table}" for table in [*FOR_GOOD, "agency"]))
    assert run(sql.format(**places))
    told = guarantee.violations()
    assert bool(told) is not any(size in sql for size in ("width", "height")), "the picture's hash says its size too"


@pytest.mark.parametrize("owner", ["closed", "outside", "excluded"])
def test_a_complaint_cannot_come_in_for_who_may_not_own(places, owner):
    columns = [column for (column,) in rows(COLUMNS[connection.vendor])]
    values = {"id": "id + 1000", "tracking_number": "'BLT-TEST'", "owner_id": str(places.get(owner, places["dlh"]))}
    if owner == "excluded":
        values["excluded_agency_id"] = values["owner_id"]
    chosen = ", ".join(values.get(column, column) for column in columns)
    words = refusal(
        f"INSERT INTO complaints_complaint ({', '.join(columns)}) SELECT {chosen} FROM complaints_complaint "
        f"WHERE id = {places['fresh']}"
    )
    assert "owner_may_own" in words


COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('complaints_complaint')",
    "postgresql": "SELECT column_name FROM information_schema.columns WHERE table_name = 'complaints_complaint'",
}


def test_a_closed_case_cannot_be_opened_for_an_agency_that_closed_meanwhile(world, places):
    tracking.withdraw(world.returned.pk, now=NOW + timedelta(days=60))
    run("UPDATE complaints_agency SET is_active = FALSE WHERE id = {dlh}".format(**places))
    opened = (
        f"UPDATE complaints_complaint SET status = 'in_progress', waits_for = 'agency', due_at = {DAY}, "
        f"next_effect_at = {DAY}, closed_at = NULL WHERE id = {world.returned.pk}"
    )
    assert "owner_may_own" in refusal(opened)
    # What happens to it while it stays closed is nobody's business.
    assert run(f"UPDATE complaints_complaint SET priority = 'urgent' WHERE id = {world.returned.pk}")


def test_what_must_be_possible(places):
    """Sealing, erasing, moving a running clock, throwing a draft's photo away."""
    story = "WHERE kind = 'story' AND complaint_id = {whole}".format(**places)
    for allowed in (
        f"UPDATE complaints_text SET plain = NULL, cipher = {places['bytes']} {story}",
        f"UPDATE complaints_text SET plain = NULL, cipher = NULL, salt = NULL, erased_at = {DAY} {story}",
        f"UPDATE complaints_clock SET due_at = {DAY} WHERE complaint_id = {places['fresh']}",
        f"UPDATE complaints_datakey SET wrapped = {places['bytes']} WHERE complaint_id = {places['whole']}",
        f"UPDATE complaints_submission SET code_reissued_at = {DAY}",
        f"UPDATE complaints_agency SET name = 'Dinas Baru' WHERE id = {places['dlh']}",
    ):
        with transaction.atomic():
            assert run(allowed), allowed
            transaction.set_rollback(True)
    erased = f"UPDATE complaints_text SET plain = NULL, cipher = NULL, salt = NULL, erased_at = {DAY} {story}"
    run(erased)
    assert "text_is_immutable" in refusal(f"UPDATE complaints_text SET erased_at = {DAY} {story}")


def test_replace_does_not_slip_past(places):
    """SQLite deletes the old row of an INSERT OR REPLACE without a word unless it is told otherwise."""
    if connection.vendor == "postgresql":
        pytest.skip("there is no REPLACE")
    for table in FOR_GOOD:
        words = refusal(f"INSERT OR REPLACE INTO complaints_{table} SELECT * FROM complaints_{table}")
        assert any(rule in words for rule in RULES), words


# --- the catalogue ------------------------------------------------------------------------------------------------

THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


def test_every_trigger_is_there_and_attacked(db):
    there = sorted(name for (name,) in rows(THERE[connection.vendor]))
    # These refuse nothing: they keep the indexes of words (tests/publication/test_search.py, tests/test_finding.py).
    assert [name for name in there if not name.startswith(("public_words", "desk_words"))] == sorted(ALL)
