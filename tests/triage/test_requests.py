"""The PPID's register as a page: by year and number, for the coordinator, printable."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.triage import operations
from tests.cases import Case
from tests.factories import NOW
from tests.tracking.conftest import counts, words

URL = reverse("triage:requests")


def registered(office, now=NOW) -> Case:
    case = Case(office, now=now, report_class="information_request", story="Mohon salinan APBD tahun 2025.")
    operations.register_request(case.pk, actor=office.coordinator, now=now)
    return case


def test_number_date_due_and_status(client, office):
    case = registered(office)
    client.force_login(office.coordinator)
    before = counts()
    text = words(client.get(URL))
    assert "Register permohonan informasi 2026" in text
    for shown in ("001/PPID/2026", "Mohon salinan APBD tahun 2025.", "Selasa, 24 November 2026", "Diterima"):
        assert shown in text
    assert case.complaint.tracking_number in client.get(URL).text
    assert counts() == before


def test_a_year_at_a_time(client, office):
    registered(office)
    registered(office, now=NOW + timedelta(days=60))
    client.force_login(office.coordinator)
    assert "001/PPID/2027" in words(client.get(URL))
    assert "001/PPID/2026" in words(client.get(URL, {"tahun": "2026"}))
    assert "001/PPID/2027" in words(client.get(URL, {"tahun": "<b>"}))


def test_empty(client, office):
    client.force_login(office.coordinator)
    assert "Belum ada permohonan informasi resmi." in words(client.get(URL))


def test_a_case_that_may_not_be_read_keeps_its_number_only(client, office):
    case = Case(office, category=office.violence, report_class="information_request", story="Data korban di desa saya.")
    operations.register_request(case.pk, actor=office.coordinator, now=NOW)
    case.do("refer", to=office.helper, category=office.violence, term_class="SENSITIVE")
    client.force_login(office.coordinator)
    text = words(client.get(URL))
    assert "001/PPID/2026 " in text
    assert "Tidak bisa dibuka dari jabatan Anda" in text
    assert "Data korban" not in text


@pytest.mark.parametrize("who", ["liaison", "inspector", "leader", "clerk", "administrator"])
def test_others_get_404(client, office, who):
    client.force_login(getattr(office, who))
    assert client.get(URL).status_code == 404


def test_the_price_does_not_grow(client, office):
    client.force_login(office.coordinator)
    prices = []
    for times in (1, 2):
        for _ in range(times):
            registered(office)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        prices.append(len(captured))
    assert prices[0] == prices[1]
