"""Who reported stays between the citizen and the sealed row: no page, address, header or log line tells."""

import logging

from besadu.logs import JsonFormatter
from complaints.models import Identity
from tests.intake.citizen import Citizen
from tests.intake.steps import secret, send, ticket, to_send

NAME, PHONE = "Kenari Wijaya", "081298765432"
STORY = "Kenanga mekar di depan SD, lampunya mati."
SIGNS = (NAME, "Kenari", PHONE, "98765432", "81298765432")


def test_name_and_number_stand_nowhere_but_in_the_form(citizen, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    to_send(citizen, story=STORY)
    receipt = send(citizen, contact_choice="tell", contact=PHONE, name=NAME)
    pages = [receipt] + [
        visitor.open(path)
        for visitor in (citizen, Citizen())
        for path in ("/", "/lapor/", "/lacak/", "/privasi/", "/kontak/")
    ]
    told = [page.html for page in pages] + citizen.visited
    told += [str(page.response.headers) + str(page.response.cookies) for page in pages]
    lines = [JsonFormatter().format(record) for record in caplog.records] + caplog.messages
    captured = capsys.readouterr()
    lines += [captured.out, captured.err]
    assert any("/lapor/kirim/" in line for line in lines)
    for sign in SIGNS:
        assert not [text for text in told + lines if sign in text]
    for sign in (STORY, "Kenanga", ticket(receipt), secret(receipt)):
        assert not [line for line in lines if sign in line]
    assert not [path for path in citizen.visited if secret(receipt) in path]


def test_unnamed_leaves_no_row_and_no_contact_anywhere(citizen, caplog):
    to_send(citizen)
    send(citizen, contact=PHONE, name=NAME)
    assert not Identity.objects.exists()
    assert not [line for line in caplog.messages if "98765432" in line]
