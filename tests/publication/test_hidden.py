"""The public log of what was hidden: it adds up, says why, and holds nothing of what was there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.figures import operations as figures
from complaints.publication import log, operations
from complaints.tracking import operations as tracking
from complaints.triage import exclusions
from tests.factories import NOW
from tests.publication.conftest import make_case, publish
from tests.publication.shown import hidden, shown

URL = "/laporan/disembunyikan/"
pytestmark = pytest.mark.django_db


def test_published_ever_is_what_is_there_and_what_is_hidden_by_reason(client, office):
    seen, private, wished, closed, accused, again, never = (make_case(office, pictures=0) for _number in range(7))
    for case in (seen, private, wished, closed, accused, again):
        publish(case)
    for case in (private, again):
        operations.hide(case.pk, because="personal_data", actor=office.coordinator, now=NOW)
    publish(again)
    tracking.withdraw(wished.pk, now=NOW)
    closed.do("return_referral").do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    exclusions.exclude(accused.pk, agency=office.dlh, reason="Tertulis.", actor=office.coordinator, now=NOW)
    operations.hide(never.pk, because="unfit", actor=office.coordinator, now=NOW)
    figures.tally(NOW)
    assert figures.differences() == []
    page = client.get(URL)
    tally = page.context["tally"]
    assert tally == log.Tally(
        6, 2, [("Memuat data pribadi", 1), ("Diminta pelapor", 1), ("Ditangani secara tertutup", 2)], NOW
    )
    assert tally.ever == tally.visible + sum(number for _reason, number in tally.hidden)
    assert len(page.context["rows"]) == tally.ever - tally.visible
    number = wished.complaint.tracking_number
    for words in [number, "24 Nov 2026", "Diminta pelapor", "Pernah ditampilkan", "Dihitung Selasa, 24 November 2026"]:
        assert words in page.text, words
    assert "Lampu jalan mati" not in page.text
    assert page["Cache-Control"] == "private, no-cache"


def test_nothing_yet(client, db):
    page = client.get(URL)
    assert "Saat ini tidak ada laporan yang disembunyikan." in page.text
    assert page.context["tally"] == log.Tally(0, 0, [], None)


def test_long_and_with_as_many_queries(client, monkeypatch):
    monkeypatch.setattr(log, "ROWS", 2)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    hidden(shown(), now=NOW)
    one = asked()
    for minute in range(4):
        hidden(shown(), now=NOW.replace(minute=minute))
    assert asked() == one == 3
    seen, url = [], URL
    while url:
        page = client.get(url)
        seen += [row.pk for row in page.context["rows"]]
        url = page.context["older_url"] and URL + page.context["older_url"]
    assert len(set(seen)) == len(seen) == 5
