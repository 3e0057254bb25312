"""The letter to an outside body: all that it needs to act, and nobody's name."""

from django.urls import reverse

from complaints.models import Complaint
from complaints.routing import operations
from tests.factories import NOW, STORY
from tests.routing.conftest import REPORTER, WHY


def url(complaint):
    return reverse("routing:letter", args=[complaint.tracking_number])


def test_says_what_where_why_and_until_when(client, outside):
    page = client.get(url(outside)).content.decode()
    for part in (
        "Yth. Pimpinan PT PLN (Persero) Unit Belitung",
        "Pemerintah Kabupaten Belitung",
        "Diskominfo",
        outside.tracking_number,
        STORY,
        WHY,
        "Aik Rayak, Kecamatan Tanjungpandan",
        "paling lambat Senin, 14 Desember 2026",
        "Nomor</dt><dd>………",
    ):
        assert part in page, part


def test_names_no_reporter(client, outside):
    page = client.get(url(outside)).content.decode()
    assert REPORTER.name not in page
    assert REPORTER.contact[-8:] not in page
    assert "Sifat</dt><dd>Biasa" in page


def test_a_sensitive_one_is_marked(client, outside):
    Complaint.objects.filter(pk=outside.pk).update(access_class="sensitive")
    assert "Sifat</dt><dd>Rahasia" in client.get(url(outside)).content.decode()


def test_before_a_case_is_handed_on_there_is_none(client, fresh, coordinator):
    assert client.get(url(fresh)).status_code == 404


def test_afterwards_it_can_still_be_read_without_a_date(client, outside, coordinator):
    operations.bounce(outside.pk, reason="Bukan jaringan kami.", actor=coordinator, now=NOW)
    page = client.get(url(outside)).content.decode()
    assert WHY in page
    assert "paling lambat" not in page


def test_others_get_404(client, outside, strangers):
    for user in strangers:
        client.force_login(user)
        assert client.get(url(outside)).status_code == 404
