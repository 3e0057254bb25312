"""One act on many cases, what is taken back, printed and exported, and the search: only what the table says."""

import pytest
from django.urls import reverse

from complaints.models import Complaint, Event
from complaints.triage import bulk

from .finding import listed, signed_in
from .table import BULK, CASES, TABLE

MANY, UNDO = reverse("triage:act_on_many"), reverse("triage:undo")


def chosen(columns) -> dict:
    return {"n": [f"{case.tracking_number}:{case.version}" for case in columns.cases.values()]}


def named(columns, text: str) -> set[str]:
    """Return the columns whose numbers stand in a text."""
    return {name for name, case in columns.cases.items() if case.tracking_number in text}


def reads(role: str) -> set[str]:
    return {name for name, letters in TABLE[role].items() if "r" in letters}


def acts_on(client, columns) -> dict[str, set[str]]:
    """Return {act: the cases it can be done to} of the acts that are offered, from the pages that say so."""
    names = {case.pk: name for name, case in columns.cases.items()}
    found = {}
    for act in bulk.ACTS:
        response = client.post(MANY, {"act": act, **chosen(columns)})
        if response.status_code == 200:
            found[act] = {names[case.pk] for case in response.context["fit"]}
            assert found[act] <= named(columns, response.text)
    return found


def keeps_the_bulk(columns, role: str) -> bool:
    """Whether every act does to the chosen cases what the hand-written table says, and names no other."""
    client = signed_in(columns.people[role])
    # Where nothing is read, nothing can be chosen: each act leads back to the queue.
    expected = BULK.get(role, {}) if reads(role) else {}
    page = client.post(MANY, {"act": "tanda", **chosen(columns)})
    return acts_on(client, columns) == expected and named(columns, page.text) == (reads(role) if expected else set())


def keeps_the_exports(columns, role: str) -> bool:
    """Whether an export and sheets, of all that is chosen and of the whole view, hold what the table says."""
    client = signed_in(columns.people[role])
    for act in ("ekspor", "cetak"):
        for asked in (chosen(columns), {"whole": "1", "view": "v=semua"}):
            response = client.post(MANY, {"act": act, "format": "csv", "run": "1", **asked})
            if named(columns, response.text) != BULK.get(role, {}).get(act, set()):
                return False
    return True


@pytest.mark.parametrize("role", TABLE)
def test_every_act(columns, role):
    assert keeps_the_bulk(columns, role)


@pytest.mark.parametrize("role", BULK)
def test_every_export(columns, role):
    assert keeps_the_exports(columns, role)
    taken = Event.objects.filter(kind=Event.Kind.EXPORTED)
    assert {event.data["cases"] for event in taken} <= {len(BULK[role]["ekspor"])}


@pytest.mark.parametrize("role", ["coordinator", "dlh_liaison", "leader", "overseer", "administrator"])
def test_nothing_is_taken_back_that_is_not_read(columns, role):
    before = {case.pk: case.version for case in Complaint.objects.all()}
    page = signed_in(columns.people[role]).post(UNDO, chosen(columns))
    assert named(columns, page.text) == reads(role)
    assert {case.pk: case.version for case in Complaint.objects.all()} == before


def found_by_a_word(columns, role: str) -> set[str]:
    numbers = listed(signed_in(columns.people[role]), reverse("followup:search") + "?q=rahasia+lampu")
    return {name for name, case in columns.cases.items() if case.tracking_number in numbers}


@pytest.mark.parametrize("role", TABLE)
def test_the_search_finds_what_is_read_and_not_sealed(columns, role):
    """What is sealed stands in no index: it is found by its number alone."""
    ordinary = {name for name, case in columns.cases.items() if case.access_class == "ordinary"}
    assert found_by_a_word(columns, role) == reads(role) & ordinary


def test_the_table_names_what_there_is(columns):
    assert {act for acts in BULK.values() for act in acts} == set(bulk.ACTS)
    assert {name for acts in BULK.values() for names in acts.values() for name in names} <= set(CASES)


class TestWithoutAFilter:
    """Each filter is needed: without it, the tests above fail."""

    @pytest.fixture(autouse=True)
    def _everything_is_read(self, request, monkeypatch):
        if "readable" in request.node.name:
            monkeypatch.setattr(bulk.access, "staff_cases", lambda user, held=None: Complaint.objects.all())

    @pytest.mark.parametrize("role", ["coordinator", "liaison", "dlh_liaison"])
    def test_readable_acts(self, columns, role):
        assert not keeps_the_bulk(columns, role)

    @pytest.mark.parametrize("role", ["liaison", "dlh_liaison"])
    def test_readable_exports(self, columns, role):
        assert not keeps_the_exports(columns, role)

    @pytest.mark.parametrize("role", ["liaison", "overseer"])
    def test_readable_search(self, columns, role):
        assert found_by_a_word(columns, role) != reads(role) & {"on", "of", "os", "ou"}

    @pytest.mark.parametrize("without", ["problem", "offered"])
    def test_what_is_judged(self, columns, monkeypatch, without):
        lets = {"problem": lambda *args: "", "offered": lambda held: [(act, "") for act in bulk.ACTS]}
        monkeypatch.setattr(bulk, without, lets[without])
        assert not keeps_the_bulk(columns, {"problem": "coordinator", "offered": "leader"}[without])
