"""A CHECK passes when it is unknown: wherever NULL may stand, each condition must say what it means."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice, product
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, F, Q

from tests.planting import rows

pytestmark = pytest.mark.django_db


def test_no_check_lets_null_pass():
    """A CHECK passes when it is unknown. For each column of a condition that may be NULL, NULL must be decided."""
    for model in apps.get_app_config("complaints").get_models():
        for constraint in model._meta.constraints:
            if not isinstance(constraint, CheckConstraint):
                continue
            for assignment in unknowns(model, constraint.condition):
                sql, params = evaluated(model, constraint, assignment)
                ((value,),) = rows(sql, params)
                assert value is not None, f"{constraint.name} is unknown for {assignment} in {model._meta.db_table}"


def unknowns(model, condition):
    """Yield assignments of the condition's columns: a value that it names, another one, and NULL where it may be."""
    named = {}
    for name, value in leaves(condition):
        column, _sep, lookup = name.partition("__")
        known = named.setdefault(model._meta.get_field(column), [])
        if isinstance(value, F):
            other = model._meta.pk if value.name == "pk" else model._meta.get_field(value.name)
            named.setdefault(other, [])
        elif lookup != "isnull":
            known += value if isinstance(value, list | tuple) else [value]
    choices = [[*values[:1], example(field), *([None] if field.null else [])] for field, values in named.items()]
    columns = [field.column for field in named]
    for values in islice(product(*choices), 4096):
        yield dict(zip(columns, values, strict=True))


def leaves(condition):
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        else:
            yield child


def example(field):
    kind = field.target_field.get_internal_type() if field.is_relation else field.get_internal_type()
    return {
        "DateTimeField": datetime(2026, 1, 1, tzinfo=UTC),
        "DateField": datetime(2026, 1, 1, tzinfo=UTC).date(),
        "TimeField": time(8),
        "DurationField": timedelta(hours=1),
        "BinaryField": b"x",
        "UUIDField": UUID(int=1),
        "BooleanField": True,
        "FloatField": 1.0,
        "CharField": "x",
        "TextField": "x",
    }.get(kind, 1)


def evaluated(model, constraint, assignment):
    """Return SQL that computes the condition as a value for one row with these columns."""
    check = str(constraint._get_check_sql(model, connection.SchemaEditorClass(connection, collect_sql=True)))
    columns, params = [], []
    for field in model._meta.fields:
        if field.column in assignment:
            columns.append(f'CAST(%s AS {field.db_type(connection)}) AS "{field.column}"')
            value = assignment[field.column]
            target = field.target_field if field.is_relation else field
            params.append(None if value is None else target.get_db_prep_value(value, connection))
        else:
            columns.append(f'CAST(NULL AS {field.db_type(connection)}) AS "{field.column}"')
    body = check.replace(f'"{model._meta.db_table}".', "").replace("%%", "%")
    return f"SELECT ({body.replace('%', '%%')}) FROM (SELECT {', '.join(columns)}) AS one", params
