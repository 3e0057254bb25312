"""Merges, shares, entries in other registers and extensions: planted, changed or removed, each is named (G5)."""

from datetime import timedelta

import pytest

from complaints import guarantee, history
from complaints.models import Merge, Share
from complaints.sharing import operations as sharing
from complaints.triage import operations as triage
from tests.cases import Case
from tests.factories import NOW
from tests.planting import run, shadow
from tests.tampering_tools import LATER, copy_row
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TABLES = ("complaint", "merge", "share", "laporreference", "informationrequest", "clockextension", "clock")


@pytest.fixture
def related(office):
    """A case that another was merged into, shared, registered and extended; history is whole before the attack."""
    desk = {"actor": office.coordinator, "now": NOW}
    case = Case(office, report_class="information_request").do("refer")
    sharing.share(case.pk, to=office.dlh, part="Angkut dahan.", **desk)
    triage.link_lapor(case.pk, number="70001", **desk)
    triage.register_request(case.pk, **desk)
    case.do("extend", at=NOW + DAY, until=NOW + 60 * DAY)
    case.merged = Case(office).do("merge", into=case.complaint, at=NOW + DAY)
    all_kept()
    shadow(*(f"complaints_{table}" for table in TABLES))
    return case


def named(case, words):
    first = history.verify()
    assert first is not None, "not found"
    assert first.startswith(f"{case.complaint}: {words}"), first
    assert [v for v in guarantee.beyond_constraints() if v.guarantee == "G5"]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        *(("share", change) for change in ("agency_id = 424242", "part_id = NULL", f"shared_at = '{LATER}'")),
        ("share", f"ended_at = '{LATER}'"),
        *(("laporreference", change) for change in ("number = '1'", "direction = 'came_from'")),
        *(("informationrequest", change) for change in ("number = 9", "year = 2020", f"registered_at = '{LATER}'")),
    ],
)
def test_a_changed_row(related, table, change):
    assert run(f"UPDATE complaints_{table} SET {change} WHERE complaint_id = {related.pk}") == 1
    named(related, f"{table} ")


@pytest.mark.parametrize("table", ["share", "laporreference", "informationrequest"])
def test_a_removed_row(related, table):
    assert run(f"DELETE FROM complaints_{table} WHERE complaint_id = {related.pk}") == 1
    named(related, f"{table} ")


def test_a_planted_share(related):
    """Somebody lets an agency read what was not shared with it."""
    share = Share.objects.get(complaint=related.pk)
    copy_row("share", f"id = {share.pk}", id="id + 1000", agency_id=related.office.helper.pk)
    named(related, f"share {share.pk + 1000} belongs to no event")


@pytest.mark.parametrize("change", ["due_before", "due_after", "extended_at"])
def test_a_changed_extension(related, change):
    moment = LATER if change != "due_after" else "2028-01-02 03:04:05"
    assert run(f"UPDATE complaints_clockextension SET {change} = '{moment}'") == 1
    named(related, f"clock {related.clock('resolution').pk}")


def test_a_removed_extension(related):
    assert run("DELETE FROM complaints_clockextension") == 1
    named(related, f"clock {related.clock('resolution').pk}")


class TestMerge:
    def half_merged(self) -> int:
        return sum(v.count for v in guarantee.beyond_constraints() if "rest as merged" in v.words)

    def test_removed(self, related):
        merge = Merge.objects.get()
        run("DELETE FROM complaints_merge")
        named(related.merged, f"merge {merge.pk} is missing")
        assert self.half_merged() == 1

    def test_undone_by_hand(self, related):
        merge = Merge.objects.get()
        run(f"UPDATE complaints_merge SET undone_at = '{LATER}'")
        named(related.merged, f"merge {merge.pk} was altered")
        assert self.half_merged() == 1

    def test_pointed_elsewhere(self, related):
        merge = Merge.objects.get()
        run("UPDATE complaints_merge SET into_id = 424242")
        named(related.merged, f"merge {merge.pk} was altered")

    def test_planted(self, related):
        """An open case is given another's answers to read."""
        merge = Merge.objects.get()
        copy_row("merge", f"id = {merge.pk}", id="id + 1000", complaint_id=related.pk, into_id=related.merged.pk)
        named(related, f"merge {merge.pk + 1000} belongs to no event")
        assert self.half_merged() == 1
