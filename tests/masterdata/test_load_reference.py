"""Loading the reference data: everything arrives, twice is once, and the regency's own edits stay."""

import json
import shutil
from collections import Counter
from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command

from complaints.deadlines.offices import calendar_of
from complaints.icons import ICONS
from complaints.management.commands.load_reference import REFERENCE
from complaints.masterdata.loading import WrongFolder, load_reference
from complaints.models import (
    Agency,
    Category,
    District,
    Event,
    Holiday,
    Position,
    Regency,
    ReplyTemplate,
    RoutingRule,
    Rung,
    ServiceHours,
    Synonym,
    Term,
    Village,
)
from complaints.states import ClockKind

pytestmark = pytest.mark.django_db

BELITUNG = REFERENCE / "belitung"
COUNTS = {
    Regency: 1,
    District: 5,
    Village: 49,
    Agency: 69,
    Category: 9 + 71,
    RoutingRule: 10,
    Term: 24,
    Holiday: 79,
    ServiceHours: 17,
    Position: 110,
    Rung: 16,
    Synonym: 16,
    ReplyTemplate: 8,
}


def stored():
    return {model: list(model.objects.order_by("pk").values()) for model in COUNTS}


@pytest.fixture
def loaded(now):
    return load_reference(BELITUNG, now)


class TestLoading:
    def test_everything_arrives(self, loaded):
        assert {model: model.objects.count() for model in COUNTS} == COUNTS
        assert list(loaded.values()) == list(COUNTS.values())

    def test_twice_changes_nothing_and_writes_one_line_of_history(self, loaded, now):
        before = stored()
        assert set(load_reference(BELITUNG, now).values()) == {0}
        assert stored() == before
        event = Event.objects.get()
        assert (event.kind, event.complaint, event.data["agencies"]) == ("master_data_changed", None, 69)

    def test_what_is_uncertain_is_marked(self, loaded):
        assert set(Agency.objects.filter(is_uncertain=True).values_list("code", flat=True)) == {
            "PERKIM",
            "DKUKMPTK",
            "DPPKBPMD",
            "BAPPERIDA",
            "BAPENDA",
        }
        days = Holiday.objects.filter(is_uncertain=True).values_list("day", flat=True)
        assert set(days) == {date(2027, 3, 10), date(2027, 3, 11), date(2027, 5, 17), date(2027, 12, 26)}
        assert set(Category.objects.filter(is_uncertain=True).values_list("code", flat=True)) == {
            "pohon-taman",
            "penerimaan-murid",
        }
        assert Term.objects.filter(is_uncertain=True).count() == 7
        numbers = Regency.objects.get().emergency_numbers
        assert [n["number"] for n in numbers if n["unconfirmed"]] == ["112"]

    def test_the_command_says_what_it_did(self, capsys):
        call_command("load_reference", "belitung")
        call_command("load_reference", str(BELITUNG))
        first, second = capsys.readouterr().out.splitlines()
        assert first.startswith("created 1 regency, 5 districts, 49 villages, 69 agencies, 80 categories")
        assert second == "nothing to create"


class TestWhatTheRegencyDecided:
    """Everything here is done by the office after loading, and must be as it was after loading again."""

    def edit(self):
        Agency.objects.filter(code="DISHUB").update(name="Dinas Perhubungan dan Kelautan", is_active=False)
        Category.objects.filter(code="pju").update(agency=Agency.objects.get(code="DPUPR"), is_active=False)
        Term.objects.filter(clock="verification", term_class="").update(amount=2, valid_from=date(2025, 6, 1))
        Holiday.objects.filter(day=date(2027, 3, 10)).update(day=date(2027, 3, 13))
        ServiceHours.objects.filter(agency=None, weekday=4, valid_from=None).update(closes=time(11))
        ServiceHours.objects.filter(agency=None).exclude(valid_from=None).update(valid_from=date(2027, 2, 9))
        RoutingRule.objects.filter(category__code="desa").update(valid_until=date(2026, 12, 31))
        Position.objects.filter(code="dishub-kepala").update(title="Plt. Kepala")
        Village.objects.filter(code="19.02.01.1001").update(name="Kota Lama")
        Regency.objects.update(programme="BESADU BARU")

    def test_stays(self, loaded, now):
        self.edit()
        before = stored()
        assert set(load_reference(BELITUNG, now).values()) == {0}
        assert stored() == before

    def test_hours_holidays_terms_and_rules_of_its_own_before_loading_stay_alone(self, now):
        ServiceHours.objects.create(weekday=0, opens=time(9), closes=time(12))
        Holiday.objects.create(day=date(2026, 3, 3), name="Libur", kind="national")
        Holiday.objects.create(day=date(2027, 1, 1), name="Tutup", kind="local")
        Term.objects.create(
            clock="verification", amount=1, unit="working_days", source="Perbup", valid_from=date(2024, 1, 1)
        )
        created = load_reference(BELITUNG, now)
        assert ServiceHours.objects.filter(agency=None).count() == 1
        assert Holiday.objects.filter(day__year=2026).count() == 1
        assert Holiday.objects.get(day=date(2027, 1, 1)).name == "Tutup"
        assert Holiday.objects.filter(day__year=2027).count() == 26
        assert Term.objects.get(clock="verification", term_class="").source == "Perbup"
        assert (created["hours"], created["terms"]) == (7, 23)

    def test_a_part_already_given_to_another_agency_stays_there(self, now):
        Agency.objects.create(code="DISKOMSI", name="Diskominfo Baru", kind="regional", duty="coordinator")
        load_reference(BELITUNG, now)
        assert Agency.objects.get(duty="coordinator").code == "DISKOMSI"


