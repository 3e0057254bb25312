"""One screen changes the holder: the old time ends, the new begins, the cases stay with the agency."""

import io
import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import history
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.masterdata import operations, operations_holders
from complaints.models import Event, Holding, Position, User
from tests import factories
from tests.accounts import door

Basis = Holding.Basis
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def holder(administrator):
    return factories.make_staff(factories.make_agency("Dishub"))


@pytest.fixture
def position(holder):
    return Position.objects.get(holdings__user=holder)


@pytest.fixture
def newcomer(administrator):
    return User.objects.create_user("baru", "baru@contoh.test", factories.PASSWORD, full_name="Orang Baru")


@pytest.fixture
def url(position):
    return reverse("masterdata:change_holder", args=[position.code])


@pytest.fixture
def assigned(position, holder):
    """A case of the agency, given to the holder."""
    now = timezone.now()
    complaint = factories.make_complaint(now=now)
    factories.refer(complaint, position.agency, actor=factories.make_coordinator(), now=now)
    followup.assign(complaint.pk, to=holder, actor=holder, now=now)
    return complaint


def answers(**more):
    given = {"basis": "own_right", "starts_on": f"{today()}", "decree_number": "800/12", "decree_date": "2026-01-02"}
    return given | {name: value for name, value in more.items() if value is not None}


def said(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def holds(user, day=None) -> bool:
    return Holding.objects.current(day or today()).filter(user=user).exists()


class TestPage:
    def test_shows_who_holds_it_and_the_way_to_the_decree(self, desk, url, holder, position):
        Holding.objects.filter(user=holder).update(decree_file="decrees/x.pdf")
        text = said(desk.get(url))
        assert position.title in text
        assert holder.full_name in text
        assert "Unduh SK" in text

    def test_ends_the_old_begins_the_new_and_says_what_becomes_of_the_cases(
        self, desk, url, holder, newcomer, position, assigned, administrator
    ):
        response = desk.post(url, answers(user=newcomer.pk, pledge_signed_on="2026-01-05"), follow=True)
        assert response.redirect_chain == [(reverse("masterdata:positions"), 302)]
        text = said(response)
        assert "Orang Baru tercatat sebagai" in text
        assert f"Masa {holder.full_name} berakhir" in text
        assert "Semua laporan tetap dipegang Dishub." in text
        assert not holds(holder)
        assert holds(holder, today() - DAY)
        new = Holding.objects.get(user=newcomer)
        assert (new.basis, new.starts_on, new.decree_number) == (Basis.OWN_RIGHT, today(), "800/12")
        assigned.refresh_from_db()
        assert (assigned.owner, assigned.assignee) == (position.agency, None)
        event = assigned.events.latest("sequence")
        assert (event.kind, event.actor, "to" in event.data) == (Event.Kind.ASSIGNED, administrator, False)
        changed = Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED)
        assert {each.actor for each in changed} == {administrator}
        assert changed.count() == 2
        assert history.verify() is None

    def test_a_stand_in_beside_who_is_away(self, desk, url, holder, newcomer, assigned):
        desk.post(url, answers(user=newcomer.pk, basis="plh", ends_on=f"{today() + DAY}"))
        assert holds(holder)
        assert holds(newcomer)
        assigned.refresh_from_db()
        assert assigned.assignee == holder

    @pytest.mark.parametrize(("leaves", "stays"), [(None, True), ("on", False)])
    def test_an_acting_one_beside_or_after(self, desk, url, holder, newcomer, leaves, stays):
        desk.post(url, answers(user=newcomer.pk, basis="plt", incumbent_leaves=leaves))
        assert holds(holder) is stays
        assert holds(newcomer)

    def test_a_newcomer_gets_an_account_and_the_password_is_shown_once(self, desk, url, position):
        sent = answers(full_name="Siti Aminah", email="Siti@contoh.test", username="siti")
        response = desk.post(url, sent)
        password = re.search(r'class="ticket">([a-z0-9-]{19})<', response.content.decode())[1]
        assert "no-store" in response.headers["Cache-Control"]
        user = User.objects.get(username="siti")
        assert user.check_password(password)
        assert Holding.objects.get(user=user).position == position
        assert password not in str(dict(desk.session))
        assert "Nama pengguna itu sudah dipakai." in said(desk.post(url, sent))

    def test_the_scan_is_kept_under_our_own_name(self, desk, url, newcomer):
        scan = SimpleUploadedFile("../SK rahasia.php", b"%PDF-1.4", "text/html")
        desk.post(url, answers(user=newcomer.pk) | {"decree_file": scan})
        assert re.fullmatch(r"decrees/[0-9a-f-]{36}\.pdf", Holding.objects.get(user=newcomer).decree_file.name)

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"decree_number": ""}, "Isi nomor SK"),
            ({"decree_date": "kemarin"}, "Isi tanggal, misalnya"),
            ({"basis": "plh"}, "Plh. diberikan untuk hari-hari tertentu."),
            ({"ends_on": "2020-01-01"}, "Tanggal sampai tidak boleh sebelum tanggal mulai."),
            ({"user": ""}, "Isi nama lengkap orang baru"),
            ({"username": "x"}, "jangan keduanya"),
            ({"starts_on": "2024-06-01"}, "sudah tercatat di jabatan ini sejak"),
        ],
    )
    def test_refuses_in_words_and_keeps_what_was_typed(self, desk, url, newcomer, sent, words):
        response = desk.post(url, answers(user=newcomer.pk) | sent)
        assert response.status_code == 200
        assert words in said(response)
        assert not Holding.objects.filter(user=newcomer).exists()
        assert sent.get("decree_number", "800/12") in response.content.decode()

    def test_only_a_scan_is_taken(self, desk, url, newcomer):
        page = SimpleUploadedFile("sk.pdf", b"<html>", "application/pdf")
        response = desk.post(url, answers(user=newcomer.pk) | {"decree_file": page})
        assert "harus PDF, JPEG, atau PNG" in said(response)

    def test_nobody_takes_a_position_himself(self, desk, url, administrator):
        response = desk.post(url, answers(user=administrator.pk))
        assert response.status_code == 200
        assert Holding.objects.filter(user=administrator).count() == 1

    def test_asks_for_the_second_factor_again_and_loses_nothing(self, desk, url, newcomer, administrator):
        door.give_second_factor(administrator)
        with time_machine.travel(time.time() + 11 * 60):
            assert "Pastikan ini Anda" in said(desk.get(url))
            scan = SimpleUploadedFile("sk.pdf", b"%PDF-1.4", "application/pdf")
            response = desk.post(url, answers(user=newcomer.pk) | {"decree_file": scan})
        page = response.content.decode()
        assert "Pastikan ini Anda" in page
        assert 'name="decree_number" value="800/12"' in page
        assert '<input type="file" name="decree_file"' in page
        assert not holds(newcomer)

    def test_is_for_administrators_and_known_positions(self, desk, url, holder, position):
        assert desk.get(reverse("masterdata:change_holder", args=["tidak-ada"])).status_code == 404
        client = Client()
        client.force_login(holder)
        assert client.get(url).status_code == 404
        assert client.post(url, answers(user=holder.pk)).status_code == 404
        Position.objects.filter(pk=position.pk).update(is_active=False)
        assert desk.get(url).status_code == 404

    def test_asks_as_much_with_one_person_as_with_three(self, desk, url, django_assert_max_num_queries):
        counts = []
        for _round in range(2):
            with django_assert_max_num_queries(16) as asked:
                desk.get(url)
            counts.append(len(asked))
            for _number in range(2):
                factories.make_staff(factories.make_agency("Dishub"))
        assert counts[0] == counts[1]


