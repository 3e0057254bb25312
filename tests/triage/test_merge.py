"""A4 Gabung: two reports of one thing become one, in both histories, and nobody reads what is not theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import access, audit, history, timeline
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.intake import drafts
from complaints.models import Complaint, Event, Merge, Message
from complaints.routing import operations as routing
from complaints.states import Outcome, Status
from complaints.triage import operations, queries
from tests import factories
from tests.factories import NOW
from tests.triage.conftest import REPORTER
from tests.worlds import all_kept, make_photo

TWIN = "Lampu di dekat SD padam semua. Anak saya takut lewat."
ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."


@pytest.fixture
def main(case):
    return factories.make_complaint(story="Tiang lampu di muka sekolah mati total.", now=NOW - timedelta(days=1))


@pytest.fixture
def twin(case):
    return factories.make_complaint(story=TWIN, reporter=REPORTER)


def url(complaint):
    return reverse("triage:merge", args=[complaint.tracking_number])


def sent(twin, main):
    return {"version": twin.version, "induk": main.tracking_number}


def reporters_page(client, complaint):
    response = client.get(reverse("alive"))
    access.let_reporter_in(response, complaint, secure=False)
    client.cookies.update(response.cookies)
    return client.get(reverse("tracking:case", args=[complaint.tracking_number])).content.decode()


class TestPage:
    def test_first_asks_for_the_number_and_offers_what_is_alike(self, client, coordinator, main, twin):
        page = client.get(url(twin)).content.decode()
        assert "Nomor laporan induk" in page
        assert f"?induk={main.tracking_number}" in page
        assert "Gabung ke" not in page

    def test_then_shows_both_side_by_side(self, client, coordinator, main, twin):
        response = client.get(url(twin), {"induk": main.tracking_number.lower()})
        assert [row["complaint"] for row in response.context["both"]] == [twin, main]
        page = response.content.decode()
        assert TWIN in page
        assert "Tiang lampu di muka sekolah mati total." in page
        assert f"Gabung ke {main.tracking_number}" in page

    def test_with_what_tells_them_apart(self, client, coordinator, case):
        """Photos, place, distance, age, and how many reported it; who that was is nobody's to read here."""
        spot = {"village": factories.make_village().code, "landmark": "Depan SD Negeri 5", "longitude": 107.6785}
        keys = [factories.make_draft(**spot, latitude=latitude) for latitude in (-2.7385, -2.7394)]
        drafts.add_photos(keys[0], [make_photo()], now=NOW)
        first, second = (factories.submit(key, reporter=REPORTER).complaint for key in keys)
        operations.merge(case.pk, into=first, actor=coordinator, now=NOW)
        response = client.get(url(second), {"induk": first.tracking_number})
        assert 95 <= response.context["metres"] <= 105
        assert [row["reports"] for row in response.context["both"]] == [1, 2]
        page = response.text
        assert page.count("<figure>") == 1
        for words in ("Tanpa foto.", "Depan SD Negeri 5", "Jaraknya sekitar", "2 laporan"):
            assert words in page
        assert "Bu Siti" not in page

    def test_looking_writes_nothing(self, client, coordinator, main, twin):
        events = Event.objects.count()
        client.get(url(twin), {"induk": main.tracking_number})
        assert (Event.objects.count(), Merge.objects.count()) == (events, 0)

    def test_one_press_merges(self, client, coordinator, main, twin):
        response = client.post(url(twin), sent(twin, main))
        assert response.url == reverse("followup:case", args=[twin.tracking_number])
        twin.refresh_from_db()
        assert (twin.status, twin.due_at) == (Status.MERGED, None)
        assert not twin.clocks.filter(stopped_at=None).exists()
        row = Merge.objects.get()
        assert (row.complaint, row.into, row.undone_at) == (twin, main, None)

    def test_pressed_twice_is_once(self, client, coordinator, main, twin):
        answers = sent(twin, main)
        for _press in range(2):
            assert client.post(url(twin), answers).status_code == 302
        assert Merge.objects.count() == 1

    @pytest.mark.parametrize("typed", ["", "BLT-0000-0000-0", "bukan nomor"])
    def test_a_number_that_is_not_theirs_is_told(self, client, coordinator, main, twin, typed):
        page = client.get(url(twin), {"induk": typed}).content.decode()
        assert ("Isi nomor laporan induk" if not typed else "Nomor itu tidak ada di antara laporan Anda") in page
        assert client.post(url(twin), sent(twin, main) | {"induk": typed}).status_code == 200
        assert not Merge.objects.exists()

    def test_what_somebody_did_meanwhile_is_shown(self, client, coordinator, main, twin):
        stale = sent(twin, main)
        operations.examine(twin.pk, actor=factories.make_coordinator(), now=NOW)
        page = client.post(url(twin), stale).content.decode()
        assert "baru diubah oleh" in page
        assert f"Gabung ke {main.tracking_number}" in page
        assert not Merge.objects.exists()

    def test_others_get_404(self, client, main, twin):
        for user in (factories.make_staff(factories.make_agency("Dishub")), factories.make_staff(twin.owner, "entry")):
            client.force_login(user)
            assert client.get(url(twin)).status_code == 404
            assert client.post(url(twin), sent(twin, main)).status_code == 404

    def test_a_closed_case_leads_back(self, client, coordinator, main, twin):
        operations.archive(twin.pk, code="spam", text="Ini iklan semata.", actor=coordinator, now=NOW)
        assert client.get(url(twin)).status_code == 302

    def test_costs_the_same_for_one_and_three_alike(self, client, coordinator, main, twin):
        def cost():
            with CaptureQueriesContext(
                connection,
            ) as sql:
                client.get(url(twin))
            return len(sql)

        cost()
        one = cost()
        for number in range(3):
            factories.make_complaint(story=f"Lampu mati juga di sini, nomor {number}.")
        assert cost() == one


