"""Signed links name a complaint, expire, and carry no secret."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core import signing

from complaints import identity, links, numbers
from tests import factories, worlds
from tests.factories import NOW


@pytest.fixture
def receipt(db):
    return factories.submit(factories.make_draft())


def token(complaint) -> str:
    return links.link_to(complaint).rsplit("/l/", 1)[1].rstrip("/")


def test_it_is_an_absolute_address_of_our_own(receipt):
    address = links.link_to(receipt.complaint)
    assert address.startswith("http://testserver/l/")
    assert address.isascii()
    assert len(address) < 100


def test_it_names_the_complaint_and_nothing_secret(receipt):
    address = links.link_to(receipt.complaint)
    assert receipt.code.replace("-", "") not in address.replace("-", "")
    assert links.behind(token(receipt.complaint)) == (receipt.complaint.tracking_number, receipt.complaint)


def test_it_lives_ninety_days(receipt):
    with time_machine.travel(NOW, tick=False) as clock:
        made = token(receipt.complaint)
        clock.shift(timedelta(days=90))
        assert links.behind(made).complaint == receipt.complaint
        clock.shift(timedelta(seconds=1))
        assert links.behind(made) == (receipt.complaint.tracking_number, None)


def test_what_we_did_not_sign_asks_nothing_of_the_database(db, django_assert_num_queries):
    forged = signing.TimestampSigner(salt="another purpose").sign("BLT-7K4M-2QXD-V")
    with django_assert_num_queries(0):
        for made_up in ("", "x", forged, forged.replace("BLT", "XYZ"), "a:b:c", "\0"):
            assert links.behind(made_up) == ("", None)


def test_a_number_that_is_gone_opens_nothing(db):
    gone = links._SIGNER.sign(numbers.new_tracking_number("BLT"))
    assert links.behind(gone).complaint is None


def test_a_former_contact_opens_nothing(db):
    complaint = factories.make_complaint(reporter=worlds.REPORTER)
    made = token(complaint)
    assert links.behind(made).complaint == complaint
    identity.change(complaint, replace(worlds.REPORTER, contact="+6281298765432"))
    assert links.behind(made) == (complaint.tracking_number, None)
    assert links.behind(token(complaint)).complaint == complaint