class TestOperation:
    def change(self, position, person, actor, **more):
        decree = {"basis": Basis.OWN_RIGHT, "starts_on": today(), "decree_number": "SK 1", "decree_date": today()}
        leaves = more.pop("incumbent_leaves", False)
        return operations_holders.change_holder(
            position.pk,
            person=person,
            decree=decree | more,
            incumbent_leaves=leaves,
            actor=actor,
            now=timezone.now(),
        )

    def test_tells_who_left_and_which_cases_are_free(self, position, holder, newcomer, administrator, assigned):
        change = self.change(position, newcomer, administrator)
        assert (change.left, change.freed, change.password) == ([holder], [assigned], "")

    def test_before_the_day_the_case_stays_with_the_person(self, position, holder, newcomer, administrator, assigned):
        change = self.change(position, newcomer, administrator, starts_on=today() + DAY)
        assert (change.left, change.freed) == ([holder], [])

    def test_whoever_stays_in_the_agency_keeps_the_case(self, position, holder, newcomer, administrator, assigned):
        other = Position.objects.create(
            code="lain", title="Lain", agency=position.agency, role=Position.Role.CASE_OFFICER
        )
        self.change(other, holder, administrator)
        assert self.change(position, newcomer, administrator).freed == []

    def test_acting_holder_becomes_definitive(self, position, holder, administrator):
        Holding.objects.filter(user=holder).update(basis=Basis.ACTING)
        assert self.change(position, holder, administrator).left == []
        assert Holding.objects.filter(user=holder).count() == 2

    def test_not_beside_oneself(self, position, holder, administrator):
        with pytest.raises(Refused, match="sudah memegang jabatan ini"):
            self.change(position, holder, administrator, basis=Basis.DAILY_ACTING, ends_on=today())

    def test_is_the_administrators(self, position, holder, newcomer):
        with pytest.raises(Refused, match="Hanya administrator"):
            self.change(position, newcomer, holder)

    def test_all_or_nothing(self, position, holder, administrator, assigned, monkeypatch):
        def fail(*_args, **_more):
            raise RuntimeError

        monkeypatch.setattr(followup, "release", fail)
        newcomer = operations_holders.Newcomer("Siti", "siti@contoh.test", "siti")
        with pytest.raises(RuntimeError):
            self.change(position, newcomer, administrator)
        assert holds(holder)
        assert not User.objects.filter(username="siti").exists()
        assert not Event.objects.filter(kind=Event.Kind.HOLDER_CHANGED).exists()


class TestReleaseDeparted:
    """What no screen does: the day after the last one."""

    def run(self, moment) -> None:
        with time_machine.travel(moment):
            call_command("release_departed", stdout=io.StringIO())

    def test_frees_the_case_after_the_last_day(self, position, holder, assigned):
        Holding.objects.filter(user=holder).update(ends_on=today())
        self.run(timezone.now())
        assigned.refresh_from_db()
        assert assigned.assignee == holder
        for _twice in range(2):
            self.run(timezone.now() + DAY)
        assigned.refresh_from_db()
        assert (assigned.assignee, assigned.owner) == (None, position.agency)
        event = assigned.events.latest("sequence")
        assert (event.kind, event.actor_kind) == (Event.Kind.ASSIGNED, Event.ActorKind.SYSTEM)
        assert assigned.events.filter(actor_kind=Event.ActorKind.SYSTEM).count() == 1
        assert history.verify() is None

    def test_of_a_closed_position_at_once(self, position, holder, assigned, administrator):
        operations.save_position(position.pk, values={"is_active": False}, actor=administrator, now=timezone.now())
        assigned.refresh_from_db()
        assert assigned.assignee is None
