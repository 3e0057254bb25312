"""The file in the fields of SP4N-LAPOR!: answer and story, no reporter, no formula, and who took it on record."""

import csv
import io

import time_machine
from django.urls import reverse

from complaints.identity import Reporter
from complaints.models import Event
from complaints.triage import operations
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.worlds import ANSWER


def test_holds_what_is_copied_there_and_nothing_of_the_reporter(client, office):
    with time_machine.travel(NOW, tick=False):
        reporter = Reporter("Siti Aminah", "whatsapp", "+6281234567890")
        filed = factories.make_complaint(category=office.pju, story="=1+1 lampu mati di gang.", reporter=reporter)
        case = Case(office, filed).all("refer", "answer")
        operations.link_lapor(case.pk, number="7654321", actor=office.coordinator, now=NOW)
        client.force_login(office.coordinator)
        answer = client.post(reverse("triage:export_mirrored"))
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    found = dict(zip(head, row, strict=True))
    assert found["Nomor SP4N-LAPOR!"] == "7654321"
    assert found["Isi laporan"] == "'=1+1 lampu mati di gang."
    assert found["Tindak lanjut"] == ANSWER
    assert "Siti" not in answer.content.decode()
    assert Event.objects.get(kind=Event.Kind.EXPORTED).data == {"how": "lapor", "cases": 1}
