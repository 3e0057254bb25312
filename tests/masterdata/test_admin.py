"""The admin: for administrators alone, nothing is deleted, every save is an operation with its line in the chain."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.forms import FileField
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from complaints import dates, history
from complaints.deadlines.offices import calendar_of
from complaints.masterdata.admin_forms import CONSTRAINTS, KEPT_BY_OPERATION
from complaints.masterdata.admin_site import site
from complaints.models import (
    Agency,
    Complaint,
    Event,
    Holding,
    Job,
    Position,
    Regency,
    RoutingRule,
    Rung,
    ServiceHours,
    Synonym,
    Term,
    User,
)
from tests import factories

INDEX = reverse("admin:index")
MODELS = sorted(site._registry, key=lambda model: model._meta.model_name)
EVERY_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


ENGLISH = r"\b(Save|Delete|Change|Search|Filter by|Select|History|Home|Welcome|working_days|verification)\b"


def address(model, page, *args):
    return reverse(f"admin:complaints_{model._meta.model_name}_{page}", args=args)


def typed(response) -> dict:
    """Return what the form on the page would send as it stands."""
    fields = response.context["adminform"].form
    values = {field.html_name: field.value() for field in fields if not isinstance(field.field, FileField)}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def full(administrator):
    """At least one row of each model."""
    agency, category = factories.make_agency("Dishub"), factories.make_category()
    factories.make_village()
    site_row = {"order": 1, "category": category, "agency": agency, "reason": "Alasan.", "valid_from": "2025-01-01"}

    RoutingRule.objects.create(**site_row)
    Rung.objects.create(ladder="agency", after=0, to="head", repeats_weekly=True)
    Synonym.objects.create(word="bandong", meaning="banjir")
    return agency


class TestWhoComesIn:
    @pytest.mark.parametrize("role", [None, *sorted(set(Position.Role) - {Position.Role.ADMINISTRATOR})])
    def test_nobody_else_learns_that_it_is_there(self, administrator, role):
        """Not even a superuser: the account opens nothing."""
        client = Client()
        user = factories.make_staff(factories.make_agency("Dishub"), role) if role else None
        if user is None:
            user = User.objects.create_superuser("root", "root@contoh.test", "x", full_name="Root")
            Holding.objects.create(
                position=Position.objects.create(
                    code="x", title="X", agency=factories.make_agency("Dishub"), role=Position.Role.HEAD
                ),
                user=user,
                starts_on="2025-01-01",
                decree_number="SK",
                decree_date="2025-01-01",
            )
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
        client.force_login(user)
        for model in (Agency, User, Holding):
            for page in ("changelist", "add"):
                assert client.get(address(model, page)).status_code == 404
                assert client.post(address(model, page), {"username": "x"}).status_code == 404
        assert client.get(INDEX).status_code == 404
        assert client.get(reverse("admin:jsi18n")).status_code == 404
        assert User.objects.filter(username="x").count() == 0

    def test_strangers_are_sent_to_the_one_door(self, client, db):
        response = client.get(address(Agency, "changelist"))
        assert response.headers["Location"] == f"/masuk/?next={address(Agency, 'changelist')}"

    def test_without_the_second_factor_nobody(self, client, administrator):
        client.force_login(administrator)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 0}]
        session.save()
        assert client.get(INDEX).headers["Location"] == reverse("mfa_activate_totp")

    def test_an_administrator_whose_time_is_over_is_out(self, desk, administrator):
        assert desk.get(INDEX).status_code == 200
        Holding.objects.filter(user=administrator).update(ends_on="2025-06-01")
        assert desk.get(INDEX).status_code == 302

    @pytest.mark.parametrize("name", ["login", "logout", "password_change", "password_change_done", "view_on_site"])
    def test_it_has_no_door_of_its_own(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}", args=[1, 1] if name == "view_on_site" else [])

    def test_what_can_be_edited(self):
        assert {model._meta.model_name for model in MODELS} == {
            "agency",
            "category",
            "district",
            "holding",
            "holiday",
            "position",
            "regency",
            "routingrule",
            "rung",
            "servicehours",
            "synonym",
            "term",
            "user",
            "village",
        }
        assert not {Complaint, Event, Group, Authenticator} & set(MODELS)


class TestEveryPage:
    @EVERY_MODEL
    def test_is_there_in_indonesian(self, desk, full, model):
        row = model.objects.first()
        pages = [address(model, "changelist"), address(model, "change", row.pk), address(model, "history", row.pk)]
        pages += [] if model is Regency else [address(model, "add")]
        for page in pages:
            response = desk.get(page)
            assert response.status_code == 200, page
            assert '<html lang="id"' in response.content.decode()
            assert not re.findall(ENGLISH, text_of(response)), page

    @EVERY_MODEL
    def test_nothing_can_be_deleted(self, desk, full, model):
        row = model.objects.first()
        before = model.objects.count()
        assert desk.post(
            address(model, "change", row.pk).replace("/change/", "/delete/"), {"post": "yes"}
        ).status_code in (302, 404)
        desk.post(
            address(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
        )
        assert model.objects.count() == before
        assert "delete" not in desk.get(address(model, "changelist")).content.decode()

    @EVERY_MODEL
    def test_saved_unchanged_changes_and_records_nothing(self, desk, full, model):
        row = model.objects.first()
        page = address(model, "change", row.pk)
        before = model.objects.filter(pk=row.pk).values().get()
        response = desk.post(page, typed(desk.get(page)))
        assert response.status_code == 302, response.context["errors"]
        assert model.objects.filter(pk=row.pk).values().get() == before
        assert not Event.objects.filter(kind=Event.Kind.MASTER_DATA_CHANGED).exists()

    @EVERY_MODEL
    def test_asks_as_much_with_one_row_as_with_three(self, desk, full, model, django_assert_max_num_queries):
        counts = []
        for _round in range(2):
            with django_assert_max_num_queries(40) as asked:
                desk.get(address(model, "changelist"))
            counts.append(len(asked))
            for number in range(2):
                agency = factories.make_agency(f"Lain {_round}{number}")
                factories.make_category(f"lain-{_round}{number}", agency)
                factories.make_village(f"Desa {_round}{number}")
                factories.make_staff(agency)
        assert counts[0] == counts[1]


class TestAgency:
    def save(self, desk, agency, **changes):
        page = address(Agency, "change", agency.pk)
        sent = typed(desk.get(page)) | changes
        return desk.post(page, {name: value for name, value in sent.items() if value is not None})

    def test_a_rename_keeps_the_old_name_and_shows_it(self, desk, administrator):
        agency = factories.make_agency("Dishub")
        assert self.save(desk, agency, name="Dinas Perhubungan").status_code == 302
        assert agency.former_names.get().name == "Dishub"
        assert "Dishub (sampai" in text_of(desk.get(address(Agency, "change", agency.pk)))
        event = Event.objects.get(kind=Event.Kind.MASTER_DATA_CHANGED)
        assert event.actor == administrator
        assert event.data == {"model": "agency", "id": agency.pk, "fields": ["name"]}
        assert history.verify() is None

    def test_closing_one_with_cases_is_refused_in_words_and_what_was_typed_stays(self, desk):
        agency = factories.make_agency("Dishub")
        factories.refer(factories.make_complaint(), agency, actor=factories.make_coordinator())
        response = self.save(desk, agency, is_active=None, hotline="0719-999")
        assert response.status_code == 200
        assert "masih memegang laporan yang belum selesai" in text_of(response)
        assert 'value="0719-999"' in response.content.decode()
        agency.refresh_from_db()
        assert (agency.is_active, agency.hotline) == (True, "")
        assert not Event.objects.filter(kind=Event.Kind.MASTER_DATA_CHANGED).exists()

    def test_its_duty_and_code_are_only_shown(self, desk):
        agency = factories.make_agency("Dishub")
        self.save(desk, agency, code="LAIN", duty="arbiter")
        agency.refresh_from_db()
        assert (agency.code, agency.duty) == ("DISHUB", None)

    def test_what_is_done_is_a_list_of_lines(self, desk):
        agency = factories.make_agency("Dishub", handles=["lampu jalan"])
        assert "lampu jalan</textarea>" in desk.get(address(Agency, "change", agency.pk)).content.decode()
        self.save(desk, agency, handles="lampu jalan\r\n\r\n  parkir \n")
        agency.refresh_from_db()
        assert agency.handles == ["lampu jalan", "parkir"]

    def test_uncertain_ones_are_marked_and_can_be_listed(self, desk):
        factories.make_agency("Pasti")
        factories.make_agency("Ragu", is_uncertain=True)
        page = address(Agency, "changelist")
        assert text_of(desk.get(page)).count("⚠ belum pasti") == 1
        listed = text_of(desk.get(page, {"is_uncertain__exact": 1}))
        assert "Ragu" in listed
        assert "Pasti" not in listed

    def test_its_history_names_who_when_and_what(self, desk, administrator):
        agency = factories.make_agency("Dishub")
        self.save(desk, agency, hotline="111", short_name="DH")
        text = text_of(desk.get(address(Agency, "history", agency.pk)))
        assert administrator.full_name in text
        assert "Singkatan, telepon" in text or "Telepon, singkatan" in text
        assert not LogEntry.objects.exists()


class TestTerm:
    def test_one_in_force_only_loses_its_mark(self, desk):

        term = Term.objects.filter(clock="verification", term_class="").get()
        Term.objects.filter(pk=term.pk).update(is_uncertain=True)
        page = address(Term, "change", term.pk)
        assert "tidak diubah: tambahkan baris baru" in text_of(desk.get(page))
        desk.post(page, {"amount": 99, "clock": "resolution"})
        term.refresh_from_db()
        assert (term.amount, term.clock, term.is_uncertain) == (3, "verification", False)

    def test_a_new_one_begins_today_at_the_earliest(self, desk):

        sent = {
            "clock": "verification",
            "term_class": "",
            "amount": 2,
            "unit": "working_days",
            "source": "SK 5",
            "valid_from": "2025-06-01",
        }
        response = desk.post(address(Term, "add"), sent)
        assert "mulai hari ini" in text_of(response)
        today = timezone.localdate()
        assert desk.post(address(Term, "add"), sent | {"valid_from": f"{today}"}).status_code == 302
        assert Term.objects.filter(amount=2, valid_from=today).count() == 1

    SENT = {"clock": "verification", "term_class": "", "amount": 2, "unit": "working_days", "source": "SK 5"}

    def test_one_in_force_says_when_what_starts_now_is_due(self, desk):
        term = Term.objects.filter(clock="verification", term_class="").get()
        due = calendar_of().end_of_term(timezone.now(), term.amount, term.unit)
        said = text_of(desk.get(address(Term, "change", term.pk)))
        assert f"Laporan yang diterima sekarang akan jatuh tempo {dates.full_moment(due)}." in said
        assert 'Pratinjau"' not in said

    def test_a_new_one_is_previewed_and_not_saved(self, desk):
        page, terms = address(Term, "add"), Term.objects.count()
        assert "lalu tekan Pratinjau" in text_of(desk.get(page))
        tomorrow = timezone.localdate() + timedelta(days=1)
        response = desk.post(page, self.SENT | {"valid_from": f"{tomorrow}", "_preview": "Pratinjau"})
        due = calendar_of().end_of_term(timezone.now(), 2, "working_days")
        said = text_of(response)
        assert f"Laporan yang diterima sekarang akan jatuh tempo {dates.full_moment(due)}." in said
        assert "Dengan yang berlaku sekarang, 3 hari kerja:" in said
        assert "Pelapor membaca: “Dasar: SK 5”." in said
        assert "errornote" not in response.content.decode()
        assert typed(response)["amount"] == "2"
        assert Term.objects.count() == terms

    def test_one_that_is_not_in_force_yet_is_previewed_before_it_is_changed(self, desk):
        tomorrow = timezone.localdate() + timedelta(days=1)
        desk.post(address(Term, "add"), self.SENT | {"valid_from": f"{tomorrow}"})
        term = Term.objects.get(valid_from=tomorrow)
        page, changed = address(Term, "change", term.pk), self.SENT | {"valid_from": f"{tomorrow}", "amount": 9}
        due = calendar_of().end_of_term(timezone.now(), 9, "working_days")
        assert dates.full_moment(due) in text_of(desk.post(page, changed | {"_preview": "Pratinjau"}))
        term.refresh_from_db()
        assert term.amount == 2
        desk.post(page, changed)
        term.refresh_from_db()
        assert term.amount == 9

    def test_what_is_wrong_is_said_in_the_preview_too(self, desk):
        response = desk.post(address(Term, "add"), self.SENT | {"amount": 0, "_preview": "Pratinjau"})
        assert "Jumlah harus lebih dari 0." in text_of(response)

    def test_what_ends_on_a_named_day_has_no_term(self, desk):
        offered = dict(desk.get(address(Term, "add")).context["adminform"].form.fields["clock"].choices)
        assert offered.keys().isdisjoint({"promise", "instruction", "target"})


class TestRung:
    SENT = {"ladder": "agency", "after": 3, "to": "head", "is_active": "on"}

    def test_a_ladder_ends_with_what_comes_back(self, desk):
        response = desk.post(address(Rung, "add"), self.SENT)
        assert "diulang tiap minggu" in text_of(response)
        assert not Rung.objects.filter(after=3).exists()
        assert desk.post(address(Rung, "add"), self.SENT | {"repeats_weekly": "on"}).status_code == 302
        assert Job.objects.filter(name="follow").exists()
        assert desk.post(address(Rung, "add"), self.SENT | {"after": 1}).status_code == 302

    def test_a_rung_names_a_position_or_none(self, desk):
        response = desk.post(address(Rung, "add"), self.SENT | {"to": "position", "repeats_weekly": "on"})
        assert "Pilih jabatan hanya bila kepada jabatan tertentu." in text_of(response)


class TestRegency:
    def test_numbers_and_channels_are_lines(self, desk):
        regency = factories.make_regency()
        page = address(Regency, "change", regency.pk)
        response = desk.get(page)
        assert "Darurat | 112 | belum pasti" in response.content.decode()
        sent = typed(response) | {"emergency_numbers": "Darurat | 112\nPolisi | 110 | belum pasti", "channels": ""}
        assert "bagian, dipisah tanda" in text_of(desk.post(page, sent | {"emergency_numbers": "Polisi 110"}))
        desk.post(page, sent | {"channels": "SMS | 0812 | Senin"})
        regency.refresh_from_db()
        assert regency.emergency_numbers == [
            {"name": "Darurat", "number": "112", "unconfirmed": False},
            {"name": "Polisi", "number": "110", "unconfirmed": True},
        ]
        assert regency.channels == [{"name": "SMS", "value": "0812", "hours": "Senin", "unconfirmed": False}]

    def test_there_is_one(self, desk):
        assert desk.get(address(Regency, "add")).status_code == 403


def test_every_constraint_of_these_models_speaks_in_words():
    named = {
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if type(constraint).__name__ == "CheckConstraint" or getattr(constraint, "condition", None) is not None
    }
    assert named == set(CONSTRAINTS) | KEPT_BY_OPERATION


def test_a_broken_constraint_is_told_in_words(desk):

    sent = {"weekday": 5, "opens": "16:00", "closes": "08:00"}
    assert "Jam tutup harus sesudah jam buka." in text_of(desk.post(address(ServiceHours, "add"), sent))
