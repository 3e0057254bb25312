"""Aspirations and requests for information (P9), and a report that follows a closed one: the same form, other words."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints import history, links
from complaints.errors import Refused
from complaints.intake import drafts, operations
from complaints.models import Complaint, Event, InformationRequest, Position
from complaints.states import ClockKind
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW, STORY
from tests.tracking.conftest import words
from tests.worlds import REPORTER, all_kept

WHAT = reverse("intake:what")
SEND = reverse("intake:send")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def topic(db):
    factories.make_regency()
    return factories.make_category(agency=factories.make_agency("Dishub"), needs_place=True)


def begin(client, topic, query, **more):
    """Fill in step 1 as it was opened with `query`, and step 2 empty; return the page of step 3."""
    page = client.get(f"{WHAT}?{query}")
    hidden = {"kind": page.context["form"].kind.word, "follows": page.context["form"]["follows"].value() or ""}
    client.post(WHAT, hidden | {"category": topic.code, "story": STORY} | more)
    client.post(reverse("intake:place"), {"village": ""})
    return client.get(SEND)


def send(client, page, **answers):
    hidden = {"key": page.context["key"], "seen": page.context["content"].seen()}
    return client.post(SEND, hidden | {"contact_choice": "unnamed"} | answers)


class TestKinds:
    @pytest.mark.parametrize(
        ("word", "heading", "report_class", "term_class", "public"),
        [
            ("aspirasi", "Apa usulan Anda?", "aspiration", "ASPIRATION", True),
            ("informasi", "Informasi apa yang Anda cari?", "information_request", "INFO", False),
        ],
    )
    def test_same_form_other_words_and_terms(self, client, topic, word, heading, report_class, term_class, public):
        page = words(client.get(f"{WHAT}?jenis={word}"))
        assert heading in page
        assert "Dijawab paling lambat" in page
        step_3 = begin(client, topic, f"jenis={word}")
        assert step_3.status_code == 200  # no place was needed
        assert step_3.context["form"]["may_publish"].value() is public
        assert send(client, step_3).url == reverse("intake:done")
        complaint = Complaint.objects.get()
        assert (complaint.report_class, complaint.term_class) == (report_class, term_class)
        assert complaint.village is None
        assert list(history.faults()) == []

    def test_a_complaint_still_needs_its_place(self, client, topic):
        assert begin(client, topic, "").url == reverse("intake:place")

    @pytest.mark.parametrize("word", ["", "pengaduan", "lain", "<b>"])
    def test_any_other_word_is_a_complaint(self, client, topic, word):
        assert "Apa yang terjadi?" in words(client.get(f"{WHAT}?jenis={word}"))

    def test_a_closed_topic_keeps_its_own_terms(self, office):
        complaint = factories.make_complaint(category=office.violence, report_class="aspiration")
        assert (complaint.access_class, complaint.term_class) == ("sensitive", "SENSITIVE")

    def test_home_leads_to_both(self, client, topic):
        page = client.get(reverse("intake:home")).text
        assert "?jenis=aspirasi" in page
        assert "?jenis=informasi" in page


class TestFormal:
    def test_goes_to_the_register_with_the_terms_of_the_act(self, client, topic):
        page = begin(client, topic, "jenis=informasi")
        contact = {"contact_choice": "tell", "contact_kind": "whatsapp", "contact": "0812 3456 7890", "name": "Siti"}
        answers = contact | {"register": "on"}
        for _ in range(2):  # also when it is sent again
            assert send(client, page, **answers).url == reverse("intake:done")
        complaint = Complaint.objects.get()
        assert complaint.term_class == "KIP"
        assert str(InformationRequest.objects.get()) == "001/PPID/2026"
        assert list(complaint.events.values_list("kind", flat=True)) == [Event.Kind.SUBMITTED, Event.Kind.REGISTERED]
        all_kept()

    def test_needs_a_name_and_a_contact(self, client, topic):
        page = begin(client, topic, "jenis=informasi")
        assert "Permohonan resmi perlu nama dan kontak." in words(send(client, page, register="on"))
        assert not Complaint.objects.exists()

    def test_is_not_offered_to_others(self, client, topic):
        assert "PPID" not in words(begin(client, topic, "jenis=aspirasi"))

    def test_the_first_word_is_due_ten_days_after_receipt(self, topic):
        key = factories.make_draft(category=topic, report_class="information_request")
        seen = drafts.read(key).seen()
        operations.submit(key, seen=seen, reporter=REPORTER, may_publish=False, formal=True, now=NOW)
        complaint = Complaint.objects.get()
        factories.refer(complaint, factories.make_agency("Dishub"), actor=factories.make_coordinator())
        clock = complaint.clocks.get(kind=ClockKind.FIRST_RESPONSE)
        assert (clock.amount, clock.counts_from) == (10, NOW)


class TestFollowUp:
    @pytest.fixture
    def closed(self, topic):
        complaint = factories.make_complaint(category=topic, village=factories.make_village().code)
        tracking.withdraw(complaint.pk, now=NOW)
        complaint.refresh_from_db()
        return complaint

    def test_is_linked_and_seen_from_both(self, client, topic, closed):
        page = begin(client, topic, f"jenis=aspirasi&lanjutan={links.follow_up(closed)}")
        assert closed.tracking_number in words(page)
        send(client, page)
        new = Complaint.objects.exclude(pk=closed.pk).get()
        assert new.submission.follows == closed
        coordinator = factories.make_staff(new.owner, Position.Role.COORDINATOR)
        client.force_login(coordinator)
        for one, other, said in ((new, closed, "Lanjutan dari"), (closed, new, "Dilanjutkan di")):
            text = words(client.get(reverse("followup:case", args=[one.tracking_number])))
            assert f"{said} {other.tracking_number}" in text
        assert list(history.faults()) == []

    @pytest.mark.parametrize("forged", ["BLT-0000-0000-0", "{number}", "{number}:abc"])
    def test_nobody_links_what_he_did_not_open(self, topic, closed, forged):
        client = Client()
        send(client, begin(client, topic, f"jenis=aspirasi&lanjutan={forged.format(number=closed.tracking_number)}"))
        assert Complaint.objects.exclude(pk=closed.pk).get().submission.follows is None

    def test_it_can_be_taken_back(self, client, topic, closed):
        begin(client, topic, f"jenis=aspirasi&lanjutan={links.follow_up(closed)}")
        page = begin(client, topic, "lanjutan=-")
        assert closed.tracking_number not in words(page)


def test_a_repeat_that_is_formal_only_the_second_time_is_another_one(topic):
    key = factories.make_draft(category=topic, report_class="information_request")
    seen = drafts.read(key).seen()
    operations.submit(key, seen=seen, reporter=REPORTER, may_publish=False, now=NOW)
    with pytest.raises(Refused, match="isi lain"):
        operations.submit(key, seen=seen, reporter=REPORTER, may_publish=False, formal=True, now=NOW)