class TestHistories:
    def test_both_tell_it_to_staff_and_the_main_one_keeps_the_number_from_its_reporter(self, coordinator, main, twin):
        operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        for one in (main, twin):
            one.refresh_from_db()
        assert timeline.entries(twin, for_staff=True)[-1].what == f"Digabung ke {main}"
        assert timeline.entries(twin, for_staff=False)[-1].what == f"Digabung dengan laporan {main}"
        joined = timeline.entries(main, for_staff=True)[-1]
        assert (joined.what, joined.seen) == (f"Laporan {twin} digabung ke sini", "internal")
        assert all(str(twin) not in entry.what for entry in timeline.entries(main, for_staff=False))
        all_kept(NOW)

    def test_the_reporter_of_the_merged_one_is_told(self, coordinator, main, twin):
        operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        event = twin.events.get(kind=Event.Kind.MERGED)
        assert Message.objects.filter(complaint=twin, sequence=event.sequence).exists()
        assert not Message.objects.filter(complaint=main, sequence__gt=1).exists()

    def test_the_case_pages_name_each_other(self, client, coordinator, main, twin):
        operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        for one, other in ((main, twin), (twin, main)):
            page = client.get(reverse("followup:case", args=[one.tracking_number])).content.decode()
            assert reverse("followup:case", args=[other.tracking_number]) in page
        liaison = factories.make_staff(factories.make_agency("Dishub"))
        factories.refer(main, factories.make_agency("Dishub"), actor=coordinator)
        client.force_login(liaison)
        page = client.get(reverse("followup:case", args=[main.tracking_number])).content.decode()
        assert str(twin) in page
        assert reverse("followup:case", args=[twin.tracking_number]) not in page

    def test_it_leaves_the_lists(self, client, coordinator, main, twin):
        operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        for view in ("verifikasi", "semua"):
            rows = client.get(reverse("followup:queue"), {"v": view}).context["rows"]
            assert str(main) in {row["number"] for row in rows}
            assert str(twin) not in {row["number"] for row in rows}


class TestReporter:
    @pytest.fixture
    def merged(self, coordinator, main, twin):
        operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        twin.refresh_from_db()
        return twin

    def test_reads_where_the_main_one_stands_and_none_of_its_story(self, client, merged, main):
        page = reporters_page(client, merged)
        assert f"Sama dengan laporan {main}." in page
        assert "Langkah berikutnya paling lambat" in page
        assert "muka sekolah" not in page

    def test_reads_its_answer(self, client, merged, main, coordinator):
        dishub = factories.make_agency("Dishub")
        factories.refer(main, dishub, actor=coordinator)
        liaison = factories.make_staff(dishub)
        followup.answer(
            main.pk, outcome=Outcome.REPAIRED, text=ANSWER, no_photo_reason="Malam.", actor=liaison, now=NOW
        )
        page = reporters_page(client, merged)
        assert ANSWER in page
        assert "Dijawab" in page

    def test_reads_the_answer_of_an_outside_body(self, client, merged, main, coordinator):
        pln = factories.make_agency("PLN", kind="external")
        routing.forward_external(main.pk, body=pln, reason="Milik PLN.", actor=coordinator, now=NOW)
        routing.record_outside_answer(main.pk, text=ANSWER, answered_on=NOW.date(), actor=coordinator, now=NOW)
        assert ANSWER in reporters_page(client, merged)

    def test_is_not_told_that_it_is_their_turn_when_it_is_the_others(self, client, merged, main, coordinator):
        followup.ask(main.pk, question="Di dusun mana rumah Bapak?", actor=coordinator, now=NOW)
        page = reporters_page(client, merged)
        assert "Menunggu pelapor" in page
        assert "dusun" not in page

    def test_reads_nothing_of_one_that_became_sensitive(self, client, merged, main):
        Complaint.objects.filter(pk=main.pk).update(access_class="sensitive")
        page = reporters_page(client, merged)
        assert "Langkah berikutnya paling lambat" not in page
        assert "Sama dengan laporan lain yang sudah ada." in page


