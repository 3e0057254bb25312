"""Photos of a case are for its reporter alone; whatever does not fit is the same 404."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import photos
from complaints.models import Attachment

from .conftest import Case, counts, let_in


@pytest.fixture
def case(db):
    return Case(pictures=1)


@pytest.fixture
def row(case) -> Attachment:
    return Attachment.objects.get(complaint=case.pk)


@pytest.mark.parametrize("size", photos.SIZES)
def test_every_size_as_we_made_it(reporter, case, row, size):
    before = counts()
    answer = reporter.get(case.address("photo", row.pk, size))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content == photos.read(row.key, size)
    assert counts() == before


def test_photos_of_the_agency_too(reporter, case):
    case.refer().note(pictures=1).answer(pictures=1)
    for row in Attachment.objects.filter(complaint=case.pk):
        assert reporter.get(case.address("photo", row.pk, 480)).status_code == 200


class TestNotTheirs:
    def ask(self, client, case, row, size=480):
        return client.get(case.address("photo", row.pk if isinstance(row, Attachment) else row, size))

    def test_a_stranger(self, case, row):
        assert self.ask(Client(), case, row).status_code == 404

    def test_a_photo_of_another_case_under_the_own_number(self, reporter, case):
        other = Attachment.objects.get(complaint=Case(pictures=1).pk)
        assert self.ask(reporter, case, other).status_code == 404

    def test_the_reporter_of_another_case(self, client, case, row):
        let_in(client, Case())
        client.cookies["lacak"]["path"] = "/"
        assert self.ask(client, case, row).status_code == 404

    def test_an_id_or_a_size_that_is_not_there(self, reporter, case, row):
        assert self.ask(reporter, case, uuid4()).status_code == 404
        for size in (0, 1, 481, 99999):
            assert self.ask(reporter, case, row, size).status_code == 404

    def test_a_file_that_is_gone(self, reporter, case, row):
        photos.remove(row.key)
        assert self.ask(reporter, case, row).status_code == 404

    def test_all_of_them_are_one_answer(self, reporter, case, row):
        answers = [
            self.ask(Client(), case, row),
            self.ask(reporter, case, uuid4()),
            self.ask(reporter, case, row, 5),
        ]
        assert len({answer.content for answer in answers}) == 1

    def test_a_tampered_cookie(self, reporter, case, row):
        reporter.cookies["lacak"] = reporter.cookies["lacak"].value + "x"
        assert self.ask(reporter, case, row).status_code == 404

    def test_a_draft_is_not_a_case(self, reporter, case):
        from tests import factories
        from tests.tracking.conftest import photo

        key = factories.make_draft()
        factories.drafts.add_photos(key, [photo(7)], now=factories.NOW)
        assert self.ask(reporter, case, Attachment.objects.get(complaint=None)).status_code == 404


def test_a_photo_costs_two_queries(reporter, case, row):
    with CaptureQueriesContext(connection) as captured:
        reporter.get(case.address("photo", row.pk, 480))
    assert len(captured) == 2
