"""Who writes, how, and who may read the clock (architecture.md 2-3, style.md traps 8, 9 and 13)."""

import ast

from tests.architecture.source import calls, dotted, named, python, tree

READERS = {"views", "forms", "queries", "access"}  # they never write, nor do views_<part>.py and forms_<part>.py
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "select_for_update"}
PUBLIC_DATA = {"Regency", "Category", "District", "Village"}  # the same for everybody
TIMELESS = {
    "operations.py",
    "queries.py",
    "forms.py",
    "lifecycle.py",
    "audit.py",
    "texts.py",
    "identity.py",
    "states.py",
}
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "localdate"}


def kind_of(path) -> str:
    """Return what a module of a stage is: "views" of views.py and of views_entry.py."""
    return path.stem.partition("_")[0]


def test_saving_names_its_fields():
    """A whole-row save writes back what another request has changed since. `image.save(file, …)` is Pillow's."""
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in python("complaints", "besadu")
        for name, call in calls(path)
        if name == "save"
        and not call.args
        and {key.arg for key in call.keywords}.isdisjoint({"update_fields", "force_insert"})
    ]
    assert not wrong, f"save() without update_fields: {wrong}"


def test_readers_do_not_write():
    wrong = [
        f"{named(path)}:{call.lineno} {name}"
        for path in python("complaints")
        if kind_of(path) in READERS or "templatetags" in path.parts
        for name, call in calls(path)
        if name in WRITING
    ]
    assert not wrong, f"only operations write: {wrong}"


def test_views_and_forms_reach_rows_through_access_and_queries():
    """What a person may see is decided in one place; a view that asks a manager repeats the condition or forgets it."""
    wrong = [
        f"{named(path)}:{node.lineno} {dotted(node)}"
        for path in python("complaints")
        if kind_of(path) in {"views", "forms"} or "templatetags" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
        if dotted(node).removesuffix(".objects") not in PUBLIC_DATA
        # An empty queryset asks nothing: the form fills it from queries.py.
        if not dotted(node).endswith("objects") or not _asks_nothing(path, node)
    ]
    assert not wrong, f"managers used in views or forms: {wrong}"


def _asks_nothing(path, manager: ast.Attribute) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.value is manager and node.attr == "none"
        for node in ast.walk(tree(path))
    )


def test_rules_are_given_the_time():
    """`now` is an argument everywhere below views and commands, so that every rule can be tried at any moment."""
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in python("complaints")
        if path.name in TIMELESS or "deadlines" in path.parts or "models" in path.parts
        for _name, call in calls(path)
        if dotted(call.func) in CLOCKS and not call.args and not call.keywords
    ]
    assert not wrong, f"the clock is read outside views and commands: {wrong}"


ACTS = {"audit.record", "outbox.record", "lifecycle.lock", "lifecycle.transition"}


def test_operations_change_all_or_nothing():
    """Every public function that acts is atomic, or holds an atomic block (photos are decoded before it)."""
    wrong = []
    for path in python("complaints"):
        if path.name != "operations.py":
            continue
        inside = {
            node.name: {dotted(part) for part in ast.walk(node)}
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef)
        }
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            # What it hands its work to, in the same file, is a part of it.
            named_inside = inside[node.name].union(*(inside[name] for name in inside[node.name] if name in inside))
            acts = ACTS & named_inside or "actor" in {argument.arg for argument in node.args.kwonlyargs}
            if acts and "transaction.atomic" not in named_inside:
                wrong.append(f"{named(path)}:{node.lineno} {node.name}")
    assert not wrong, f"operations without transaction.atomic: {wrong}"


def test_no_signals():
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in python("complaints", "besadu")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}
    ]
    assert not wrong, f"call by name instead: {wrong}"


def test_text_of_people_is_never_compiled_as_a_template():
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in python("complaints", "besadu")
        for name, call in calls(path)
        if name in {"from_string", "Template"}
    ]
    assert not wrong, f"templates live in templates/: {wrong}"
