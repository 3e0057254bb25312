"""A portal as large as measurements need it: a million complaints in minutes, on SQLite and PostgreSQL.

Every CHECK, foreign key and trigger is on while the rows come in, and `guarantee` finds nothing but that the hashes of
the history are invented: chains of a million complaints would take hours. What has a distribution in life has one here:
few categories and villages hold most reports, years pass, 3 % are open, some of them late with their miss on record,
and just as many as asked for are due at `NOW`, at the closing times of the last days, many at one moment. No complaint
is protected, merged or handed to an outside body; texts are plain; nobody has left a contact.
"""

from __future__ import annotations

import io
import random
from bisect import bisect
from datetime import timedelta
from itertools import accumulate

from django.core.management.color import no_style
from django.db import connection, transaction

from complaints.models import Agency, Category, Complaint, Village
from complaints.numbers import ALPHABET, check_character
from complaints.states import WAITS_FOR, Status
from tests.factories import NOW

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
OPEN_SHARE = 0.03
_OPEN = {
    Status.SUBMITTED: 25,
    Status.REFERRED: 20,
    Status.IN_PROGRESS: 25,
    Status.ANSWERED: 20,
    Status.NEEDS_INFO: 5,
    Status.SCHEDULED: 5,
}
_MAY_BE_LATE = {Status.SUBMITTED, Status.REFERRED, Status.IN_PROGRESS}
_CLOSED = {Status.RESOLVED: 87, Status.ARCHIVED: 8, Status.WITHDRAWN: 5}
_CHANNELS = {"web": 60, "whatsapp": 25, "phone": 6, "counter": 5, "sp4n": 4}
_WHAT = ["lampu jalan", "jalan", "sampah", "air bersih", "selokan", "pelayanan", "jembatan", "pohon", "guru", "obat"]
_HOW = ["mati", "rusak", "menumpuk", "tidak mengalir", "mampet", "lambat", "retak", "tumbang", "tidak datang", "habis"]
_WHERE = ["di depan sekolah", "dekat pasar", "di simpang tiga", "di belakang masjid", "di kantor desa", "tepi pantai"]
# How many events a complaint has when it was referred, and when it was answered.
_REFERRED = "1 + CASE WHEN referred IS NULL THEN 0 ELSE 1 END"
_IS_ANSWERED = "status IN ('answered', 'resolved')"
_ANSWERED = f"{_REFERRED} + CASE WHEN {_IS_ANSWERED} THEN 1 ELSE 0 END"
# Few are supported by many; every answer is shown.
_PUBLISHED = [
    "INSERT INTO complaints_text (complaint_id, kind, plain, salt, created_at) "
    "SELECT c.id, 'answer', 'Sudah kami periksa dan perbaiki di lapangan.', t.salt, c.received_at "
    "FROM complaints_complaint c JOIN complaints_submission s ON s.complaint_id = c.id "
    "JOIN complaints_text t ON t.complaint_id = c.id AND t.kind = 'story' "
    "WHERE c.status IN ('answered', 'resolved') AND c.access_class = 'ordinary' AND s.may_publish",
    "INSERT INTO complaints_publication (complaint_id, title, story_id, answer_id, supporters, first_published_at, "
    "latitude, longitude) "
    "SELECT c.id, substr(t.plain, 1, 80), t.id, a.id, 400 / (1 + c.id % 997), c.received_at, "
    "CAST(p.latitude * 1000 AS INTEGER) / 1000.0, CAST(p.longitude * 1000 AS INTEGER) / 1000.0 "
    "FROM complaints_complaint c JOIN complaints_submission s ON s.complaint_id = c.id "
    "JOIN complaints_text t ON t.complaint_id = c.id AND t.kind = 'story' "
    "JOIN complaints_place p ON p.complaint_id = c.id "
    "LEFT JOIN complaints_text a ON a.complaint_id = c.id AND a.kind = 'answer' "
    "WHERE c.access_class = 'ordinary' AND s.may_publish",
    "UPDATE complaints_complaint SET published_at = received_at "
    "WHERE id IN (SELECT complaint_id FROM complaints_publication)",
    # One in a thousand was hidden again.
    "UPDATE complaints_complaint SET published_at = NULL WHERE id % 1000 = 7 AND published_at IS NOT NULL",
    "UPDATE complaints_publication SET hidden_at = first_published_at, hidden_because = 'wish' "
    "WHERE complaint_id % 1000 = 7",
]
_COLUMNS = (
    "id bigint, number text, status text, because text, waits_for text, owner bigint, category bigint, village bigint, "
    "latitude double precision, longitude double precision, access text, term_class text, channel text, "
    "may_publish boolean, story text, received bigint, referred bigint, closed bigint, due bigint, effect bigint"
)


