"""Sharing a case: with a supporting agency its part, with an overseer all of it but who reported."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from complaints import access, audit, texts, timeline
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Complaint, Event, Message, Share, Text
from complaints.sharing import operations
from complaints.tracking import operations as tracking
from tests import factories
from tests.cases import Case
from tests.factories import NOW

from .conftest import PART, address


def send(client, case, to, part="", **changed):
    return client.post(address("share", case), {"version": case.version, "to": to.pk, "part": part, **changed})


def page(response):
    return response.content.decode()


class TestSupporter:
    def test_gets_its_part(self, client, case, coordinator):
        assert send(client, case, case.dlh, PART).url.endswith(f"/petugas/laporan/{case.tracking_number}/")
        share = Share.objects.get(complaint=case)
        assert (share.agency, share.shared_at, share.ended_at) == (case.dlh, NOW, None)
        assert texts.read(share.part) == PART
        event = case.events.get(kind=Event.Kind.SHARED)
        assert event.data["to"] == case.dlh.pk
        assert event.data["part"]["text"] == share.part_id
        assert event.actor == coordinator

    def test_moves_nothing_else(self, client, case, coordinator):
        before = (case.status, case.owner_id, case.due_at, case.assignee_id)
        send(client, case, case.dlh, PART)
        case.refresh_from_db()
        assert (case.status, case.owner_id, case.due_at, case.assignee_id) == before

    def test_its_liaison_is_told_in_the_morning(self, case):
        operations.share(case.pk, to=case.dlh, part=PART, actor=case.coordinator, now=NOW)
        told = Message.objects.get(complaint=case, kind=Message.Kind.PART)
        assert (told.user, told.channel) == (case.supporter, Message.Channel.DIGEST)

    def test_the_lead_reads_it_and_the_reporter_not(self, client, case, coordinator):
        send(client, case, case.dlh, PART)
        client.force_login(case.liaison)
        told = page(client.get(f"/petugas/laporan/{case.tracking_number}/"))
        assert "Dibagikan kepada DLH" in told
        assert PART in told
        assert not [entry for entry in timeline.entries(case, for_staff=False) if PART in entry.text]

    @pytest.mark.parametrize(
        ("part", "sentence"),
        [("", "Tulis bagian yang diminta"), ("dahan", "Tulis sedikit lagi, paling sedikit 10 huruf")],
    )
    def test_the_part_is_asked_for(self, client, case, coordinator, part, sentence):
        assert sentence in page(send(client, case, case.dlh, part))
        assert not Share.objects.exists()


class TestOverseer:
    def test_reads_the_case_without_the_reporter(self, client, case, coordinator):
        assert send(client, case, case.ombudsman).status_code == 302
        client.force_login(case.overseer)
        shown = page(client.get(f"/petugas/laporan/{case.tracking_number}/"))
        assert factories.STORY[:20] in shown
        assert "Kontak tersimpan" not in shown
        assert "Bu Siti" not in shown
        acts = re.findall(r'<form method="post" action="([^"]+)"', shown.split("<main")[1].split("</main")[0])
        assert acts == [f"/petugas/laporan/{case.tracking_number}/dibaca/"], "what was read is nobody's act"

    def test_reads_nothing_before(self, client, case):
        client.force_login(case.overseer)
        assert client.get(f"/petugas/laporan/{case.tracking_number}/").status_code == 404

    def test_is_given_no_part(self, client, case, coordinator):
        assert "Lembaga pengawas membaca seluruh laporan" in page(send(client, case, case.ombudsman, PART))
        assert not Share.objects.exists()

    def test_also_of_a_closed_case(self, client, case, coordinator):
        tracking.withdraw(case.pk, now=NOW)
        case.refresh_from_db()
        form = client.get(address("share", case)).context["form"]
        assert "part" not in form.fields
        assert list(form.fields["to"].queryset) == [case.ombudsman]
        assert send(client, case, case.ombudsman).status_code == 302


class TestSupervisory:
    @pytest.fixture
    def closed(self, case, office):
        return (
            Case(office, category=office.graft).do("refer", to=office.inspectorate, term_class="SUPERVISORY").complaint
        )

    def test_the_inspectorate_shares_with_an_overseer_alone(self, client, case, office, closed):
        client.force_login(office.inspector)
        form = client.get(address("share", closed)).context["form"]
        assert list(form.fields["to"].queryset) == [case.ombudsman]
        assert send(client, closed, case.ombudsman).status_code == 302
        assert access.staff_cases(case.overseer).get() == closed

    def test_never_the_coordinator(self, client, office, case, closed):
        client.force_login(office.coordinator)
        assert client.get(f"/petugas/laporan/{closed.tracking_number}/").status_code == 200
        assert client.get(address("share", closed)).status_code == 404

    def test_no_part_of_it(self, office, case, closed):
        with pytest.raises(Refused, match="hanya bisa dibagikan kepada lembaga pengawas"):
            operations.share(closed.pk, to=case.dlh, part=PART, actor=office.inspector, now=NOW)


class TestRefused:
    @pytest.mark.parametrize(
        ("to", "part", "sentence"),
        [
            ("owner", PART, "Instansi ini sudah menangani laporan ini"),
            ("accused", PART, "Instansi yang dilaporkan tidak boleh melihat laporan ini"),
            ("shared", PART, "Laporan ini sudah dibagikan kepada instansi itu"),
            ("outside", PART, "Instansi ini tidak bisa menerima laporan"),
            ("overseer", PART, "Lembaga pengawas membaca seluruh laporan"),
            ("supporter", "", "Tulis bagian yang diminta"),
        ],
    )
    def test_in_words(self, given, to, part, sentence):
        accused = factories.make_agency("RSUD")
        Complaint.objects.filter(pk=given.pk).update(excluded_agency=accused)
        agency = {
            "owner": given.dishub,
            "accused": accused,
            "shared": given.dlh,
            "outside": factories.make_agency("PLN", kind="external"),
            "overseer": given.ombudsman,
            "supporter": factories.make_agency("PUPR"),
        }[to]
        before = given.events.count()
        with pytest.raises(Refused, match=sentence):
            operations.share(given.pk, to=agency, part=part, actor=given.coordinator, now=NOW)
        assert given.events.count() == before

    def test_a_part_of_a_closed_case(self, case):
        tracking.withdraw(case.pk, now=NOW)
        with pytest.raises(Refused, match="sudah ditutup"):
            operations.share(case.pk, to=case.dlh, part=PART, actor=case.coordinator, now=NOW)

    @pytest.mark.parametrize("who", ["liaison", "supporter", "overseer"])
    def test_by_others(self, given, who):
        with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
            operations.share(given.pk, to=given.ombudsman, actor=getattr(given, who), now=NOW)

    def test_what_cannot_be_chosen_is_not_offered(self, client, given, coordinator):
        offered = set(client.get(address("share", given)).context["form"].fields["to"].queryset)
        assert given.ombudsman in offered
        assert not offered & {given.dlh, given.dishub}


def test_nothing_remains_when_the_history_fails(case, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        operations.share(case.pk, to=case.dlh, part=PART, actor=case.coordinator, now=NOW)
    assert not Share.objects.exists()
    assert not Text.objects.filter(kind=Text.Kind.PART).exists()


def test_twice_is_once(client, case, coordinator):
    send(client, case, case.dlh, PART)
    assert send(client, case, case.dlh, PART).status_code in {200, 302}
    assert case.events.filter(kind=Event.Kind.SHARED).count() == 1


def test_a_conflict_keeps_what_was_typed(client, case, coordinator):
    followup.accept(case.pk, actor=case.liaison, now=NOW)
    response = send(client, case, case.dlh, PART)
    assert "Laporan ini baru diubah oleh" in page(response)
    assert PART in page(response)


def test_others_get_404(client, given, strangers):
    for person in [given.liaison, given.supporter, given.overseer, *strangers]:
        client.force_login(person)
        assert client.get(address("share", given)).status_code == 404
        assert send(client, given, given.ombudsman).status_code == 404


def test_the_case_page_offers_it(client, case, coordinator):
    assert address("share", case) in page(client.get(f"/petugas/laporan/{case.tracking_number}/"))
    client.force_login(case.liaison)
    assert address("share", case) not in page(client.get(f"/petugas/laporan/{case.tracking_number}/"))


def test_many_shares_cost_no_more_queries(client, given, coordinator, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as one:
        client.get(address("share", given))
    for name in ("PUPR", "PDAM"):
        operations.share(given.pk, to=factories.make_agency(name), part=PART, actor=given.coordinator, now=NOW)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(address("share", given)).context["shares"]) == 3
