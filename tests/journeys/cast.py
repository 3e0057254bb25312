"""Who acts in the random lives, what they may do, and how often it is tried."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from complaints import audit
from complaints.deadlines.offices import calendar_of
from complaints.models import Agency, Position
from tests import factories
from tests.journeys import model

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
    "no outcome": "Pilih hasilnya",
    "short answer": "paling sedikit 40 huruf",
    "no photo": "Tambahkan foto sesudah dikerjakan",
    "older question": "Petugas sudah bertanya lagi",
    "older answer": "Instansi sudah menjawab lagi",
    "objection too late": "sudah ditutup lebih dari 30 hari",
}
STEPS = [timedelta(0), timedelta(hours=1), timedelta(hours=5), timedelta(days=1), timedelta(days=4), timedelta(days=33)]
STAFF_ACTS = [
    *("refer", "ask", "accept", "assign", "return_referral", "note_progress", "note_internal", "answer"),
    *("uphold", "not_uphold", "archive", "reopen", "examine", "open_contact"),
]
REPORTERS_ACTS = ["reply", "confirm", "raise_objection", "withdraw"]
VERSIONED = set(STAFF_ACTS) - {"examine", "open_contact"}
SEEING = ("reply", "confirm", "raise_objection")
# What closes a life is tried less often, so that lives grow long; what can rarely be tried at all, more often.
WEIGHTS = {
    **dict.fromkeys(("archive", "withdraw", "reopen", "note_internal", "examine", "open_contact"), 0.3),
    **dict.fromkeys(("return_referral", "answer", "raise_objection", "uphold", "not_uphold", "late"), 9),
    **dict.fromkeys(("undecided", "no photo", "short", "promise", "colleague", "itself"), 9),
    **dict.fromkeys(("stale", "unnamed", "not now", "not open"), 0.6),
}

# The kind of attempt that leads to a refusal.
LEADS_TO = {
    "overtaken": "stale",
    "no decision": "undecided",
    "returned to itself": "itself",
    "may not own": "office",
    "about itself": "office",
    "outside class": "outside",
    "supervisory elsewhere": "supervisory",
    "sensitive elsewhere": "sensitive",
    "nothing to examine": "not now",
    "contact closed": "not open",
    "no contact": "unnamed",
    "not a colleague": "colleague",
    "no outcome": "promise",
    "short answer": "short",
    "no photo": "no photo",
    "older question": "seen",
    "older answer": "seen",
    "objection too late": "late",
    "return_referral_again": "return_referral",
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
            model.Office("DISHUB"): office.dishub,
            model.Office("DLH"): office.dlh,
            model.Office("DSPPPA", helps=True): office.helper,
            model.Office("INSP"): office.inspectorate,
            model.Office("DISKOMINFO"): factories.coordination(),
            model.Office("SATPOL", excluded=True): satpol,
            model.Office("TUTUP", may_own=False): closed,
            model.Office("PLN", may_own=False): outside,
        }
        accused = factories.make_staff(factories.coordination(), role.COORDINATOR)
        self.people = {
            model.Person("reporter", None): audit.REPORTER,
            model.Person("coordinator", "DISKOMINFO", role.COORDINATOR): office.coordinator,
            model.Person("accused coordinator", "DISKOMINFO", role.COORDINATOR, excluded=True): accused,
            model.Person("liaison", "DISHUB", role.LIAISON): office.liaison,
            model.Person("officer", "DISHUB", role.CASE_OFFICER): office.officer,
            model.Person("head", "DISHUB", role.HEAD): office.head,
            model.Person("liaison of another", "DLH", role.LIAISON): office.dlh_liaison,
            model.Person("helper", "DSPPPA", role.LIAISON, marked=True): office.helper_liaison,
            model.Person("unmarked helper", "DSPPPA", role.LIAISON): office.helper_unmarked,
            model.Person("inspector", "INSP", role.INSPECTORATE): office.inspector,
            model.Person("web desk", "DISKOMINFO", role.LIAISON): factories.make_staff(factories.coordination()),
            model.Person("leader", "SETDA", role.LEADER): office.leader,
            model.Person("overseer", "SETDA", role.OVERSEER): office.overseer,
            model.Person("administrator", "DISKOMINFO", role.ADMINISTRATOR): office.administrator,
            model.Person("clerk", "DISHUB", role.ENTRY): office.clerk,
            model.Person("of the accused agency", "SATPOL", role.COORDINATOR, excluded=True): factories.make_staff(
                satpol, role.COORDINATOR
            ),
        }
        self.accused, self.satpol = accused, satpol
        self.categories = {
            (False, False): office.pju,
            (False, True): factories.make_category("jalan", office.dishub, physical=True),
            (True, False): office.violence,
        }
        self.calendar = calendar_of()
        self.codes = dict(Agency.objects.values_list("pk", "code"))
