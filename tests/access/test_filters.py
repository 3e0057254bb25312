"""Every single filter of the access table is needed: without it, some cell of the hand-written table is not kept."""

import pytest
from django.db.models import Q

from complaints import access_table
from complaints.access_table import COUNTS, EVERYTHING, FIGURES, NOTHING, OVERVIEWS, PARTS, READS, STAND_IN, Figure
from complaints.models import Agency, Complaint, Position, Share

from .finding import counts, lists, opens, signed_in
from .table import CASES, TABLE
from .table import COUNTS as EXPECTED_COUNTS

pytestmark = pytest.mark.slow  # every page for every person, once for each filter: on the second database only

Role = Position.Role
Access = Complaint.AccessClass
# Who is tried in the place of a row of the access table.
WHO = {
    Role.COORDINATOR: ["coordinator"],
    Role.LIAISON: ["liaison", "helper_liaison", "helper_unmarked", "dlh_liaison"],
    Role.CASE_OFFICER: ["officer", "helper_officer", "inspectorate_clerk"],
    Role.HEAD: ["head", "setda_head"],
    Role.INSPECTORATE: ["inspector"],
    Role.LEADER: ["leader"],
    Role.OVERSEER: ["overseer", "other_overseer"],
    Role.ADMINISTRATOR: ["administrator"],
    Role.ENTRY: ["dlh_clerk", "village_clerk"],
    STAND_IN: ["sekda", "setda_head"],
}


def lets_all(position):
    return EVERYTHING


def lets_none(position):
    return NOTHING


def keeps_the_lists(columns, row) -> bool:
    """Whether the lists and counts of everybody of this row are still those of the hand-written table."""
    for role in WHO[row]:
        client = signed_in(columns.people[role])
        expected = {letter: {name for name, letters in TABLE[role].items() if letter in letters} for letter in "rop"}
        if lists(client, columns) != expected or counts(client) != EXPECTED_COUNTS.get(role, {}):
            return False
        if not TABLE[role] and any(opens(client, "followup:case", case) for case in columns.cases.values()):
            return False  # roles without a queue have no list
    return True


def keeps_the_acts(columns, row) -> bool:
    """Whether everybody of this row still opens the contacts, and shares the cases, that the table says."""
    for role in WHO[row]:
        client = signed_in(columns.people[role])
        for letter, name in (("c", "triage:open_contact"), ("s", "sharing:share")):
            expected = {case for case, letters in TABLE[role].items() if letter in letters}
            if {case for case in CASES if opens(client, name, columns.cases[case])} != expected:
                return False
    return True


def closed_cells(table):
    """Return (row, class) of every cell that does not open everything, also of those that are not written."""
    every = [(row, access_class) for row in WHO for access_class in Access]
    return [one for one in every if table.get(one[0], {}).get(one[1]) is not access_table.everything]


def written_cells(table):
    """Return (row, class) of every cell that is written."""
    return [(row, access_class) for row, cells in table.items() for access_class in cells]


def test_the_unchanged_table_is_kept(columns):
    """Else the tests below would prove nothing."""
    for row in WHO:
        assert keeps_the_lists(columns, row)
        assert keeps_the_acts(columns, row)


