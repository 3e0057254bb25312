"""The words of published complaints, indexed for search: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

No model's table: only what the public may read stands in it, and the database itself keeps it so, whoever writes.
One row for each publication that is not hidden; `complaints/finding.py` is the only reader.
"""

from django.db import migrations

# What a report is found by: its public title, story, landmark and newest answer, its topic and its place.
_WORDS = """
    SELECT p.complaint_id, {join}
    FROM complaints_publication p
    JOIN complaints_complaint c ON c.id = p.complaint_id
    JOIN complaints_category k ON k.id = c.category_id
    LEFT JOIN complaints_village v ON v.id = c.village_id
    LEFT JOIN complaints_district d ON d.id = v.district_id
    LEFT JOIN complaints_text s ON s.id = p.story_id
    LEFT JOIN complaints_text l ON l.id = p.landmark_id
    LEFT JOIN complaints_text a ON a.id = p.answer_id
    WHERE p.hidden_at IS NULL AND {which}
"""
_PARTS = ["p.title", "s.plain", "l.plain", "a.plain", "k.name", "v.name", "d.name"]


def _sqlite():
    yield (
        "CREATE VIRTUAL TABLE complaints_publicwords USING fts5("
        "words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3')"
    )
    join = " || ' ' || ".join(f"coalesce({part}, '')" for part in _PARTS)

    def again(complaint):
        chosen = _WORDS.format(join=join, which=f"p.complaint_id = {complaint}")
        return (
            f"DELETE FROM complaints_publicwords WHERE rowid = {complaint}; "
            f"INSERT INTO complaints_publicwords (rowid, words) {chosen};"
        )

    yield (
        "CREATE TRIGGER public_words_publication_insert AFTER INSERT ON complaints_publication "
        f"BEGIN {again('NEW.complaint_id')} END"
    )
    yield (
        "CREATE TRIGGER public_words_publication_update AFTER UPDATE OF title, story_id, landmark_id, answer_id, "
        f"hidden_at ON complaints_publication BEGIN {again('NEW.complaint_id')} END"
    )
    yield (
        "CREATE TRIGGER public_words_complaint_update AFTER UPDATE OF category_id, village_id ON complaints_complaint "
        "WHEN NEW.published_at IS NOT NULL AND "
        "(NEW.category_id IS NOT OLD.category_id OR NEW.village_id IS NOT OLD.village_id) "
        f"BEGIN {again('NEW.id')} END"
    )
    # Sealed or erased: what nobody reads any more is not found either.
    yield (
        "CREATE TRIGGER public_words_text_update AFTER UPDATE OF plain ON complaints_text "
        "WHEN NEW.kind = 'public' AND NEW.plain IS NULL AND OLD.plain IS NOT NULL "
        f"BEGIN {again('NEW.complaint_id')} END"
    )


def _postgresql():
    yield "CREATE TABLE complaints_publicwords (complaint_id bigint PRIMARY KEY, words tsvector NOT NULL)"
    yield "CREATE INDEX public_words ON complaints_publicwords USING gin (words)"
    join = f"to_tsvector('indonesian', concat_ws(' ', {', '.join(_PARTS)}))"
    # A plan that was made when the tables were small is kept by the session: it must not read them whole later.
    yield f"""
    CREATE FUNCTION complaints_index_words(which bigint) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
    BEGIN
        DELETE FROM complaints_publicwords WHERE complaint_id = which;
        INSERT INTO complaints_publicwords (complaint_id, words) {_WORDS.format(join=join, which="p.complaint_id = which")};
    END $$"""
    yield """
    CREATE FUNCTION complaints_public_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'complaints_complaint' THEN
            PERFORM complaints_index_words(NEW.id);
        ELSE
            PERFORM complaints_index_words(NEW.complaint_id);
        END IF;
        RETURN NULL;
    END $$"""
    yield (
        "CREATE TRIGGER public_words_publication_insert AFTER INSERT ON complaints_publication "
        "FOR EACH ROW EXECUTE FUNCTION complaints_public_words()"
    )
    yield (
        "CREATE TRIGGER public_words_publication_update AFTER UPDATE OF title, story_id, landmark_id, answer_id, "
        "hidden_at ON complaints_publication FOR EACH ROW EXECUTE FUNCTION complaints_public_words()"
    )
    yield (
        "CREATE TRIGGER public_words_complaint_update AFTER UPDATE OF category_id, village_id ON complaints_complaint "
        "FOR EACH ROW WHEN (NEW.published_at IS NOT NULL AND (NEW.category_id IS DISTINCT FROM OLD.category_id OR "
        "NEW.village_id IS DISTINCT FROM OLD.village_id)) EXECUTE FUNCTION complaints_public_words()"
    )
    yield (
        "CREATE TRIGGER public_words_text_update AFTER UPDATE OF plain ON complaints_text FOR EACH ROW "
        "WHEN (NEW.kind = 'public' AND NEW.plain IS NULL AND OLD.plain IS NOT NULL) "
        "EXECUTE FUNCTION complaints_public_words()"
    )


def index_words(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_triggers")]

    operations = [migrations.RunPython(index_words)]
