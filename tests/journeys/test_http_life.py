"""One complaint through its pages, as citizen, coordinator and agency meet it, and what each of them reads on the way.

Every journey ends with the guarantee holding and the history whole.
"""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from complaints.models import Agency, Attachment, Clock, Complaint, Event, Miss
from complaints.states import Because, ClockKind, Status
from tests.intake.steps import STORY
from tests.journeys.people import IDENTITY, NAME, Officer, assert_clean, assert_hidden_from_strangers, photo

PROGRESS = "Petugas kami sudah melihat tiangnya. Lampu diganti hari Kamis."
ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala sejak tadi malam."


@pytest.fixture(autouse=True)
def _clock(clock):
    """All of these people live by the same clock."""


def refer(coordinator: Officer, number: str, *, to: str = "DISHUB", reason: str = "") -> None:
    """Verify and refer in one press; the form proposes what the rules say."""
    coordinator.looks(number)
    coordinator.follow("/verifikasi/")
    agency = Agency.objects.get(code=to)
    coordinator.press("Verifikasi dan teruskan", to=str(agency.pk), reason=reason)
    assert coordinator.path.startswith("/petugas/laporan/"), coordinator.page.summary
    coordinator.reads("Laporan sudah diteruskan.")


def answered(reporter, coordinator, liaison) -> str:
    """Bring a new complaint to where its reporter judges the answer; return its number."""
    number = reporter.files(photo()).number
    refer(coordinator.signs_in(second_factor=True), number)
    liaison.signs_in().does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER)
    return number


def due(complaint: Complaint, kind: ClockKind) -> datetime:
    return complaint.clocks.get(kind=kind, stopped_at=None).due_at


def test_happy(reporter, coordinator, liaison, dlh, leader, clock):
    reporter.files(photo(1))
    number = reporter.number
    reporter.reads("Laporan Anda sudah diterima", number, reporter.code, "Paling lambat Jumat, 27 November 2026")
    reporter.press("Lihat laporan saya")
    reporter.reads("Diterima", STORY, "Lampu jalan", "Kelurahan Kota", "Depan SDN 5", "Jumat, 27 November 2026")
    reporter.sees_photos(1)
    assert_hidden_from_strangers(reporter, dlh.signs_in())
    assert number not in liaison.signs_in().queue("semua")

    clock.shift(hours=2)
    assert number in coordinator.signs_in(second_factor=True).queue("verifikasi")
    coordinator.looks(number, STORY, "Depan SDN 5", "Kontak tersimpan", "Belum diverifikasi")
    coordinator.sees_photos(1)
    coordinator.presses(number, "Mulai periksa")
    reporter.looks("Diperiksa", "Petugas BESADU mulai memeriksa")
    coordinator.looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.reads("Saran: Dishub.")
    coordinator.press("Verifikasi dan teruskan")
    coordinator.reads("Laporan sudah diteruskan.", "Didisposisikan")
    reporter.looks("Diteruskan", "Sudah dikirim ke Dishub.", "Dishub memberi kabar pertama", "Selasa, 1 Desember 2026")

    clock.shift(minutes=30)
    assert number in liaison.queue("jawaban")
    liaison.looks(number, STORY, "Kontak tersimpan", "Nama dan kontak pelapor tidak diperlihatkan.")
    liaison.sees_photos(1)
    liaison.presses(number, "Terima laporan", told="Laporan diterima.")
    reporter.looks("Dikerjakan", "Dishub menerima laporan Anda", "Selasa, 1 Desember 2026")
    told = "Kabar sudah dikirim ke pelapor."
    liaison.does(number, "/kabar/", "Kirim kabar ke pelapor", told=told, text=PROGRESS)
    liaison.does(number, "/catatan/", "Simpan catatan internal", text="Stok lampu ada di gudang.")
    reporter.looks(PROGRESS, "Dishub menyelesaikan masalahnya, lalu menjawab.")
    reporter.does_not_read("Stok lampu", liaison.user.full_name)

    # Physical work is shown, or it is said why not.
    liaison.looks(number)
    liaison.follow("/jawab/")
    liaison.reads("Foto sebelum, dari pelapor")
    liaison.press("Kirim jawaban ke pelapor", outcome="repaired", text=ANSWER)
    liaison.reads("Tambahkan foto sesudah dikerjakan, atau tulis alasan tanpa foto", ANSWER)
    liaison.press("Kirim jawaban ke pelapor", photo(2))
    liaison.reads("Jawaban sudah dikirim. Pelapor diminta menilai.", "Menunggu penilaian")
    reporter.looks("Dijawab", "Jawaban Dishub", ANSWER, "Sudah diperbaiki", "Sebelum", "Sesudah")
    before, after = sorted(reporter.sees_photos(2), key=len)
    assert before != after
    assert number in leader.signs_in(second_factor=True).looks(number, ANSWER).words
    leader.does_not_read("Lihat kontak", "Jawab pelapor")

    reporter.rates("yes", praise=["fast", "clear"], comment="Terima kasih.")
    reporter.reads("Terima kasih. Laporan ini kami tutup.", "Selesai", "Anda bilang sudah beres")
    liaison.looks(number, "Ditutup", "Pelapor: sudah beres", "Terima kasih.")
    coordinator.looks(number, "Ditutup")
    assert reporter.complaint.status == Status.RESOLVED
    assert not Clock.objects.filter(stopped_at=None).exists()
    assert not Miss.objects.exists()
    assert_hidden_from_strangers(reporter, dlh)
    assert_clean(timezone.now())


