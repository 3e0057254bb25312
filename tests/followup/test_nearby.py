"""Beside a case: the same spot in the year before, cases like it, the same contact, before and after, history."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import photos
from complaints.followup import operations as followup
from complaints.identity import Reporter
from complaints.intake import drafts
from complaints.models import Complaint
from complaints.states import Outcome
from complaints.timeline import Entry, folding
from tests import factories
from tests.factories import NOW
from tests.worlds import ANSWER, make_photo

HERE = {"latitude": -2.7385, "longitude": 107.6785}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(office):
    with time_machine.travel(NOW, tick=False):
        yield


def filed(office, *, at=NOW, to=None, reporter=None, **answers):
    village = factories.make_village()
    case = factories.make_complaint(category=office.pju, village=village.code, now=at, reporter=reporter, **answers)
    return factories.refer(case, to or office.dishub, actor=office.coordinator, now=at)


def context(client, case, user, **asked):
    client.force_login(user)
    return client.get(reverse("followup:case", args=[case.tracking_number]), asked).context


def test_same_spot_and_alike_with_distances(client, office):
    old = filed(office, at=NOW - 200 * DAY, **HERE)
    long_ago = filed(office, at=NOW - 366 * DAY, **HERE)
    near = filed(office, latitude=-2.7403, longitude=107.6785)
    unknown = filed(office)
    elsewhere = filed(office, to=office.dlh, **HERE)
    case = filed(office, at=NOW + timedelta(minutes=1), **HERE)
    seen = context(client, case, office.liaison)
    assert [(one.pk, one.metres) for one in seen["earlier"]] == [(old.pk, 10)]
    assert [(one.pk, one.metres) for one in seen["alike"]] == [
        (long_ago.pk, 10),
        (near.pk, 200),
        (unknown.pk, None),
    ]
    seen = context(client, case, office.coordinator)
    assert elsewhere.pk in {one.pk for one in seen["earlier"]}
    assert "± 200 m" in client.get(reverse("followup:case", args=[case.tracking_number])).text


def test_more_of_them_cost_no_more_queries(client, office):
    case = filed(office, **HERE)
    filed(office, at=NOW - DAY, **HERE)
    context(client, case, office.coordinator)  # fills the caches
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            context(client, case, office.coordinator)
        costs.append(len(captured))
        for number in range(6):
            filed(office, at=NOW - number * DAY, **HERE)
    assert costs[0] == costs[1]
    assert len(context(client, case, office.coordinator)["earlier"]) == 5


def test_what_is_sensitive_is_compared_with_nothing(client, office):
    filed(office, **HERE)
    case = filed(office, **HERE)
    Complaint.objects.filter(pk=case.pk).update(access_class="sensitive", owner=office.helper)
    seen = context(client, case, office.helper_liaison)
    assert (seen["earlier"], seen["alike"]) == ([], [])


def test_the_same_contact_is_numbers_for_the_coordinator(client, office):
    reporter = Reporter("Bu Siti", "phone", "+6281234567890")
    other, case = filed(office, reporter=reporter), filed(office, reporter=reporter)
    filed(office, reporter=Reporter("Pak Amat", "phone", "+6281234567891"))
    assert [one.pk for one in context(client, case, office.coordinator)["same_contact"]] == [other.pk]
    assert context(client, case, office.liaison)["same_contact"] == []
    assert context(client, case, office.inspector)["same_contact"] == []


def test_before_and_after_stand_side_by_side(client, office):
    key = factories.make_draft(category=office.pju)
    drafts.add_photos(key, [make_photo("red")], now=NOW)
    case = factories.refer(factories.submit(key).complaint, office.dishub, actor=office.coordinator)
    after = [make_photo("white")]
    followup.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, photos=after, actor=office.liaison, now=NOW)
    seen = context(client, case, office.liaison)
    result = case.attachments.get(purpose="result")
    assert [photo["url"] for photo in seen["after"]] == [
        reverse("followup:photo", args=[case.tracking_number, result.pk, photos.SIZES[1]])
    ]
    assert client.get(reverse("followup:case", args=[case.tracking_number])).text.count("<img") == 2


def test_filters_of_the_history(client, office):
    case = filed(office)
    followup.accept(case.pk, actor=office.liaison, now=NOW)
    followup.note_progress(case.pk, text="Besok kami cek", actor=office.liaison, now=NOW)
    followup.note_internal(case.pk, text="Tiang milik PLN", actor=office.liaison, now=NOW)

    def kinds(chip):
        return [entry.kind for entry in context(client, case, office.liaison, riwayat=chip)["entries"]]

    assert kinds("publik") == []
    assert kinds("internal") == ["internal_noted"]
    assert kinds("perubahan") == ["submitted", "referred", "accepted", "progress_noted"]
    Complaint.objects.filter(pk=case.pk).update(published_at=NOW)
    assert kinds("publik") == ["submitted", "referred", "accepted"]  # nobody has checked the words of the news


def test_small_ones_in_a_row_stand_behind_one_line():
    def entry(kind, seen="internal"):
        return Entry(what=kind, who="", at=NOW, icon="", seen=seen, kind=kind)

    told = [entry("referred"), entry("reminded"), entry("escalated"), entry("answered"), entry("reminded")]
    shown = folding.folded(told)
    assert [one.what for one in shown] == ["referred", "2 perubahan kecil", "answered", "reminded"]
    assert [one.kind for one in shown[1].folded] == ["reminded", "escalated"]
    assert folding.folded([entry("reminded"), entry("due_moved", "reporter")])[0].seen == "reporter"
