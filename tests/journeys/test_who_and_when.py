"""Always who and when (ux.md principle 7): whatever the status, whoever reads, the page says who acts next and by which
weekday and date, and every date leads to its explanation. Read from the pages as they are sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from complaints import dates, links
from complaints.models import Agency, Complaint, Position
from complaints.sharing import operations as sharing
from complaints.states import FINAL, Outcome, Status
from tests import factories, worlds
from tests.cases import Case
from tests.factories import NOW

Role = Position.Role
# Acts that lead to each status with the agency in it wherever it can be.
WAYS = {
    Status.SUBMITTED: (),
    Status.NEEDS_INFO: ("refer", "ask"),
    Status.REFERRED: ("refer",),
    Status.IN_PROGRESS: ("refer", "accept"),
    Status.SCHEDULED: ("refer", "promise"),
    Status.ANSWERED: ("refer", "answer"),
    Status.FORWARDED_EXTERNAL: ("forward_external",),
    Status.RESOLVED: ("refer", "answer", "confirm"),
    Status.ARCHIVED: ("refer", "archive"),
    Status.WITHDRAWN: ("refer", "withdraw"),
    Status.MERGED: ("refer", "merge"),
}
# Where the agency does not have it.
_OF_THE_DESK = {Status.SUBMITTED, Status.FORWARDED_EXTERNAL}
_AGENCY = ("case_officer", "head", "liaison")
READERS = sorted([*_AGENCY, "coordinator", "inspector", "leader", "overseer", "reporter"])
CLOSED_WAYS = {status: acts for status, acts in WAYS.items() if status not in _OF_THE_DESK | {Status.MERGED}}
DATE = re.compile(rf"(?:{'|'.join(dates.DAYS)}), \d{{1,2}} (?:{'|'.join(dates.MONTHS[1:])}) \d{{4}}")
STEP = re.compile(r'<section class="next.*?</section>', re.S)
LINK = re.compile(r'href="([^"]*#[\w-]+)"')


class Cases:
    """One ordinary, one supervisory, one sensitive and one protected case of each status, and who reads them."""

    def __init__(self):
        office = worlds.make_office()
        ombudsman = factories.make_agency("Ombudsman", kind=Agency.Kind.OVERSIGHT)
        self.people = {
            **{name: getattr(office, name) for name in ("coordinator", "head", "inspector", "leader", "liaison")},
            "case_officer": office.officer,
            "overseer": factories.make_staff(ombudsman, Role.OVERSEER),
            "supporter": office.dlh_liaison,
        }
        self.ordinary = {status: self._made(office, acts) for status, acts in WAYS.items()}
        for complaint in self.ordinary.values():
            sharing.share(complaint.pk, to=ombudsman, actor=office.coordinator, now=NOW)
        part = {"to": office.dlh, "part": "Angkat pohonnya.", "actor": office.coordinator, "now": NOW}
        sharing.share(self.ordinary[Status.IN_PROGRESS].pk, **part)
        helped = {"to": office.helper, "category": office.violence}
        closed = {"to": office.inspectorate, "category": office.graft, "term_class": "SUPERVISORY"}
        self.sensitive = {s: self._made(office, a, **helped) for s, a in CLOSED_WAYS.items() if s not in FINAL}
        self.supervisory = {s: self._made(office, _taken_up(a), **closed) for s, a in CLOSED_WAYS.items()}
        self.protected = self._made(office, ("refer",), **closed)
        Complaint.objects.filter(pk=self.protected.pk).update(access_class="protected")

    def _made(self, office, acts, **refer) -> Complaint:
        case = Case(office)
        outcome = Outcome.PROVEN if "term_class" in refer else Outcome.EXPLAINED
        inputs = {"refer": refer, "answer": {"outcome": outcome}}
        for act in acts:
            case.do(act, **inputs.get(act, {}))
        return case.complaint

    def reads(self, reader: str, address: str, complaint: Complaint | None = None) -> str:
        """The page at `address` as `reader` gets it."""
        client = Client()
        if reader == "reporter":
            client.post(urlsplit(links.link_to(complaint)).path)
        else:
            client.force_login(self.people[reader])
        self.client = client
        response = client.get(address)
        assert response.status_code == 200, address
        return response.content.decode()


def _taken_up(acts: tuple[str, ...]) -> tuple[str, ...]:
    """The same acts, after the inspectorate has confirmed the class."""
    first, *then = acts
    return (first, "accept", *(act for act in then if act != "accept")) if then else acts


@pytest.fixture(scope="module")
def lasting_cases(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield Cases()
        transaction.set_rollback(True)


@pytest.fixture
def cases(lasting_cases, db):
    with time_machine.travel(NOW, tick=False):
        yield lasting_cases


def step_of(page: str) -> str:
    """The section that says who acts next."""
    (section,) = STEP.findall(page)
    return section


def says_who_and_when(cases: Cases, page: str, complaint: Complaint) -> None:
    """Fail unless the page says who acts next and by when, or when it ended, and leads to the reason."""
    section = step_of(page)
    who = strip_tags(re.search(r'<p class="do[^"]*">(.*?)</p>', section, re.S)[1]).strip()
    assert len(who) > 10
    moment = complaint.due_at or complaint.closed_at
    assert dates.full_date(moment) in DATE.findall(strip_tags(section))
    explained(cases, page, section, dates.full_date(moment))


def explained(cases: Cases, page: str, section: str, date: str) -> None:
    """Fail unless the lines that lead to `date` stand in the section itself or behind a link of it."""
    if folded := re.search(r'<details class="why">.*?</details>', section, re.S):
        assert date in folded[0]
        return
    (address,) = LINK.findall(section)
    where, _hash, name = address.partition("#")
    there = cases.client.get(where).content.decode() if where else page
    assert f'id="{name}"' in there, address
    assert date in there.partition(f'id="{name}"')[2], address


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("status", sorted(Status))
def test_on_the_page_of_a_case(cases, status, reader):
    complaint = cases.ordinary[status]
    number = [complaint.tracking_number]
    if reader in _AGENCY and status in _OF_THE_DESK:
        cases.client = Client()
        cases.client.force_login(cases.people[reader])
        assert cases.client.get(reverse("followup:case", args=number)).status_code == 404
        return
    address = reverse("tracking:case" if reader == "reporter" else "followup:case", args=number)
    page = cases.reads(reader, address, complaint)
    says_who_and_when(cases, page, complaint)


@pytest.mark.parametrize("status", sorted(CLOSED_WAYS))
def test_on_the_pages_of_who_inspects(cases, status):
    complaint = cases.supervisory[status]
    for name in ("followup:case", "monitoring:custody"):
        page = cases.reads("inspector", reverse(name, args=[complaint.tracking_number]))
        says_who_and_when(cases, page, complaint)


def test_before_a_protected_case_is_opened(cases):
    address = reverse("followup:case", args=[cases.protected.tracking_number])
    says_who_and_when(cases, cases.reads("inspector", address), cases.protected)


@pytest.mark.parametrize("reader", ["coordinator", "inspector"])
@pytest.mark.parametrize("status", sorted(set(CLOSED_WAYS) - FINAL))
def test_where_only_number_status_and_clocks_are_seen(cases, status, reader):
    complaint = cases.sensitive[status]
    page = cases.reads(reader, f"{reverse('monitoring:overview')}?nomor={complaint.tracking_number}")
    says_who_and_when(cases, page, complaint)


@pytest.mark.parametrize("status", sorted(set(WAYS) - FINAL))
def test_on_the_paper_that_the_reporter_prints(cases, status):
    """Whatever is printed is open: nothing folds on paper."""
    complaint = cases.ordinary[status]
    page = cases.reads("reporter", reverse("tracking:receipt", args=[complaint.tracking_number]), complaint)
    date = dates.full_date(complaint.due_at)
    shown, why = re.search(r"<dl.*?</dl>", page, re.S)[0].split('<dd id="mengapa"')
    assert date in strip_tags(shown)
    assert date in why.partition("</dd>")[0]


def test_where_the_reporter_answers(cases):
    complaint = cases.ordinary[Status.NEEDS_INFO]
    page = cases.reads("reporter", reverse("tracking:reply", args=[complaint.tracking_number]), complaint)
    explained(cases, page, page, dates.full_date(complaint.due_at))


def test_on_the_part_that_another_agency_was_given(cases):
    complaint = cases.ordinary[Status.IN_PROGRESS]
    page = cases.reads("supporter", reverse("sharing:part", args=[complaint.tracking_number]))
    date = dates.full_date(complaint.due_at)
    assert date in strip_tags(page)
    explained(cases, page, page, date)
    assert re.search(r'<details class="why">.*?</details>', page, re.S)[0].count("<li>") == 1, "the term alone"


LISTS = [("followup:queue", "?v=semua", reader) for reader in READERS if reader != "reporter"]
LISTS += [("monitoring:overview", "", "coordinator"), ("monitoring:supervision", "", "inspector")]


@pytest.mark.parametrize(("name", "query", "reader"), LISTS)
def test_in_every_row_of_a_list(cases, name, query, reader):
    page = cases.reads(reader, reverse(name) + query)
    rows = re.findall(r"<tr[^>]*>\s*<th scope=\"row\".*?</tr>", page, re.S)
    assert len(rows) >= 6
    client = cases.client
    for row in rows:
        (link,) = re.findall(r'<a class="due" href="([^"]*)#([\w-]+)">(.*?)</a>', row, re.S)
        address, anchor, shown = link
        (date,) = DATE.findall(strip_tags(shown))
        there = client.get(reverse(name) + address if address.startswith("?") else address).content.decode()
        assert date in there.partition(f'id="{anchor}"')[2], (address, anchor)