def test_contact_is_opened_on_the_record(reporter, coordinator, liaison):
    number = reporter.files().number
    coordinator.signs_in(second_factor=True).looks(number, "Membuka kontak dicatat")
    coordinator.follow("/kontak/")
    coordinator.does_not_read(*IDENTITY)
    coordinator.press("Buka kontak dan catat", reason="ask_details")
    coordinator.reads(NAME, "0812-3456-7890", "Pembukaan ini sudah dicatat.")
    reporter.looks("Petugas BESADU membuka kontak Anda")
    assert Event.objects.filter(kind=Event.Kind.CONTACT_OPENED).count() == 2  # of the case, and of the system
    refer(coordinator, number)
    liaison.signs_in().looks(number)
    assert liaison.client.get(f"/petugas/laporan/{number}/kontak/").status_code == 404
    assert_clean(timezone.now())


def test_returned_twice_is_decided_by_the_arbiter(reporter, coordinator, liaison, dlh, leader, clock):
    number = reporter.files(named=False).number
    refer(coordinator.signs_in(second_factor=True), number, to="DLH", reason="Tempatnya dekat TPS.")
    reporter.looks("Sudah dikirim ke DLH.", "Tempatnya dekat TPS.")
    liaison.signs_in().sees_nothing_of(number)

    dlh.signs_in().looks(number, "Tanpa nama")
    dishub = str(Agency.objects.get(code="DISHUB").pk)
    wrong = {"reason": "Lampu jalan bukan tugas kami.", "suggested": dishub}
    dlh.does(number, "/kembalikan/", "Kembalikan ke koordinator", told="Laporan dikembalikan.", **wrong)
    dlh.sees_nothing_of(number)  # once returned it is not theirs any more
    assert number in coordinator.queue("dikembalikan")
    coordinator.looks(number, "Dikembalikan instansi", "Lampu jalan bukan tugas kami.", "Pilih instansi lain")
    reporter.looks("Dikembalikan DLH untuk dipilihkan instansi lain", "Rabu, 25 November 2026")

    refer(coordinator, number)
    clock.shift(minutes=20)
    liaison.looks(number)
    again = {"reason": "Tiang itu milik pihak lain."}
    liaison.does(number, "/kembalikan/", "Kembalikan ke koordinator", told="Laporan dikembalikan.", **again)
    complaint = reporter.complaint
    assert (complaint.submitted_because, complaint.owner.duty) == (Because.ARBITRATION, Agency.Duty.ARBITER)
    reporter.looks("Laporan Anda dikembalikan dua kali.", "Jumat, 27 November 2026")
    leader.signs_in(second_factor=True).looks(number, "Menunggu putusan Setda")
    coordinator.looks(number, "Catat putusan penengah, lalu teruskan.")

    # The coordinator records the decision; without its words it is refused.
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan", to=dishub, reason="")
    coordinator.reads("Tulis putusan penengah", "Isi tanggal putusan")
    decided = {"decided_on": "2026-11-24", "decided_by": "Asisten II"}
    coordinator.press("Verifikasi dan teruskan", to=dishub, reason="Putusan Asisten II, 24 November 2026.", **decided)
    coordinator.reads("Laporan sudah diteruskan.", "Putusan Asisten II, 24 November 2026.")
    reporter.looks("Sudah dikirim ke Dishub.", "Putusan Asisten II, 24 November 2026.")
    liaison.looks(number)
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(), outcome="repaired", text=ANSWER)
    reporter.rates("yes")
    assert_clean(timezone.now())