class TestRefused:
    """Each in words, on the page before anything is pressed and in the operation."""

    def refusal(self, client, coordinator, twin, main):
        page = client.get(url(twin), {"induk": str(main)}).content.decode()
        with pytest.raises(Refused) as refused:
            operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        assert str(refused.value) in page
        assert not Merge.objects.filter(complaint=twin).exists()
        return str(refused.value)

    def test_into_itself(self, client, coordinator, twin):
        assert "dirinya sendiri" in self.refusal(client, coordinator, twin, twin)

    def test_into_one_that_is_merged_itself(self, client, coordinator, main, twin, case):
        operations.merge(main.pk, into=case, actor=coordinator, now=NOW)
        assert "sudah digabung" in self.refusal(client, coordinator, twin, main)

    def test_one_that_others_were_merged_into(self, client, coordinator, main, twin, case):
        operations.merge(case.pk, into=twin, actor=coordinator, now=NOW)
        assert "sudah menjadi induk" in self.refusal(client, coordinator, twin, main)

    def test_into_one_that_is_not_processed(self, client, coordinator, main, twin):
        operations.archive(main.pk, code="spam", text="Ini iklan semata.", actor=coordinator, now=NOW)
        assert "tidak diproses" in self.refusal(client, coordinator, twin, main)

    @pytest.mark.parametrize("which", ["main", "twin"])
    def test_across_classes(self, client, coordinator, main, twin, which):
        sensitive = {"main": main, "twin": twin}[which]
        Complaint.objects.filter(pk=sensitive.pk).update(access_class="sensitive")
        assert "Hanya laporan biasa" in self.refusal(client, coordinator, twin, main)

    def test_where_somebody_else_is_complained_about(self, client, coordinator, main, twin):
        Complaint.objects.filter(pk=twin.pk).update(excluded_agency=factories.make_agency("Dishub"))
        assert "berbeda" in self.refusal(client, coordinator, twin, main)

    def test_one_that_the_coordinator_may_not_read(self, coordinator, main, twin):
        Complaint.objects.filter(pk=main.pk).update(excluded_person=coordinator)
        with pytest.raises(Refused, match="tidak ada di antara laporan Anda"):
            operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)

    def test_who_is_no_coordinator(self, main, twin):
        inspector = factories.make_staff(factories.make_agency("Inspektorat", code="INSP"), "inspectorate")
        with pytest.raises(Refused, match="bukan tugas jabatan"):
            operations.merge(twin.pk, into=main, actor=inspector, now=NOW)

    def test_nothing_remains_when_a_late_step_fails(self, coordinator, main, twin, monkeypatch):
        really, calls = audit.record, []

        def fails(*args, **more):
            calls.append(args)
            if len(calls) == 2:
                raise RuntimeError
            return really(*args, **more)

        monkeypatch.setattr(audit, "record", fails)
        with pytest.raises(RuntimeError):
            operations.merge(twin.pk, into=main, actor=coordinator, now=NOW)
        monkeypatch.undo()
        twin.refresh_from_db()
        assert (twin.status, Merge.objects.count()) == (Status.SUBMITTED, 0)
        assert list(history.faults()) == []


def test_likely_are_of_the_same_topic_and_village_and_not_long_closed(coordinator, main, twin):
    village = factories.make_village().code
    elsewhere = factories.make_complaint(story="Lampu mati juga di desa lain.", village=village)
    other = factories.make_category("sampah", factories.make_agency("DLH"), name="Sampah")
    factories.make_complaint(story="Sampah menumpuk di pasar lama.", category=other)
    spam = factories.make_complaint(story="Iklan yang panjang sekali.")
    operations.archive(spam.pk, code="spam", text="Ini iklan semata.", actor=coordinator, now=NOW)
    found = queries.likely_mains(twin, coordinator, NOW)
    assert main in found
    assert not {twin, elsewhere, spam} & set(found)
    assert all(row.category.name == "Lampu jalan" for row in found)
    Complaint.objects.filter(pk=main.pk).update(
        status="resolved", submitted_because=None, waits_for=None, due_at=None, next_effect_at=None, closed_at=NOW
    )
    assert main in queries.likely_mains(twin, coordinator, NOW + timedelta(days=29))
    assert main not in queries.likely_mains(twin, coordinator, NOW + timedelta(days=31))