class TestReads:
    @pytest.mark.parametrize(("row", "access_class"), closed_cells(READS))
    def test_without_its_filter(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(READS, row, {**READS.get(row, {}), access_class: lets_all})
        assert not keeps_the_lists(columns, row)

    @pytest.mark.parametrize(("row", "access_class"), written_cells(READS))
    def test_no_cell_is_left_over(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(READS, row, {**READS[row], access_class: lets_none})
        assert not keeps_the_lists(columns, row)


class TestOverviews:
    @pytest.mark.parametrize(
        ("row", "access_class"),
        # Where all of it is read, nothing is left for an overview.
        [one for one in closed_cells(OVERVIEWS) if READS.get(one[0], {}).get(one[1]) is not access_table.everything],
    )
    def test_without_its_filter(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(OVERVIEWS, row, {**OVERVIEWS.get(row, {}), access_class: lets_all})
        assert not keeps_the_lists(columns, row)

    @pytest.mark.parametrize(("row", "access_class"), written_cells(OVERVIEWS))
    def test_no_cell_is_left_over(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(OVERVIEWS, row, {**OVERVIEWS[row], access_class: lets_none})
        assert not keeps_the_lists(columns, row)


class TestCounts:
    @pytest.mark.parametrize(("row", "access_class"), [(Role.OVERSEER, Access.SUPERVISORY)])
    def test_without_its_filter(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(COUNTS, row, {**COUNTS[row], access_class: lets_all})
        assert not keeps_the_lists(columns, row)

    def test_the_coordinator_without_protected_ones_uncounted(self, columns, monkeypatch):
        monkeypatch.setitem(COUNTS, Role.COORDINATOR, {**COUNTS[Role.COORDINATOR], Access.PROTECTED: lets_all})
        assert not keeps_the_lists(columns, Role.COORDINATOR)

    @pytest.mark.parametrize(
        ("row", "access_class"), [one for one in written_cells(FIGURES) if one[1] in COUNTS.get(one[0], {})]
    )
    def test_without_its_limit_of_figures(self, columns, monkeypatch, row, access_class):
        monkeypatch.setitem(FIGURES, row, {**FIGURES[row], access_class: frozenset(Figure)})
        assert not keeps_the_lists(columns, row)

    @pytest.mark.parametrize(("row", "access_class"), written_cells(COUNTS))
    def test_no_cell_is_left_over(self, columns, monkeypatch, row, access_class):
        cells = {name: cell for name, cell in COUNTS[row].items() if name != access_class}
        monkeypatch.setitem(COUNTS, row, cells)
        assert not keeps_the_lists(columns, row)


class TestActs:
    """Contacts and sharing: cells of what is read."""

    @pytest.mark.parametrize("table", [access_table.CONTACTS, access_table.SHARES], ids=["contacts", "shares"])
    @pytest.mark.parametrize("row", [Role.LIAISON, Role.LEADER, Role.OVERSEER])
    def test_who_only_reads_does_neither(self, columns, monkeypatch, table, row):
        monkeypatch.setitem(table, row, dict.fromkeys(Access, lets_all))
        assert not keeps_the_acts(columns, row)

    @pytest.mark.parametrize(
        ("table", "row", "access_class"),
        [
            (access_table.CONTACTS, Role.COORDINATOR, Access.SUPERVISORY),
            (access_table.CONTACTS, Role.INSPECTORATE, Access.ORDINARY),
            (access_table.SHARES, Role.COORDINATOR, Access.SENSITIVE),
            (access_table.SHARES, Role.INSPECTORATE, Access.ORDINARY),
            (access_table.SHARES, Role.INSPECTORATE, Access.PROTECTED),
            (access_table.SHARES, STAND_IN, Access.PROTECTED),
        ],
    )
    def test_without_its_filter(self, columns, monkeypatch, table, row, access_class):
        monkeypatch.setitem(table, row, {**table[row], access_class: lets_all})
        assert not keeps_the_acts(columns, row)


class TestConditions:
    """What the cells are made of, one by one."""

    @pytest.mark.parametrize("value", [EVERYTHING, NOTHING], ids=["always", "never"])
    @pytest.mark.parametrize(("condition", "row"), [("arbitrated", Role.COORDINATOR), ("taken_up", Role.COORDINATOR)])
    def test_of_the_coordinator(self, columns, monkeypatch, condition, row, value):
        monkeypatch.setattr(access_table, condition, lambda: value)
        assert not keeps_the_lists(columns, row)

    @pytest.mark.parametrize("marked", [True, False])
    def test_who_stands_in(self, columns, monkeypatch, marked):
        monkeypatch.setattr(access_table, "stands_in", lambda position: marked)
        assert not (keeps_the_lists(columns, STAND_IN) and keeps_the_lists(columns, Role.LEADER))

    @pytest.mark.parametrize("without", ["role", "mark", "agency"])
    def test_each_reason_to_stand_in(self, columns, monkeypatch, without):
        def stands_in(position):
            of_setda = position.agency.duty == Agency.Duty.ARBITER or without == "agency"
            role = position.role in (Role.LEADER, *Position.AGENCY_ROLES) or without == "role"
            return of_setda and role and (position.handles_sensitive or without == "mark")

        monkeypatch.setattr(access_table, "stands_in", stands_in)
        people = {"role": "setda_administrator", "mark": "setda_liaison", "agency": "helper_liaison"}
        client = signed_in(columns.people[people[without]])
        assert lists(client, columns)["r"] >= {"ui", "pi"}, "without this reason they would read it"

    def test_a_share_that_was_ended(self, columns, monkeypatch):
        def shared(position):
            return Q(pk__in=Share.objects.filter(agency=position.agency_id).values("complaint"))

        monkeypatch.setitem(READS, Role.OVERSEER, {**READS[Role.OVERSEER], Access.ORDINARY: shared})
        assert not keeps_the_lists(columns, Role.OVERSEER)

    def test_a_share_with_somebody_else(self, columns, monkeypatch):
        def shared(position):
            return Q(pk__in=Share.objects.filter(ended_at__isnull=True).values("complaint"))

        monkeypatch.setitem(READS, Role.OVERSEER, {**READS[Role.OVERSEER], Access.ORDINARY: shared})
        assert not keeps_the_lists(columns, Role.OVERSEER)

    @pytest.mark.parametrize("condition", PARTS)
    def test_of_a_part(self, columns, monkeypatch, condition):
        monkeypatch.delitem(PARTS, condition)
        assert not keeps_the_lists(columns, Role.LIAISON)


class TestWhoIsComplainedAbout:
    """Beats every role; without the filter each of these people finds the case again (test_excluded.py)."""

    def test_the_person(self, columns, monkeypatch):
        Complaint.objects.update(excluded_person=columns.people["leader"])
        assert lists(signed_in(columns.people["leader"]), columns)["r"] == set()
        monkeypatch.setattr(access_table, "about_the_person", lambda user: NOTHING)
        assert keeps_the_lists(columns, Role.LEADER)

    def test_the_agency(self, columns, monkeypatch):
        monkeypatch.setattr(access_table, "about_the_agencies", lambda held: NOTHING)
        assert not keeps_the_lists(columns, Role.INSPECTORATE)
