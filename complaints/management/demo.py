"""The demo: one account a position and sixty complaints in every state, made as people make them.

Every complaint goes through the operations at times before now, so that histories, clocks and misses are
real. Nothing is made twice. For a demo only: passwords and second-factor secrets are derived from the
server's code key, so that they can be printed again.
"""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from PIL import Image, ImageDraw

from complaints import audit, photos
from complaints.accounts import operations as accounts
from complaints.deadlines.offices import calendar_of
from complaints.followup import operations as followup
from complaints.identity import Reporter
from complaints.intake import drafts
from complaints.intake import operations as intake
from complaints.masterdata import operations as masterdata
from complaints.models import Agency, Category, Complaint, Holding, Position, Submission, User
from complaints.models.term import TermClass
from complaints.numbers import digest
from complaints.phones import PHONE
from complaints.routing import operations as routing
from complaints.routing.queries import proposals
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage

_FIRST = ["Andi", "Budi", "Citra", "Dewi", "Eka", "Farhan", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman"]
_LAST = ["Saputra", "Lestari", "Pratama", "Anggraini", "Hidayat", "Permata", "Wijaya", "Rahayu", "Gunawan", "Santoso"]


# --- accounts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """What a person needs to try the demo in one position."""

    position: Position
    username: str
    password: str
    totp_secret: str | None


def make_accounts(now: datetime) -> int:
    """Give every vacant position a demo holder; return how many were made."""
    made, password_hash = 0, make_password(password())  # one for all: hashing a hundred times takes half a minute
    for number, position in enumerate(Position.objects.order_by("pk")):
        if position.holdings.exists():
            continue
        account = account_of(position)
        user = accounts.create_account(
            username=account.username,
            email=f"{account.username}@contoh.test",
            full_name=f"{_FIRST[number % len(_FIRST)]} {_LAST[number * 7 % len(_LAST)]}",
            password_hash=password_hash,
            totp_secret=account.totp_secret,
        )
        masterdata.appoint(
            position=position,
            user=user,
            basis=Holding.Basis.OWN_RIGHT,
            starts_on=date(2025, 1, 2),
            decree_number=f"SK Peragaan {number + 1}",
            decree_date=date(2025, 1, 2),
            ends_on=date(now.year + 1, 12, 31) if position.role == Position.Role.OVERSEER else None,
            actor=audit.SYSTEM,
            now=now,
        )
        made += 1
    return made


def account_of(position: Position) -> Account:
    """Return the demo account of a position, the same each time on one installation."""
    secret = base64.b32encode(digest("demo totp", position.code)[:20]).decode()
    second_factor = position.role in Position.SECOND_FACTOR_ROLES
    return Account(position, position.code, password(), secret if second_factor else None)


def password() -> str:
    """Return the one password of all demo accounts on this installation."""
    return "besadu-" + base64.b32encode(digest("demo password", "all")).decode()[:10].lower()


# --- complaints ----------------------------------------------------------------------------------------------------


def make_complaints(rows: list[dict], now: datetime) -> int:
    """Make those demo complaints that are not there yet; return how many were made."""
    made = 0
    for number, row in enumerate(rows, 1):
        key = key_of(number)
        if not Submission.objects.filter(key_digest=digest("idempotency key", key)).exists():
            _Story(row, key, number, now).live()
            made += 1
    return made


def key_of(number: int) -> str:
    """Return the idempotency key of a demo complaint, from which its secret code follows."""
    return f"demo-{number}"


# scenario -> (age in days, acts in order). An act is a method of _Story.
_SCENARIOS: dict[str, tuple[float, str]] = {
    "new": (0.3, ""),
    "examined": (0.8, "examine"),
    "verification_overdue": (9, "examine"),
    "asked_by_coordinator": (2, "examine ask_as_coordinator"),
    "replied_to_coordinator": (3, "examine ask_as_coordinator reply"),
    "returned": (2, "refer_wrongly return"),
    "arbitration": (6, "refer_wrongly return refer return"),
    "reopened": (5, "withdraw reopen"),
    "referred": (1.5, "examine refer"),
    "referred_sensitive": (0.4, "refer"),
    "referred_supervisory": (3, "examine refer"),
    "referred_emergency": (0.1, "refer"),
    "first_response_overdue": (16, "examine refer"),
    "accepted": (3, "examine refer accept"),
    "assigned": (4, "examine refer assign"),
    "in_progress": (8, "examine refer accept progress"),
    "resolution_overdue": (35, "examine refer accept progress"),
    "asked_by_agency": (4, "examine refer ask"),
    "replied_to_agency": (6, "examine refer ask reply"),
    "answered": (7, "examine refer assign progress answer"),
    "answered_explained": (6, "examine refer explain"),
    "answered_cannot": (9, "examine refer progress cannot"),
    "answered_not_found": (5, "examine refer not_found"),
    "objected": (11, "examine refer progress answer object"),
    "upheld": (13, "examine refer progress answer object uphold"),
    "resolved": (15, "examine refer assign progress answer confirm"),
    "resolved_late": (45, "examine refer late progress late explain confirm"),
    "not_upheld": (14, "examine refer explain object not_uphold"),
    "archived_spam": (3, "spam"),
    "archived_outside": (6, "examine outside"),
    "withdrawn": (5, "examine withdraw"),
}


class _Story:
    """One demo complaint as it lives from filing to where its scenario ends."""

    def __init__(self, row: dict, key: str, number: int, now: datetime):
        self.row, self.key, self.number, self.now = row, key, number, now
        self.age, acts = _SCENARIOS[row["scenario"]]
        self.acts = acts.split()
        self.times = self._times()
        self.category = Category.objects.select_related("topic", "agency").get(code=row["category"])

    def live(self) -> None:
        filed = next(self.times)
        topic = self.category.topic.code if self.category.topic.form_order else "tidak-yakin"
        content = drafts.Content(
            category=topic,
            story=self.row["story"],
            village=self.row["village"],
            landmark=self.row["landmark"],
            no_place=not self.row["village"],
            since="this_week" if self.category.physical else "",
        )
        drafts.keep(self.key, content, now=filed)
        if self.row["photos"]:
            drafts.add_photos(self.key, [self._photo("")], now=filed)
        reporter = None
        if self.row["named"]:
            reporter = Reporter(_FIRST[self.number % len(_FIRST)], PHONE, f"+62812000{self.number:05d}")
        receipt = intake.submit(
            self.key,
            seen=drafts.read(self.key).seen(),
            reporter=reporter,
            may_publish=self.category.publish_default,
            now=filed,
        )
        self.pk = receipt.complaint.pk
        for act in self.acts:
            getattr(self, f"_{act}")(next(self.times))

    def _times(self) -> Iterator[datetime]:
        """Yield the moment of filing and of each act: spread over the age, in office hours, never after now."""
        calendar = calendar_of()
        start = self.now - timedelta(days=self.age)
        step = (self.now - start) / (len(self.acts) + 1)
        last = start
        yield start
        for number in range(1, len(self.acts) + 1):
            wished = calendar.next_open(start + number * step) + timedelta(minutes=5 * number)
            latest = self.now - timedelta(minutes=2 * (len(self.acts) - number + 1))
            last = max(last + timedelta(minutes=1), min(wished, latest))
            yield last

    @property
    def complaint(self) -> Complaint:
        return Complaint.objects.select_related("owner", "category__agency", "village__district").get(pk=self.pk)

    def _person(self, role: str, agency: Agency) -> User:
        held = Holding.objects.filter(position__role=role, position__agency=agency).order_by("pk")
        return held.select_related("user")[0].user

    @property
    def coordinator(self) -> User:
        return self._person(Position.Role.COORDINATOR, Agency.objects.get(duty=Agency.Duty.COORDINATOR))

    @property
    def liaison(self) -> User:
        return self._person(Position.Role.LIAISON, self.complaint.owner)

    @property
    def officer(self) -> User:
        return self._person(Position.Role.CASE_OFFICER, self.complaint.owner)

    # The coordinator

    def _examine(self, at):
        triage.examine(self.pk, actor=self.coordinator, now=at)

    def _ask_as_coordinator(self, at):
        question = "Di mana tepatnya, dan kapan terakhir Anda ke sana?"
        followup.ask(self.pk, question=question, actor=self.coordinator, now=at)

    def _refer(self, at, to=None, reason=""):
        complaint = self.complaint
        proposal = proposals(complaint, at.date()).get(self.category.pk)
        term_class = self.category.term_class
        agency = to or proposal.agency
        routing.refer(
            self.pk,
            category=self.category,
            term_class=TermClass.NORMAL if term_class == TermClass.EXTERNAL else term_class,
            priority="urgent" if term_class in (TermClass.EMERGENCY, TermClass.SENSITIVE) else "normal",
            to=agency,
            reason=reason,
            rule=proposal.rule if proposal and agency == proposal.agency else None,
            actor=self.coordinator,
            now=at,
        )

    def _refer_wrongly(self, at):
        own = self.category.agency_id
        wrong = Agency.objects.filter(code__in=["DLH", "DPUPR"]).exclude(pk=own).order_by("code")[0]
        self._refer(at, to=wrong, reason="Tempatnya dekat pekerjaan dinas ini.")

    def _reopen(self, at):
        triage.reopen(self.pk, reason="Pelapor menelepon: dicabut tidak sengaja.", actor=self.coordinator, now=at)

    def _uphold(self, at):
        to = Agency.objects.get(pk=self.category.agency_id)
        reason = "Pelapor masih mengalaminya. Mohon dikerjakan lagi."
        triage.uphold(self.pk, to=to, reason=reason, actor=self.coordinator, now=at)

    def _not_uphold(self, at):
        reason = "Instansi sudah menjelaskan aturannya dan tidak ada keterangan baru."
        triage.not_uphold(self.pk, reason=reason, actor=self.coordinator, now=at)

    def _spam(self, at):
        text = "Isinya iklan, bukan laporan tentang layanan."
        triage.archive(self.pk, code="spam", text=text, actor=self.coordinator, now=at)

    def _outside(self, at):
        text = (
            "Ini wewenang lembaga di luar Pemkab. Hubungi lembaga itu langsung; kami jelaskan caranya bila diperlukan."
        )
        triage.archive(self.pk, code="out_of_jurisdiction", text=text, actor=self.coordinator, now=at)

    # The agency

    def _accept(self, at):
        followup.accept(self.pk, actor=self.liaison, now=at)

    def _assign(self, at):
        followup.assign(self.pk, to=self.officer, note="Mohon dicek ke lokasi.", actor=self.liaison, now=at)

    def _return(self, at):
        reason = "Setelah kami cek, ini bukan tugas kami."
        routing.return_referral(self.pk, reason=reason, actor=self.liaison, now=at)

    def _ask(self, at):
        followup.ask(self.pk, question="Apakah ada nomor rumah atau tiang di dekatnya?", actor=self.liaison, now=at)

    def _progress(self, at):
        text = "Petugas kami sudah melihat lokasi. Pekerjaan masuk jadwal minggu ini."
        followup.note_progress(self.pk, text=text, actor=self.officer, now=at)
        note = "Bahan tersedia di gudang."
        followup.note_internal(self.pk, text=note, actor=self.officer, now=at + timedelta(seconds=30))

    def _late(self, at):
        """Nobody does anything for a while."""

    def _answer(self, at):
        followup.answer(
            self.pk,
            outcome=Outcome.REPAIRED,
            text="Sudah kami perbaiki dan kami cek lagi sore harinya. Terima kasih sudah melapor.",
            photos=[self._photo("SESUDAH")] if self.row["photos"] else [],
            no_photo_reason="" if self.row["photos"] else "Pekerjaan selesai malam hari, foto tidak jelas.",
            actor=self.officer,
            now=at,
        )

    def _explain(self, at):
        text = "Kami sudah menjelaskan aturannya dan jadwal layanannya. Silakan datang pada jam layanan."
        self._answer_with(Outcome.EXPLAINED, text, at)

    def _cannot(self, at):
        text = "Tempat ini bukan jalan kabupaten, jadi tidak bisa kami kerjakan. Kami sampaikan usul ini ke desa."
        self._answer_with(Outcome.CANNOT_BE_DONE, text, at)

    def _not_found(self, at):
        text = "Petugas kami sudah dua kali ke lokasi dan tidak menemukan kerusakan itu."
        self._answer_with(Outcome.NOT_FOUND, text, at)

    def _answer_with(self, outcome, text, at):
        reason = "Tidak ada pekerjaan fisik." if self.category.physical else ""
        followup.answer(self.pk, outcome=outcome, text=text, no_photo_reason=reason, actor=self.liaison, now=at)

    # The reporter

    def _reply(self, at):
        tracking.reply(self.pk, text="Dekat simpang, tiang nomor 14. Terakhir saya lihat tadi malam.", now=at)

    def _confirm(self, at):
        tracking.confirm(self.pk, reasons=["fast", "clear"], comment="Terima kasih, sudah beres.", now=at)

    def _object(self, at):
        comment = "Masih sama seperti sebelumnya."
        tracking.raise_objection(self.pk, partly=False, reasons=["not_fixed"], comment=comment, now=at)

    def _withdraw(self, at):
        tracking.withdraw(self.pk, reason="Sudah saya urus sendiri.", now=at)

    def _photo(self, word: str) -> photos.Photo:
        """Draw a small scene: real pixels through the real pipeline, and nobody's picture."""
        chance = random.Random(self.number)  # noqa: S311 - where the stones lie
        picture = Image.new("RGB", (960, 720), (150, 190, 215))
        pen = ImageDraw.Draw(picture)
        pen.rectangle([0, 430, 960, 720], fill=(110, 108, 104))
        pen.polygon([(60, 430), (200, 250), (330, 430)], fill=(88, 120, 84))
        for _stone in range(3):
            x, y = chance.randint(100, 800), chance.randint(480, 640)
            pen.ellipse([x, y, x + chance.randint(60, 160), y + 50], fill=(60, 56, 52) if not word else (150, 148, 142))
        pen.line([(700, 430), (700, 160), (780, 150)], fill=(70, 70, 70), width=10)
        pen.ellipse([770, 140, 810, 165], fill=(250, 230, 140) if word else (90, 90, 90))
        pen.text((40, 40), f"PERAGAAN {self.number} {word}", fill=(20, 20, 20))
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=85)
        return photos.decode(file)
