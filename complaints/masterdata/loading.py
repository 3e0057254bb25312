"""Fill the master data from the folder of one regency (`complaints/reference/<name>/`).

Creates what is missing and touches nothing that is there: whatever the regency edited, renamed, moved or
withdrew stays so, and loading twice changes nothing. What an office decides as a whole is taken as a whole:
hours of an office that has any, holidays of a year that has any, terms of a clock and class that has any,
rules of a category that has any, and templates for every agency where there is one are the regency's own
and are left alone.
"""

import json
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from complaints import audit
from complaints.models import (
    Agency,
    Category,
    District,
    Event,
    Holiday,
    Position,
    Regency,
    ReplyTemplate,
    RoutingRule,
    Rung,
    ServiceHours,
    Synonym,
    Term,
    Village,
)


class WrongFolder(Exception):
    """The folder is not reference data for this portal."""


@transaction.atomic
def load_reference(folder: Path, now: datetime) -> dict[str, int]:
    """Create the missing master data of `folder`; return how many rows of each file were created.

    Raises WrongFolder if there is no such data, it is of another regency than the portal's, or its time
    zone is not the one the portal counts in.
    """
    loaders = {
        "regency": _load_regency,
        "districts": _load_districts,
        "villages": _load_villages,
        "agencies": _load_agencies,
        "categories": _load_categories,
        "routing_rules": _load_rules,
        "terms": _load_terms,
        "holidays": _load_holidays,
        "hours": _load_hours,
        "positions": _load_positions,
        "ladder": _load_ladder,
        "words": _load_words,
        "reply_templates": lambda rows: _load_templates(rows, now),
    }
    created = {name: load(_read(folder, name)) for name, load in loaders.items()}
    if any(created.values()):
        audit.record(
            None, Event.Kind.MASTER_DATA_CHANGED, Event.ActorKind.SYSTEM, now, reference=folder.name, **created
        )
    return created


def _read(folder: Path, name: str):
    try:
        return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise WrongFolder(f"No such file: {missing.filename}") from missing


def _load_regency(row: dict) -> int:
    if row["time_zone"] != settings.TIME_ZONE:
        raise WrongFolder(f"{row['name']} counts in {row['time_zone']}, this portal in {settings.TIME_ZONE}.")
    present = Regency.objects.first()
    if present is not None:
        if present.code != row["code"]:
            raise WrongFolder(f"This portal is that of {present.name}, not of {row['name']}.")
        return 0
    fields = "code name province programme tracking_prefix emergency_numbers channels quiet_from quiet_until"
    Regency.objects.create(**_take(row, fields))
    return 1


def _load_districts(rows: list[dict]) -> int:
    return _create(District(**_take(row, "code name aliases")) for row in _missing(District, rows))


def _load_villages(rows: list[dict]) -> int:
    districts = _by_code(District)
    fields = "code name kind latitude longitude aliases"
    return _create(
        Village(**_take(row, fields), district=districts[row["district"]]) for row in _missing(Village, rows)
    )


def _load_agencies(rows: list[dict]) -> int:
    rows = _missing(Agency, rows)
    districts, villages = _by_code(District), _by_code(Village)
    taken = set(Agency.objects.exclude(duty=None).values_list("duty", flat=True))
    fields = "code name short_name kind handles handles_sensitive hotline"
    created = _create(
        Agency(
            **_take(row, fields),
            duty=row["duty"] if row["duty"] not in taken else None,  # the regency gave it to another agency
            district=districts.get(row["district"]),
            village=villages.get(row["village"]),
            is_uncertain=row["uncertain"],
        )
        for row in rows
    )
    agencies = _by_code(Agency)
    for row in rows:
        if row["parent"]:
            agency = agencies[row["code"]]
            agency.parent = agencies[row["parent"]]
            agency.save(update_fields=["parent"])
    return created


def _load_categories(rows: list[dict]) -> int:
    rows = _missing(Category, rows)
    agencies = _by_code(Agency)
    fields = (
        "code name term_class form_order icon hint needs_place physical publish_default never_public sensitive"
        " supervisory_hint target_days legal_basis"
    )

    def category(row, topics):
        return Category(
            **_take(row, fields),
            topic=topics.get(row["topic"]),
            agency=agencies.get(row["agency"]),
            is_uncertain=row["uncertain"],
        )

    topics = _create(category(row, {}) for row in rows if not row["topic"])
    present = _by_code(Category)
    return topics + _create(category(row, present) for row in rows if row["topic"])


