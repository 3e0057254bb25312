"""Pages of the queue and of search are looked up in an index, the far ones too, however much there is (issue 7)."""

import pytest

from complaints import access
from complaints.followup import filters, nearby, saved_views, searching
from complaints.models import Category, Complaint, Place
from complaints.triage import answers
from tests import factories, plans
from tests.benchmarks import seeding
from tests.factories import NOW

GROWING = ("complaints_complaint", "complaints_event", "complaints_text", "complaints_agenda")


@pytest.fixture
def desk(office):
    factories.make_village()
    seeding.seed(4000, due=40)
    return office


def read_whole(plan: str) -> list[str]:
    """Return the lines of a plan that read a table whole that grows with every complaint.

    SQLite calls it a scan too when it walks the index of the order, and stops when the page is full.
    """
    ordered = ("USING INDEX complaint_", "USING INDEX event_answered")
    lines = [line for line in plans.full_scans(plan) if not any(index in line for index in ordered)]
    return [line for line in lines if any(f"{name} " in f"{line} " for name in GROWING)]


def pages(user):
    """Yield (name, work, the index that gives the order) of pages of the queue."""
    held = access.positions(user, NOW)
    views = {view.key: view for view in saved_views.views_of(user, held, NOW)}
    category = Category.objects.filter(complaints__isnull=False).first()

    def page(query, **more):
        wanted = filters.asked(query)
        view = saved_views.narrowed(views[wanted.view], wanted, user, NOW)
        return saved_views.page(view, order=wanted.order, **more)

    first = page({"v": "semua"})
    yield "all", lambda: page({"v": "semua"}), "complaint_received"
    yield "all, further", lambda: page({"v": "semua"}, older_than=first.older), "complaint_received"
    yield "all, oldest", lambda: page({"v": "semua", "urut": "terlama"}), "complaint_received"
    yield "a category", lambda: page({"v": "semua", "kat": category.code}), "received"
    yield "to verify", lambda: page({"v": "verifikasi"}), "complaint_queue"
    yield "late", lambda: page({"v": "terlambat"}), "complaint_due"
    yield "answers", lambda: answers.page(answers.every(user, held)), "event_answered"
    yield "answers to read", lambda: answers.page(answers.to_read(user, held, NOW)), "event_answered"


def test_no_page_of_the_queue_reads_everything(desk):
    for name, work, index in pages(desk.coordinator):
        plan = plans.of(work)[-1]
        assert read_whole(plan) == [], (name, plan)
        assert index in plan, (name, plan)


def test_neither_does_the_card_of_the_same_spot(desk):
    case = Complaint.objects.select_related("category").latest("received_at")
    case.place = Place(latitude=-2.74, longitude=107.64)
    held = access.positions(desk.coordinator, NOW)
    spot, *_others = plans.of(lambda: nearby.around(case, desk.coordinator, held, NOW))
    assert plans.full_scans(spot) == []
    assert "place_spot" in spot


@pytest.mark.parametrize("typed", ["lampu", "zzyzx", "lampu mati"])
def test_what_a_search_has_found_is_read_and_no_more(desk, typed):
    """The hits are looked for among the newest, then in the index of words; their rows are fetched one by one."""
    held = access.positions(desk.coordinator, NOW)
    looked = plans.of(lambda: searching.search(typed, desk.coordinator, held, NOW))
    fetched = [plan for plan in looked if "deskwords" not in plan and " story" in plan]
    assert len(fetched) == (typed != "zzyzx")
    # What hangs on them is a few pages here: PostgreSQL may read that at once.
    assert not [line for plan in fetched for line in read_whole(plan) if "complaints_complaint" in line]
