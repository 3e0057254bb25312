"""What people do with the complaints of the demo, each act with the words of somebody who might have said them."""

from __future__ import annotations

import io
import random
from datetime import timedelta

from PIL import Image, ImageDraw

from complaints import documents, photos
from complaints.followup import operations as followup
from complaints.followup import operations_desk
from complaints.identity import Reporter
from complaints.models import Agency, Category, Complaint, Holding, Position, User
from complaints.models.term import TermClass
from complaints.phones import PHONE
from complaints.routing import operations as routing
from complaints.routing.queries import proposals
from complaints.sharing import operations as sharing
from complaints.states import Outcome
from complaints.tracking import operations as tracking
from complaints.tracking import operations_links as links
from complaints.triage import operations as triage

# One page with nothing on it: what a scanner makes of a sheet.
_SHEET = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer <</Size 4/Root 1 0 R>>\n%%EOF\n"
)


class Acts:
    """Acts on one complaint, at a moment. `Story` says which, in which order and when."""

    pk: int
    number: int
    row: dict
    category: Category

    @property
    def complaint(self) -> Complaint:
        """Return it as it stands now."""
        return Complaint.objects.select_related("owner", "category__agency", "village__district").get(pk=self.pk)

    def _person(self, role: str, agency: Agency, *, marked: bool = False) -> User:
        held = Holding.objects.filter(position__role=role, position__agency=agency).order_by("pk")
        if marked:  # only who is marked for sensitive cases works on them, whatever the role
            held = Holding.objects.filter(position__agency=agency, position__handles_sensitive=True).order_by("pk")
        return held.select_related("user")[0].user

    def _holder(self, code: str) -> User:
        return Holding.objects.select_related("user").get(position__code=code).user

    def _worker(self, role: str) -> User:
        complaint = self.complaint
        inspects = complaint.owner.duty == Agency.Duty.INSPECTORATE
        marked = complaint.access_class == Complaint.AccessClass.SENSITIVE
        return self._person(Position.Role.INSPECTORATE if inspects else role, complaint.owner, marked=marked)

    @property
    def coordinator(self) -> User:
        """Return who verifies."""
        return self._person(Position.Role.COORDINATOR, Agency.objects.get(duty=Agency.Duty.COORDINATOR))

    @property
    def verifier(self) -> User:
        """Return who verifies this one."""
        if self.complaint.access_class in Complaint.CLOSED:
            return self._person(Position.Role.INSPECTORATE, self.complaint.owner)
        return self.coordinator

    @property
    def liaison(self) -> User:
        """Return the liaison officer of the owner."""
        return self._worker(Position.Role.LIAISON)

    @property
    def officer(self) -> User:
        """Return the case officer of the owner."""
        return self._worker(Position.Role.CASE_OFFICER)

    @property
    def head(self) -> User:
        """Return the head of the owner."""
        return self._worker(Position.Role.HEAD)

    # The coordinator

    def _examine(self, at):
        triage.examine(self.pk, actor=self.coordinator, now=at)

    def _ask_as_coordinator(self, at):
        question = "Di mana tepatnya, dan kapan terakhir Anda ke sana?"
        followup.ask(self.pk, question=question, actor=self.coordinator, now=at)

    def _refer(self, at, to=None, reason="", **decided):
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
            **decided,
            actor=self.verifier,
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

    def _open_contact(self, at):
        triage.open_contact(self.pk, reason="ask_details", actor=self.coordinator, now=at)

    def _open_case(self, at):
        operations_desk.open_case(self.pk, actor=self.verifier, now=at)

    def _decide(self, at):
        to = Agency.objects.get(code="DISHUB")
        reason = "Putusan Sekda: menjadi tugas Dinas Perhubungan."
        self._refer(at, to=to, reason=reason, decided_on=at.date(), decided_by="Sekretaris Daerah")

    def _forward(self, at):
        routing.forward_external(
            self.pk,
            body=self.category.agency,
            reason="Ini wewenang lembaga di luar Pemkab. Kami menanyakan kabarnya untuk Anda.",
            letter=[documents.Document(_SHEET)],
            actor=self.coordinator,
            now=at,
        )

    def _ask_body(self, at):
        routing.check_back(self.pk, actor=self.coordinator, now=at)

    def _outside_answer(self, at):
        text = "Perbaikan jaringan di wilayah itu selesai. Pelanggan bisa mengajukan ganti rugi di kantor layanan."
        routing.record_outside_answer(self.pk, text=text, answered_on=at.date(), actor=self.coordinator, now=at)

    def _bounce(self, at):
        reason = "Lembaga menjawab bahwa bagian ini dikelola pemerintah kabupaten."
        routing.bounce(self.pk, reason=reason, actor=self.coordinator, now=at)

    def _merge(self, at):
        """Into the one about the same thing: `same_as` names it by its story's beginning."""
        story = self.row["same_as"]
        main = Complaint.objects.get(texts__kind="story", texts__plain__startswith=story)
        triage.merge(self.pk, into=main, actor=self.coordinator, now=at)

    def _unmerge(self, at):
        reason = "Ternyata titik yang lain, tiga ratus meter dari sana."
        triage.unmerge(self.pk, reason=reason, actor=self.coordinator, now=at)

    def _share(self, at):
        part = "Mohon cek pohon yang menutupi lampu."
        to = Agency.objects.get(code="DLH")
        sharing.share(self.pk, to=to, part=part, actor=self.coordinator, now=at)
        overseer = Agency.objects.get(code="X-OMBUDSMAN")
        sharing.share(self.pk, to=overseer, actor=self.coordinator, now=at + timedelta(minutes=1))
        sharing.end_share(self.pk, to=overseer, actor=self.coordinator, now=at + timedelta(minutes=2))

    def _sheet(self, at):
        routing.add_sheet(self.pk, sheet=[documents.Document(_SHEET)], actor=self.coordinator, now=at)

    def _instruct_on_paper(self, at):
        triage.record_instruction(
            self.pk,
            leader=Position.objects.get(code="setda-bupati"),
            text="Selesaikan sebelum masuk sekolah dan laporkan hasilnya.",
            given_on=at.date(),
            finish_by=(at + timedelta(days=10)).date(),
            sheet=[documents.Document(_SHEET)],
            actor=self.coordinator,
            now=at,
        )

    def _instruct(self, at):
        text, finish_by = "Mohon diperiksa langsung ke lapangan.", (at + timedelta(days=7)).date()
        triage.instruct(self.pk, text=text, finish_by=finish_by, actor=self._holder("setda-wakil-bupati"), now=at)

    def _link_lapor(self, at):
        triage.link_lapor(self.pk, number=str(9000000 + self.number), actor=self.coordinator, now=at)

    def _answer_lapor(self, at):
        triage.answer_lapor(self.pk, actor=self.coordinator, now=at)

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

    def _promise(self, at):
        text = "Bahan kami pesan minggu ini. Pekerjaan mulai begitu bahan datang."
        self._promise_until(at + timedelta(days=21), text, at)

    def _promise_soon(self, at):
        self._promise_until(at + timedelta(days=3), "Tim kami jadwalkan minggu ini.", at)

    def _promise_until(self, moment, text, at):
        on = moment.date()
        followup.promise(self.pk, outcome=Outcome.PROMISED, on=on, text=text, actor=self.liaison, now=at)

    def _promise_budget(self, at):
        followup.promise(
            self.pk,
            outcome=Outcome.AWAITING_BUDGET,
            document="RKPD 2027, kegiatan rehabilitasi",
            year=at.year + 1,
            text="Pekerjaan ini kami usulkan dalam anggaran tahun depan.",
            actor=self.liaison,
            now=at,
        )

    def _extend(self, at):
        reason = "Suku cadang dikirim dari Jakarta dan belum sampai."
        until = (self._work_due() + timedelta(days=10)).date()
        followup.extend(self.pk, until=until, reason=reason, actor=self.head, now=at)

    def _extend_again(self, at):
        followup.extend(
            self.pk,
            until=(self._work_due() + timedelta(days=10)).date(),
            reason="Kapal barang tertunda cuaca.",
            decided_on=at.date(),
            decision="Nota Sekda 600/118",
            actor=self._holder("setda-sekda"),
            now=at,
        )

    def _work_due(self):
        return self.complaint.clocks.get(kind="resolution", stopped_at__isnull=True).due_at

    def _on_behalf(self, at):
        followup.answer_on_behalf(
            self.pk,
            giver="Kepala bidang, lewat telepon",
            way="telephone",
            given_on=at.date(),
            outcome=Outcome.EXPLAINED,
            text="Dinas menjelaskan bahwa jadwal layanan sudah ditambah mulai minggu depan.",
            no_photo_reason="Tidak ada pekerjaan fisik." if self.category.physical else "",
            proof=[documents.Document(_SHEET)],
            actor=self.coordinator,
            now=at,
        )

    def _empty_answer_sent_back(self, at):
        self._answer_with(Outcome.EXPLAINED, "Terima kasih atas laporannya, akan kami tindak lanjuti.", at)
        reason = "Jawaban belum menyebut apa yang dikerjakan dan kapan."
        triage.send_back(self.pk, reason=reason, actor=self.coordinator, now=at + timedelta(minutes=30))

    def _proven(self, at):
        text = "Pemeriksaan selesai. Uang pungutan dikembalikan dan petugasnya mendapat sanksi sesuai aturan."
        self._answer_with(Outcome.PROVEN, text, at)

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

    def _add(self, at):
        tracking.add(self.pk, text="Tadi malam ada motor jatuh di sana.", photos=[self._photo("BARU")], now=at)

    def _add_contact(self, at):
        reporter = Reporter("Warga", PHONE, f"+62813000{self.number:05d}")
        tracking.add_contact(self.pk, reporter=reporter, now=at)

    @property
    def _new_contact(self) -> str:
        return f"+62814000{self.number:05d}"

    def _change_contact(self, at):
        tracking.notify(self.pk, kind=PHONE, contact=self._new_contact, now=at)

    def _recover(self, at):
        links.ask(self._new_contact, now=at)
        links.send_due(at)

    def _reissue(self, at):
        links.reissue(self.pk, now=at)

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
