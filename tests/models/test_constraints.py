"""Every CHECK and UNIQUE of our tables: refused by the database, and counted by the guarantee where it is gone.

Each row of CHECKS is an attack on one constraint with raw SQL; uniques and columns that cannot be negative are
attacked by their definition. The last tests read the catalogue: a constraint without an attack fails.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, JSONField, Q, UniqueConstraint
from django.db.models.fields import PositiveIntegerRelDbTypeMixin

from complaints import guarantee
from tests.planting import refusal, run, shadow, unguarded

pytestmark = pytest.mark.django_db

MODELS = {model._meta.db_table: model for model in apps.get_app_config("complaints").get_models()}

WHOLE = "complaint_id = {whole}"
A_MESSAGE = "inbox_id = (SELECT MIN(id) FROM complaints_inboxmessage)"
# constraint, table, what is set, on which rows. Where another constraint forbids the same, it stands behind the name.
CHECKS = [
    ("complaint_status_known complaint_open_has complaint_waits", "complaint", "status = 'lost'", "id = {fresh}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "due_at = NULL", "id = {fresh}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "next_effect_at = NULL", "id = {fresh}"),
    ("complaint_open_has_next_step_final_has_end complaint_waits", "complaint", "waits_for = NULL", "id = {fresh}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "closed_at = received_at", "id = {fresh}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "closed_at = NULL", "id = {archived}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "due_at = closed_at", "id = {archived}"),
    ("complaint_open_has_next_step_final_has_end", "complaint", "next_effect_at = closed_at", "id = {archived}"),
    ("complaint_waits_for_follows_status", "complaint", "waits_for = 'agency'", "id = {fresh}"),
    ("complaint_waits_for_follows_status complaint_open_has", "complaint", "waits_for = 'owner'", "id = {archived}"),
    ("complaint_submitted_has_a_reason", "complaint", "submitted_because = NULL", "id = {fresh}"),
    ("complaint_submitted_has_a_reason", "complaint", "submitted_because = 'bored'", "id = {fresh}"),
    ("complaint_submitted_has_a_reason", "complaint", "submitted_because = 'new'", "id = {archived}"),
    (
        "complaint_needs_info_knows_the_way_back",
        "complaint",
        "resume_status = NULL, resume_because = NULL",
        "id = {asked}",
    ),
    ("complaint_needs_info_knows_the_way_back", "complaint", "resume_owner_id = NULL", "id = {asked}"),
    (
        "complaint_needs_info_knows_the_way_back",
        "complaint",
        "resume_status = 'answered', resume_because = NULL",
        "id = {asked}",
    ),
    ("complaint_needs_info_knows_the_way_back", "complaint", "resume_owner_id = owner_id", "id = {fresh}"),
    ("complaint_needs_info_knows_the_way_back", "complaint", "resume_status = 'referred'", "id = {fresh}"),
    ("complaint_resumes_submitted_with_its_reason", "complaint", "resume_because = NULL", "id = {asked}"),
    ("complaint_resumes_submitted_with_its_reason", "complaint", "resume_because = 'new'", "id = {fresh}"),
    ("complaint_owner_is_not_complained_about", "complaint", "excluded_agency_id = owner_id", "id = {fresh}"),
    ("complaint_owner_is_not_complained_about", "complaint", "excluded_agency_id = owner_id", "id = {archived}"),
    ("complaint_public_is_ordinary_and_accuses_nobody", "complaint", "access_class = 'sensitive'", "id = {whole}"),
    (
        "complaint_public_is_ordinary_and_accuses_nobody",
        "complaint",
        "excluded_agency_id = (SELECT MAX(id) FROM complaints_agency)",
        "id = {whole}",
    ),
    (
        "complaint_public_is_ordinary_and_accuses_nobody",
        "complaint",
        "excluded_person_id = (SELECT MIN(id) FROM complaints_user)",
        "id = {whole}",
    ),
    ("publication_seen_has_its_words", "publication", "story_id = NULL", WHOLE),
    ("publication_seen_has_its_words", "publication", "first_published_at = NULL", WHOLE),
    ("publication_hidden_has_a_reason publication_seen", "publication", "hidden_at = first_published_at", WHOLE),
    ("publication_hidden_has_a_reason publication_seen", "publication", "hidden_because = 'wish'", WHOLE),
    ("publication_has_both_coordinates_or_none", "publication", "latitude = NULL", WHOLE),
    ("publication_has_both_coordinates_or_none", "publication", "longitude = NULL", WHOLE),
    ("supporter_contact_is_sealed", "supporter", "cipher = browser_digest", WHOLE),
    ("supporter_contact_is_sealed", "supporter", "contact_digest = browser_digest", WHOLE),
    ("page_report_is_decided_or_waits", "pagereport", "decided_at = reported_at", f"{WHOLE} AND decided_at IS NULL"),
    ("page_report_is_decided_or_waits", "pagereport", "decision = 'kept'", f"{WHOLE} AND decided_at IS NULL"),
    ("page_report_is_decided_or_waits", "pagereport", "decided_by_id = NULL", f"{WHOLE} AND decided_at IS NOT NULL"),
    ("agency_with_duty_may_own", "agency", "is_active = FALSE", "duty = 'arbiter'"),
    ("agency_with_duty_may_own", "agency", "kind = 'bumd'", "duty = 'arbiter'"),
    ("link_request_is_used_after_it_was_sent", "linkrequest", "message_id = NULL", "used_at IS NOT NULL"),
    ("link_request_is_used_after_it_was_sent", "linkrequest", "handled_at = NULL", "used_at IS NOT NULL"),
    (
        "position_of_a_village_only_enters",
        "position",
        "village_id = (SELECT MIN(id) FROM complaints_village)",
        "role = 'coordinator'",
    ),
    ("agency_is_not_its_own_successor", "agency", "successor_id = id", "code = 'DLH'"),
    ("attachment_of_draft_message_or_complaint", "attachment", "event_sequence = NULL", "complaint_id = {whole}"),
    ("attachment_of_draft_message_or_complaint", "attachment", "complaint_id = NULL", "complaint_id = {whole}"),
    (
        "attachment_of_draft_message_or_complaint",
        "attachment",
        "draft_id = (SELECT MIN(id) FROM complaints_draft)",
        "complaint_id = {whole}",
    ),
    ("clock_paused_knows_what_is_left", "clock", "remaining = NULL", "paused_at IS NOT NULL"),
    ("clock_paused_knows_what_is_left", "clock", "paused_at = NULL", "paused_at IS NOT NULL"),
    ("clock_stops_after_start", "clock", "stopped_at = '2020-01-01 00:00:00'", "stopped_at IS NOT NULL"),
    ("miss_is_late", "miss", "stopped_at = due_at", "stopped_at IS NOT NULL"),
    ("extension_moves_forward", "clockextension", "due_after = due_before", "due_after > due_before"),
    ("merge_into_another", "merge", "into_id = complaint_id", "undone_at IS NOT NULL"),
    ("merge_undone_after_merging", "merge", "undone_at = '2020-01-01 00:00:00'", "undone_at IS NOT NULL"),
    ("conversation_open_has_next_step_closed_has_outcome", "conversation", "next_effect_at = NULL", "id > 0"),
    ("conversation_open_has_next_step_closed_has_outcome", "conversation", "closed_at = begun_at", "id > 0"),
    ("conversation_open_has_next_step_closed_has_outcome", "conversation", "wrapped = NULL", "id > 0"),
    (
        "conversation_open_has_next_step_closed_has_outcome conversation_of",
        "conversation",
        "outcome = 'not_complaint'",
        "id > 0",
    ),
    (
        "conversation_of_a_case_names_it",
        "conversation",
        "complaint_id = (SELECT MIN(id) FROM complaints_complaint)",
        "id > 0",
    ),
    ("inbox_message_belongs_where_a_person_wrote", "inboxmessage", "conversation_id = NULL", "id > 0"),
    ("inbox_message_belongs_where_a_person_wrote", "inboxmessage", "sort = 'reply'", "id > 0"),
    ("inbox_message_belongs_where_a_person_wrote", "inboxmessage", "sort = 'bounce'", "id > 0"),
    (
        "attachment_of_draft_message_or_complaint",
        "attachment",
        A_MESSAGE,
        "complaint_id = {whole}",
    ),
    (
        "message_of_a_complaint_or_of_the_inbox",
        "message",
        A_MESSAGE,
        "supporter_id IS NULL",
    ),
    ("message_of_a_complaint_or_of_the_inbox", "message", "complaint_id = NULL", "supporter_id IS NULL"),
    ("field_link_ends_after_it_was_made", "fieldlink", "expires_at = made_at", "id > 0"),
    ("field_return_is_decided_once", "fieldreturn", "taken = true", "id > 0"),
    ("field_return_is_decided_once", "fieldreturn", "decided_at = sent_at", "id > 0"),
    ("share_ends_after_start", "share", "ended_at = '2020-01-01 00:00:00'", "ended_at IS NOT NULL"),
    ("share_done_is_a_part_with_its_report", "share", "done_at = shared_at", "part_id IS NOT NULL"),
    ("tag_is_removed_after_it_was_put", "casetag", "removed_at = '2020-01-01 00:00:00'", "removed_at IS NOT NULL"),
    ("absence_ends_after_start", "absence", "ends_on = '2020-01-01'", "ends_on > '2020-01-01'"),
    (
        "message_has_one_receiver",
        "message",
        "supporter_id = (SELECT MIN(id) FROM complaints_supporter)",
        "user_id IS NOT NULL",
    ),
    ("message_sent_has_a_time", "message", "sent_at = created_at", "state = 'waiting'"),
    ("message_sent_has_a_time", "message", "state = 'sent'", "state = 'waiting'"),
    ("telegram_linked_has_a_time", "telegramchat", "linked_at = NULL", "chat_id = 1"),
    ("telegram_linked_has_a_time", "telegramchat", "lost_at = linked_at", "chat_id = 1"),
    ("telegram_code_has_an_end", "telegramchat", "code_until = NULL", "chat_id = 1"),
    ("rung_reminds_reporters_on_their_own_ladder", "rung", "after = 9", "ladder = 'reporter' AND after = -1"),
    ("rung_reminds_reporters_on_their_own_ladder", "rung", "\"to\" = 'head'", "ladder = 'reporter' AND after = -1"),
    (
        "rung_reminds_reporters_on_their_own_ladder",
        "rung",
        "\"to\" = 'reporter', position_id = NULL",
        "ladder = 'agency' AND after = 1",
    ),
    (
        "rung_tells_the_leader_of_an_instruction",
        "rung",
        "\"to\" = 'leader', position_id = NULL",
        "ladder = 'agency' AND after = 1",
    ),
    ("rung_names_its_position", "rung", "position_id = NULL", "ladder = 'agency' AND after = 1"),
    ("rung_names_its_position", "rung", "\"to\" = 'head'", "ladder = 'agency' AND after = 1"),
    ("attachment_photo_has_a_size", "attachment", "width = NULL", "complaint_id = {whole}"),
    ("attachment_photo_has_a_size", "attachment", "media_type = 'application/pdf'", "complaint_id = {whole}"),
    ("attachment_photo_has_a_size", "attachment", "media_type = 'image/gif'", "complaint_id = {whole}"),
    ("term_is_positive", "term", "amount = 0", "clock = 'arbitration'"),
    ("event_sequence_starts_at_one", "event", "sequence = 0", "sequence = 1 AND complaint_id = {fresh}"),
    ("event_of_staff_names_the_person", "event", "actor_id = NULL", "actor_kind = 'staff'"),
    (
        "event_of_staff_names_the_person",
        "event",
        "actor_id = (SELECT MIN(id) FROM complaints_user)",
        "actor_kind = 'reporter'",
    ),
    ("hours_weekday", "servicehours", "weekday = 7", "weekday = 0"),
    ("hours_close_after_open", "servicehours", "closes = opens", "weekday = 0"),
    ("hours_have_both_dates_or_none", "servicehours", "valid_from = '2026-02-18'", "weekday = 0"),
    ("hours_have_both_dates_or_none", "servicehours", "valid_until = '2026-02-18'", "weekday = 0"),
    (
        "hours_have_both_dates_or_none",
        "servicehours",
        "valid_from = '2026-02-18', valid_until = '2026-02-17'",
        "weekday = 0",
    ),
    ("identity_is_sealed_or_erased", "identity", "cipher = NULL", "complaint_id = {whole}"),
    ("identity_is_sealed_or_erased", "identity", "contact_digest = NULL", "complaint_id = {whole}"),
    ("identity_is_sealed_or_erased", "identity", "erased_at = '2026-12-01 00:00:00'", "complaint_id = {whole}"),
    ("place_has_both_coordinates_or_none", "place", "longitude = NULL", "complaint_id = {whole}"),
    ("place_has_both_coordinates_or_none", "place", "latitude = NULL", "complaint_id = {whole}"),
    ("place_has_both_coordinates_or_none", "place", "latitude = 91", "complaint_id = {whole}"),
    ("place_has_both_coordinates_or_none", "place", "longitude = -181", "complaint_id = {whole}"),
    ("holding_ends_after_start", "holding", "ends_on = '2020-01-01'", "id = (SELECT MIN(id) FROM complaints_holding)"),
    ("reply_template_outcome_is_of_an_answer", "replytemplate", "use = 'question'", "outcome IS NOT NULL"),
    ("routing_rule_ends_after_start", "routingrule", "valid_until = '2020-01-01'", '"order" = 1'),
    ("data_key_is_there_or_destroyed", "datakey", "wrapped = NULL", "complaint_id = {whole}"),
    ("data_key_is_there_or_destroyed", "datakey", "destroyed_at = '2026-12-01 00:00:00'", "complaint_id = {whole}"),
    ("text_is_plain_or_sealed_or_erased", "text", "plain = NULL", "complaint_id = {whole} AND kind = 'story'"),
    ("text_is_plain_or_sealed_or_erased", "text", "salt = NULL", "complaint_id = {whole} AND kind = 'story'"),
    ("text_is_plain_or_sealed_or_erased", "text", "cipher = salt", "complaint_id = {whole} AND kind = 'story'"),
    (
        "text_is_plain_or_sealed_or_erased",
        "text",
        "erased_at = '2026-12-01 00:00:00'",
        "complaint_id = {whole} AND kind = 'story'",
    ),
]

UNIQUES = [
    *(
        (
            table,
            [f.column for f in map(model._meta.get_field, constraint.fields)],
            constraint.condition,
            constraint.name,
        )
        for table, model in MODELS.items()
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    ),
    *(
        (table, [field.column], None, f"{table}.{field.column}")
        for table, model in MODELS.items()
        for field in model._meta.fields
        if field.unique and not field.primary_key
    ),
]

COUNTS = [
    (table, field.column)
    for table, model in MODELS.items()
    for field in model._meta.fields
    if isinstance(field, PositiveIntegerRelDbTypeMixin)
]
JSON = [
    (table, field.column)
    for table, model in MODELS.items()
    for field in model._meta.fields
    if isinstance(field, JSONField)
]


def told(table: str) -> str:
    return "\n".join(words for _name, count, words in guarantee.against_constraints(MODELS[table]) if count)


def attack(table: str, setting: str, where: str) -> None:
    assert run(f"UPDATE {table} SET {setting} WHERE {where}"), "the attack touched no row"


def named_in(words: str, names: str) -> bool:
    return any(name in words for name in names.split())


@pytest.mark.parametrize(("names", "table", "setting", "where"), CHECKS)
def test_check(world, names, table, setting, where):
    table = f"complaints_{table}"
    where = where.format(
        **{name: getattr(world, name).pk for name in ("whole", "asked", "archived", "fresh")}, other=world.office.dlh.pk
    )
    with unguarded():
        assert named_in(refusal(f"UPDATE {table} SET {setting} WHERE {where}"), names)
    shadow(table)
    attack(table, setting, where)
    assert f"rows against {names.split()[0]}" in told(table)


@pytest.mark.parametrize(("table", "columns", "condition", "name"), UNIQUES, ids=lambda value: str(value)[:40])
def test_unique(world, table, columns, condition, name):
    sql = twin(table, columns, condition or Q())
    with unguarded():
        words = refusal(sql)
        assert name in words or all(column in words for column in columns)
    shadow(table)
    assert run(sql) == 1
    assert f"values twice {'in' if '.' in name else 'against'} {name}" in told(table)


def twin(table: str, columns: list[str], condition: Q) -> str:
    """Return SQL that gives a row what another has in `columns`; where there is only one, it is inserted again."""
    model = MODELS[table]
    pk = model._meta.pk.column
    for field in model._meta.fields:
        if field.column in columns:
            condition &= Q(**{f"{field.attname}__isnull": False})
    first, *others = model.objects.filter(condition).order_by("pk").values_list("pk", flat=True)
    if not others:  # a row that does not meet the condition (NULL) may take the value too
        others = list(model.objects.exclude(pk=first).values_list("pk", flat=True))
    if others:
        source = f"FROM {table} t WHERE t.{pk} = {quoted(model, first)}"
        values = ", ".join(f'"{column}" = (SELECT t."{column}" {source})' for column in columns)
        return f"UPDATE {table} SET {values} WHERE {pk} = {quoted(model, others[0])}"
    rest = ", ".join(connection.ops.quote_name(field.column) for field in model._meta.fields if not field.primary_key)
    return f"INSERT INTO {table} ({pk}, {rest}) SELECT {pk} + 1000000, {rest} FROM {table} WHERE {pk} = {first}"


def quoted(model, pk) -> str:
    value = model._meta.pk.get_db_prep_value(pk, connection)
    return str(value) if isinstance(value, int) else f"'{value}'"


@pytest.mark.parametrize(("table", "column"), COUNTS)
def test_number_below_zero(world, table, column):
    model = MODELS[table]
    setting, where = (
        f'"{column}" = -1',
        f"{model._meta.pk.column} = {quoted(model, model.objects.order_by('pk')[0].pk)}",
    )
    if table == "complaints_servicehours":
        where = "weekday = 4"
    with unguarded():
        refusal(f"UPDATE {table} SET {setting} WHERE {where}")
    shadow(table)
    attack(table, setting, where)
    assert f"rows below zero in {table}.{column}" in told(table)


def test_what_breaks_a_constraint_is_a_violation(world):
    shadow("complaints_complaint")
    attack("complaints_complaint", "status = 'lost'", f"id = {world.fresh.pk}")
    assert "rows against complaint_status_known" in {row.words for row in guarantee.violations()}


@pytest.mark.parametrize(("table", "column"), JSON)
def test_broken_json(world, table, column):
    """PostgreSQL keeps no other; SQLite by a CHECK."""
    if connection.vendor == "postgresql":
        pytest.skip("the type is the guard")
    with unguarded():
        assert "JSON_VALID" in refusal(f"UPDATE {table} SET {column} = '{{'")


def test_an_owner_must_exist(world):
    """Foreign keys and NOT NULL: the guards that are written as the type of a column."""
    for setting in ("owner_id = NULL", "owner_id = 99999", "category_id = NULL", "tracking_number = NULL"):
        with unguarded():
            refusal(f"UPDATE complaints_complaint SET {setting} WHERE id = {world.fresh.pk}")
    for setting in ("owner_id = NULL", "owner_id = 99999"):
        shadow("complaints_complaint")
        attack("complaints_complaint", setting, f"id = {world.fresh.pk}")
        assert any("without an active agency" in row.words for row in guarantee.violations())
        run(f"DROP TABLE {'temp' if connection.vendor == 'sqlite' else 'pg_temp'}.complaints_complaint")


def test_an_insert_without_owner_or_due_time_fails(world):
    """security.md bar 9, as an INSERT."""
    columns = [field.column for field in MODELS["complaints_complaint"]._meta.fields]
    for missing in ("owner_id", "due_at", "next_effect_at", "waits_for"):
        values = {"id": "id + 1000000", "tracking_number": "'BLT-TEST'", missing: "NULL"}
        chosen = ", ".join(values.get(column, column) for column in columns)
        source = f"FROM complaints_complaint WHERE id = {world.fresh.pk}"
        refusal(f"INSERT INTO complaints_complaint ({', '.join(columns)}) SELECT {chosen} {source}")


# --- the catalogue ------------------------------------------------------------------------------------------------


def catalogue():
    """Yield (table, name, kind, columns) of every CHECK and UNIQUE that the database has on our tables."""
    with connection.cursor() as cursor:
        for table in MODELS:
            for name, found in connection.introspection.get_constraints(cursor, table).items():
                if found["check"]:
                    yield table, name, "check", tuple(dict.fromkeys(found["columns"]))
                elif found["unique"] and not found["primary_key"]:
                    yield table, name, "unique", tuple(found["columns"])


def test_every_named_check_is_there_and_attacked(world):
    declared = {c.name for m in MODELS.values() for c in m._meta.constraints if isinstance(c, CheckConstraint)}
    there = {name for _table, name, kind, _columns in catalogue() if kind == "check"}
    assert declared <= there
    assert {names.split()[0] for names, *_rest in CHECKS} == declared


def test_every_other_check_is_of_a_column_that_is_attacked(world):
    declared = {c.name for m in MODELS.values() for c in m._meta.constraints}
    others = {
        (table, *columns) for table, name, kind, columns in catalogue() if kind == "check" and name not in declared
    }
    expected = set(COUNTS) | (set(JSON) if connection.vendor == "sqlite" else set())
    assert others == expected


def test_every_unique_is_attacked(world):
    there = {(table, columns) for table, _name, kind, columns in catalogue() if kind == "unique"}
    assert there == {(table, tuple(columns)) for table, columns, *_rest in UNIQUES}
