"""Migrations say what they do and stand alone (style.md trap 22)."""

import ast
import re

from tests.architecture.source import ROOT, named, tree

MIGRATIONS = sorted(path for path in (ROOT / "complaints" / "migrations").glob("*.py") if path.name != "__init__.py")


def test_names_say_what_is_done():
    wrong = [
        path.name for path in MIGRATIONS if not re.fullmatch(r"\d{4}_(?!auto_|alter_|initial)[a-z_]+\.py", path.name)
    ]
    assert not wrong


def test_numbers_run_without_gap():
    assert [int(path.name[:4]) for path in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_no_project_code_is_imported():
    """A migration must still run when that code is gone."""
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in MIGRATIONS
        for node in ast.walk(tree(path))
        if (
            isinstance(node, ast.ImportFrom)
            and (node.level or (node.module or "").split(".")[0] in {"complaints", "besadu"})
        )
        or (
            isinstance(node, ast.Import)
            and any(name.name.split(".")[0] in {"complaints", "besadu"} for name in node.names)
        )
    ]
    assert not wrong, f"migrations importing project code: {wrong}"
