"""*Tutup*: afterwards the case is not open on this phone any more."""

from django.test import Client

from .conftest import Case, counts, let_in, words


def test_the_browser_forgets(reporter, case):
    before = counts()
    answer = reporter.post(case.address("close"))
    assert answer.url == "/lacak/"
    cookie = answer.cookies["lacak"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, case.address("case"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    page = reporter.get("/lacak/")
    assert "Halaman laporan sudah ditutup di HP ini. Laporan Anda tetap berjalan." in words(page)
    assert case.number not in page.content.decode()
    assert reporter.get(case.address("case")).url == f"/lacak/?n={case.number}"
    assert counts() == before


def test_the_receipt_with_the_code_goes_too(reporter, case):
    cookie = reporter.post(case.address("close")).cookies["diterima"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/lapor/selesai/")


def test_another_case_stays_open(client, case):
    other = Case()
    let_in(client, case)
    kept = client.cookies["lacak"].value
    client.post(other.address("close"))
    client.cookies["lacak"] = kept
    assert client.get(case.address("case")).status_code == 200


def test_it_says_nothing_about_a_number(client, case):
    answers = [client.post(f"/lacak/{number}/tutup/") for number in (case.number, "BLT-0000-0000-0", "x")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/lacak/")}


def test_a_link_cannot_press_it(reporter, case):
    assert reporter.get(case.address("close")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(case.address("close")).status_code == 403
