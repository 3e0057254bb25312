"""One history told to two readers: staff read all of it, the reporter all but notes, assignments and names."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import audit, repeats, texts, timeline
from complaints.followup import operations as followup
from complaints.icons import ICONS
from complaints.models import Event, Tag, Text
from complaints.routing import operations as routing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW, STORY
from tests.tracking.conftest import photo

Kind = Event.Kind
ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala."
BANNED = re.compile(r"tindak ?lanjut|disposisi|terkait|pelapor|terlapor|verifikasi|eskalasi", re.I)
OF_THE_SYSTEM = {
    Kind.SEALED,
    Kind.MASTER_DATA_CHANGED,
    Kind.HOLDER_CHANGED,
    Kind.SIGNED_IN,
    Kind.CHANNEL_TRIED,
    Kind.MONTH_NOTED,
    Kind.EXPORTED,
    Kind.FIELD_OPENED,
    Kind.INBOX_LATE,
    Kind.INBOX_DECIDED,
}
OF_A_CASE = set(Kind) - OF_THE_SYSTEM


@pytest.fixture
def case(db):
    complaint = factories.make_complaint(reporter=factories.Reporter("Siti", "whatsapp", "+6281234567890"))
    complaint.coordinator = factories.make_coordinator()
    complaint.dishub = factories.make_agency("Dinas Perhubungan", short_name="Dishub")
    complaint.liaison = factories.make_staff(complaint.dishub)
    return complaint


@pytest.fixture
def lived(case):
    """A case that has been through every act of a person on a complaint."""
    who, desk = {"actor": case.liaison, "now": NOW}, {"actor": case.coordinator, "now": NOW}
    triage.examine(case.pk, **desk)
    triage.open_contact(case.pk, reason="ask_details", **desk)
    factories.refer(case, factories.make_agency("DLH"), actor=case.coordinator, reason="Dekat TPS.")
    dlh = factories.make_staff(case.owner)
    routing.return_referral(case.pk, reason="Bukan tugas kami.", actor=dlh, now=NOW)
    factories.refer(case, case.dishub, actor=case.coordinator)
    followup.accept(case.pk, **who)
    followup.assign(case.pk, to=case.liaison, note="Tolong hari ini.", **who)
    followup.ask(case.pk, question="Tiang nomor berapa?", **who)
    tracking.reply(case.pk, text="Nomor 12.", photos=[photo(1)], now=NOW)
    followup.note_progress(case.pk, text="Sudah kami lihat.", **who)
    followup.note_internal(case.pk, text="Stok habis.", **who)
    followup.answer(
        case.pk, outcome=Outcome.EXPLAINED, text=ANSWER, photos=[photo(2)], no_photo_reason="Malam hari.", **who
    )
    tracking.raise_objection(case.pk, partly=True, reasons=["unclear"], comment="Satu lagi.", now=NOW)
    triage.uphold(case.pk, to=case.dishub, reason="Foto jelas.", **desk)
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=ANSWER, no_photo_reason="Malam.", **who)
    tracking.raise_objection(case.pk, partly=False, now=NOW)
    triage.not_uphold(case.pk, reason="Sudah menyala.", **desk)
    triage.reopen(case.pk, reason="Pelapor datang ke loket.", **desk)
    triage.archive(case.pk, code="in_court", text="Sedang diperiksa pengadilan.", **desk)
    triage.reopen(case.pk, reason="Perkara selesai.", **desk)
    tracking.withdraw(case.pk, reason="Cukup.", now=NOW)
    case.refresh_from_db()
    return case


def told(complaint, *, for_staff=False, **options):
    return timeline.entries(complaint, for_staff=for_staff, **options)


def drawn(attachment, number):
    return {"url": str(attachment.pk), "number": number}


class TestEveryKind:
    @pytest.mark.parametrize("kind", sorted(OF_A_CASE))
    def test_has_an_icon_and_a_sentence_for_staff(self, kind):
        icon, for_staff, for_reporter = timeline.SENTENCES[kind]
        assert icon in ICONS
        assert str(for_staff)
        assert bool(str(for_reporter)) == (kind not in timeline.INTERNAL)
        assert not BANNED.search(str(for_reporter))

    def test_no_hole_is_left_in_any_sentence(self, lived):
        """Of every kind one event: what no act above has made is recorded as its operation records it."""
        pln = factories.make_agency("PLN", kind="external")
        dates, clock = {"before": NOW, "until": NOW + timedelta(days=7)}, {"clock": "resolution", "by": lived.owner}
        data = {
            Kind.PROMISED: {"until": NOW, "outcome": Outcome.PROMISED},
            **dict.fromkeys((Kind.EXTENDED, Kind.DUE_MOVED, Kind.CLOCK_MOVED), dates),
            **dict.fromkeys(
                (Kind.DEADLINE_PASSED, Kind.INSTRUCTION_PASSED, Kind.REMINDED, Kind.ESCALATED), clock | {"due": NOW}
            ),
            **{kind: {"to": pln} for kind in (Kind.SHARED, Kind.SHARE_ENDED)},
            Kind.TAGGED: {"tag": Tag.objects.create(name="banjir").pk},
            Kind.CATEGORY_CHANGED: {"category": lived.category_id},
            Kind.FIELD_SENT: {"until": NOW},
            Kind.HIDDEN: {"because": "wish"},
            Kind.PAGE_REPORTED: {"page_reason": "unfit"},
            Kind.PAGE_REPORT_DECIDED: {"decision": "kept"},
            Kind.MERGED: {"into": factories.make_complaint().pk},
            Kind.INSTRUCTED: {"on": NOW, "until": NOW + timedelta(days=7)},
        }
        outside = {"body": pln, "outcome": Outcome.UNANSWERED_OUTSIDE}
        for kind in sorted(OF_A_CASE - {event.kind for event in lived.events.all()}):
            audit.record(lived, kind, audit.SYSTEM, NOW, **data.get(kind, outside))
        assert {event.kind for event in lived.events.all()} == OF_A_CASE
        for for_staff in (True, False):
            for entry in told(lived, for_staff=for_staff):
                assert entry.what
                assert "{" not in entry.what + entry.text
                assert not re.search(r"  |: ?$|: \.|dari +(ke|menjadi)", entry.what), entry.what
                assert entry.who


class TestToTheReporter:
    def test_notes_assignments_and_names_are_not_told(self, lived):
        entries = told(lived)
        page = "\n".join(entry.what + entry.who + entry.text for entry in entries)
        assert {entry.kind for entry in entries}.isdisjoint(timeline.INTERNAL)
        assert "Stok habis." not in page
        assert "Tolong hari ini." not in page
        for user in (lived.coordinator, lived.liaison):
            assert user.full_name not in page

    def test_who_is_the_agency_or_the_programme_or_you(self, lived):
        who = {entry.kind: entry.who for entry in told(lived)}
        assert who[Kind.SUBMITTED] == "Anda"
        assert who[Kind.EXAMINED] == "Petugas BESADU"
        assert who[Kind.ANSWERED] == "Dinas Perhubungan"

    def test_what_was_written_is_told(self, lived):
        text = {entry.kind: entry.text for entry in told(lived)}
        assert text[Kind.SUBMITTED] == STORY
        assert text[Kind.ASKED] == "Tiang nomor berapa?"
        assert text[Kind.REPLIED] == "Nomor 12."
        assert text[Kind.ARCHIVED] == "Sedang diperiksa pengadilan."
        assert text[Kind.ANSWERED] == f"{ANSWER}\n\nTanpa foto: Malam."

    def test_in_words_that_fit(self, lived):
        what = [entry.what for entry in told(lived)]
        for sentence in (
            "Laporan Anda kami terima",
            "Petugas BESADU membuka kontak Anda: menanyakan keterangan",
            "Diteruskan ke DLH",
            "Dikembalikan DLH untuk dipilihkan instansi lain",
            "Jawaban Dinas Perhubungan: Sudah dijelaskan",
            "Anda bilang baru sebagian beres",
            "Anda bilang belum beres",
            "Keberatan Anda diterima. Dinas Perhubungan mengerjakan lagi",
            "Laporan tidak diproses: Sedang diperiksa pengadilan",
        ):
            assert sentence in what

    def test_an_entry_says_which_event_it_is(self, lived):
        entries = told(lived)
        numbers = [entry.sequence for entry in entries]
        assert numbers == sorted(numbers)
        answered = [entry for entry in entries if entry.kind == Kind.ANSWERED]
        assert [entry.outcome for entry in answered] == ["explained", "explained"]
        assert lived.events.get(sequence=answered[-1].sequence).kind == Kind.ANSWERED
        assert {entry.outcome for entry in entries if entry.kind != Kind.ANSWERED} == {""}


class TestToStaff:
    def test_everything_with_names_and_positions(self, lived):
        entries = told(lived, for_staff=True)
        assert len(entries) == lived.version
        noted = next(entry for entry in entries if entry.kind == Kind.INTERNAL_NOTED)
        assert (noted.text, noted.seen) == ("Stok habis.", "internal")
        assert noted.who.startswith(lived.liaison.full_name)
        assert noted.who.endswith(", Dishub")

    def test_never_who_reported(self, lived):
        page = "\n".join(entry.what + entry.who + entry.text for entry in told(lived, for_staff=True))
        assert "Siti" not in page
        assert "81234567890" not in page

    def test_what_overtook_somebody(self, case):
        factories.refer(case, case.dishub, actor=case.coordinator, reason="Lampu kabupaten.")
        (entry,) = timeline.since(case, case.version - 1)
        assert (entry.what, entry.text) == ("Diteruskan ke Dinas Perhubungan", "Lampu kabupaten.")
        assert timeline.since(case, case.version) == []

    def test_news_of_a_list_asks_nothing(self, case, django_assert_num_queries):
        factories.refer(case, case.dishub, actor=case.coordinator)
        event = case.events.select_related("actor", "position__agency").latest("sequence")
        assert case.owner
        with django_assert_num_queries(0):
            assert timeline.news(event, case) == "Diteruskan ke Dishub"
            assert timeline.by(event) == case.coordinator.full_name
        filed = case.events.get(kind=Kind.SUBMITTED)
        assert timeline.by(filed) == "Pelapor"


class TestState:
    def test_the_last_one_is_now_while_the_case_is_open(self, case):
        factories.refer(case, case.dishub, actor=case.coordinator)
        assert [entry.state for entry in told(case)] == ["done", "now"]
        tracking.withdraw(case.pk, now=NOW)
        case.refresh_from_db()
        assert {entry.state for entry in told(case)} == {"done"}

    def test_photos_are_drawn_for_the_reader_or_not_at_all(self, lived):
        replied = next(entry for entry in told(lived, photo=drawn) if entry.kind == Kind.REPLIED)
        assert [shown["number"] for shown in replied.photos] == [1]
        assert not any(entry.photos for entry in told(lived))

    def test_erased_words_are_said_to_be_erased(self, case):
        Text.objects.filter(complaint=case.pk).update(plain=None, cipher=None, salt=None, erased_at=NOW)
        assert told(case)[0].text == "(isi dihapus)"

    def test_it_costs_the_same_however_long(self, case, lived):
        prices = []
        other = factories.make_complaint()
        factories.refer(other, case.dishub, actor=case.coordinator)
        followup.note_progress(other.pk, text="Sudah dilihat.", photos=[photo(1)], actor=case.liaison, now=NOW)
        for complaint in (other, lived):
            with CaptureQueriesContext(connection) as captured:
                told(complaint, photo=drawn)
            prices.append(len(captured))
        assert prices[0] == prices[1]
        assert prices[0] <= 6


class TestTextOf:
    def test_what_an_event_calls_it(self, case):
        event = timeline.last_of(case, Kind.SUBMITTED)
        assert timeline.text_of(event, "story") == STORY
        assert timeline.text_of(event, "question") == ""
        assert timeline.last_of(case, Kind.ASKED) is None


class TestSameAct:
    """Pressed twice is once, but only when it says the same: nothing that was typed may get lost as a repeat."""

    @pytest.fixture
    def answered(self, case):
        factories.refer(case, case.dishub, actor=case.coordinator)
        followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=ANSWER, photos=[photo(1)], actor=case.liaison, now=NOW)
        return timeline.last_of(case, Kind.ANSWERED)

    def same(self, event, actor, **answers):
        given = {"outcome": "explained", "text": ANSWER, "no_photo_reason": "", "photos": [photo(1)], "version": 7}
        return repeats.is_same_act(event, Kind.ANSWERED, actor, given | answers, written=["text", "no_photo_reason"])

    def test_the_same(self, case, answered):
        assert self.same(answered, case.liaison)

    @pytest.mark.parametrize(
        "changed",
        [
            {"text": ANSWER + "."},
            {"no_photo_reason": "Malam"},
            {"outcome": "repaired"},
            {"photos": []},
            {"photos": [2]},
        ],
    )
    def test_something_else(self, case, answered, changed):
        if "photos" in changed:
            changed = {"photos": [photo(seed) for seed in changed["photos"]]}
        assert not self.same(answered, case.liaison, **changed)

    def test_somebody_else(self, case, answered):
        assert not self.same(answered, case.coordinator)
        assert not self.same(answered, None)

    def test_another_act_or_none(self, case, answered):
        asked = {"question": ANSWER}
        assert not repeats.is_same_act(answered, Kind.ASKED, case.liaison, asked, written=["question"])
        assert not repeats.is_same_act(None, Kind.ANSWERED, None, {}, written=[])

    def test_rows_are_compared_by_id(self, case):
        factories.refer(case, case.dishub, actor=case.coordinator)
        event = timeline.last_of(case, Kind.REFERRED)
        for to, expected in [(case.dishub, True), (factories.make_agency("DLH"), False)]:
            same = repeats.is_same_act(
                event, Kind.REFERRED, case.coordinator, {"to": to, "reason": ""}, written=["reason"]
            )
            assert same == expected

    def test_sealed_words_are_compared_too(self, case):
        inspectorate = factories.Agency.objects.get(duty="inspectorate")
        factories.refer(case, inspectorate, actor=case.coordinator, term_class="SUPERVISORY", reason="Dugaan pungli.")
        event = timeline.last_of(case, Kind.REFERRED)
        for reason, expected in [("Dugaan pungli.", True), ("Dugaan lain.", False)]:
            answers = {"to": inspectorate, "reason": reason}
            assert repeats.is_same_act(event, Kind.REFERRED, case.coordinator, answers, written=["reason"]) == expected


def test_an_event_written_by_the_system_is_told(case):
    text = texts.keep(case, Text.Kind.REASON, "Dihapus atas permintaan.", NOW + timedelta(days=1))
    audit.record(case, Kind.ERASED, audit.SYSTEM, NOW + timedelta(days=1), reason=text)
    entry = told(case)[-1]
    assert (entry.what, entry.who, entry.text) == ("Sebagian isi dihapus", "Sistem", "Dihapus atas permintaan.")
