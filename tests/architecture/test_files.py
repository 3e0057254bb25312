"""Size and names of files (architecture.md 2)."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, named, python, templates, tree

LONGEST = 400  # lines; a longer file hides a second name
DRAWERS = {"utils", "helpers", "common", "services", "lib", "misc", "core", "managers"}


@pytest.mark.parametrize("kind", ["besadu", "complaints", "tests", "templates"])
def test_files_are_short(kind):
    paths = templates() if kind == "templates" else python(kind)
    long = {named(path): lines for path in paths if (lines := len(path.read_text().splitlines())) > LONGEST}
    assert not long, f"more than {LONGEST} lines: {long}"


def test_no_drawers():
    paths = [*(ROOT / "complaints").rglob("*"), *(ROOT / "besadu").rglob("*"), *(ROOT / "tests").rglob("*")]
    wrong = [named(path) for path in paths if path.stem in DRAWERS]
    assert not wrong, f"name what it is about: {wrong}"


def test_every_package_says_what_it_promises():
    packages = [path for path in python("complaints", "besadu") if path.name == "__init__.py"]
    wrong = [
        named(path)
        for path in packages
        if path.parent.name not in {"management", "commands", "templatetags"} and not ast.get_docstring(tree(path))
    ]
    assert not wrong, f"packages without a docstring: {wrong}"


def test_every_public_function_says_what_it_does():
    """Of the kernel and of operations; views, forms and models speak by their names."""
    wrong = []
    for path in python("complaints"):
        speaks = path.stem.partition("_")[0] in {"views", "forms", "urls", "admin"}
        if speaks or {"models", "commands"} & set(path.parts):
            continue
        wrong += [
            f"{named(path)}:{node.lineno} {node.name}"
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert not wrong, f"public functions without a docstring: {wrong}"


def test_nothing_is_left_for_later():
    mark = re.compile(r"\b(TODO|FIXME|XXX|NotImplemented\b|lorem ipsum)", re.IGNORECASE)
    paths = [*python("complaints", "besadu"), *templates(), *(ROOT / "static").rglob("*.js")]
    wrong = [f"{named(path)}" for path in paths if mark.search(path.read_text())]
    assert not wrong, f"unfinished: {wrong}"


def test_complaint_stays_small():
    from complaints.models import Complaint

    fields = [field for field in Complaint._meta.local_concrete_fields if not field.primary_key]
    assert len(fields) < 25, f"{len(fields)} columns; give the new ones a table of their own"