def test_a_question_keeps_the_remaining_time(reporter, coordinator, liaison, clock):
    number = reporter.files().number
    refer(coordinator.signs_in(second_factor=True), number)
    complaint = reporter.complaint
    first, resolution = due(complaint, ClockKind.FIRST_RESPONSE), due(complaint, ClockKind.RESOLUTION)

    clock.shift(hours=1)
    question = "Tiang nomor berapa yang mati?"
    liaison.signs_in().looks(number)
    liaison.follow("/tanya/")
    liaison.reads("Berhenti selama menunggu jawaban", "Kamis, 24 Desember 2026")
    liaison.press("Kirim pertanyaan ke pelapor", question=question)
    liaison.reads("Pertanyaan sudah dikirim ke pelapor.", "Menunggu pelapor")
    reporter.looks("Menunggu Anda", question, "Jawab sekarang", "Kamis, 24 Desember 2026")
    assert reporter.complaint.owner.code == "DISHUB"
    assert number in liaison.queue("menunggu")

    # A week later, at the same hour: five working days, and as much time is left as there was.
    clock.shift(days=7)
    reporter.answers("Tiang nomor 12, di simpang.", photo(3))
    reporter.looks("Dikerjakan" if complaint.status == Status.IN_PROGRESS else "Diteruskan", "Tiang nomor 12")
    reporter.sees_photos(1)
    assert due(complaint, ClockKind.FIRST_RESPONSE) - first == timedelta(days=7)
    assert due(complaint, ClockKind.RESOLUTION).date() > resolution.date()
    liaison.signs_in().looks(number, "Pelapor menjawab", "Tiang nomor 12", "Selasa, 8 Desember 2026")
    liaison.sees_photos(1)
    assert not Miss.objects.exists()
    assert_clean(timezone.now())


def test_a_question_of_the_coordinator_comes_back_to_the_desk(reporter, coordinator, clock):
    number = reporter.files().number
    coordinator.signs_in(second_factor=True)
    coordinator.does(number, "/tanya/", "Kirim pertanyaan ke pelapor", question="Di jalan apa tepatnya?")
    clock.shift(days=2)
    reporter.answers("Jalan Melati, Kota.")
    reporter.looks("Diterima", "Anda menjawab")
    # Friday's date and two working days more, a weekend between.
    assert timezone.localtime(due(reporter.complaint, ClockKind.VERIFICATION)).date().isoformat() == "2026-12-01"
    assert number in coordinator.signs_in(second_factor=True).queue("verifikasi")
    assert_clean(timezone.now())


@pytest.mark.parametrize("judgement", ["partly", "no"])
def test_an_objection_upheld_is_worked_on_again(reporter, coordinator, liaison, clock, judgement):
    number = answered(reporter, coordinator, liaison)
    clock.shift(minutes=30)
    reporter.rates(judgement, photo(3), blame=["not_fixed"], comment="Yang kiri masih mati.")
    reporter.reads("Ditinjau ulang", "Rabu, 25 November 2026", "Yang kiri masih mati.")
    liaison.sees_nothing_of(number)
    assert reporter.complaint.submitted_because == Because.OBJECTED
    coordinator.looks(number, "Keberatan diperiksa", "Yang kiri masih mati.", ANSWER)
    coordinator.sees_photos(3)
    reason = "Foto pelapor jelas. Mohon diperbaiki lagi."
    told = "Keberatan diterima. Instansi mengerjakan lagi."
    coordinator.does(number, "/keberatan/terima/", "Terima dan teruskan lagi", told=told, reason=reason)

    reporter.looks("Keberatan Anda diterima. Dishub mengerjakan lagi", reason, "Diteruskan")
    liaison.looks(number, reason, "Yang kiri masih mati.")
    rework = due(reporter.complaint, ClockKind.REWORK)
    assert timezone.localtime(rework).date().isoformat() == "2026-12-01"
    second = "Kami datang lagi: kabel sebelah kiri kami ganti, sekarang menyala."
    liaison.does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(4), outcome="repaired", text=second)
    reporter.looks(second, ANSWER, "Dijawab")  # the first answer stays readable
    reporter.rates("yes")
    reporter.reads("Selesai")
    assert reporter.complaint.events.filter(kind=Event.Kind.ANSWERED).count() == 2
    assert_clean(timezone.now())