def _load_rules(rows: list[dict]) -> int:
    own = set(RoutingRule.objects.values_list("category__code", flat=True))
    categories, districts, agencies = _by_code(Category), _by_code(District), _by_code(Agency)
    return _create(
        RoutingRule(
            order=row["order"],
            category=categories[row["category"]],
            district=districts[row["district"]],
            agency=agencies[row["agency"]],
            reason=row["reason"],
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in rows
        if row["category"] not in own
    )


def _load_terms(rows: list[dict]) -> int:
    own = set(Term.objects.values_list("term_class", "clock"))
    fields = "term_class clock amount unit source"
    return _create(
        Term(
            **_take(row, fields),
            valid_from=date.fromisoformat(row["valid_from"]),
            is_uncertain=row["uncertain"],
        )
        for row in rows
        if (row["term_class"], row["clock"]) not in own
    )


def _load_holidays(rows: list[dict]) -> int:
    own = {day.year for day in Holiday.objects.exclude(kind=Holiday.Kind.LOCAL).values_list("day", flat=True)}
    closed = set(Holiday.objects.values_list("day", flat=True))
    fields = "name kind source"
    return _create(
        Holiday(**_take(row, fields), day=day, is_uncertain=row["uncertain"])
        for row in rows
        if (day := date.fromisoformat(row["day"])).year not in own and day not in closed
    )


def _load_hours(rows: list[dict]) -> int:
    own = set(ServiceHours.objects.values_list("agency__code", flat=True))
    agencies = _by_code(Agency)
    return _create(
        ServiceHours(
            agency=agencies.get(row["agency"]),
            weekday=row["weekday"],
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
            open_on_holidays=row["open_on_holidays"],
            valid_from=row["valid_from"] and date.fromisoformat(row["valid_from"]),
            valid_until=row["valid_until"] and date.fromisoformat(row["valid_until"]),
        )
        for row in rows
        if row["agency"] not in own
    )


def _load_positions(rows: list[dict]) -> int:
    rows = _missing(Position, rows)
    agencies, villages = _by_code(Agency), _by_code(Village)
    fields = "code title role handles_sensitive"
    created = _create(
        Position(**_take(row, fields), agency=agencies[row["agency"]], village=villages.get(row.get("village")))
        for row in rows
    )
    positions = _by_code(Position)
    for row in rows:
        if row["deputy"]:
            position = positions[row["code"]]
            position.deputy = positions[row["deputy"]]
            position.save(update_fields=["deputy"])
    return created


def _load_ladder(rows: list[dict]) -> int:
    if Rung.objects.exists():
        return 0
    positions = _by_code(Position)
    fields = "ladder after to copies_inspectorate repeats_weekly"
    return _create(Rung(**_take(row, fields), position=positions.get(row["position"])) for row in rows)


def _load_words(rows: list[dict]) -> int:
    own = set(Synonym.objects.values_list("word", flat=True))
    return _create(Synonym(**_take(row, "word meaning")) for row in rows if row["word"] not in own)


def _load_templates(rows: list[dict], now: datetime) -> int:
    """Those for every agency; a regency that has any keeps its own."""
    if ReplyTemplate.objects.filter(agency__isnull=True).exists():
        return 0
    categories, fields = _by_code(Category), "use outcome title text"
    return _create(
        ReplyTemplate(**_take(row, fields), category=categories.get(row["category"]), changed_at=now) for row in rows
    )


def _take(row: dict, fields: str) -> dict:
    return {field: row[field] for field in fields.split()}


def _missing(model, rows: list[dict]) -> list[dict]:
    present = set(model.objects.values_list("code", flat=True))
    return [row for row in rows if row["code"] not in present]


def _by_code(model) -> dict:
    return {row.code: row for row in model.objects.all()}


def _create(rows) -> int:
    rows = list(rows)
    if rows:
        type(rows[0]).objects.bulk_create(rows)
    return len(rows)
