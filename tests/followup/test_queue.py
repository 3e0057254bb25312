"""The queue: what each position sees, in which order, page by page, at a constant price."""

from datetime import timedelta

import pytest

from complaints import numbers
from complaints.followup import operations, saved_views
from complaints.models import Complaint, Position, User
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from tests import factories
from tests.factories import NOW

from .conftest import address, statements, without_tokens, writes

QUEUE = "/petugas/"
ANSWER = "Lampu sudah kami ganti dan sudah menyala lagi malam ini."


def see(client, query=""):
    response = client.get(QUEUE + query)
    assert response.status_code == 200
    return response


def shown(response):
    return [row["number"] for row in response.context["rows"]]


def chips(response):
    return {str(view["label"]): view["count"] for view in response.context["views"]}


def make(case, **answers):
    """Another case of Dishub, referred."""
    complaint = factories.make_complaint(category=case.category, **answers)
    return factories.refer(complaint, case.dishub, actor=case.coordinator, now=answers.get("now", NOW))


def returned(case, **answers):
    complaint = make(case, **answers)
    routing.return_referral(complaint.pk, reason="Bukan tugas kami", actor=case.liaison, now=NOW)
    return complaint


class TestCoordinator:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, case):
        client.force_login(case.coordinator)

    def test_views_in_the_order_of_the_desk(self, client, case):
        assert list(chips(see(client))) == [
            "Perlu verifikasi",
            "Dikembalikan",
            "Ditinjau ulang",
            "Jawaban untuk dibaca",
            "Perlu diterbitkan",
            "Terlambat",
            "Menunggu pelapor",
            "Semua",
        ]

    def test_each_case_stands_in_its_view(self, client, case):
        fresh = factories.make_complaint(category=case.category)
        back = returned(case)
        objected = make(case)
        operations.answer(objected.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=case.liaison, now=NOW)
        tracking.raise_objection(objected.pk, partly=False, now=NOW)
        asked = make(case)
        operations.ask(asked.pk, question="Di mana?", actor=case.liaison, now=NOW)
        expected = {"verifikasi": fresh, "dikembalikan": back, "ditinjau": objected, "menunggu": asked}
        for key, complaint in expected.items():
            assert shown(see(client, f"?v={key}")) == [complaint.tracking_number]
        assert len(shown(see(client, "?v=semua"))) == 5

    def test_arbitration_shows_when_there_is_one(self, client, case):
        again = returned(case)
        factories.refer(again, case.dishub, actor=case.coordinator, reason="Coba lagi")
        assert "Menunggu putusan" not in chips(see(client))
        routing.return_referral(again.pk, reason="Tetap bukan", actor=case.liaison, now=NOW)
        assert chips(see(client))["Menunggu putusan"] == 1
        assert shown(see(client, "?v=putusan")) == [again.tracking_number]

    def test_late_is_who_must_act_never_the_reporter(self, client, case, clock):
        asked = make(case)
        operations.ask(asked.pk, question="Di mana?", actor=case.liaison, now=NOW)
        clock.move_to(NOW + timedelta(days=60))
        client.force_login(case.coordinator)
        assert shown(see(client, "?v=terlambat")) == [case.tracking_number]

    def test_opens_with_the_first_view_that_asks_something(self, client, case):
        assert see(client).context["view"].key == "verifikasi"
        back = returned(case)
        response = see(client)
        assert response.context["view"].key == "dikembalikan"
        assert shown(response) == [back.tracking_number]

    def test_names_the_agency_of_each_row(self, client, case):
        assert see(client, "?v=semua").context["show_agency"]
        assert "Instansi" in see(client, "?v=semua").content.decode()

    def test_the_title_counts_what_is_urgent_today(self, client, case):
        assert "<title>Antrean" in see(client).content.decode()
        factories.make_complaint(category=case.category, now=NOW - timedelta(days=5))  # due today
        factories.make_complaint(category=case.category)  # not yet
        assert "<title>(1) Antrean" in see(client).content.decode()

    def test_a_sensitive_case_that_was_referred_is_not_even_counted(self, client, case):
        before = chips(see(client, "?v=semua"))
        Complaint.objects.filter(pk=case.pk).update(access_class="sensitive")
        response = see(client, "?v=semua")
        assert case.tracking_number not in shown(response)
        assert chips(response)["Semua"] == before["Semua"] - 1


