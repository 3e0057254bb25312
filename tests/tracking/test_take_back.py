"""The reporter's yes to being shown can be taken back: hidden at once, for good, and the work goes on."""

import pytest
from django.test import Client

from complaints import access, history, texts
from complaints.models import Event, Publication
from complaints.publication import operations as publication
from complaints.publication.content import Content
from complaints.states import Status
from tests.factories import NOW

from .conftest import counts, words


@pytest.fixture
def shown(case):
    """The case as everybody sees it."""
    case.refer()
    content = Content("Lampu mati", texts.story(case.row))
    publication.publish(case.pk, content=content, looked_at=True, actor=case.coordinator, now=NOW)
    return case


def test_the_way_there_and_what_it_says(reporter, shown):
    page = words(reporter.get(shown.address("case")))
    assert "Jangan tampilkan lagi di Laporan warga" in page
    before = counts()
    asked = words(reporter.get(shown.address("take_back")))
    assert "Petugas tetap mengerjakan laporan Anda." in asked
    assert counts() == before


def test_it_is_gone_at_once(reporter, shown):
    answer = reporter.post(shown.address("take_back"))
    assert answer.url == shown.address("case")
    assert not access.published_cases().exists()
    event = shown.row.events.get(kind=Event.Kind.HIDDEN)
    assert (event.actor_kind, event.data["because"]) == ("reporter", "wish")
    assert shown.row.status == Status.REFERRED
    page = words(reporter.get(answer.url))
    assert "Laporan Anda tidak ditampilkan di Laporan warga." in page
    assert "Jangan tampilkan" not in page.replace("Jangan tampilkan laporan", "")
    assert history.verify() is None


def test_also_before_it_was_ever_shown(reporter, case):
    reporter.post(case.address("take_back"))
    assert Publication.objects.get(complaint=case.pk).hidden_because == "wish"


def test_pressed_twice_is_once(reporter, shown):
    for _press in range(2):
        assert reporter.post(shown.address("take_back")).status_code == 302
    assert shown.kinds.count("hidden") == 1
    assert reporter.get(shown.address("take_back")).url == shown.address("case")


def test_a_stranger_hides_nothing(shown):
    assert Client().post(shown.address("take_back")).url == f"/lacak/?n={shown.number}"
    assert access.published_cases().exists()
