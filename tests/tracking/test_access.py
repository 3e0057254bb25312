"""Who may open the pages of a case: the browser that proved it, for twelve hours, until the code is issued anew."""

from datetime import timedelta

import pytest

from complaints.models import Submission

from .conftest import Case, let_in


@pytest.fixture
def number(case):
    return f"/lacak/?n={case.number}"


def test_a_stranger(client, case, number):
    assert client.get(case.address("case")).url == number


def test_a_tampered_cookie(reporter, case, number):
    value = reporter.cookies["lacak"].value
    for forged in (
        value[:-1] + ("A" if value[-1] != "A" else "B"),
        case.number,
        "",
        "a:b:c",
        value.replace(":", "."),
    ):
        reporter.cookies["lacak"] = forged
        assert reporter.get(case.address("case")).url == number


def test_the_cookie_of_another_case(client, case, number):
    let_in(client, Case())
    value = client.cookies["lacak"].value
    client.cookies.clear()
    client.cookies["lacak"] = value
    assert client.get(case.address("case")).url == number


def test_after_twelve_hours_the_code_is_asked_for_again(reporter, case, clock, number):
    clock.shift(timedelta(hours=12))
    assert reporter.get(case.address("case")).status_code == 200
    clock.shift(timedelta(seconds=2))
    assert reporter.get(case.address("case")).url == number


def test_a_re_issued_code_ends_what_the_old_one_opened(reporter, case, number):
    Submission.objects.filter(complaint=case.pk).update(code_digest=b"\1" * 32)
    assert reporter.get(case.address("case")).url == number


@pytest.mark.parametrize("number", ["%00", "blt-7k4m-2qxd-v", "x" * 300, "%F0%9F%A6%80", "%25", "a b"])
def test_odd_numbers_lead_to_the_same_place(client, db, number):
    for cookie in (None, "forged:1:x"):
        if cookie:
            client.cookies["lacak"] = cookie
        answer = client.get(f"/lacak/{number}/")
        assert answer.status_code == 302
        assert answer.url.startswith("/lacak/?n=")


def test_nothing_is_posted_here(reporter, case):
    assert reporter.post(case.address("case")).status_code == 405
