"""Another category where the case stands: class and dates follow from the same base, the old one is kept."""

from datetime import timedelta

import pytest

from complaints import guarantee, history, timeline
from complaints.errors import Refused
from complaints.models import Complaint, Event
from complaints.states import ClockKind
from complaints.triage import operations_category
from tests import factories
from tests.factories import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def dishub(case):
    return factories.make_agency("Dishub")


@pytest.fixture
def info(dishub):
    return factories.make_category("info", dishub, name="Info", term_class="INFO", target_days=2)


def change(case, category, coordinator, **more):
    operations_category.recategorise(case.pk, category=category, actor=coordinator, now=LATER, **more)
    case.refresh_from_db()


def test_the_dates_follow_and_the_old_one_is_kept(case, coordinator, dishub, info):
    factories.refer(case, dishub, actor=coordinator)
    old = case.clocks.get(kind=ClockKind.RESOLUTION)
    change(case, info, coordinator)
    assert (case.category, case.term_class, case.owner) == (info, "INFO", dishub)
    new = case.clocks.get(kind=ClockKind.RESOLUTION, stopped_at=None)
    assert (new.counts_from, new.amount) == (old.counts_from, 5)
    assert new.due_at < old.due_at
    assert case.clocks.get(pk=old.pk).due_at == old.due_at
    target = case.clocks.get(kind=ClockKind.TARGET, stopped_at=None)
    assert (target.counts_from, target.amount) == (old.counts_from, 2)
    assert not case.clocks.filter(miss__isnull=False).exists()
    assert list(history.faults()) == []
    assert guarantee.violations() == []


def test_the_reporter_reads_it_and_gets_no_message(case, coordinator, info):
    change(case, info, coordinator)
    assert timeline.entries(case, for_staff=False)[-1].what == "Kategori laporan Anda sekarang Info"
    assert not case.messages.filter(sequence=case.version).exists()


def test_an_aspiration_keeps_its_class(coordinator, case, info):
    Complaint.objects.filter(pk=case.pk).update(report_class="aspiration", term_class="ASPIRATION")
    operations_category.recategorise(case.pk, category=info, actor=coordinator, now=LATER)
    case.refresh_from_db()
    assert (case.category, case.term_class) == (info, "ASPIRATION")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"sensitive": True}, "menutup laporan"),
        ({"term_class": "SUPERVISORY"}, "menutup laporan"),
        ({"term_class": "EXTERNAL"}, "untuk lembaga luar"),
    ],
)
def test_what_needs_a_referral_is_refused(case, coordinator, dishub, fields, why):
    factories.refer(case, dishub, actor=coordinator)
    category = factories.make_category("lain", dishub, **fields)
    with pytest.raises(Refused, match=why):
        change(case, category, coordinator)
    assert not case.events.filter(kind=Event.Kind.CATEGORY_CHANGED).exists()


def test_the_same_and_who_may_not(case, coordinator, info):
    with pytest.raises(Refused, match="sudah itu"):
        change(case, case.category, coordinator)
    with pytest.raises(Refused, match="bukan tugas jabatan"):
        change(case, info, factories.make_staff(case.owner))


def test_never_public_ones_are_not_put_on_a_page_that_is_shown(case, coordinator, dishub):
    Complaint.objects.filter(pk=case.pk).update(published_at=NOW)
    category = factories.make_category("tertutup", dishub, never_public=True)
    with pytest.raises(Refused, match="Sembunyikan dulu"):
        change(case, category, coordinator)
