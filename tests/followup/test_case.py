"""The case page: what to do first, what was sent, what is known, and nothing for who may not see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints import photos, texts
from complaints.followup import operations
from complaints.identity import Reporter
from complaints.intake import drafts
from complaints.models import Complaint, Miss, Place, Position, RoutingRule, Text
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW, STORY

from .conftest import address, picture, statements, without_tokens, writes

ANSWER = "Lampu sudah kami ganti dan sudah menyala lagi malam ini."


def page(client, case, query=""):
    response = client.get(address("case", case) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_begins_with_the_one_act_and_the_day(client, case, officer):
    html = page(client, case)
    assert "Beri kabar pertama kepada pelapor." in html
    assert "Paling lambat <b>Selasa, 1 Desember 2026</b>, pukul 16.00 WIB" in html
    now, story = html.index("Yang perlu dilakukan sekarang"), html.index("Cerita pelapor")
    assert now < story
    assert html.index(f'href="{address("note_progress", case)}"') < story


def test_tells_what_was_sent_exactly(client, case, officer):
    html = page(client, case)
    assert STORY in html
    assert case.tracking_number in html
    assert f"Agenda {case.agenda}" in html
    assert "Desa Aik Rayak, Kecamatan Tanjungpandan" in html
    assert html.count("Malam gelap sekali.") == 1  # above, not again in the history


def test_the_spot_is_a_geo_address_and_no_foreign_map(client, case, officer):
    Place.objects.filter(complaint=case).delete()
    mark = texts.keep(case, Text.Kind.LANDMARK, "Seberang warung kuning", NOW)
    Place.objects.create(complaint=case, latitude=-2.73851, longitude=107.67850, accuracy=12, landmark=mark)
    html = page(client, case)
    assert 'href="geo:-2.738510,107.678500?q=-2.738510,107.678500"' in html
    assert "± 12 m" in html
    assert "Seberang warung kuning" in html
    assert "http://" not in html.replace("http://testserver", "")
    assert "https://" not in html


def test_explains_every_running_date(client, case, officer):
    html = page(client, case)
    assert "Mengapa tanggal ini?" in html
    assert "Hari kerja ke-5 berakhir Selasa, 1 Desember 2026 pukul 16.00 WIB." in html
    assert "Hari kerja ke-14 berakhir Senin, 14 Desember 2026 pukul 16.00 WIB." in html
    assert "Hari ke-60 berakhir" in html


def test_explains_the_agency_by_its_rule(client, case):
    rule = RoutingRule.objects.create(
        order=1,
        category=case.category,
        agency=case.dishub,
        reason="Lampu jalan diurus Dishub",
        valid_from=NOW.date(),
    )
    ruled = factories.make_complaint(category=case.category)
    factories.refer(ruled, case.dishub, actor=case.coordinator, rule=rule)
    client.force_login(case.liaison)
    html = page(client, ruled)
    assert "Mengapa instansi ini?" in html
    assert "Lampu jalan diurus Dishub" in html
    assert "Kategori Lampu jalan menjadi tugas Dishub." in page(client, case)


def test_explains_no_agency_while_it_is_with_who_verifies(client, case):
    routing.return_referral(case.pk, reason="Bukan tugas kami", actor=case.liaison, now=NOW)
    client.force_login(case.coordinator)
    assert "Mengapa instansi ini?" not in page(client, case)


def test_a_miss_stays_in_sight(client, case, officer, clock):
    late = NOW + timedelta(days=10)
    operations.note_progress(case.pk, text="Maaf terlambat", actor=officer, now=late)
    assert Miss.objects.count() == 1
    clock.move_to(late)
    client.force_login(officer)
    html = page(client, case)
    assert "sudah berhenti (1 terlambat)" in html
    assert "Tercatat pada Dishub." in html


def test_a_date_that_passed_is_said(client, case, officer, clock):
    clock.move_to(NOW + timedelta(days=10))
    client.force_login(officer)
    html = page(client, case)
    assert "Batasnya Selasa, 1 Desember 2026 sudah lewat." in html
    assert "Terlambat 3 hari" in html


def test_while_the_reporter_is_asked_nobody_is_late(client, case, officer, clock):
    operations.ask(case.pk, question="Tiang nomor berapa?", actor=officer, now=NOW)
    clock.move_to(NOW + timedelta(days=60))
    client.force_login(officer)
    html = page(client, case)
    assert "Berhenti" in html
    assert "Batasnya" not in html
    assert "Dihitung lagi setelah ada jawaban." in html


def test_history_is_told_with_who_reads_it_and_by_reader(client, case, officer):
    operations.note_progress(case.pk, text="Besok kami cek", actor=officer, now=NOW)
    operations.note_internal(case.pk, text="Tiang milik PLN", actor=officer, now=NOW)
    everything = page(client, case)
    assert "Besok kami cek" in everything
    assert "Tiang milik PLN" in everything
    inside = page(client, case, "?riwayat=internal")
    assert "Besok kami cek" not in inside
    assert "Tiang milik PLN" in inside
    outside = page(client, case, "?riwayat=pelapor")
    assert "Besok kami cek" in outside
    assert "Tiang milik PLN" not in outside
    assert without_tokens(page(client, case, "?riwayat=apa")) == without_tokens(everything)


def test_three_acts_for_three_readers_stay_apart(client, case, officer):
    html = page(client, case)
    for name in ("note_progress", "ask", "answer", "note_internal", "assign"):
        assert f'href="{address(name, case)}"' in html
    assert html.count("<textarea") == 0


class TestReporter:
    def filed_by(self, case, reporter):
        complaint = factories.make_complaint(category=case.category, reporter=reporter)
        return factories.refer(complaint, case.dishub, actor=case.coordinator)

    def test_the_agency_sees_no_contact_and_no_way_to_it(self, client, case, officer):
        named = self.filed_by(case, Reporter("Siti Aminah", "phone", "+628123456789"))
        html = page(client, named)
        assert "Kontak tersimpan" in html
        assert "Tanya pelapor" in html
        for secret in ("Siti", "628123456789", "Lihat kontak"):
            assert secret not in html

    def test_the_coordinator_can_ask_for_it(self, client, case):
        named = self.filed_by(case, Reporter("Siti Aminah", "phone", "+628123456789"))
        client.force_login(case.coordinator)
        html = page(client, named)
        assert f'href="{reverse("triage:open_contact", args=[named.tracking_number])}"' in html
        assert "Siti" not in html

    def test_without_a_name_there_is_nothing_to_open(self, client, case):
        client.force_login(case.coordinator)
        html = page(client, case)
        assert "Tanpa nama" in html
        assert "Lihat kontak" not in html


class TestWho:
    def test_strangers_get_404(self, client, case, strangers):
        for stranger in strangers:
            client.force_login(stranger)
            assert client.get(address("case", case)).status_code == 404

    def test_who_watches_reads_but_is_asked_nothing(self, client, case):
        client.force_login(factories.make_staff(factories.make_agency("Setda", code="SETDA"), Position.Role.LEADER))
        html = page(client, case)
        assert "Dishub memberi kabar pertama kepada pelapor." in html
        assert "Yang perlu dilakukan sekarang" not in html
        assert f'action="{address("accept", case)}"' not in html

    def test_a_sensitive_case_is_read_by_marked_positions_only(self, client, case):
        Complaint.objects.filter(pk=case.pk).update(access_class="sensitive")
        for user in (case.liaison, case.coordinator):
            client.force_login(user)
            assert client.get(address("case", case)).status_code == 404
        client.force_login(factories.make_staff(case.dishub, handles_sensitive=True))
        assert "Peka" in page(client, case)

    def test_the_agency_complained_about_sees_nothing(self, client, case, officer):
        Complaint.objects.filter(pk=case.pk).update(excluded_person=officer)
        assert client.get(address("case", case)).status_code == 404

    def test_nobody_signed_in_is_sent_to_the_door(self, client, case):
        assert client.get(address("case", case)).headers["Location"].startswith("/masuk/")

    @pytest.mark.parametrize("number", ["BLT-0000-0000-0", "blt", "%00", "' OR 1=1"])
    def test_no_such_number_is_the_same_404(self, client, case, officer, number):
        assert client.get(f"/petugas/laporan/{number}/").status_code == 404


class TestCost:
    def busy(self, case, times):
        """A case with many texts, photos, clocks and pauses."""
        for number in range(times):
            operations.ask(case.pk, question=f"Di mana {number}?", actor=case.liaison, now=NOW)
            tracking.reply(case.pk, text=f"Di sini {number}", photos=[photos.decode(picture())], now=NOW)
            operations.note_progress(case.pk, text=f"Kabar {number}", actor=case.liaison, now=NOW)
            operations.note_internal(case.pk, text=f"Catatan {number}", actor=case.liaison, now=NOW)
        return case

    def test_a_long_history_costs_no_more_queries(self, client, case, officer):
        self.busy(case, 1)
        _page, few = statements(client, address("case", case))
        self.busy(case, 3)
        _page, many = statements(client, address("case", case))
        assert len(few) == len(many)
        assert len(many) <= 16

    def test_a_fresh_case_is_cheap(self, client, case, officer):
        _page, sql = statements(client, address("case", case))
        assert len(sql) <= 14

    def test_looking_writes_nothing(self, client, case, officer):
        _page, sql = statements(client, address("case", case))
        assert writes(sql) == []

    def test_is_small(self, client, case, officer):
        self.busy(case, 5)
        assert len(client.get(address("case", case)).content) < 100_000


def test_photos_are_shown_small_and_open_large(client, case, officer):
    key = factories.make_draft(category=case.category)
    drafts.add_photos(key, [photos.decode(picture(size=(1200, 800)))], now=NOW)
    shown = factories.refer(factories.submit(key).complaint, case.dishub, actor=case.coordinator)
    photo = shown.attachments.get()
    html = page(client, shown)
    assert f'src="{address("photo", shown, photo.pk, 480)}" width="480" height="320"' in html
    assert f'href="{address("photo", shown, photo.pk, 1600)}"' in html
    assert html.count("<img") == 1


def test_an_answered_case_waits_for_the_reporter(client, case, officer):
    operations.answer(case.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=officer, now=NOW)
    html = page(client, case)
    assert "Pelapor menilai apakah masalahnya sudah beres." in html
    assert "Dijawab: Sudah diperbaiki" in html
    assert f'href="{address("answer", case)}"' not in html