def test_an_objection_not_upheld_names_who_else_may_judge(reporter, coordinator, liaison):
    number = answered(reporter, coordinator, liaison)
    reporter.rates("no", blame=["unclear"], comment="Saya mau semua jalan diterangi.")
    reason = "Lampu yang dilaporkan sudah menyala. Permintaan lain perlu laporan baru."
    told = "Keberatan tidak diterima. Laporan ditutup."
    coordinator.does(number, "/keberatan/tolak/", "Tutup dan beri tahu pelapor", told=told, reason=reason)
    reporter.looks("Selesai", "Keberatan Anda tidak diterima", reason, "Inspektorat")
    liaison.sees_nothing_of(number)  # the coordinator closed it, and is its last owner
    coordinator.looks(number, "Ditutup", reason)

    # Within 30 days the reporter may ask once more; afterwards not.
    reporter.looks("Minta ditinjau ulang")
    reporter.follow("/keberatan/")
    reporter.press("Kirim permintaan", why="not_fixed", comment="Saya tetap tidak setuju.")
    reporter.reads("Ditinjau ulang")
    coordinator.does(number, "/keberatan/tolak/", "Tutup dan beri tahu pelapor", reason=reason)
    assert reporter.complaint.status == Status.RESOLVED
    assert_clean(timezone.now())


def test_after_thirty_days_a_new_report_is_offered(reporter, coordinator, liaison, clock):
    answered(reporter, coordinator, liaison)
    reporter.rates("yes")
    reporter.looks("Minta ditinjau ulang")
    reporter.follow("/keberatan/")
    form = reporter.filled(reporter.page.forms[0], why="not_fixed", comment="Mati lagi.")
    clock.shift(days=31)
    reporter.looks("Laporkan lagi")
    reporter.does_not_read("Minta ditinjau ulang")
    reporter.send(form, to=reporter.case + "keberatan/")
    reporter.reads("Laporan ini sudah ditutup lebih dari 30 hari.", "Mati lagi.")
    assert reporter.complaint.status == Status.RESOLVED
    assert_clean(timezone.now())


@pytest.mark.parametrize("stage", ["new", "referred", "asked", "answered"])
def test_withdrawn(reporter, coordinator, liaison, stage):
    if stage == "answered":
        number = answered(reporter, coordinator, liaison)
    else:
        number = reporter.files().number
        coordinator.signs_in(second_factor=True)
        if stage != "new":
            refer(coordinator, number)
            liaison.signs_in()
        if stage == "asked":
            liaison.does(number, "/tanya/", "Kirim pertanyaan ke pelapor", question="Tiang nomor berapa?")
    reporter.looks()
    reporter.follow("/cabut/")
    reporter.reads("Cabut laporan ini?", "Laporan tetap dihitung dalam angka.")
    reporter.press("Cabut laporan", reason="Sudah menyala sendiri.")
    reporter.reads("Laporan Anda sudah dicabut.", "Dicabut")
    reporter.does_not_read("Cabut laporan", "Jawab sekarang")
    coordinator.looks(number, "Dicabut pelapor", "Sudah menyala sendiri.")
    assert not Clock.objects.filter(stopped_at=None).exists()
    for rest in ("jawab/", "nilai/", "cabut/"):
        reporter.open(reporter.case + rest)
        assert reporter.path == reporter.case
        reporter.reads("Laporan ini sudah berubah. Yang baru ada di bawah.")
    if stage != "new":
        liaison.looks(number, "Dicabut pelapor")
        liaison.does_not_read("Jawab pelapor", "Kirim kabar ke pelapor")
    assert_clean(timezone.now())


