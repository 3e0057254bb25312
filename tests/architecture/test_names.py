"""One name for one thing (architecture.md 5): address, view, operation, page and test carry the same word."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.routes import routes
from tests.architecture.source import ROOT, named, templates, tree

STAGES = sorted({route.name.split(":")[0] for route in routes() if ":" in route.name})
ROUTES = [route for route in routes() if ":" in route.name]
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=str)


def views_of(stage: str) -> list[Path]:
    """Return where a stage keeps its views: views.py and, where that grew, views_<part>.py beside it.

    The explaining pages belong to the site, not to a stage.
    """
    if stage == "pages":
        return [ROOT / "besadu" / "pages.py"]
    return sorted((ROOT / "complaints" / stage).glob("views*.py"))


def view_of(route) -> Path:
    """Return the module in which the view of a route stands."""
    return ROOT / (route.view.__module__.replace(".", "/") + ".py")


def test_names_are_unique():
    names = [route.name for route in routes()]
    assert len(names) == len(set(names))


def test_every_route_is_named():
    assert not [route.name for route in routes() if "unnamed" in route.name]


@EVERY_ROUTE
def test_address_is_indonesian_words_with_a_slash(route):
    text = re.sub(r"<[^>]*>", "x", str(route.pattern.pattern))
    assert re.fullmatch(r"([a-z0-9-]+/)*([a-z0-9-]+\.[a-z]+)?", text), text


@EVERY_ROUTE
def test_view_is_the_function_of_that_name(route):
    stage, name = route.name.split(":")
    assert view_of(route) in views_of(stage)
    assert route.view.__name__ == name


@EVERY_ROUTE
def test_pages_carry_the_name(route):
    """A view that renders has a page of its own name; another state of it is a page of the same stage."""
    stage, name = route.name.split(":")
    pages = _rendered(view_of(route), name)
    assert not pages or f"{stage}/{name}.html" in pages, pages
    assert all(page.startswith(f"{stage}/") for page in pages), pages
    assert all((ROOT / "templates" / page).is_file() for page in pages)


@EVERY_ROUTE
def test_a_test_carries_the_name(route):
    stage, name = route.name.split(":")
    assert (ROOT / "tests" / stage / f"test_{name}.py").is_file()


@pytest.mark.parametrize("stage", STAGES)
def test_no_page_is_left_over(stage):
    """Every template of a stage is the page of a route, is named by a view, or is drawn inside another one."""
    routed = {
        f"{name}.html" for name in (route.name.split(":")[1] for route in ROUTES if route.name.startswith(f"{stage}:"))
    }
    pages = {path for path in templates() if path.parent == ROOT / "templates" / stage and path.name not in routed}
    users = [*templates(), *views_of(stage)]
    inside = "\n".join(path.read_text() for path in users)
    left = [named(path) for path in pages if f'"{stage}/{path.name}"' not in inside]
    assert not left


@pytest.mark.parametrize("stage", STAGES)
def test_no_script_is_left_over(stage):
    scripts = (ROOT / "static" / stage).glob("*.js")
    left = [named(path) for path in scripts if f"{stage}:{path.stem}" not in {route.name for route in ROUTES}]
    assert not left


def _rendered(views, name: str) -> set[str]:
    """Return the pages that a view and the private functions it calls in its module name in full."""
    functions = {node.name: node for node in tree(views).body if isinstance(node, ast.FunctionDef)}
    seen, open_names, pages = set(), [name], set()
    while open_names:
        current = open_names.pop()
        if current in seen or current not in functions:
            continue
        seen.add(current)
        for node in ast.walk(functions[current]):
            if isinstance(node, ast.Name) and node.id.startswith("_"):
                open_names.append(node.id)
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"\w+/\w+\.html", node.value)
            ):
                pages.add(node.value)
    return pages
