"""Changing a holder on one screen, accounts with their temporary passwords, and the scan of a decree."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import history
from complaints.followup import operations as followup
from complaints.models import Event, Holding, Position, User
from tests import factories

PDF = b"%PDF-1.4\n%scan of a decree"
ADD_HOLDING = reverse("admin:complaints_holding_add")
ADD_USER = reverse("admin:complaints_user_add")


@pytest.fixture
def holder(administrator):
    return factories.make_staff(factories.make_agency("Dishub"))


@pytest.fixture
def position(holder):
    return Position.objects.get(holdings__user=holder)


@pytest.fixture
def newcomer(administrator):
    return User.objects.create_user("baru", "baru@contoh.test", factories.PASSWORD, full_name="Orang Baru")


def appoint(desk, position, user, **more):
    sent = {
        "position": position.pk,
        "user": user.pk,
        "basis": "own_right",
        "starts_on": f"{timezone.localdate()}",
        "decree_number": "800/12/2026",
        "decree_date": "2026-01-02",
    }
    return desk.post(ADD_HOLDING, sent | more)


def said(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestHolder:
    def test_one_screen_ends_the_old_and_begins_the_new(self, desk, administrator, position, holder, newcomer):
        assert appoint(desk, position, newcomer).status_code == 302
        client = Client()
        client.force_login(holder)
        assert client.get("/petugas/").headers["Location"] == "/petugas/profil/"
        client.force_login(newcomer)
        assert client.get("/petugas/").status_code == 200
        assert {event.actor for event in Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED)} == {administrator}
        assert Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED).count() == 2
        assert history.verify() is None

    def test_a_stand_in_stands_beside(self, desk, position, holder, newcomer):
        appoint(desk, position, newcomer, basis="plh", ends_on=f"{timezone.localdate()}")
        listed = said(desk.get(reverse("admin:complaints_position_changelist")))
        assert f"{holder.full_name}, Orang Baru (Pelaksana harian (Plh.))" in listed

    def test_refusals_stand_over_the_form(self, desk, position, newcomer):
        appoint(desk, position, newcomer, starts_on="2030-01-01")
        response = appoint(desk, position, newcomer)
        assert response.status_code == 200
        assert "sudah tercatat di jabatan ini sejak" in said(response)
        assert "800/12/2026" in response.content.decode()

    def test_nobody_gives_himself_a_position(self, desk, administrator, position):
        response = appoint(desk, position, administrator)
        assert "Anda tidak bisa memberi jabatan kepada diri sendiri." in said(response)
        assert Holding.objects.filter(user=administrator).count() == 1

    def test_nobody_changes_his_own(self, desk, administrator):
        holding = Holding.objects.get(user=administrator)
        page = reverse("admin:complaints_holding_change", args=[holding.pk])
        response = desk.post(page, {"decree_number": "SK lain", "decree_date": "2026-01-02"})
        assert "Jabatan Anda sendiri hanya bisa diubah administrator lain." in said(response)
        page = reverse("admin:complaints_position_change", args=[holding.position_id])
        response = desk.post(page, {"title": "Raja"})
        assert "Jabatan Anda sendiri hanya bisa diubah administrator lain." in said(response)
        holding.refresh_from_db()
        assert holding.decree_number != "SK lain"
        assert holding.position.title != "Raja"

    def test_the_cases_of_who_leaves_are_anybodys(self, desk, position, holder, newcomer):
        now = timezone.now()
        complaint = factories.make_complaint(now=now)
        factories.refer(complaint, position.agency, actor=factories.make_coordinator(), now=now)
        followup.assign(complaint.pk, to=holder, actor=holder, now=now)
        appoint(desk, position, newcomer)
        complaint.refresh_from_db()
        assert (complaint.assignee, complaint.owner) == (None, position.agency)

    def test_dates_run_forward(self, desk, position, newcomer):
        response = appoint(desk, position, newcomer, ends_on="2020-01-01")
        assert "Tanggal sampai tidak boleh sebelum tanggal mulai." in said(response)

    def test_person_and_position_are_only_shown_afterwards(self, desk, position, holder, newcomer):
        holding = Holding.objects.get(user=holder)
        page = reverse("admin:complaints_holding_change", args=[holding.pk])
        sent = {
            "user": newcomer.pk,
            "decree_number": "SK lain",
            "decree_date": "2024-12-01",
            "pledge_signed_on": "2025-01-02",
        }
        assert desk.post(page, sent).status_code == 302
        holding.refresh_from_db()
        assert (holding.user, holding.decree_number) == (holder, "SK lain")


class TestDecree:
    def scan(self, name="../../jahat.php", content=PDF):
        return SimpleUploadedFile(name, content, "text/html")

    def test_is_kept_under_a_name_of_ours_and_only_downloaded(self, desk, position, newcomer):
        appoint(desk, position, newcomer, decree_file=self.scan())
        holding = Holding.objects.get(user=newcomer)
        assert re.fullmatch(r"decrees/[0-9a-f-]{36}\.pdf", holding.decree_file.name)
        response = desk.get(reverse("admin:complaints_holding_decree", args=[holding.pk]))
        assert b"".join(response.streaming_content) == PDF
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"] == f'attachment; filename="SK-{holding.pk}.pdf"'
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"PK\x03\x04", b"GIF89a", b"MZ"])
    def test_only_a_scan_is_taken(self, desk, position, newcomer, content):
        response = appoint(desk, position, newcomer, decree_file=self.scan("sk.pdf", content))
        assert "Berkas SK harus PDF, JPEG, atau PNG" in said(response)
        assert not Holding.objects.filter(user=newcomer).exists()

    def test_is_not_for_others(self, desk, position, newcomer, holder):
        appoint(desk, position, newcomer, decree_file=self.scan())
        address = reverse("admin:complaints_holding_decree", args=[Holding.objects.get(user=newcomer).pk])
        client = Client()
        assert client.get(address).headers["Location"].startswith("/masuk/")
        client.force_login(newcomer)
        assert client.get(address).status_code == 404

    def test_stays_when_something_else_is_changed(self, desk, position, newcomer):
        appoint(desk, position, newcomer, decree_file=self.scan())
        holding = Holding.objects.get(user=newcomer)
        page = reverse("admin:complaints_holding_change", args=[holding.pk])
        desk.post(page, {"decree_number": "SK 2", "decree_date": "2026-01-02"})
        kept = holding.decree_file.name
        holding.refresh_from_db()
        assert (holding.decree_number, holding.decree_file.name) == ("SK 2", kept)


class TestAccount:
    def make(self, desk):
        sent = {"username": "siti", "full_name": "Siti Aminah", "email": "siti@contoh.test"}
        return desk.post(ADD_USER, sent)

    def test_the_temporary_password_is_shown_once_and_works(self, desk):
        response = self.make(desk)
        assert response.status_code == 200
        assert response.headers["Cache-Control"].count("no-store") == 1
        password = re.search(r"<h2>([a-z0-9-]{19})</h2>", response.content.decode())[1]
        user = User.objects.get(username="siti")
        assert user.check_password(password)
        assert password not in desk.get(reverse("admin:complaints_user_change", args=[user.pk])).content.decode()
        assert password not in str(desk.cookies) + str(dict(desk.session))
        client = Client()
        client.post("/masuk/", {"login": "siti", "password": password})
        assert client.get("/petugas/").headers["Location"] == "/petugas/profil/sandi/"

    def test_a_taken_name_is_told(self, desk):
        self.make(desk)
        assert "sudah" in said(self.make(desk))
        assert User.objects.filter(username="siti").count() == 1

    def test_deactivating_ends_access_and_is_recorded(self, desk, holder):
        client = Client()
        client.force_login(holder)
        page = reverse("admin:complaints_user_change", args=[holder.pk])
        desk.post(page, {"full_name": holder.full_name, "email": holder.email})  # the box is not ticked
        holder.refresh_from_db()
        assert not holder.is_active
        assert client.get("/petugas/").headers["Location"].startswith("/masuk/")
        assert Event.objects.get(kind=Event.Kind.MASTER_DATA_CHANGED).data["fields"] == ["is_active"]
        assert Event.objects.get(kind=Event.Kind.HOLDER_CHANGED).data["fields"] == ["ends_on"]

    def test_rights_and_passwords_are_not_on_the_form(self, desk, holder):
        page = reverse("admin:complaints_user_change", args=[holder.pk])
        before = holder.password
        sent = {
            "is_superuser": "on",
            "is_staff": "on",
            "password": "x",
            "username": "lain",
            "password_is_temporary": "on",
            "groups": ["1"],
            "user_permissions": ["1"],
        }
        desk.post(page, {"full_name": holder.full_name, "email": holder.email, "is_active": "on"} | sent)
        holder.refresh_from_db()
        assert (holder.is_superuser, holder.is_staff, holder.password_is_temporary) == (False, False, False)
        assert holder.password == before
        assert holder.username != "lain"
        assert not holder.groups.exists()
        assert not holder.user_permissions.exists()

    def test_one_own_account_is_not_closed(self, desk, administrator):
        page = reverse("admin:complaints_user_change", args=[administrator.pk])
        response = desk.post(page, {"full_name": administrator.full_name, "email": administrator.email})
        assert "Akun Anda sendiri" in said(response)
        administrator.refresh_from_db()
        assert administrator.is_active

    def test_a_reset_is_asked_first_and_shown_once(self, desk, holder):
        page = reverse("admin:complaints_user_reset", args=[holder.pk])
        before = holder.password
        assert "Pastikan dulu bahwa orangnya benar" in said(desk.get(page))
        holder.refresh_from_db()
        assert holder.password == before
        password = re.search(r"<h2>([a-z0-9-]{19})</h2>", desk.post(page).content.decode())[1]
        holder.refresh_from_db()
        assert holder.check_password(password)

    def test_a_reset_of_oneself_is_refused(self, desk, administrator):
        page = reverse("admin:complaints_user_reset", args=[administrator.pk])
        assert "halaman profil" in said(desk.post(page))

    def test_lists_who_has_no_position(self, desk, newcomer):
        listed = said(desk.get(reverse("admin:complaints_user_changelist")))
        assert "⚠ tanpa jabatan" in listed
