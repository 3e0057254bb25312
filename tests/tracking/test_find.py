"""T1: number and code open a case however they are typed; whatever does not fit gets one answer, and guessing waits."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import numbers
from complaints.models import Attempt, Event, Regency
from complaints.tracking import queries

from .conftest import Case, counts, let_in, without_tokens, words

FIND = "/lacak/"
WRONG = "Nomor dan kode rahasia tidak cocok. Periksa lagi."
MINUTE = timedelta(minutes=1)


def unknown_number() -> str:
    """A number that could be ours and is not."""
    return numbers.new_tracking_number("BLT")


def other_code(code: str) -> str:
    return ("0" if code[0] != "0" else "1") + code[1:]


def try_code(client, number, code, **options):
    return client.post(FIND, {"number": number, "code": code}, **options)


class TestOpening:
    def test_number_and_code_open_the_case_and_write_nothing(self, client, case):
        before = counts()
        answer = try_code(client, case.number, case.code)
        assert answer.url == case.address("case")
        cookie = answer.cookies["lacak"]
        assert cookie["path"] == case.address("case")
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
        assert counts() == before
        assert client.get(answer.url).status_code == 200

    @pytest.mark.parametrize(
        "type_",
        [
            str.lower,
            lambda text: text.replace("-", ""),
            lambda text: f"  {text.replace('-', ' ')}  ",
            lambda text: text.replace("0", "O").replace("1", "l"),
            lambda text: text.removeprefix("BLT-"),
            lambda text: "".join(chr(ord(sign) + 0xFEE0) for sign in text),
        ],
        ids=["small", "no dashes", "spaces", "look-alikes", "no prefix", "full width"],
    )
    def test_it_is_typed_as_people_type(self, client, case, type_):
        assert try_code(client, type_(case.number), type_(case.code)).url == case.address("case")

    def test_the_page_asks_for_both_and_is_filled_from_a_link(self, client, case):
        page = client.get(f"{FIND}?n={case.number}").content.decode()
        assert f'value="{case.number}"' in page
        assert page.count('autocomplete="off"') == 2
        assert "noindex" in page  # an address with a number
        assert "noindex" not in client.get(FIND).content.decode()

    def test_the_example_is_a_number_of_this_regency(self, client, case):
        assert "Contoh: BLT-7K4M-2QXD-V." in words(client.get(FIND))
        Regency.objects.update(tracking_prefix="A<B")
        assert "Contoh: A&lt;B-7K4M-2QXD-V." in client.get(FIND).content.decode()

    def test_an_address_cannot_bring_its_own_words(self, client, db):
        page = client.get(FIND, {"n": "<script>" + "x" * 500 + "\0"}).content.decode()
        assert "<script>x" not in page
        assert "x" * 40 not in page

    def test_what_is_missing_is_named(self, client, db):
        page = client.post(FIND, {"number": "", "code": " "})
        assert "Tulis nomor laporan" in words(page)
        assert "Tulis kode rahasia" in words(page)
        assert not Attempt.objects.exists()

    def test_it_works_before_the_reference_data_is_there(self, client, db):
        assert WRONG in words(try_code(client, "BLT-7K4M-2QXD-V", "7K4M2-QXDV9"))


class TestOneAnswerForEverything:
    """Whoever does not have the code learns nothing, not even whether a number exists."""

    @pytest.fixture
    def wrongs(self, case):
        missing = unknown_number()
        return {
            "wrong code": (case.number, other_code(case.code)),
            "unknown number": (missing, case.code),
            "another case's code": (case.number, Case().code),
            "a code too short": (case.number, "7K4M"),
            "no code at all": (case.number, "!!!!"),
            "a broken number": (case.number[:-1] + ("0" if case.number[-1] != "0" else "1"), case.code),
            "nonsense": ("halo", "halo"),
            "very long": ("7" * 5000, "7" * 5000),
            "with a NUL": ("BLT\0" + case.number, "7K4M2\0QXDV9"),
            "signs": ("🦀’%_\\", "’ OR 1=1 --"),
        }

    def test_the_same_words_status_and_statements(self, wrongs):
        pages, statements = {}, {}
        for number, (name, (typed_number, typed_code)) in enumerate(wrongs.items()):
            client = Client(REMOTE_ADDR=f"198.51.100.{number}")
            with CaptureQueriesContext(connection) as captured:
                answer = try_code(client, typed_number, typed_code)
            assert answer.status_code == 200
            assert WRONG in words(answer)
            pages[name] = re.sub(r' value="[^"]*"', "", without_tokens(answer))  # what was typed is shown again
            statements[name] = [query["sql"].split()[0] for query in captured]
        assert len(set(pages.values())) == 1, {name: len(page) for name, page in pages.items()}
        assert len({tuple(sql) for sql in statements.values()}) == 1, statements

    def test_the_same_size_for_a_number_that_exists_and_one_that_does_not(self, client, case):
        right, wrong = (
            try_code(client, number, other_code(case.code)).content for number in (case.number, unknown_number())
        )
        assert len(right) == len(wrong)

    def test_the_same_comparison_runs(self, case, monkeypatch):
        compared = []
        monkeypatch.setattr(numbers, "same", lambda one, other: compared.append((len(one), len(other))))
        for number, code in [(case.number, case.code), (unknown_number(), case.code), (None, "")]:
            assert queries.opened_by(number, code) is None
        assert compared == [(32, 32)] * 3

    def test_nothing_tells_before_the_code_either(self, case):
        """Every page of a case sends a stranger to T1 in the same way, known number or not."""
        missing = unknown_number()
        for name in ("case", "reply", "rate", "withdraw", "receipt"):
            for method in ("get", "post"):
                answers = []
                for number in (case.number, missing):
                    with CaptureQueriesContext(connection) as captured:
                        answer = getattr(Client(), method)(reverse(f"tracking:{name}", args=[number]))
                    answers.append((answer.status_code, dict(answer.headers), len(captured)))
                    assert number in answer.headers.get("Location", number)
                if answers[0][0] != 405:
                    assert answers[0][0] == 302
                for _status, headers, _count in answers:
                    headers.pop("Location", None)
                assert answers[0] == answers[1]


class TestWaiting:
    def fail(self, client, case, times):
        for _ in range(times):
            assert try_code(client, case.number, other_code(case.code)).status_code == 200

    def test_after_five_tries_the_client_waits_a_quarter_of_an_hour(self, client, case, clock):
        self.fail(client, case, 5)
        answer = try_code(client, case.number, case.code)
        assert answer.status_code == 429
        assert "Terlalu banyak percobaan. Coba lagi pukul 10.15." in words(answer)
        assert WRONG not in words(answer)
        assert answer.headers["Retry-After"] == "900"
        assert f'value="{case.number}"' in answer.content.decode()  # what was typed is still there
        clock.shift(15 * MINUTE)
        assert try_code(client, case.number, case.code).status_code == 302

    def test_a_number_that_does_not_exist_waits_alike(self, client, case):
        missing = unknown_number()
        for _ in range(5):
            assert try_code(client, missing, case.code).status_code == 200
        assert try_code(client, missing, case.code).status_code == 429

    def test_sloppy_spellings_of_one_number_are_one(self, client, case):
        for number in (case.number, case.number.lower(), case.number.replace("-", ""), f" {case.number}", case.number):
            try_code(client, number, other_code(case.code))
        assert try_code(client, case.number.replace("-", " "), case.code).status_code == 429

    def test_ten_tries_from_anywhere_close_the_case_for_an_hour(self, case, clock):
        for number in range(10):
            self.fail(Client(REMOTE_ADDR=f"198.51.100.{number}"), case, 1)
        answer = try_code(Client(REMOTE_ADDR="203.0.113.9"), case.number, case.code)
        assert answer.status_code == 429
        assert "Coba lagi pukul 11.00." in words(answer)
        clock.shift(60 * MINUTE)
        assert try_code(Client(REMOTE_ADDR="203.0.113.9"), case.number, case.code).status_code == 302

    def test_other_cases_and_other_people_do_not_wait(self, client, case):
        other = Case()
        self.fail(client, case, 5)
        assert try_code(client, other.number, other.code).status_code == 302
        assert try_code(Client(REMOTE_ADDR="203.0.113.9"), case.number, case.code).status_code == 302

    def test_who_is_inside_stays_inside(self, reporter, case):
        self.fail(Client(), case, 5)
        assert reporter.get(case.address("case")).status_code == 200

    def test_a_refused_try_is_not_counted(self, client, case):
        self.fail(client, case, 5)
        rows = Attempt.objects.count()
        try_code(client, case.number, case.code)
        assert Attempt.objects.count() == rows

    def test_no_address_and_no_number_is_kept(self, case):
        try_code(Client(REMOTE_ADDR="203.0.113.77"), case.number, other_code(case.code))
        kept = repr([(bytes(row.scope), row.at) for row in Attempt.objects.all()])
        assert "203.0.113.77" not in kept
        assert case.number not in kept
        assert not Event.objects.exclude(complaint=case.pk).filter(complaint__isnull=True).exists()


class TestShelter:
    def test_every_page_is_for_nobody_to_keep(self, reporter, case):
        case.refer().answer()
        for name in ("case", "rate", "withdraw", "receipt"):
            headers = reporter.get(case.address(name)).headers
            assert headers["Cache-Control"] == "no-store"
            assert headers["Referrer-Policy"] == "same-origin"
        assert reporter.get(FIND).headers["Cache-Control"] == "no-store"

    def test_titles_and_previews_say_nothing_of_the_story(self, reporter, case):
        case.refer().answer()
        for name in ("case", "rate", "withdraw", "receipt"):
            page = reporter.get(case.address(name)).content.decode()
            head = page[: page.index("<body>")]
            assert "noindex" in head
            assert "Lampu" not in head
            assert "Dishub" not in head

    def test_a_case_does_not_open_another(self, client, case):
        other = Case()
        let_in(client, case)
        client.cookies["lacak"]["path"] = "/"  # a browser that ignores paths, or somebody who copies
        assert client.get(other.address("case")).url == f"{FIND}?n={other.number}"
