"""Who counts again from the open data alone comes to what the page says (issue 5)."""

import ast
import random
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from complaints.escalation import operations as escalation
from complaints.figures import operations
from complaints.models import Complaint, Regency
from complaints.states import Outcome
from tests import factories
from tests.cases import Case
from tests.factories import NOW

from . import recompute

pytestmark = pytest.mark.django_db
TODAY = NOW + timedelta(days=75)


@pytest.fixture
def regency_at_work(office):
    """Months of reports in many states, of two agencies, some published, some handled apart."""
    Regency.objects.update(shows_agencies=True)
    chance = random.Random(5)
    roads = factories.make_category("jalan", office.dlh, name="Jalan")
    for number in range(26):
        start = NOW + timedelta(days=chance.choice((0, 1, 20, 40, 66)), minutes=number)
        to = office.dlh if number % 3 == 0 else office.dishub
        case = Case(office, now=start, category=roads if number % 3 == 0 else office.pju)
        case.do("refer", at=start + timedelta(hours=1), to=to)
        if number % 4 == 3:
            continue
        outcome = Outcome.EXPLAINED if number % 5 == 0 else Outcome.REPAIRED
        answered = start + timedelta(hours=chance.choice((2, 3, 27, 55)))
        case.do("answer", at=answered, outcome=outcome)
        end = answered + timedelta(hours=2)
        if number % 4 == 0:
            case.do("confirm", at=end)
        elif number % 4 == 1:
            case.do("raise_objection", at=end)
    Case(office, category=office.violence)
    with time_machine.travel(TODAY, tick=False):
        for pk in list(Complaint.objects.filter(next_effect_at__lt=TODAY).values_list("pk", flat=True)):
            escalation.pass_time(pk, now=TODAY)
        operations.tally(TODAY)
        yield


def told(client) -> dict:
    context = client.get("/kinerja/").context
    stats = {stat.code: stat for stat in (*context["stats"], *context["process"])}
    months, topics, outcomes, _dots = context["charts"]
    return {
        **{code: stat.value for code, stat in stats.items()},
        "waktu-jawab-90": stats["waktu-jawab"].note.removeprefix("9 dari 10 dalam "),
        "belum-selesai": stats["terlambat"].note.removeprefix("dari ").removesuffix(" yang belum selesai"),
        "bulan": [row[1:] for row in months.rows],
        "hasil": dict(outcomes.rows),
        "kanal": {str(name): n for code, _name, rows in context["lists"] if code == "kanal" for name, n in rows},
        "umur": [n for _age, n in context["ages"]],
        "kategori": dict(topics.rows),
        "instansi": {line.agency.name: (line.open, line.overdue, line.punctual) for line in context["agencies"]},
    }


def test_the_same_numbers_as_on_the_page(client, regency_at_work):
    def fetch(address):
        answer = client.get(address)
        return b"".join(answer) if answer.status_code == 200 else b""

    found = recompute.recompute(fetch, timezone.localdate())
    page = told(client)
    assert found == page
    speaking = [
        name for name in ("masuk", "dijawab", "tepat-waktu", "terlambat", "sudah-beres") if "kurang" in page[name]
    ]
    assert not speaking, "too few cases prove nothing"
    text = client.get("/kinerja/").content.decode()
    assert all(f"<b>{found[name]}</b>" in text for name in ("masuk", "dijawab", "waktu-jawab", "tepat-waktu"))


def test_it_knows_nothing_of_the_portal():
    tree = ast.parse(Path(recompute.__file__).read_text())
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert names <= sys.stdlib_module_names
