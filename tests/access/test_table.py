"""The table of life.md 4, every cell tried through the pages by name: pages, lists, counts, files, contacts, acts."""

import pytest
from django.urls import reverse

from complaints import texts

from .finding import counts, found, lists, open_case, signed_in
from .table import CASES, COUNTS, TABLE

EVERY_ROLE = pytest.mark.parametrize("role", TABLE)


def test_the_table_is_whole(columns):
    assert columns.people.keys() == TABLE.keys()
    assert columns.cases.keys() == CASES.keys()


@EVERY_ROLE
def test_every_cell(columns, role):
    client = signed_in(columns.people[role])
    expected = {name: set(TABLE[role].get(name, "")) for name in CASES}
    assert {name: set(found(client, columns, name)) for name in CASES} == expected


@EVERY_ROLE
def test_every_list(columns, role):
    client = signed_in(columns.people[role])
    expected = {letter: {name for name, letters in TABLE[role].items() if letter in letters} for letter in "rop"}
    assert lists(client, columns) == expected


@EVERY_ROLE
def test_every_view_of_the_queue_counts_what_it_shows(columns, role):
    """No view shows what could not be opened, and no chip counts what is not shown behind it."""
    client = signed_in(columns.people[role])
    reads = {columns.cases[name].tracking_number for name, letters in TABLE[role].items() if "r" in letters}
    queue = client.get(reverse("followup:queue"), follow=True).context
    for view in queue.get("views") or []:
        context = client.get(view["url"]).context
        shown = context["parts"] if view["url"] == reverse("sharing:parts") else context["rows"]
        assert len(shown) == view["count"]
        if "?v=" in view["url"]:
            assert {row["number"] for row in shown} <= reads


@EVERY_ROLE
def test_every_count(columns, role):
    assert counts(signed_in(columns.people[role])) == COUNTS.get(role, {})


@EVERY_ROLE
def test_typing_a_number_opens_what_may_be_seen(columns, role):
    client = signed_in(columns.people[role])
    for name, case in columns.cases.items():
        response = client.get(reverse("followup:queue"), {"nomor": case.tracking_number.lower()})
        letters = TABLE[role].get(name, "")
        if "r" in letters:
            assert response.headers["Location"] == reverse("followup:case", args=[case.tracking_number])
        elif "o" in letters:
            assert client.get(response.headers["Location"]).context["complaint"] == case
        elif response.status_code == 200 and response.context["view"]:
            assert "Nomor itu tidak ada di antara laporan Anda" in response.text


@EVERY_ROLE
def test_no_word_of_what_is_not_read(columns, role):
    """Nor in a list: the overview names no category, a part tells no story."""
    client = signed_in(columns.people[role])
    names = ["followup:queue", "monitoring:overview", "monitoring:home", "sharing:parts"]
    pages = [client.get(reverse(name), follow=True).text for name in names]
    for name, case in columns.cases.items():
        letters = TABLE[role].get(name, "")
        if "p" in letters:
            pages.append(client.get(reverse("sharing:part", args=[case.tracking_number])).text)
        if "o" in letters:
            page = client.get(reverse("monitoring:overview"), {"nomor": case.tracking_number}).text
            assert case.category.name not in page
            pages.append(page)
    for name, case in columns.cases.items():
        if "r" not in TABLE[role].get(name, ""):
            assert not [page for page in pages if texts.stories([case])[case.pk][:17] in page]


@EVERY_ROLE
def test_no_identity_on_any_case_page(columns, role):
    """The contact stands on no page but the one that records who opened it; an overseer is not even told of one."""
    client = signed_in(columns.people[role])
    for name, letters in TABLE[role].items():
        if "r" in letters:
            open_case(client, columns.cases[name])
            page = client.get(reverse("followup:case", args=[columns.cases[name].tracking_number])).text
            assert "Bu Siti" not in page
            assert "+62812345" not in page
            assert ("Kontak tersimpan" in page or "Jalur rahasia" in page) == (role != "overseer")
            assert (reverse("triage:open_contact", args=[columns.cases[name].tracking_number]) in page) == (
                "c" in letters
            )


def test_nobody_signed_in_finds_nothing(columns, client):
    for case in columns.cases.values():
        for name in ("followup:case", "sharing:share", "sharing:part", "triage:open_contact"):
            response = client.get(reverse(name, args=[case.tracking_number]))
            assert response.headers["Location"].startswith("/masuk/")
