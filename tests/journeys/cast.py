"""Who acts in the random lives, what they may do, and how often it is tried."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from complaints import audit
from complaints.deadlines.offices import calendar_of
from complaints.models import Agency, Position
from tests import factories
from tests.journeys.rights import Office, Person

REFUSALS = {
    "status": "Laporan ini sudah berubah. Tindakan itu",
    "not theirs": "Tindakan ini bukan tugas jabatan Anda",
    "overtaken": "Laporan ini baru diubah oleh",
    "no decision": "Tulis putusan penengah",
    "returned to itself": "bukan instansi Anda sendiri",
    "may not own": "Instansi ini tidak bisa menerima laporan",
    "about itself": "laporan tentang dirinya sendiri",
    "outside class": "Kelas ini untuk lembaga luar",
    "supervisory elsewhere": "hanya ditangani Inspektorat",
    "sensitive elsewhere": "Laporan peka hanya diteruskan",
    "nothing to examine": "tidak sedang menunggu pemeriksaan",
    "contact closed": "Kontak pelapor tidak bisa dibuka",
    "no contact": "Laporan ini tanpa nama",
    "not a colleague": "Pilih orang dari instansi Anda sendiri",
    "not confirmed": "Tetapkan dulu berkadar pengawasan",
    "confirmed": "Sudah ditetapkan berkadar pengawasan",
    "silent": "Pelapor tidak membalas pertanyaan",
    "no outcome": "Pilih hasilnya",
    "short answer": "paling sedikit 40 huruf",
    "no photo": "Tambahkan foto sesudah dikerjakan",
    "older question": "Petugas sudah bertanya lagi",
    "older answer": "Instansi sudah menjawab lagi",
    "objection too late": "sudah ditutup lebih dari 30 hari",
    "no day to come": "Pilih tanggal mulai besok",
    "no promise": "Pilih tanggal atau menunggu anggaran",
    "extended late": "Batas waktunya sudah lewat",
    "extended twice": "sudah diperpanjang dua kali",
    "no number": "Tulis tanggal dan nomor putusan Setda",
    "judged by now": "hanya bisa dikembalikan dalam satu hari kerja",
    "not outside": "Pilih lembaga di luar Pemkab",
    "before its time": "di antara hari pengalihan dan hari ini",
    "before it is given": "di antara hari laporan diteruskan dan hari ini",
    "into itself": "digabung dengan dirinya sendiri",
    "not ordinary": "Hanya laporan biasa yang bisa digabung",
    "main unseen": "tidak ada di antara laporan Anda",
}
STEPS = [timedelta(0), timedelta(hours=1), timedelta(hours=5), timedelta(days=1), timedelta(days=4), timedelta(days=33)]
STAFF_ACTS = [
    *("refer", "ask", "accept", "assign", "return_referral", "note_progress", "note_internal", "answer"),
    *("uphold", "not_uphold", "archive", "reopen", "examine", "open_contact", "promise", "extend"),
    *("answer_on_behalf", "send_back", "forward_external", "ask_outside", "record_outside_answer", "bounce"),
    *("merge", "unmerge"),
]
REPORTERS_ACTS = ["reply", "confirm", "raise_objection", "withdraw"]
VERSIONED = set(STAFF_ACTS) - {"examine", "open_contact"}
SEEING = ("reply", "confirm", "raise_objection")
# What closes a life is tried less often, so that lives grow long; what can rarely be tried at all, more often.
WEIGHTS = {
    **dict.fromkeys(("archive", "withdraw", "note_internal", "examine", "open_contact", "ask_outside"), 0.3),
    **dict.fromkeys(("merge", "forward_external", "answer_on_behalf", "reopen"), 1),
    **dict.fromkeys(("extend", "send_back"), 6),
    **dict.fromkeys(("return_referral", "answer", "raise_objection", "uphold", "not_uphold", "late"), 9),
    **dict.fromkeys(("undecided", "no photo", "short", "promised", "colleague", "itself"), 9),
    **dict.fromkeys(("stale", "unnamed", "not now", "not open"), 0.6),
}

# The kinds of attempt that lead to a row of the chart or a refusal, where they are not called like it.
LEADS_TO = {
    "overtaken": ("stale",),
    "no decision": ("undecided", "return_referral"),
    "returned to itself": ("itself",),
    "may not own": ("office",),
    "about itself": ("office",),
    "outside class": ("outside",),
    "supervisory elsewhere": ("supervisory",),
    "sensitive elsewhere": ("sensitive",),
    "nothing to examine": ("not now",),
    "contact closed": ("not open",),
    "no contact": ("unnamed",),
    "not a colleague": ("colleague",),
    "not confirmed": ("not confirmed", "refer"),
    "confirmed": ("confirmed", "refer"),
    "silent": ("silent", "ask"),
    "no outcome": ("promised",),
    "short answer": ("short",),
    "older question": ("seen", "ask"),
    "older answer": ("seen", "answer"),
    "objection too late": ("late", "confirm"),
    "no day to come": ("today",),
    "no number": ("no number", "extend"),
    "extended twice": ("extended twice", "extend"),
    "before its time": ("before its time", "forward_external"),
    "return_referral_again": ("return_referral",),
    "extend_again": ("extend",),
    "completion_over": ("ask",),
    "promise_due": ("promise",),
    "confirmation_over": ("answer",),
    "check_back": ("forward_external",),
    "check_back_over": ("forward_external",),
    "record_outside_answer": ("record_outside_answer", "forward_external"),
    "bounce": ("bounce", "forward_external"),
    "unmerge": ("unmerge", "merge"),
}

reached: Counter[str] = Counter()
refused: Counter[str] = Counter()
cast: Cast | None = None


class Cast:
    """The people and offices of the module, in the database and in the model."""

    def __init__(self, office):
        role = Position.Role
        satpol = factories.make_agency("Satpol")
        closed = factories.make_agency("Tutup", is_active=False)
        outside = factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
        self.offices = {
            Office("DISHUB"): office.dishub,
            Office("DLH"): office.dlh,
            Office("DSPPPA", helps=True): office.helper,
            Office("INSP"): office.inspectorate,
            Office("DISKOMINFO"): factories.coordination(),
            Office("SATPOL", excluded=True): satpol,
            Office("TUTUP", may_own=False): closed,
            Office("PLN", may_own=False): outside,
        }
        accused = factories.make_staff(factories.coordination(), role.COORDINATOR)
        self.people = {
            Person("reporter", None): audit.REPORTER,
            Person("coordinator", "DISKOMINFO", role.COORDINATOR): office.coordinator,
            Person("accused coordinator", "DISKOMINFO", role.COORDINATOR, excluded=True): accused,
            Person("liaison", "DISHUB", role.LIAISON): office.liaison,
            Person("officer", "DISHUB", role.CASE_OFFICER): office.officer,
            Person("head", "DISHUB", role.HEAD): office.head,
            Person("liaison of another", "DLH", role.LIAISON): office.dlh_liaison,
            Person("helper", "DSPPPA", role.LIAISON, marked=True): office.helper_liaison,
            Person("unmarked helper", "DSPPPA", role.LIAISON): office.helper_unmarked,
            Person("inspector", "INSP", role.INSPECTORATE): office.inspector,
            Person("web desk", "DISKOMINFO", role.LIAISON): factories.make_staff(factories.coordination()),
            Person("leader", "SETDA", role.LEADER): office.leader,
            Person("overseer", "SETDA", role.OVERSEER): office.overseer,
            Person("administrator", "DISKOMINFO", role.ADMINISTRATOR): office.administrator,
            Person("clerk", "DISHUB", role.ENTRY): office.clerk,
            Person("of the accused agency", "SATPOL", role.COORDINATOR, excluded=True): factories.make_staff(
                satpol, role.COORDINATOR
            ),
        }
        self.coordinator, self.accused, self.satpol = office.coordinator, accused, satpol
        self.categories = {
            (False, False): office.pju,
            (False, True): factories.make_category("jalan", office.dishub, physical=True),
            (True, False): office.violence,
        }
        self.calendar = calendar_of()
        self.codes = dict(Agency.objects.values_list("pk", "code"))
