"""What a CHECK cannot say: who may own, and what never changes. On SQLite and PostgreSQL, word for word the same rules.

owner_may_own       an owner is an active agency of the regency or its companies
agency_keeps_cases  an agency that owns open complaints cannot be deactivated (nor change its kind)
append_only         events, seals and misses are never changed or deleted
text_is_immutable   a text may only be sealed (plain becomes cipher) or erased (all becomes empty)
filed_for_good      a complaint, its submission, identity, clocks and files are never deleted; what was filed
                    never changes
rests               a stopped clock, a destroyed key, an erased identity, an undone merge, an ended share and a removed
                    tag stay
"""

from django.db import migrations

APPEND_ONLY = ["event", "seal", "sealedchain", "miss", "clockpause", "clockextension"]
NEVER_DELETED = [
    *("complaint", "submission", "agenda", "laporreference", "informationrequest", "identity", "text", "datakey"),
    *("clock", "place", "merge", "share", "casetag", "publication", "publishedtext", "pagereport"),
]
# table -> columns that keep their first value
FIXED = {
    "complaint": ["id", "tracking_number", "received_at"],
    "submission": [
        "complaint_id",
        "channel",
        "key_digest",
        "body_digest",
        "may_publish",
        "since",
        "entered_by_id",
        "follows_id",
    ],
    "laporreference": ["complaint_id", "number", "direction"],
    "informationrequest": ["complaint_id", "year", "number", "registered_at"],
    "merge": ["id", "complaint_id", "into_id", "merged_at"],
    "share": ["id", "complaint_id", "agency_id", "part_id", "shared_at"],
    "casetag": ["id", "complaint_id", "tag_id", "tagged_at"],
    "agenda": ["complaint_id", "series", "year", "number"],
    "publication": ["complaint_id"],
    "publishedtext": ["publication_id", "sequence"],
    "pagereport": ["id", "complaint_id", "reason", "text_id", "reported_at", "due_at"],
    "place": ["complaint_id", "latitude", "longitude", "accuracy", "landmark_id"],
    "identity": ["complaint_id"],
    "datakey": ["complaint_id", "purpose"],
    "clock": ["id", "complaint_id", "kind", "agency_id", "started_at", "counts_from", "amount", "unit", "source"],
}
# table -> the column that is set once and for all, and the row with it
RESTS = {
    "clock": "stopped_at",
    "datakey": "destroyed_at",
    "identity": "erased_at",
    "merge": "undone_at",
    "share": "ended_at",
    "casetag": "removed_at",
    "pagereport": "decided_at",
}
TEXT_FIXED = ["id", "complaint_id", "kind", "created_at"]
FILE_FIXED = ["id", "key", "sha256", "media_type", "width", "height"]
OWNING = "a.is_active AND a.kind IN ('regional', 'bumd')"


def _changed(columns, operator):
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in columns)