class TestAgency:
    def test_views_in_the_order_of_the_desk(self, client, case, officer):
        assert list(chips(see(client))) == [
            "Perlu jawaban",
            "Jatuh tempo hari ini",
            "Terlambat",
            "Menunggu pelapor",
            "Tugas saya",
            "Semua",
        ]

    def test_the_most_urgent_is_first(self, client, case, officer):
        older = make(case, now=NOW - timedelta(days=3))
        assert shown(see(client)) == [older.tracking_number, case.tracking_number]

    def test_due_today_and_late(self, client, case, officer, clock):
        clock.move_to(NOW + timedelta(days=7))  # the day on which the first response is due
        client.force_login(officer)
        assert shown(see(client, "?v=hari-ini")) == [case.tracking_number]
        assert shown(see(client, "?v=terlambat")) == []
        assert "Hari ini 16.00" in see(client).content.decode()
        clock.move_to(NOW + timedelta(days=8))
        client.force_login(officer)
        assert shown(see(client, "?v=hari-ini")) == []
        assert shown(see(client, "?v=terlambat")) == [case.tracking_number]
        assert "Terlambat 1 hari" in see(client).content.decode()

    def test_days_left_are_working_days_of_the_calendar(self, client, case, officer):
        row = see(client).context["rows"][0]
        assert row["days"] == 5

    def test_my_tasks(self, client, case, officer):
        other = make(case)
        operations.assign(other.pk, to=officer, actor=officer, now=NOW)
        assert shown(see(client, "?v=tugas")) == [other.tracking_number]
        assert chips(see(client))["Tugas saya"] == 1

    def test_waiting_for_the_reporter_stands_still(self, client, case, officer):
        operations.ask(case.pk, question="Di mana?", actor=officer, now=NOW)
        response = see(client, "?v=menunggu")
        assert shown(response) == [case.tracking_number]
        assert "(menunggu pelapor)" in response.content.decode()

    def test_cases_of_other_agencies_are_nowhere(self, client, case):
        client.force_login(factories.make_staff(factories.make_agency("DLH")))
        response = see(client)
        assert set(chips(response).values()) == {0}
        for view in response.context["views"]:
            assert shown(client.get(view["url"])) == []

    def test_an_empty_view_says_so_and_leads_on(self, client, case, officer):
        html = see(client, "?v=tugas").content.decode()
        assert "Tidak ada laporan di tampilan ini. Bagus." in html
        assert 'href="/petugas/?v=jawaban">Lihat Perlu jawaban' in html

    def test_a_row_tells_story_place_status_and_last_news(self, client, case, officer):
        row = see(client).context["rows"][0]
        assert row["title"] == "Lampu jalan di depan SD mati sejak seminggu."
        assert row["story"] == "Malam gelap sekali."
        assert (row["category"], row["url"]) == ("Lampu jalan", address("case", case))
        assert (row["news"], row["news_by"]) == ("Diteruskan ke Dishub", case.coordinator.full_name)
        operations.assign(case.pk, to=officer, actor=officer, now=NOW)
        row = see(client).context["rows"][0]
        assert (row["news"], row["officer"]) == (f"Ditugaskan ke {officer.full_name}", officer)

    def test_the_story_goes_on_where_a_long_title_ends(self, client, case, officer):
        long = make(case, story="Jalan di depan pasar berlubang besar sekali " * 4)
        row = next(r for r in see(client).context["rows"] if r["number"] == long.tracking_number)
        assert row["title"].endswith("…")
        assert (
            row["title"].rstrip("…") + " " + row["story"]
            == ("Jalan di depan pasar berlubang besar sekali " * 4).strip()
        )


class TestOthers:
    def test_the_inspectorate_has_its_own_and_watches_the_rest(self, client, case):
        inspectorate = factories.make_agency("Inspektorat", code="INSP")
        inspector = factories.make_staff(inspectorate, Position.Role.INSPECTORATE)
        secret = factories.make_complaint(category=case.category)
        factories.refer(secret, inspectorate, actor=case.coordinator, term_class="SUPERVISORY")
        client.force_login(inspector)
        response = see(client)
        assert list(chips(response)) == ["Perlu tindakan", "Terlambat", "Semua"]
        assert shown(response) == [secret.tracking_number]
        assert len(shown(see(client, "?v=semua"))) == 2

    def test_a_leader_watches(self, client, case, clock):
        leader = factories.make_staff(factories.make_agency("Setda", code="SETDA"), Position.Role.LEADER)
        clock.move_to(NOW + timedelta(days=8))
        client.force_login(leader)
        response = see(client)
        assert list(chips(response)) == ["Terlambat", "Semua"]
        assert shown(response) == [case.tracking_number]
        assert "<title>(1) Antrean" in response.content.decode()

    @pytest.mark.parametrize("role", [Position.Role.ADMINISTRATOR, Position.Role.ENTRY])
    def test_a_position_without_cases_is_told_so(self, client, case, role):
        client.force_login(factories.make_staff(factories.coordination(), role))
        assert "Jabatan Anda tidak membuka laporan." in see(client).content.decode()

    def test_without_a_position_there_is_no_queue(self, client, case):
        person = User.objects.create_user(username="baru", password="x" * 12, full_name="Baru")
        client.force_login(person)
        assert client.get(QUEUE).status_code == 302

    def test_nobody_signed_in_is_sent_to_the_door(self, client, db):
        assert client.get(QUEUE).headers["Location"].startswith("/masuk/")


