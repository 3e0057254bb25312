"""The words of ordinary complaints as staff find them: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

No model's table: the database itself keeps it, whoever writes. A row for each ordinary complaint, of its texts that
stand there in the clear, its category and its place with their other names. What is sealed or erased goes from it in the
same statement. `complaints/finding.py` is the only reader; who may see a hit, `complaints/access.py` decides.

`complaints_deskwords_vocabulary` are the words that stand in it, by which mistyped ones are understood: on PostgreSQL those of
many complaints, gathered by the worker (followup/vocabulary.py), with pg_trgm where that may be created.
"""

from django.db import migrations

# Internal notes are not among them: who supports or oversees a case does not read them.
_KINDS = "('story', 'landmark', 'question', 'reply', 'progress', 'answer', 'objection', 'outside')"
_WORDS = """
    SELECT c.id, {join}
    FROM complaints_complaint c
    JOIN complaints_category k ON k.id = c.category_id
    LEFT JOIN complaints_village v ON v.id = c.village_id
    LEFT JOIN complaints_district d ON d.id = v.district_id
    WHERE c.access_class = 'ordinary' AND c.id = {complaint}
"""
_TEXTS = "(SELECT {together}(t.plain, ' ') FROM complaints_text t WHERE t.complaint_id = c.id AND t.kind IN " + _KINDS + ")"
_NAMES = ["k.name", "v.name", "{v.aliases}", "d.name", "{d.aliases}"]
_SORT = "category_id, village_id, access_class"


def _sqlite():
    yield (
        "CREATE VIRTUAL TABLE complaints_deskwords USING fts5("
        "words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3')"
    )
    yield "CREATE VIRTUAL TABLE complaints_deskwords_vocabulary USING fts5vocab('complaints_deskwords', 'row')"
    parts = [_TEXTS.format(together="group_concat"), *(name.strip("{}") for name in _NAMES)]
    join = " || ' ' || ".join(f"coalesce({part}, '')" for part in parts)

    def again(complaint):
        chosen = _WORDS.format(join=join, complaint=complaint)
        return (
            f"DELETE FROM complaints_deskwords WHERE rowid = {complaint}; "
            f"INSERT INTO complaints_deskwords (rowid, words) {chosen};"
        )

    yield (
        "CREATE TRIGGER desk_words_text_insert AFTER INSERT ON complaints_text "
        f"WHEN NEW.plain IS NOT NULL AND NEW.complaint_id IS NOT NULL AND NEW.kind IN {_KINDS} "
        f"BEGIN {again('NEW.complaint_id')} END"
    )
    # FTS5 keeps what was deleted until its parts are merged: sealed and erased is seldom, and is gone at once.
    yield (
        "CREATE TRIGGER desk_words_text_update AFTER UPDATE OF plain ON complaints_text "
        f"WHEN NEW.plain IS NULL AND OLD.plain IS NOT NULL AND NEW.kind IN {_KINDS} "
        f"BEGIN {again('NEW.complaint_id')} "
        "INSERT INTO complaints_deskwords (complaints_deskwords) VALUES ('optimize'); END"
    )
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _SORT.split(", "))
    yield (
        f"CREATE TRIGGER desk_words_complaint_update AFTER UPDATE OF {_SORT} ON complaints_complaint "
        f"WHEN {changed} BEGIN {again('NEW.id')} END"
    )


def _postgresql():
    yield "CREATE TABLE complaints_deskwords (complaint_id bigint PRIMARY KEY, words tsvector NOT NULL)"
    yield "CREATE INDEX desk_words ON complaints_deskwords USING gin (words)"
    yield 'CREATE TABLE complaints_deskwords_vocabulary (term text COLLATE "C" PRIMARY KEY, doc bigint NOT NULL)'
    # Words are understood without it too, more slowly.
    yield """
    DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX desk_vocabulary ON complaints_deskwords_vocabulary USING gin (term gin_trgm_ops);
    EXCEPTION WHEN OTHERS THEN
        RAISE NOTICE 'pg_trgm: %', SQLERRM;
    END $$"""
    parts = [_TEXTS.format(together="string_agg"), *(name.strip("{}") + "::text" for name in _NAMES)]
    said = f"concat_ws(' ', {', '.join(parts)})"
    # Every word as it was written and as its stem: A for the vocabulary, B for other forms of it.
    join = f"setweight(to_tsvector('simple', {said}), 'A') || setweight(to_tsvector('indonesian', {said}), 'B')"
    # A plan that was made when the tables were small is kept by the session: it must not read them whole later.
    yield f"""
    CREATE FUNCTION complaints_index_desk_words(which bigint) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
    BEGIN
        DELETE FROM complaints_deskwords WHERE complaint_id = which;
        INSERT INTO complaints_deskwords (complaint_id, words) {_WORDS.format(join=join, complaint="which")};
    END $$"""
    yield """
    CREATE FUNCTION complaints_desk_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'complaints_complaint' THEN
            PERFORM complaints_index_desk_words(NEW.id);
        ELSE
            PERFORM complaints_index_desk_words(NEW.complaint_id);
        END IF;
        RETURN NULL;
    END $$"""
    run = "EXECUTE FUNCTION complaints_desk_words()"
    yield (
        "CREATE TRIGGER desk_words_text_insert AFTER INSERT ON complaints_text FOR EACH ROW "
        f"WHEN (NEW.plain IS NOT NULL AND NEW.complaint_id IS NOT NULL AND NEW.kind IN {_KINDS}) {run}"
    )
    yield (
        "CREATE TRIGGER desk_words_text_update AFTER UPDATE OF plain ON complaints_text FOR EACH ROW "
        f"WHEN (NEW.plain IS NULL AND OLD.plain IS NOT NULL AND NEW.kind IN {_KINDS}) {run}"
    )
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _SORT.split(", "))
    yield (
        f"CREATE TRIGGER desk_words_complaint_update AFTER UPDATE OF {_SORT} ON complaints_complaint FOR EACH ROW "
        f"WHEN ({changed}) {run}"
    )


def index_words(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_public_words")]

    operations = [migrations.RunPython(index_words)]
