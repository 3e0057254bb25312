"""What a person finds through the pages, in the letters of the table."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from complaints.models import Complaint, User

from .conftest import Columns

_NUMBER = re.compile(r"BLT-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
_CLASSES = {
    "Laporan biasa": "ordinary",
    "Laporan peka": "sensitive",
    "Berkadar pengawasan": "supervisory",
    "Jalur rahasia": "protected",
}


_RANDOM = re.compile(r'(name="(csrfmiddlewaretoken|key)" value|data-(key|mark))="[^"]+"|<!--.*?-->', re.DOTALL)


def page(client: Client, address: str, **asked) -> tuple[int, str, str]:
    """Return status, where it leads, and the page without what is random in it."""
    response = client.get(address, asked)
    return response.status_code, response.headers.get("Location", ""), _RANDOM.sub("", response.text)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def open_case(client: Client, complaint: Complaint) -> None:
    """Press [Buka isi laporan] of a protected case; of any other case there is no such button."""
    client.post(reverse("followup:open_case", args=[complaint.tracking_number]))


def opens(client: Client, name: str, complaint: Complaint, *more) -> bool:
    """Whether the address opens, or at least leads on; else it is the 404 of what does not exist. A protected case is
    opened first, where its cover asks for that."""
    address = reverse(name, args=[complaint.tracking_number, *more])
    response = client.get(address)
    if response.headers.get("Location") == reverse("followup:case", args=[complaint.tracking_number]):
        open_case(client, complaint)
        response = client.get(address)
    assert response.status_code in {200, 302, 404}, (name, response.status_code)
    away = response.headers.get("Location", "")
    assert not away.startswith("/masuk/")
    return response.status_code != 404 and away != reverse("accounts:profile")


def listed(client: Client, address: str) -> set[str]:
    """Return every tracking number that stands anywhere on a page."""
    response = client.get(address)
    return set(_NUMBER.findall(response.text)) if response.status_code == 200 else set()


def lists(client: Client, columns: Columns) -> dict[str, set[str]]:
    """Return the cases in each list of this person: {letter: columns}."""
    pages = {"r": reverse("followup:queue") + "?v=semua", "o": reverse("monitoring:overview")}
    pages["p"] = reverse("sharing:parts")
    names = {case.tracking_number: name for name, case in columns.cases.items()}
    return {letter: {names[number] for number in listed(client, page)} for letter, page in pages.items()}


def found(client: Client, columns: Columns, name: str) -> str:
    """Return the letters of one case, from its own pages."""
    case = columns.cases[name]
    letters = {
        "r": opens(client, "followup:case", case),
        "w": opens(client, "followup:answer", case) or opens(client, "triage:archive", case),
        "c": opens(client, "triage:open_contact", case),
        "s": opens(client, "sharing:share", case),
        "p": opens(client, "sharing:part", case),
    }
    overview = client.get(reverse("monitoring:overview"), {"nomor": case.tracking_number})
    letters["o"] = overview.status_code == 200
    assert letters["r"] == opens(client, "followup:photo", case, columns.photos[name].pk, 480)
    assert letters["p"] == opens(client, "sharing:note_part", case)
    return "".join(letter for letter, there in letters.items() if there)


def counts(client: Client) -> dict[str, tuple]:
    """Return {class: (open, late, months)} as the summary tells them; nothing where there is no summary."""
    response = client.get(reverse("monitoring:home"))
    if response.status_code != 200:
        return {}
    return {
        _CLASSES[str(one["name"])]: (one["open"], one["late"], [number for _month, number in one["months"]])
        for one in response.context["classes"]
    }