class TestNumber:
    @pytest.mark.parametrize("typed", ["{n}", "  {n} ", "{n:l}", "{n:s}"])
    def test_opens_the_case_however_it_is_typed(self, client, case, officer, typed):
        number = case.tracking_number
        text = {"{n}": number, "  {n} ": f"  {number} ", "{n:l}": number.lower(), "{n:s}": number.replace("-", " ")}
        response = client.get(QUEUE, {"nomor": text[typed]})
        assert response.headers["Location"] == address("case", case)

    def test_somebody_elses_number_and_no_number_are_the_same(self, client, case):
        client.force_login(factories.make_staff(factories.make_agency("DLH")))
        pages = []
        for typed in (case.tracking_number, numbers.new_tracking_number("BLT"), "halo"):
            html = client.get(QUEUE, {"nomor": typed}).content.decode()
            assert "Nomor itu tidak ada di antara laporan Anda. Periksa lagi nomornya." in html
            assert f'value="{typed}"' in html
            pages.append(without_tokens(html.replace(typed, "")))
        assert len(set(pages)) == 1


class TestPages:
    @pytest.fixture(autouse=True)
    def _short_pages(self, monkeypatch):
        monkeypatch.setattr(saved_views, "ROWS", 3)

    @pytest.mark.parametrize("view", ["jawaban", "semua"])
    def test_walk_forth_and_back_over_every_row_once(self, client, case, officer, view):
        same_moment = [make(case) for _ in range(4)]
        earlier = [make(case, now=NOW - timedelta(days=days)) for days in (3, 1, 2)]
        every = shown_all(client, f"?v={view}", "older_url")
        assert sorted(every) == sorted(c.tracking_number for c in [case, *same_moment, *earlier])
        due = {row.tracking_number: row for row in Complaint.objects.all()}
        if view == "semua":
            assert every == sorted(every, key=lambda n: (due[n].received_at, due[n].pk), reverse=True)
        else:
            assert every == sorted(every, key=lambda n: (due[n].due_at, due[n].pk))
        assert shown_all(client, last_page(client, f"?v={view}"), "newer_url") == list_of_pages_reversed(every)

    def test_the_ends_have_no_further_page(self, client, case, officer):
        for _ in range(3):
            make(case)
        first = see(client, "?v=jawaban").context
        assert first["newer_url"] is None
        second = client.get(first["older_url"]).context
        assert second["older_url"] is None
        assert len(second["rows"]) == 1
        assert client.get(second["newer_url"]).context["rows"] == first["rows"]

    @pytest.mark.parametrize("cursor", ["x", "1-", "-1", "9" * 30 + "-1", "1-" + "9" * 30, "１-２", "\0"])
    def test_a_cursor_that_cannot_be_read_is_the_first_page(self, client, case, officer, cursor):
        assert len(client.get(QUEUE, {"v": "jawaban", "sesudah": cursor}).context["rows"]) == 1

    def test_an_unknown_view_is_the_first(self, client, case, officer):
        assert see(client, "?v=apa").context["view"].key == "jawaban"


def shown_all(client, query, direction):
    """Walk from page to page and return every number in the order seen."""
    found, url = [], query if query.startswith("/") else QUEUE + query
    while url:
        response = client.get(url)
        found += shown(response)
        url = response.context[direction]
    return found


def last_page(client, query):
    url = QUEUE + query
    while (further := client.get(url).context["older_url"]) is not None:
        url = further
    return url


def list_of_pages_reversed(every, size=3):
    """What one sees walking back from the last page: its rows, then the page before it, each from its top."""
    rest = len(every) % size or size
    cuts = [every[-rest:]]
    head = every[:-rest]
    while head:
        cuts.append(head[-size:])
        head = head[:-size]
    return [number for page in cuts for number in page]


class TestCost:
    def test_one_row_and_many_cost_the_same(self, client, case, officer):
        response, few = statements(client, QUEUE + "?v=semua")
        assert len(response.context["rows"]) == 1
        colleagues = [factories.make_staff(case.dishub) for _ in range(3)]
        for colleague in colleagues:
            operations.assign(
                make(case, village=factories.make_village("Badau").code).pk, to=colleague, actor=colleague, now=NOW
            )
        response, many = statements(client, QUEUE + "?v=semua")
        assert len(response.context["rows"]) == 4
        assert len(few) == len(many)
        assert len(many) <= 9

    def test_no_offset_and_no_count_over_everything(self, client, case):
        client.force_login(case.coordinator)
        _page, sql = statements(client, QUEUE)
        assert not [statement for statement in sql if " OFFSET " in statement]
        counting = [statement for statement in sql if "COUNT(" in statement]
        assert len(counting) == 1
        assert counting[0].count("COUNT(*)") == counting[0].count(f"LIMIT {saved_views.CAP + 1}")

    def test_a_full_view_is_not_counted_further(self, client, case, officer, monkeypatch):
        make(case)
        monkeypatch.setattr(saved_views, "CAP", 1)
        assert chips(see(client))["Perlu jawaban"] == "1.000+"

    def test_looking_writes_nothing(self, client, case, officer):
        _page, sql = statements(client, QUEUE)
        assert writes(sql) == []

    def test_fifty_rows_are_small(self, client, case, officer):
        for _ in range(49):
            make(case)
        response = see(client)
        assert len(response.context["rows"]) == 50
        assert len(response.content) < 75_000
