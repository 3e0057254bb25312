"""Number and secret code of what a phone has sent by itself: for who holds its key, and no one else."""

import pytest

from tests.intake.phone import ID, Phone
from tests.intake.test_what import small

PATH = "/lapor/antrean/tanda-terima/"


@pytest.fixture
def phone(portal):
    return Phone()


def test_opens_the_receipt_on_the_phone_that_wrote_it(phone):
    number = phone.hand_in(photo=[phone.photo(small(1)).json()["photo"]]).json()["number"]
    answer = phone.post(PATH, {"id": ID})
    assert answer.headers["Location"] == "/lapor/selesai/"
    page = phone.client.get("/lapor/selesai/")
    assert number in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("given", [{}, {"id": "f" * 32}, {"id": ID[:-1]}, {"key": ID}, {"key": f"phone-{ID}:salah"}])
def test_opens_nothing_for_anybody_else(phone, given):
    phone.hand_in()
    other = Phone()
    assert other.post(PATH, given).headers["Location"] == "/lacak/"
    assert other.client.get("/lapor/selesai/").status_code == 302