def seed(count: int, *, due: int, years: int = 10, now=NOW) -> None:
    """Fill an empty portal that has its master data with `count` complaints, of which `due` are due at `now`.

    Agencies, categories and villages must be there (`load_reference`, or `make_office` and `make_village`). The same
    arguments make the same rows. Raises ValueError where complaints are already.
    """
    if Complaint.objects.exists():
        raise ValueError("There are complaints already: their numbers would meet those of the seed.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE seed ({_COLUMNS})")
        _stage(cursor, _rows(count, due, years, now))
        for statement in _statements(int(now.timestamp())):
            cursor.execute(statement)
        cursor.execute("DROP TABLE seed")
        for statement in connection.ops.sequence_reset_sql(no_style(), [Complaint]):
            cursor.execute(statement)
    if connection.vendor == "postgresql":  # what autovacuum does within a minute
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def publish() -> None:
    """Show the public all that it may see of a seeded portal, with answers and supporters, and fill the figures.

    The seeded history is too thin for `recount`: the figures are counted from the columns of the complaints, in the
    cells of which life has most.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in [*_PUBLISHED, *_tallies()]:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")


def _stage(cursor, rows) -> None:
    if connection.vendor == "postgresql":
        while text := "".join(
            "\t".join(map(_copied, row)) + "\n" for row, _n in zip(rows, range(50_000), strict=False)
        ):
            cursor.copy_from(io.StringIO(text), "seed")
    else:
        names = ", ".join("?" for _column in _COLUMNS.split(", "))
        cursor.connection.executemany(f"INSERT INTO temp.seed VALUES ({names})", rows)


def _copied(value) -> str:
    return r"\N" if value is None else str(value)


class _Drawn:
    """Keys drawn by weight, from one source of chance."""

    def __init__(self, weights: dict, chance: random.Random):
        self.keys, self.sums, self.chance = list(weights), list(accumulate(weights.values())), chance

    def __call__(self):
        return self.keys[bisect(self.sums, self.chance.random() * self.sums[-1])]


def _skewed(keys: list) -> dict:
    return {key: 1 / place for place, key in enumerate(keys, start=1)}


def _rows(count: int, due: int, years: int, now):
    """Yield the rows of the table `seed` in the order of receipt."""
    chance = random.Random(20)
    now = int(now.timestamp())
    categories = Category.objects.filter(agency__kind__in=Agency.OWNING_KINDS, agency__is_active=True).order_by("pk")
    category_of, village_of = (
        _Drawn(_skewed(list(rows)), chance)
        for rows in (categories.select_related("agency"), Village.objects.order_by("pk"))
    )
    coordinator = Agency.objects.get(duty=Agency.Duty.COORDINATOR).pk
    inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE).pk
    open_state, end_state, channel = (_Drawn(weights, chance) for weights in (_OPEN, _CLOSED, _CHANNELS))
    final = count - max(due * 5 // 4, int(count * OPEN_SHARE))
    first, since = now - years * 365 * DAY, now - 110 * DAY
    old_enough = range(final, final + int((count - final) * 0.9))
    to_do = set(chance.sample(old_enough, due))
    for n in range(count):
        category, village = category_of(), village_of()
        owner = category.agency_id
        access = "sensitive" if category.sensitive else "supervisory" if category.supervisory_hint else "ordinary"
        because = waits_for = referred = closed = due_at = effect = None
        if n < final:
            received = first + (since - first) * n // final
            status = end_state()
            referred = received + chance.randrange(HOUR, DAY) if status == Status.RESOLVED else None
            closed = received + chance.randrange(2 * DAY, 26 * DAY)
        else:
            received = since + (now - HOUR - since) * (n - final) // (count - final)
            status = open_state()
            waits_for = WAITS_FOR[status].value
            referred = received + 30 * MINUTE if status != Status.SUBMITTED else None
            due_at = now + chance.randrange(HOUR, 14 * DAY)
            effect = due_at
            if n in to_do:
                due_at = effect = now - chance.randrange(3) * DAY - 18 * HOUR  # 16.00 of the last days
            elif status in _MAY_BE_LATE and chance.random() < 0.2 and received < now - 10 * DAY:
                due_at = now - chance.randrange(HOUR, 8 * DAY)
                effect = now + chance.randrange(HOUR, 7 * DAY)
        if status == Status.SUBMITTED:
            because = "new"
        if access == "supervisory":
            owner = inspectorate
        elif referred is None:
            owner = coordinator
        story = (
            f"{chance.choice(_WHAT)} {chance.choice(_HOW)} {chance.choice(_WHERE)} {village.name}, tolong diperiksa."
        )
        yield (
            n + 1,
            _number(n),
            status.value,
            because,
            waits_for,
            owner,
            category.pk,
            village.pk,
            village.latitude + (chance.random() - 0.5) / 20,
            village.longitude + (chance.random() - 0.5) / 20,
            access,
            category.term_class,
            channel(),
            access == "ordinary" and not category.never_public and chance.random() < 0.8,
            story.capitalize(),
            received,
            referred,
            closed,
            due_at,
            effect,
        )


def _number(n: int) -> str:
    """Return the n-th tracking number: another one for each n below 32 ** 8, without an order to be seen."""
    mixed = n * 387_420_489 % 32**8
    payload = "".join(ALPHABET[mixed >> shift & 31] for shift in range(0, 40, 5))
    return f"BLT-{payload[:4]}-{payload[4:]}-{check_character(payload)}"


def _at(seconds: str) -> str:
    """SQL of a moment from SQL of seconds since 1970, as Django stores it."""
    if connection.vendor == "postgresql":
        return f"to_timestamp({seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%S', {seconds}, 'unixepoch')"


def _blob(text: str, salt: str) -> str:
    """SQL of 16 bytes that are others for each `text` and `salt`."""
    if connection.vendor == "postgresql":
        return f"decode(md5('{salt}' || {text}), 'hex')"
    return f"CAST(printf('%-16.16s', '{salt}' || {text}) AS BLOB)"


def _tallies():
    """Yield the INSERTs of figures by month: of the regency, by agency, by category, by place and by both."""
    postgresql = connection.vendor == "postgresql"
    month = "date_trunc('month', c.{})::date" if postgresql else "date(c.{}, 'start of month')"
    day = "c.{}::date" if postgresql else "date(c.{})"
    for agency, category, district, village in [
        ("0", "0", "0", "0"),
        ("c.owner_id", "0", "0", "0"),
        ("0", "c.category_id", "0", "0"),
        ("0", "0", "v.district_id", "0"),
        ("0", "0", "v.district_id", "c.village_id"),
        ("0", "c.category_id", "v.district_id", "0"),
    ]:
        for kind, bucket, at, where in [
            ("received", "''", "received_at", "1 = 1"),
            ("closed", "''", "closed_at", "c.closed_at IS NOT NULL"),
            ("answered", "CAST(c.id % 60 AS varchar(20))", "closed_at", "c.status = 'resolved'"),
            ("punctual", "CASE WHEN c.id % 5 = 0 THEN 'late' ELSE 'on_time' END", "closed_at", "c.status = 'resolved'"),
            ("outcome", "'repaired'", "closed_at", "c.status = 'resolved'"),
            ("open", "''", "received_at", "c.closed_at IS NULL"),
        ]:
            spans = {"month": month} | ({"day": day} if (agency, category, district) == ("0", "0", "0") else {})
            for span, start in spans.items():
                yield f"""
                    INSERT INTO complaints_tally (agency, category, district, village, access_class, span, starts_on,
                        kind, bucket, n)
                    SELECT {agency}, {category}, {district}, {village}, 'ordinary', '{span}', {start.format(at)},
                        '{kind}', {bucket}, count(*)
                    FROM complaints_complaint c JOIN complaints_village v ON v.id = c.village_id
                    WHERE c.access_class = 'ordinary' AND {where} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"""

    yield """
        INSERT INTO complaints_tally (agency, category, district, village, access_class, span, starts_on,
            kind, bucket, n)
        SELECT 0, 0, 0, 0, 'ordinary', 'month', {}, 'logged', COALESCE(p.hidden_because, ''), count(*)
        FROM complaints_publication p JOIN complaints_complaint c ON c.id = p.complaint_id
        GROUP BY 7, 9""".format(month.format("received_at"))


def _statements(now: int):
    """Yield the INSERTs from `seed` into the tables, parents first."""
    a_year = "extract(year FROM {})" if connection.vendor == "postgresql" else "CAST(strftime('%Y', {}) AS INTEGER)"
    year = a_year.format(_at("received"))
    yield f"""
        INSERT INTO complaints_complaint (id, tracking_number, status, submitted_because, owner_id, waits_for, due_at,
            next_effect_at, closed_at, resume_status, resume_owner_id, access_class, report_class, term_class, priority,
            category_id, village_id, received_at, version)
        SELECT id, number, status, because, owner, waits_for, {_at("due")}, {_at("effect")}, {_at("closed")},
            CASE status WHEN 'needs_info' THEN 'in_progress' END, CASE status WHEN 'needs_info' THEN owner END,
            access, 'complaint', term_class, 'normal', category, village, {_at("received")},
            {_ANSWERED} + CASE WHEN closed IS NULL AND status <> 'needs_info' THEN 0 ELSE 1 END
        FROM seed ORDER BY id"""
    yield f"""
        INSERT INTO complaints_submission (complaint_id, channel, key_digest, code_digest, key_version, body_digest,
            may_publish, since)
        SELECT id, channel, {_blob("number", "key")}, {_blob("number", "code")}, 1, {_blob("number", "body")},
            may_publish, ''
        FROM seed ORDER BY id"""
    yield f"""
        INSERT INTO complaints_agenda (complaint_id, series, year, number)
        SELECT id, 'general', {year}, row_number() OVER (PARTITION BY {year} ORDER BY id) FROM seed"""
    yield f"""
        INSERT INTO complaints_text (complaint_id, kind, plain, salt, created_at)
        SELECT id, 'story', story, {_blob("number", "salt")}, {_at("received")} FROM seed ORDER BY id"""
    yield """
        INSERT INTO complaints_place (complaint_id, latitude, longitude, accuracy)
        SELECT id, latitude, longitude, 20 FROM seed ORDER BY id"""
    yield from _clocks(now)
    yield from _events()


def _clocks(now: int):
    """What runs in each status, what has stopped in closed cases, and a miss for what is late."""
    coordinator = "(SELECT id FROM complaints_agency WHERE duty = 'coordinator')"
    left = (
        "interval '5 days'" if connection.vendor == "postgresql" else str(5 * timedelta(days=1) // timedelta.resolution)
    )
    paused = f"CASE status WHEN 'needs_info' THEN {_at('referred + 3600')} END"
    remaining = f"CASE status WHEN 'needs_info' THEN {left} END"
    # kind, owner, from, to, stopped, status
    for kind, agency, started, due, stopped, where in [
        ("verification", coordinator, "received", f"received + {5 * DAY}", f"received + {DAY}", "closed IS NOT NULL"),
        ("resolution", "owner", "referred", f"referred + {20 * DAY}", "closed", "status = 'resolved'"),
        ("verification", "owner", "received", "due", None, "status = 'submitted'"),
        ("acceptance", "owner", "referred", f"referred + {DAY}", None, "status = 'referred'"),
        ("first_response", "owner", "referred", "due", None, "status = 'referred'"),
        ("resolution", "owner", "referred", f"due + {9 * DAY}", None, "status = 'referred'"),
        ("resolution", "owner", "referred", "due", None, "status = 'in_progress'"),
        ("resolution", "owner", "referred", f"due + {9 * DAY}", None, "status IN ('scheduled', 'needs_info')"),
        ("statutory", "owner", "referred", f"due + {40 * DAY}", None, "referred IS NOT NULL AND waits_for = 'agency'"),
        ("statutory", "owner", "referred", f"due + {40 * DAY}", None, "status = 'needs_info'"),
        ("promise", "owner", "referred", "due", None, "status = 'scheduled'"),
        ("completion", "owner", "referred", "due", None, "status = 'needs_info'"),
        ("confirmation", "owner", "referred", "due", None, "status = 'answered'"),
    ]:
        stands = kind in ("resolution", "statutory") and stopped is None
        yield f"""
            INSERT INTO complaints_clock (complaint_id, kind, agency_id, started_at, counts_from, amount, unit, source,
                due_at, stopped_at, paused_at, remaining)
            SELECT id, '{kind}', {agency}, {_at(started)}, {_at(started)}, 0, 'date', '', {_at(due)},
                {_at(stopped) if stopped else "NULL"}, {paused if stands else "NULL"}, {remaining if stands else "NULL"}
            FROM seed WHERE {where} ORDER BY seed.id"""
    yield f"""
        INSERT INTO complaints_miss (clock_id, agency_id, due_at, stopped_at, recorded_at)
        SELECT c.id, c.agency_id, c.due_at, c.stopped_at, COALESCE(c.stopped_at, {_at(str(now))})
        FROM complaints_clock c JOIN seed ON seed.id = c.complaint_id
        WHERE c.kind IN ('verification', 'first_response', 'resolution')
            AND (c.stopped_at > c.due_at OR c.stopped_at IS NULL AND seed.effect > {now} AND c.due_at < {_at(str(now))})
            AND c.paused_at IS NULL"""


def _events():
    """A short history each, so that pages have something to tell; its hashes are only as long as real ones."""
    as_json, hashed = "{}", f"substr('{'0' * 64}' || id, -64)"
    if connection.vendor == "postgresql":
        as_json, hashed = "({})::jsonb", "lpad(id::text, 64, '0')"
    ends = {"resolved": "confirmation_over", "archived": "archived", "withdrawn": "withdrawn", "needs_info": "asked"}
    whens = " ".join(f"WHEN '{status}' THEN '{kind}'" for status, kind in ends.items())
    end = f"CASE status {whens} END"
    for sequence, kind, at, data, where in [
        ("1", "'submitted'", "received", "'{}'", "1 = 1"),
        (_REFERRED, "'referred'", "referred", "'{\"to\": ' || owner || '}'", "referred IS NOT NULL"),
        (_ANSWERED, "'answered'", "referred + 3600", '\'{"outcome": "repaired"}\'', _IS_ANSWERED),
        (f"{_ANSWERED} + 1", end, "COALESCE(closed, referred + 7200)", "'{}'", f"{end} IS NOT NULL"),
    ]:
        yield f"""
            INSERT INTO complaints_event (complaint_id, sequence, kind, actor_kind, at, data, previous, hash)
            SELECT id, {sequence}, {kind}, 'system', {_at(at)}, {as_json.format(data)}, {hashed}, {hashed}
            FROM seed WHERE {where} ORDER BY id"""
