"""A new secret code for who has proved to hold the contact: the old one is refused, and it is on record."""

import pytest
from django.test import Client

from complaints import numbers
from complaints.identity import Reporter
from complaints.models import Complaint, Event
from complaints.tracking import operations as tracking
from complaints.tracking import operations_links
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import let_in, words
from .test_mine import owner
from .test_recover import EMAIL, filed

URL = "/saya/kode/"


def opens(number, code):
    return Client().post("/lacak/", {"number": number, "code": code}).status_code == 302


def test_the_new_code_opens_and_stands_on_this_answer_alone(client, db):
    mine = filed()
    page = owner(client).post(URL, {"number": mine.tracking_number})
    code = page.context["code"]
    assert code in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert opens(mine.tracking_number, code)
    event = mine.events.latest("sequence")
    assert (event.kind, event.actor_kind) == (Event.Kind.CODE_REISSUED, Event.ActorKind.REPORTER)
    assert code not in str(event.data)
    assert code not in client.get("/saya/").text
    all_kept(NOW)


def test_the_old_code_and_what_it_opened_are_over(client, case):
    tracking.add_contact(case.pk, reporter=Reporter("", "email", EMAIL), now=NOW)
    other = let_in(Client(), case)
    assert other.get(case.address("case")).status_code == 200
    code = owner(client).post(URL, {"number": case.number}).context["code"]
    assert not opens(case.number, case.code)
    assert opens(case.number, code)
    assert other.get(case.address("case")).status_code == 302


def test_others_and_confidential_ones_are_404(client, db):
    strange, hidden = filed("lain@contoh.test"), filed()
    Complaint.objects.filter(pk=hidden.pk).update(access_class="protected")
    owner(client)
    for complaint in (strange, hidden):
        assert client.post(URL, {"number": complaint.tracking_number}).status_code == 404
    assert not Event.objects.filter(kind="code_reissued").exists()


def test_without_proof_nothing_changes(client, db):
    assert client.post(URL, {"number": filed().tracking_number}).url == "/lacak/lupa/"
    assert client.get(URL).status_code == 405


def test_each_is_another_one(db):
    mine = filed()
    codes = {operations_links.reissue(mine.pk, now=NOW) for _ in range(3)}
    assert len(codes) == 3
    assert all(numbers.parse_access_code(code) == code for code in codes)


def test_nothing_remains_when_a_late_step_fails(db, monkeypatch):
    mine = filed()
    before = bytes(mine.submission.code_digest)

    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(operations_links.audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations_links.reissue(mine.pk, now=NOW)
    mine.submission.refresh_from_db()
    assert bytes(mine.submission.code_digest) == before
