"""Undoing a merge: the case goes on where it stood, with its clocks and its reporter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints import history, timeline
from complaints.errors import Refused
from complaints.models import Event, Merge
from complaints.states import Because, Status
from complaints.triage import operations
from tests import factories
from tests.factories import NOW
from tests.triage.test_merge import reporters_page
from tests.worlds import all_kept

WHY = "Ternyata lampunya dua, bukan satu."
HOUR = timedelta(hours=1)


@pytest.fixture
def main(case):
    return factories.make_complaint(story="Tiang lampu di muka sekolah mati total.")


@pytest.fixture
def merged(case, coordinator, main):
    case.before = (case.due_at, case.owner)
    operations.merge(case.pk, into=main, actor=coordinator, now=NOW)
    case.refresh_from_db()
    return case


def url(complaint):
    return reverse("triage:unmerge", args=[complaint.tracking_number])


def test_goes_on_where_it_stood(client, coordinator, merged, main):
    assert client.post(url(merged), {"version": merged.version, "reason": WHY}).status_code == 302
    merged.refresh_from_db()
    assert (merged.status, merged.submitted_because) == (Status.SUBMITTED, Because.NEW)
    assert (merged.due_at, merged.owner) == merged.before
    assert merged.clocks.get(stopped_at=None).due_at == merged.due_at
    assert Merge.objects.get().undone_at is not None
    all_kept()


def test_both_histories_tell_it_and_the_reporter_reads_why(client, coordinator, merged, main):
    operations.unmerge(merged.pk, reason=WHY, actor=coordinator, now=NOW + HOUR)
    for one in (merged, main):
        one.refresh_from_db()
    told = timeline.entries(merged, for_staff=False)[-1]
    assert (told.what, told.text) == ("Penggabungan dibatalkan. Laporan Anda jalan lagi", WHY)
    assert timeline.entries(merged, for_staff=True)[-1].what == "Penggabungan dibatalkan"
    last = timeline.entries(main, for_staff=True)[-1]
    assert (last.what, last.seen) == (f"Laporan {merged} dipisahkan lagi dari sini", "internal")
    assert str(merged) not in reporters_page(client, main)
    assert "Digabung dengan laporan" not in reporters_page(client, merged).split("Perjalanan laporan")[0]


def test_the_case_pages_are_apart_again(client, coordinator, merged, main):
    page = client.get(reverse("followup:case", args=[merged.tracking_number])).content.decode()
    assert url(merged) in page
    operations.unmerge(merged.pk, reason=WHY, actor=coordinator, now=NOW + HOUR)
    page = client.get(reverse("followup:case", args=[main.tracking_number])).content.decode()
    assert "Laporan gabungan" not in page


def test_can_be_merged_and_undone_again(coordinator, merged, main):
    for number in (1, 2):
        operations.unmerge(merged.pk, reason=WHY, actor=coordinator, now=NOW + number * HOUR)
        operations.merge(merged.pk, into=main, actor=coordinator, now=NOW + number * HOUR)
    merged.refresh_from_db()
    assert merged.status == Status.MERGED
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert list(history.faults()) == []


def test_a_main_case_that_was_joined_goes_back_to_its_own_place(coordinator, merged, main, case):
    """Its history has a line about the other one: what it goes back to is before its own merge."""
    operations.unmerge(merged.pk, reason=WHY, actor=coordinator, now=NOW + HOUR)
    operations.merge(main.pk, into=merged, actor=coordinator, now=NOW + 2 * HOUR)
    operations.unmerge(main.pk, reason=WHY, actor=coordinator, now=NOW + 3 * HOUR)
    main.refresh_from_db()
    assert (main.status, main.submitted_because) == (Status.SUBMITTED, Because.NEW)
    assert list(history.faults()) == []


def test_what_was_missed_before_stays_and_the_time_apart_is_nobodys(coordinator, case, main):
    """The clock stands while the case rests: a date that passed meanwhile is no miss of anybody."""
    operations.merge(case.pk, into=main, actor=coordinator, now=NOW)
    operations.unmerge(case.pk, reason=WHY, actor=coordinator, now=NOW + timedelta(days=30))
    case.refresh_from_db()
    assert case.due_at < NOW + timedelta(days=30)
    factories.refer(case, factories.make_agency("Dishub"), actor=coordinator, now=NOW + timedelta(days=30))
    assert not case.clocks.filter(miss__isnull=False).exists()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Tulis mengapa penggabungan dibatalkan"), ("salah", "Tulis sedikit lagi, paling sedikit 10 huruf")],
)
def test_a_reason_is_asked_for(client, coordinator, merged, reason, sentence):
    assert sentence in client.post(url(merged), {"version": merged.version, "reason": reason}).content.decode()
    merged.refresh_from_db()
    assert merged.status == Status.MERGED


def test_only_what_is_merged(client, coordinator, case):
    assert client.get(url(case)).status_code == 302
    with pytest.raises(Refused, match="sudah berubah"):
        operations.unmerge(case.pk, reason=WHY, actor=coordinator, now=NOW)


def test_pressed_twice_is_once(client, coordinator, merged):
    answers = {"version": merged.version, "reason": WHY}
    for _press in range(2):
        assert client.post(url(merged), answers).status_code == 302
    assert merged.events.filter(kind=Event.Kind.UNMERGED).count() == 1


def test_others_get_404(client, merged):
    for user in (factories.make_staff(factories.make_agency("Dishub")), factories.make_staff(merged.owner, "entry")):
        client.force_login(user)
        assert client.get(url(merged)).status_code == 404
        assert client.post(url(merged), {"version": merged.version, "reason": WHY}).status_code == 404
