"""The same press from several browsers at one moment: one act, no error page, and the guarantee holds."""

import threading
from itertools import chain

import pytest
from django.db import connection
from django.test import Client

from complaints import guarantee
from complaints.models import Attempt
from complaints.states import Status
from complaints.tracking import operations
from tests.factories import NOW

from .conftest import Case, let_in, upload
from .test_find import other_code, try_code

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 8


def at_once(presses):
    """Run all `presses` in threads that start together; return their answers. An error of one fails the test."""
    start, answers, errors = threading.Barrier(len(presses)), [], []

    def run(press):
        try:
            start.wait()
            answers.append(press())
        except Exception as error:  # a thread's error must fail the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return answers


def browsers(case) -> list[Client]:
    return [let_in(Client(), case) for _ in range(PRESSES)]


def posting(case, name, **answers):
    """Return a press of the same form for every browser."""
    address = case.address(name)
    return [lambda client=client: client.post(address, {"seen": "", **answers}) for client in browsers(case)]


def test_one_reply():
    case = Case().refer().ask()
    answers = at_once(posting(case, "reply", text="Tiang nomor 12"))
    assert [answer.url for answer in answers] == [case.address("case")] * PRESSES
    assert case.kinds.count("replied") == 1
    assert guarantee.beyond_constraints() == []


def test_different_replies_have_one_winner_and_the_others_keep_their_words():
    case = Case().refer().ask()
    presses = [
        lambda client=client, number=number: client.post(
            case.address("reply"), {"text": f"Tiang nomor {number}", "seen": ""}
        )
        for number, client in enumerate(browsers(case))
    ]
    answers = at_once(presses)
    assert sorted(answer.status_code for answer in answers) == [200] * (PRESSES - 1) + [302]
    assert all(b"Tiang nomor" in answer.content for answer in answers if answer.status_code == 200)
    assert case.kinds.count("replied") == 1


@pytest.mark.parametrize(("judgement", "kind"), [("yes", "confirmed"), ("no", "objected")])
def test_one_judgement(judgement, kind):
    case = Case().refer().answer()
    answers = at_once(posting(case, "rate", judgement=judgement, comment="Begitu"))
    assert [answer.url for answer in answers] == [case.address("case")] * PRESSES
    assert case.kinds.count(kind) == 1
    assert guarantee.beyond_constraints() == []


def test_yes_and_no_together_leave_a_whole_case():
    case = Case().refer().answer()
    presses = (
        posting(case, "rate", judgement="yes")[:4] + posting(case, "rate", judgement="no", blame=["not_fixed"])[:4]
    )
    answers = at_once(presses)
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert case.kinds.count("objected") == 1  # also after a yes: within thirty days
    assert case.kinds.count("confirmed") <= 1
    assert case.row.status == Status.SUBMITTED
    assert guarantee.beyond_constraints() == []


def test_withdrawn_once():
    case = Case()
    answers = at_once(posting(case, "withdraw", reason="Sudah beres"))
    assert [answer.url for answer in answers] == [case.address("case")] * PRESSES
    assert case.kinds.count("withdrawn") == 1


def test_the_agency_answers_while_the_reporter_withdraws():
    case = Case().refer()
    client = let_in(Client(), case)

    def answer():
        from complaints.errors import Refused

        try:
            case.answer()
        except Refused as refusal:
            return str(refusal)
        return ""

    withdrawn = lambda: client.post(case.address("withdraw"), {"reason": ""})  # noqa: E731
    at_once([answer, withdrawn])
    assert case.row.status == Status.WITHDRAWN
    assert guarantee.beyond_constraints() == []


def test_photos_of_a_press_that_lost_belong_to_nothing():
    case = Case().refer().ask()
    presses = [
        lambda client=client: client.post(case.address("reply"), {"text": "Ini", "seen": "", "photos": [upload(1)]})
        for client in browsers(case)[:4]
    ]
    answers = at_once(presses)
    assert {answer.status_code for answer in answers} == {302}
    assert case.row.attachments.count() == 1


def test_guesses_at_once_slip_past_the_limit_by_those_under_way_at_most():
    case = Case()
    guesses = [lambda: [try_code(Client(), case.number, other_code(case.code)).status_code for _ in range(5)]] * PRESSES
    statuses = list(chain.from_iterable(at_once(guesses)))
    assert set(statuses) == {200, 429}
    assert 5 <= statuses.count(200) <= 5 + PRESSES - 1
    assert Attempt.objects.count() == 3 * statuses.count(200)
    operations.withdraw(case.pk, now=NOW)  # nobody is locked