def _sqlite():
    def refuse(name, table, when, condition=None):
        clause = f"WHEN {condition}" if condition else ""
        return (
            f"CREATE TRIGGER {name}_{table}_{when.split()[1].lower()} {when} ON complaints_{table} {clause} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )

    def may_not_own(column):
        return (
            f"(NEW.{column} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM complaints_agency a WHERE a.id = NEW.{column} AND {OWNING}))"
        )

    bad_owner = (
        f"{may_not_own('owner_id')} OR {may_not_own('resume_owner_id')} "
        "OR NEW.owner_id = NEW.excluded_agency_id OR NEW.resume_owner_id = NEW.excluded_agency_id"
    )
    touched = (
        f"({_changed(['owner_id', 'resume_owner_id', 'excluded_agency_id'], 'IS NOT')} "
        "OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL))"
    )
    yield refuse("owner_may_own", "complaint", "BEFORE INSERT", bad_owner)
    yield refuse("owner_may_own", "complaint", "BEFORE UPDATE", f"{touched} AND ({bad_owner})")
    yield refuse(
        "agency_keeps_cases",
        "agency",
        "BEFORE UPDATE",
        "(NOT NEW.is_active OR NEW.kind NOT IN ('regional', 'bumd')) AND EXISTS (SELECT 1 FROM complaints_complaint c "
        "WHERE c.closed_at IS NULL AND (c.owner_id = NEW.id OR c.resume_owner_id = NEW.id))",
    )
    for table in APPEND_ONLY:
        yield refuse("append_only", table, "BEFORE UPDATE")
        yield refuse("append_only", table, "BEFORE DELETE")
    for table in NEVER_DELETED:
        yield refuse("filed_for_good", table, "BEFORE DELETE")
    for table, columns in FIXED.items():
        yield refuse("filed_for_good", table, "BEFORE UPDATE", _changed(columns, "IS NOT"))
    for table, column in RESTS.items():
        yield refuse("rests", table, "BEFORE UPDATE", f"OLD.{column} IS NOT NULL")
    yield refuse("filed_for_good", "attachment", "BEFORE DELETE", "OLD.complaint_id IS NOT NULL")
    yield (
        "CREATE TRIGGER filed_for_good_attachment_change BEFORE UPDATE ON complaints_attachment WHEN "
        f"{_changed(FILE_FIXED, 'IS NOT')} OR (OLD.is_sealed AND NOT NEW.is_sealed) OR (OLD.complaint_id IS NOT NULL AND "
        f"({_changed(['complaint_id', 'draft_id', 'event_sequence', 'purpose'], 'IS NOT')})) "
        "BEGIN SELECT RAISE(ABORT, 'filed_for_good'); END"
    )
    yield refuse(
        "text_is_immutable",
        "text",
        "BEFORE UPDATE",
        f"{_changed(TEXT_FIXED, 'IS NOT')} OR NOT ("
        # sealed: the same text, now as cipher
        "(OLD.plain IS NOT NULL AND NEW.plain IS NULL AND NEW.cipher IS NOT NULL AND NEW.salt IS OLD.salt "
        "AND NEW.erased_at IS NULL) OR "
        # erased: nothing left
        "(OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.plain IS NULL AND NEW.cipher IS NULL "
        "AND NEW.salt IS NULL))",
    )


def _postgresql():
    yield """
    CREATE FUNCTION complaints_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END $$"""

    def refuse(name, table, when, condition=None):
        clause = f"WHEN ({condition})" if condition else ""
        return (
            f"CREATE TRIGGER {name}_{table}_{when.split()[1].lower()} {when} ON complaints_{table} "
            f"FOR EACH ROW {clause} EXECUTE FUNCTION complaints_refuse('{name}')"
        )

    # FOR SHARE: nobody can deactivate the agency between this look and our commit.
    yield f"""
    CREATE FUNCTION complaints_owner_may_own() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM complaints_agency a WHERE a.id = NEW.owner_id AND {OWNING} FOR SHARE;
        IF NOT FOUND OR NEW.owner_id = NEW.excluded_agency_id THEN
            RAISE EXCEPTION 'owner_may_own' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.resume_owner_id IS NOT NULL THEN
            PERFORM 1 FROM complaints_agency a WHERE a.id = NEW.resume_owner_id AND {OWNING} FOR SHARE;
            IF NOT FOUND OR NEW.resume_owner_id = NEW.excluded_agency_id THEN
                RAISE EXCEPTION 'owner_may_own' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END IF;
        RETURN NEW;
    END $$"""
    yield (
        "CREATE TRIGGER owner_may_own_complaint_insert BEFORE INSERT ON complaints_complaint "
        "FOR EACH ROW EXECUTE FUNCTION complaints_owner_may_own()"
    )
    touched = (
        f"({_changed(['owner_id', 'resume_owner_id', 'excluded_agency_id'], 'IS DISTINCT FROM')} "
        "OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL))"
    )
    yield (
        "CREATE TRIGGER owner_may_own_complaint_update BEFORE UPDATE ON complaints_complaint "
        f"FOR EACH ROW WHEN ({touched}) EXECUTE FUNCTION complaints_owner_may_own()"
    )
    yield """
    CREATE FUNCTION complaints_agency_keeps_cases() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM complaints_complaint c
            WHERE c.closed_at IS NULL AND (c.owner_id = NEW.id OR c.resume_owner_id = NEW.id) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'agency_keeps_cases' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""
    yield (
        "CREATE TRIGGER agency_keeps_cases_agency_update BEFORE UPDATE ON complaints_agency FOR EACH ROW "
        "WHEN (NOT NEW.is_active OR NEW.kind NOT IN ('regional', 'bumd')) "
        "EXECUTE FUNCTION complaints_agency_keeps_cases()"
    )
    for table in APPEND_ONLY:
        yield refuse("append_only", table, "BEFORE UPDATE")
        yield refuse("append_only", table, "BEFORE DELETE")
    for table in NEVER_DELETED:
        yield refuse("filed_for_good", table, "BEFORE DELETE")
    for table in [*APPEND_ONLY, *NEVER_DELETED, "attachment"]:
        yield (
            f"CREATE TRIGGER filed_for_good_{table}_truncate BEFORE TRUNCATE ON complaints_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION complaints_refuse('filed_for_good')"
        )
    for table, columns in FIXED.items():
        yield refuse("filed_for_good", table, "BEFORE UPDATE", _changed(columns, "IS DISTINCT FROM"))
    for table, column in RESTS.items():
        yield refuse("rests", table, "BEFORE UPDATE", f"OLD.{column} IS NOT NULL")
    yield refuse("filed_for_good", "attachment", "BEFORE DELETE", "OLD.complaint_id IS NOT NULL")
    yield (
        "CREATE TRIGGER filed_for_good_attachment_change BEFORE UPDATE ON complaints_attachment FOR EACH ROW WHEN ("
        f"{_changed(FILE_FIXED, 'IS DISTINCT FROM')} OR (OLD.is_sealed AND NOT NEW.is_sealed) "
        f"OR (OLD.complaint_id IS NOT NULL AND "
        f"({_changed(['complaint_id', 'draft_id', 'event_sequence', 'purpose'], 'IS DISTINCT FROM')}))) "
        "EXECUTE FUNCTION complaints_refuse('filed_for_good')"
    )
    yield refuse(
        "text_is_immutable",
        "text",
        "BEFORE UPDATE",
        f"{_changed(TEXT_FIXED, 'IS DISTINCT FROM')} OR NOT ("
        "(OLD.plain IS NOT NULL AND NEW.plain IS NULL AND NEW.cipher IS NOT NULL "
        "AND NEW.salt IS NOT DISTINCT FROM OLD.salt AND NEW.erased_at IS NULL) OR "
        "(OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.plain IS NULL AND NEW.cipher IS NULL "
        "AND NEW.salt IS NULL))",
    )


def create_triggers(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_the_whole_kernel")]

    operations = [migrations.RunPython(create_triggers)]