def test_archived_and_reopened(reporter, coordinator, liaison, clock):
    number = reporter.files(photo()).number
    coordinator.signs_in(second_factor=True)
    why = "Lampu mana yang mati belum jelas, juga setelah ditanya."
    told = "Laporan tidak diproses. Pelapor membaca alasannya."
    coordinator.does(number, "/tolak/", "Tutup dan beri tahu pelapor", told=told, code="unclear", text=why)
    reporter.looks("Tidak diproses", why, "Laporkan lagi")
    assert not Clock.objects.filter(stopped_at=None).exists()

    clock.shift(days=1)
    coordinator.signs_in(second_factor=True)
    reason = "Pelapor menelepon: tiang di depan SD."
    coordinator.does(number, "/buka-lagi/", "Buka lagi", told="Laporan dibuka lagi.", reason=reason)
    reporter.looks("Laporan dibuka lagi", reason, "Senin, 30 November 2026")
    assert number in coordinator.queue("verifikasi")
    refer(coordinator, number)
    liaison.signs_in().does(number, "/jawab/", "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER)
    reporter.looks(why, reason, ANSWER)  # all of it stays readable
    reporter.rates("yes")
    assert_clean(timezone.now())


def test_two_officers_at_once(reporter, coordinator, liaison, office, clock):
    """The second one's text is kept beside what the first one did, and one more press sends it."""
    from tests import factories

    number = reporter.files().number
    refer(coordinator.signs_in(second_factor=True), number)
    colleague = Officer(factories.make_staff(office))
    for one in (liaison, colleague):
        one.signs_in().looks(number)
        one.follow("/kabar/")
    liaison.press("Kirim kabar ke pelapor", text=PROGRESS)
    liaison.reads("Kabar sudah dikirim ke pelapor.")
    clock.shift(minutes=1)
    mine = "Kami juga memeriksa panelnya besok pagi."
    colleague.press("Kirim kabar ke pelapor", photo(), text=mine)
    assert colleague.page.status == 200
    colleague.reads("Laporan ini baru diubah oleh", liaison.user.full_name, PROGRESS, mine)
    colleague.reads("Foto tidak ikut tersimpan. Pilih lagi fotonya")
    assert Event.objects.filter(kind=Event.Kind.PROGRESS_NOTED).count() == 1
    assert not Attachment.objects.filter(complaint=reporter.complaint).exists()
    colleague.press("Kirim kabar ke pelapor", photo())
    colleague.reads("Kabar sudah dikirim ke pelapor.")
    reporter.looks(PROGRESS, mine)
    assert_clean(timezone.now())


def test_what_is_sent_twice_is_done_once(reporter, coordinator, liaison):
    """The second press of every form, from a page left open, is told as done and changes nothing."""
    number = reporter.files().number
    coordinator.signs_in(second_factor=True).looks(number)
    liaison.signs_in()

    def twice(person, button, *photos, **answers):
        path = person.path
        form = next(f for f in person.page.forms if any(button == words for _n, _v, words in f.buttons))
        values = person.filled(form, button, **answers)
        first = person.send(values, *photos, to=path)
        events = Event.objects.count()
        second = person.send(values, *photos, to=path)
        assert second.status == 200
        assert Event.objects.count() == events
        assert (first.title, person.page.title) == (second.title, first.title)

    coordinator.follow("/verifikasi/")
    twice(coordinator, "Verifikasi dan teruskan")
    liaison.looks(number)
    liaison.follow("/jawab/")
    twice(liaison, "Kirim jawaban ke pelapor", photo(), outcome="repaired", text=ANSWER)
    reporter.looks()
    reporter.follow("/nilai/")
    twice(reporter, "Kirim penilaian", judgement="no", comment="Masih mati.")
    coordinator.looks(number)
    coordinator.follow("/keberatan/terima/")
    twice(coordinator, "Terima dan teruskan lagi", reason="Foto warga jelas sekali.")
    reporter.looks()
    reporter.follow("/cabut/")
    twice(reporter, "Cabut laporan")
    coordinator.looks(number)
    coordinator.follow("/buka-lagi/")
    twice(coordinator, "Buka lagi", reason="Pelapor menelepon kami.")
    coordinator.looks(number)
    coordinator.follow("/tolak/")
    twice(coordinator, "Tutup dan beri tahu pelapor", code="spam", text="Isinya ternyata iklan.")
    assert_clean(timezone.now())
