"""Ten minutes to take back what was a mistake: the case stands as before, and its history says that it was undone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from complaints import guarantee, history, timeline
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.followup import operations_desk
from complaints.models import Clock, Complaint, Merge, Position
from complaints.states import Because, Status
from complaints.triage import operations, operations_bulk, operations_category
from tests import factories
from tests.factories import NOW

SOON = NOW + timedelta(minutes=9)
LATE = NOW + timedelta(minutes=11)
# What an act may not leave changed once it was undone.
KEPT = (
    *("status", "submitted_because", "owner_id", "waits_for", "due_at", "next_effect_at", "closed_at", "assignee_id"),
    *("resume_status", "resume_because", "resume_owner_id", "category_id", "term_class", "access_class", "priority"),
    *("village_id", "examined_at", "published_at", "received_at", "tracking_number"),
)
CLOCK = ("kind", "agency_id", "counts_from", "due_at", "amount", "unit", "source", "paused_at", "remaining")


def stands(complaint):
    """Return everything of a case that a clean undo brings back: its row, running clocks, reporter, tags, shares."""
    row = Complaint.objects.values(*KEPT).get(pk=complaint.pk)
    running = Clock.objects.filter(complaint=complaint, stopped_at=None).order_by("kind").values(*CLOCK)
    missed = Clock.objects.filter(complaint=complaint, miss__isnull=False).values_list("kind", "miss__due_at")
    identity = Complaint.objects.filter(pk=complaint.pk).values("identity__cipher", "identity__contact_digest").get()
    tags = complaint.tags.filter(removed_at=None).values_list("tag__name", flat=True)
    merged = Merge.objects.filter(complaint=complaint, undone_at=None).count()
    return row, list(running), list(missed), identity, list(tags), merged


def take_back(complaint, actor, now=SOON):
    operations_bulk.take_back(
        complaint.pk, version=Complaint.objects.get(pk=complaint.pk).version, actor=actor, now=now
    )


@pytest.fixture
def referred(case, coordinator):
    case.dishub = factories.make_agency("Dishub")
    case.liaison = factories.make_staff(case.dishub)
    case.officer = factories.make_staff(case.dishub, Position.Role.CASE_OFFICER)
    factories.refer(case, case.dishub, actor=coordinator)
    followup.accept(case.pk, actor=case.liaison, now=NOW)
    return case


@pytest.fixture
def other(case):
    """Another category, of another class."""
    return factories.make_category(
        "info", factories.make_agency("Dishub"), name="Info", term_class="INFO", target_days=2
    )


@pytest.fixture(autouse=True)
def _whole_afterwards(db):
    yield
    assert list(history.faults()) == []
    assert guarantee.violations() == []


def last(complaint):
    return timeline.entries(Complaint.objects.get(pk=complaint.pk), for_staff=True)[-1].what


class TestEachActComesBack:
    def test_assigned(self, referred):
        before = stands(referred)
        followup.assign(referred.pk, to=referred.officer, actor=referred.liaison, now=NOW)
        take_back(referred, referred.liaison)
        assert stands(referred) == before
        assert last(referred) == "Penugasan dibatalkan, kembali ke siapa saja di instansi"

    def test_to_whom_it_was_given_before(self, referred):
        followup.assign(referred.pk, to=referred.officer, actor=referred.liaison, now=NOW)
        before = stands(referred)
        followup.assign(referred.pk, to=referred.liaison, actor=referred.liaison, now=NOW)
        take_back(referred, referred.liaison)
        assert stands(referred) == before

    @pytest.mark.parametrize("where", ["case", "referred"])
    def test_category(self, request, coordinator, other, where):
        complaint = request.getfixturevalue(where)
        before = stands(complaint)
        operations_category.recategorise(complaint.pk, category=other, actor=coordinator, now=NOW)
        assert stands(complaint) != before
        take_back(complaint, coordinator)
        assert stands(complaint) == before
        assert last(complaint) == "Perubahan kategori dibatalkan: Lampu jalan"

    def test_tag_put_on_and_taken_off(self, case, coordinator):
        before = stands(case)
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=NOW)
        tagged = stands(case)
        take_back(case, coordinator)
        assert stands(case) == before
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=SOON)
        operations_desk.untag(case.pk, name="banjir", actor=coordinator, now=SOON)
        take_back(case, coordinator)
        assert stands(case) == tagged
        assert last(case) == "Tanda dipasang: banjir"

    def test_merged_histories_reporters_and_clocks_of_both(self, referred, coordinator):
        main = factories.make_complaint(story="Tiang lampu di muka sekolah mati total.")
        before = stands(referred), stands(main)
        operations.merge(referred.pk, into=main, actor=coordinator, now=NOW)
        take_back(referred, coordinator)
        assert (stands(referred), stands(main)) == before
        assert last(referred) == "Penggabungan dibatalkan"
        assert last(main) == f"Laporan {referred} dipisahkan lagi dari sini"

    def test_closed_as_spam_is_verified_again(self, case, coordinator):
        """As life.md 3 knows it: no other way leads out of the archive."""
        operations.archive(case.pk, code="spam", text="Ini iklan pinjaman.", actor=coordinator, now=NOW)
        take_back(case, coordinator)
        case.refresh_from_db()
        assert (case.status, case.submitted_because) == (Status.SUBMITTED, Because.REOPENED)


class TestRefused:
    def test_after_ten_minutes(self, case, coordinator):
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=NOW)
        with pytest.raises(Refused, match="Sudah lewat 10 menit"):
            take_back(case, coordinator, LATE)

    def test_what_somebody_else_did(self, case, coordinator):
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=NOW)
        with pytest.raises(Refused, match="Tidak ada yang bisa Anda batalkan"):
            take_back(case, factories.make_coordinator())

    def test_an_undo(self, case, coordinator):
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=NOW)
        take_back(case, coordinator)
        with pytest.raises(Refused, match="Tidak ada yang bisa Anda batalkan"):
            take_back(case, coordinator)

    def test_a_referral_its_agency_gives_it_back(self, case, coordinator):
        factories.refer(case, factories.make_agency("Dishub"), actor=coordinator)
        with pytest.raises(Refused, match="Tidak ada yang bisa Anda batalkan"):
            take_back(case, coordinator)

    def test_where_something_happened_since(self, case, coordinator):
        operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=NOW)
        version = Complaint.objects.get(pk=case.pk).version
        operations.examine(case.pk, actor=coordinator, now=NOW)
        with pytest.raises(Refused, match="baru diubah oleh"):
            operations_bulk.take_back(case.pk, version=version, actor=coordinator, now=SOON)


def test_pressed_on_the_page_that_told_it(client, case, coordinator):
    many = reverse("triage:act_on_many")
    chosen = {"n": f"{case.tracking_number}:{case.version}", "act": "tanda", "tag": " Banjir  Rob "}
    page = client.post(many, chosen | {"run": "1"})
    assert "Bisa dibatalkan sampai pukul" in page.text
    assert list(case.tags.values_list("tag__name", flat=True)) == ["banjir rob"]
    sent = {"n": [f"{one.tracking_number}:{one.version}" for one in page.context["done"]]}
    page = client.post(reverse("triage:undo"), sent)
    assert "1 laporan kembali seperti semula" in page.text
    assert not case.tags.filter(removed_at=None).exists()
    page = client.post(reverse("triage:undo"), sent)
    assert page.context["done"] == []
    assert client.post(reverse("triage:undo")).headers["Location"] == reverse("followup:queue")
    assert client.get(reverse("triage:undo")).status_code == 405


def test_offered_on_the_case_page_to_who_did_it_while_it_can_be(client, case, coordinator):
    address, now = reverse("followup:case", args=[str(case)]), timezone.now()
    operations_desk.tag(case.pk, name="banjir", actor=coordinator, now=now)
    page = client.get(address).text
    assert "Tanda dipasang: banjir. Keliru? Bisa dibatalkan sampai pukul" in page
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert reverse("triage:undo") not in client.get(address).text
    client.force_login(factories.make_coordinator())
    assert reverse("triage:undo") not in client.get(address).text