class TestWrongFolders:
    def test_no_such_folder(self):
        with pytest.raises(CommandError, match="No such file"):
            call_command("load_reference", "atlantis")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"code": "19.06", "name": "Kabupaten Belitung Timur"}, "that of Kabupaten Belitung, not of"),
            ({"time_zone": "Asia/Jayapura"}, "Asia/Jayapura, this portal in Asia/Jakarta"),
        ],
    )
    def test_another_regency_is_refused_and_nothing_changes(self, loaded, now, tmp_path, change, words):
        folder = shutil.copytree(BELITUNG, tmp_path / "other")
        regency = json.loads((folder / "regency.json").read_text())
        (folder / "regency.json").write_text(json.dumps(regency | change))
        before = stored()
        with pytest.raises(WrongFolder, match=words):
            load_reference(folder, now)
        assert stored() == before

    def test_half_a_folder_loads_nothing(self, now, tmp_path):
        folder = shutil.copytree(BELITUNG, tmp_path / "half")
        (folder / "positions.json").unlink()
        with pytest.raises(WrongFolder, match=r"positions\.json"):
            load_reference(folder, now)
        assert not any(model.objects.exists() for model in COUNTS)


@pytest.mark.usefixtures("loaded")
class TestReferenceData:
    """What the rest of the portal relies on."""

    def test_the_three_duties(self):
        duties = dict(Agency.objects.exclude(duty=None).values_list("duty", "code"))
        assert duties == {"coordinator": "DISKOMINFO", "inspectorate": "INSP", "arbiter": "SETDA"}

    def test_kinds_and_places_of_agencies(self):
        assert Counter(Agency.objects.values_list("kind", flat=True)) == {
            "regional": 40,
            "external": 26,
            "village": 1,
            "bumd": 1,
            "oversight": 1,
        }
        assert Agency.objects.get(code="KEC-04").district.name == "Sijuk"
        assert Agency.objects.get(code="KEL-1011").village.name == "Paal Satu"
        assert Agency.objects.get(code="KEL-1011").parent.code == "KEC-01"
        assert all(Agency.objects.exclude(code="DESA").values_list("handles", flat=True))

    def test_villages(self):
        kinds = Counter(Village.objects.values_list("kind", flat=True))
        assert kinds == {"kelurahan": 7, "desa": 42}
        per_district = Counter(Village.objects.values_list("district__name", flat=True))
        assert per_district == {"Tanjungpandan": 16, "Membalong": 12, "Selat Nasik": 4, "Sijuk": 10, "Badau": 7}
        assert "Air Raya" in Village.objects.get(name="Aik Rayak").aliases

    def test_topics_on_the_form(self):
        offered = Category.objects.exclude(form_order=None).order_by("form_order")
        assert list(offered.values_list("name", "publish_default", "needs_place")) == [
            ("Lampu jalan", True, True),
            ("Jalan dan jembatan", True, True),
            ("Sampah", True, True),
            ("Kesehatan", False, False),
            ("Air dan saluran", True, True),
            ("Pelayanan kantor", False, False),
            ("Pungli atau perilaku petugas", False, False),
            ("Saya tidak yakin", False, False),
        ]
        assert all(topic.topic is None and topic.agency and topic.agency.may_own for topic in offered)

    def test_every_category_stands_below_one_topic(self):
        assert Category.objects.filter(topic=None).count() == 9
        assert Category.objects.exclude(topic=None).filter(topic__topic=None).count() == 71
        assert not Category.objects.exclude(topic=None).exclude(form_order=None).exists()

    def test_every_icon_is_drawn(self):
        assert set(Category.objects.values_list("icon", flat=True)) <= set(ICONS)

    def test_every_category_has_an_agency_by_itself_or_by_place(self):
        without = Category.objects.filter(agency=None)
        assert [category.code for category in without] == ["kecamatan-kelurahan"]
        assert {rule.district.code: rule.agency.code for rule in without[0].rules.all()} == {
            f"19.02.0{n}": f"KEC-0{n}" for n in range(1, 6)
        }

    def test_an_outside_body_stands_behind_exactly_the_outside_categories(self):
        outside = Category.objects.filter(term_class="EXTERNAL")
        assert {category.agency.kind for category in outside} == {"external"}
        rest = Category.objects.exclude(term_class="EXTERNAL").exclude(agency=None)
        assert all(category.agency.may_own for category in rest)

    def test_supervisory_categories_are_the_inspectorates_and_never_public(self):
        rows = Category.objects.filter(term_class="SUPERVISORY")
        assert {row.agency.code for row in rows} == {"INSP"}
        assert all(row.supervisory_hint and not row.publish_default for row in rows)

    def test_sensitive_categories_go_to_agencies_that_help(self):
        rows = Category.objects.filter(sensitive=True)
        assert {row.code: row.agency.code for row in rows} == {
            "kekerasan-ppa": "DSPPPA",
            "sekolah-kekerasan": "DISDIKBUD",
        }
        assert all(row.agency.handles_sensitive and row.never_public and not row.publish_default for row in rows)
        assert Category.objects.filter(term_class="SENSITIVE", sensitive=False).count() == 0

    def test_terms_are_those_of_life_md(self):
        assert set(Term.objects.values_list("clock", "term_class", "amount", "unit")) == {
            ("verification", "", 3, "working_days"),
            ("verification", "EMERGENCY", 1, "hours"),
            ("verification", "SENSITIVE", 4, "hours"),
            ("re_referral", "", 1, "working_days"),
            ("objection_check", "", 1, "working_days"),
            ("arbitration", "", 3, "working_days"),
            ("acceptance", "", 1, "working_days"),
            ("first_response", "", 5, "working_days"),
            ("first_response", "SENSITIVE", 24, "hours"),
            ("first_response", "EMERGENCY", 1, "hours"),
            ("first_response", "KIP", 10, "working_days"),
            ("resolution", "", 14, "working_days"),
            ("resolution", "INFO", 5, "working_days"),
            ("resolution", "ASPIRATION", 14, "working_days"),
            ("resolution", "SENSITIVE", 14, "working_days"),
            ("resolution", "SUPERVISORY", 60, "working_days"),
            ("resolution", "EMERGENCY", 3, "working_days"),
            ("resolution", "KIP", 17, "working_days"),
            ("rework", "", 5, "working_days"),
            ("statutory", "", 60, "calendar_days"),
            ("completion", "", 30, "calendar_days"),
            ("confirmation", "", 10, "working_days"),
            ("check_back", "", 14, "working_days"),
            ("mirror", "", 1, "working_days"),
        }

    def test_every_clock_that_ends_by_a_term_has_one_for_every_class(self):
        assert set(Term.objects.filter(term_class="").values_list("clock", flat=True)) == {
            kind.value for kind in ClockKind if kind not in (ClockKind.PROMISE, ClockKind.INSTRUCTION, ClockKind.TARGET)
        }

    def test_positions_for_every_agency_that_may_be_given_work(self):
        given = set(Category.objects.values_list("agency__code", flat=True)) | {f"KEC-0{n}" for n in range(1, 6)}
        working = {agency.code for agency in Agency.objects.filter(code__in=given) if agency.may_own} - {"INSP"}
        for role in ("liaison_officer", "case_officer", "head"):
            assert set(Position.objects.filter(role=role).values_list("agency__code", flat=True)) == working
        rest = Counter(Position.objects.exclude(role__in=Position.AGENCY_ROLES).values_list("agency__code", "role"))
        assert rest == {
            ("DISKOMINFO", "coordinator"): 2,
            ("DISKOMINFO", "administrator"): 1,
            ("SETDA", "leader"): 3,
            ("INSP", "inspectorate"): 2,
            ("X-OMBUDSMAN", "overseer"): 1,
            ("KEC-02", "entry"): 2,
            ("KEC-03", "entry"): 4,
        }

    def test_deputies_see_what_they_stand_in_for(self):
        for position in Position.objects.exclude(deputy=None).select_related("deputy"):
            assert position.deputy.agency_id == position.agency_id
            assert position.deputy.handles_sensitive >= position.handles_sensitive

    def test_the_office_and_the_shifts_have_their_calendars(self):
        office = calendar_of(Agency.objects.get(code="DISHUB").pk)
        assert office == calendar_of(None)
        assert [office.covers(year) for year in (2024, 2025, 2026, 2027, 2028)] == [False, True, True, True, False]
        saturday_night = datetime(2026, 3, 21, 23, 0, tzinfo=office.zone)  # Idul Fitri
        assert office.counts_from(saturday_night) == date(2026, 3, 25)
        shifts = calendar_of(Agency.objects.get(code="BPBD").pk)
        assert shifts.counts_from(saturday_night) == date(2026, 3, 21)
        assert shifts.after_hours(saturday_night, 1).day == 22
