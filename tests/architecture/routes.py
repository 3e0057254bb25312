"""The addresses of the portal, flattened from besadu/urls.py. Those of the admin and of allauth are not ours."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.urls import URLPattern, get_resolver, reverse

FOREIGN = ("django.", "allauth.")
# One value that each kind of address part accepts and that belongs to nothing.
VALUES = {"int": 999999, "uuid": UUID(int=0), "slug": "tidak-ada", "str": "TIDAK-ADA", "path": "tidak/ada"}


class Route(NamedTuple):
    """One address: its full name, its view, and the parts it takes."""

    name: str
    view: object
    pattern: URLPattern

    def __str__(self) -> str:
        return self.name

    def address(self, **known) -> str:
        """Return an address of this route that names no row, but for the parts that are given."""
        converters = self.pattern.pattern.converters
        kinds = {
            name: type(converter).__name__.removesuffix("Converter").lower() for name, converter in converters.items()
        }
        parts = {name: known.get(name, VALUES.get(kind, VALUES["str"])) for name, kind in kinds.items()}
        return reverse(self.name, kwargs=parts)


def routes() -> list[Route]:
    """Return every route of ours."""
    found = list(_flatten(get_resolver("besadu.urls").url_patterns, ""))
    return [route for route in found if not route.view.__module__.startswith(FOREIGN)]


def _flatten(patterns, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield Route(namespace + (pattern.name or f"unnamed {pattern.pattern}"), view, pattern)
        elif pattern.namespace != "admin":
            yield from _flatten(
                pattern.url_patterns, namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
