"""One sentence for every kind of event, for staff and for the reporter: the vocabulary of the timeline."""

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Event

Kind = Event.Kind

INTERNAL = frozenset(
    {
        Event.Kind.ASSIGNED,
        Event.Kind.ANSWER_PROPOSED,
        Event.Kind.ANSWER_GIVEN_BACK,
        Event.Kind.CLOCK_MOVED,
        Event.Kind.REMINDED,
        Event.Kind.ESCALATED,
        Event.Kind.SILENT,
        Event.Kind.INTERNAL_NOTED,
        Event.Kind.SHARED,
        Event.Kind.SHARE_ENDED,
        Event.Kind.PART_DONE,
        Event.Kind.TAGGED,
        Event.Kind.EXCLUDED,
        Event.Kind.SHEET_ADDED,
        Event.Kind.INSTRUCTED,
        Event.Kind.INSTRUCTION_PASSED,
        Event.Kind.LAPOR_LINKED,
        Event.Kind.LAPOR_ANSWERED,
        Event.Kind.SUPPORTER_ADDED,
        Event.Kind.FIELD_SENT,
        Event.Kind.FIELD_TAKEN_BACK,
        Event.Kind.FIELD_RETURNED,
        Event.Kind.FIELD_DECIDED,
        Event.Kind.PAGE_REPORTED,
        Event.Kind.PAGE_REPORT_DECIDED,
    }
)
# What the system does again and again: several in a row stand behind one line.
SMALL = frozenset(
    {Kind.REMINDED, Kind.ESCALATED, Kind.CLOCK_MOVED, Kind.DUE_MOVED, Kind.ASKED_TO_RATE, Kind.LINK_SENT, Kind.TAGGED}
)
# kind -> (icon, sentence for staff, sentence for the reporter)
SENTENCES = {
    Kind.SUBMITTED: ("tray", lazy("{submitted}"), lazy("{received}")),
    Kind.EXAMINED: ("eye", lazy("Pemeriksaan dimulai"), lazy("Petugas BESADU mulai memeriksa")),
    Kind.REFERRED: ("arrow-right", lazy("Diteruskan ke {to}"), lazy("Diteruskan ke {to}")),
    Kind.ASKED: ("question", lazy("Pelapor ditanya"), lazy("Petugas bertanya kepada Anda")),
    Kind.REPLIED: ("speech", lazy("Pelapor menjawab"), lazy("Anda menjawab")),
    Kind.ACCEPTED: ("check", lazy("Diterima {agency}"), lazy("{agency} menerima laporan Anda")),
    Kind.RETURNED: ("loop", lazy("{returned}"), lazy("Dikembalikan {by} untuk dipilihkan instansi lain")),
    Kind.ASSIGNED: ("user", lazy("{assigned}"), ""),
    Kind.PROGRESS_NOTED: ("dots", lazy("Kabar untuk pelapor"), lazy("Kabar dari {agency}")),
    Kind.INTERNAL_NOTED: ("note", lazy("Catatan internal"), ""),
    Kind.ANSWERED: ("speech", lazy("{answered}: {outcome}"), lazy("{answer_of}: {outcome}")),
    Kind.ANSWER_PROPOSED: ("speech", lazy("Jawaban diajukan ke kepala instansi: {outcome}"), ""),
    Kind.ANSWER_GIVEN_BACK: ("loop", lazy("Jawaban dikembalikan kepala instansi"), ""),
    Kind.CONFIRMED: ("check", lazy("Pelapor: sudah beres"), lazy("Anda bilang sudah beres")),
    Kind.OBJECTED: ("loop", lazy("Pelapor: {how}"), lazy("Anda {said}")),
    Kind.UPHELD: (
        "loop",
        lazy("Keberatan diterima, dikerjakan lagi oleh {to}"),
        lazy("Keberatan Anda diterima. {to} mengerjakan lagi"),
    ),
    Kind.NOT_UPHELD: ("bar", lazy("Keberatan tidak diterima"), lazy("Keberatan Anda tidak diterima")),
    Kind.ARCHIVED: ("bar", lazy("Tidak diproses: {code}"), lazy("Laporan tidak diproses: {code}")),
    Kind.WITHDRAWN: ("crossed-sheet", lazy("Dicabut pelapor"), lazy("Anda mencabut laporan")),
    Kind.REOPENED: ("loop", lazy("Dibuka lagi"), lazy("Laporan dibuka lagi")),
    Kind.PROMISED: ("calendar", lazy("{promise}"), lazy("{agency}: {promise}")),
    Kind.PROMISE_DUE: (
        "clock",
        lazy("Tanggal yang dijanjikan lewat tanpa jawaban"),
        lazy("Tanggal yang dijanjikan sudah lewat. {agency} belum menjawab"),
    ),
    Kind.EXTENDED: (
        "clock",
        lazy("Batas waktu diperpanjang dari {before} menjadi {until}"),
        lazy("Batas waktu diperpanjang dari {before} menjadi {until}"),
    ),
    Kind.SENT_BACK: (
        "loop",
        lazy("Jawaban dikembalikan ke {to} karena belum menjawab laporan"),
        lazy("Jawaban dikembalikan ke {to} karena belum menjawab laporan Anda"),
    ),
    Kind.COMPLETION_OVER: (
        "clock",
        lazy("Tanpa balasan pelapor sampai batas waktu"),
        lazy("Sampai batas waktu belum ada jawaban dari Anda"),
    ),
    Kind.CONFIRMATION_OVER: (
        "check",
        lazy("Ditutup tanpa tanggapan pelapor"),
        lazy("Laporan ditutup karena belum ada penilaian dari Anda"),
    ),
    Kind.DEADLINE_PASSED: (
        "clock",
        lazy("Batas waktu lewat: {clock}. Tercatat pada {by}"),
        lazy("Batas waktu lewat: {clock}. Keterlambatan {by} ini tercatat"),
    ),
    Kind.FORWARDED_EXTERNAL: ("arrow-out", lazy("Dialihkan ke {body}"), lazy("Dialihkan ke {body}")),
    Kind.CHECKED_BACK: ("question", lazy("{checked}"), lazy("{checked}")),
    Kind.CHECK_BACK_OVER: (
        "bar",
        lazy("Ditutup: belum dijawab {body}"),
        lazy("Laporan ditutup: {body} belum menjawab setelah ditanya dua kali"),
    ),
    Kind.OUTSIDE_ANSWERED: ("speech", lazy("Jawaban {body} dicatat"), lazy("Jawaban {body}")),
    Kind.BOUNCED: ("loop", lazy("Dikembalikan {body}"), lazy("Dikembalikan {body}, kami periksa lagi")),
    Kind.MERGED: ("merge", lazy("{merged}"), lazy("Digabung dengan laporan {into}")),
    Kind.UNMERGED: ("loop", lazy("{unmerged}"), lazy("Penggabungan dibatalkan. Laporan Anda jalan lagi")),
    Kind.SHARED: ("arrow-out", lazy("Dibagikan kepada {to}"), ""),
    Kind.SHARE_ENDED: ("bar", lazy("Tidak dibagikan lagi kepada {to}"), ""),
    Kind.PART_DONE: ("check", lazy("{agency} menyelesaikan bagiannya"), ""),
    Kind.PARTS_DONE: (
        "check",
        lazy("Semua bagian selesai"),
        lazy("Semua bagian pekerjaan selesai. {owner} menyiapkan jawaban"),
    ),
    Kind.TAGGED: ("flag", lazy("{tagged}"), ""),
    Kind.CATEGORY_CHANGED: (
        "note",
        lazy("{recategorised} {category}"),
        lazy("Kategori laporan Anda sekarang {category}"),
    ),
    Kind.EXCLUDED: ("bar", lazy("Yang dilaporkan tidak bisa melihat laporan ini"), ""),
    Kind.EVIDENCE_ADDED: ("note", lazy("{added}"), lazy("{you_added}")),
    Kind.SUPPORTER_ADDED: ("note", lazy("Warga yang mendukung menambah keterangan"), ""),
    Kind.CONTACT_ADDED: ("user", lazy("Pelapor menambahkan kontak"), lazy("Anda menambahkan kontak")),
    Kind.CONTACT_CHANGED: ("user", lazy("Pelapor mengganti kontak"), lazy("Anda mengganti kontak")),
    Kind.CODE_REISSUED: (
        "lock",
        lazy("Pelapor membuat kode rahasia baru"),
        lazy("Anda membuat kode rahasia baru. Kode lama tidak berlaku"),
    ),
    Kind.LINK_SENT: (
        "arrow-out",
        lazy("Tautan laporan diminta, dan dikirim ke kontak pelapor"),
        lazy("Tautan laporan diminta, dan dikirim ke kontak Anda"),
    ),
    Kind.SHEET_ADDED: ("note", lazy("Lembar disposisi bertanda tangan diunggah"), ""),
    Kind.INSTRUCTED: ("user", lazy("Arahan {leader}{on}. Paling lambat {until}"), ""),
    Kind.INSTRUCTION_PASSED: ("clock", lazy("Batas arahan pimpinan lewat tanpa jawaban. Tercatat pada {by}"), ""),
    Kind.FIELD_SENT: ("phone", lazy("Tugas lapangan dibuat, tautan berlaku sampai {until}"), ""),
    Kind.FIELD_TAKEN_BACK: ("bar", lazy("Tautan tugas lapangan dicabut"), ""),
    Kind.FIELD_RETURNED: ("camera", lazy("Petugas lapangan mengirim hasil"), ""),
    Kind.FIELD_DECIDED: ("check", lazy("{field}"), ""),
    Kind.REGISTERED: (
        "tray",
        lazy("Dicatat dalam register PPID"),
        lazy("Dicatat sebagai permohonan informasi resmi (PPID)"),
    ),
    Kind.LAPOR_LINKED: ("arrow-out", lazy("Nomor SP4N-LAPOR! dicatat"), ""),
    Kind.LAPOR_ANSWERED: ("check", lazy("Sudah dibalas di SP4N-LAPOR!"), ""),
    Kind.DUE_MOVED: (
        "calendar",
        lazy("Hari libur berubah: batas waktu pindah dari {before} ke {until}"),
        lazy("Hari libur berubah: batas waktu pindah dari {before} ke {until}"),
    ),
    Kind.CLOCK_MOVED: ("calendar", lazy("Hari libur berubah: tenggat pindah dari {before} ke {until}"), ""),
    Kind.REMINDED: ("clock", lazy("Pengingat dikirim"), ""),
    Kind.ESCALATED: ("arrow-right", lazy("Keterlambatan dinaikkan ke atasan"), ""),
    Kind.SILENT: ("clock", lazy("{person} belum bertindak dua hari kerja. Penggantinya diberi tahu"), ""),
    Kind.ASKED_TO_RATE: (
        "question",
        lazy("Pelapor diingatkan untuk menilai"),
        lazy("Anda kami ingatkan untuk menilai"),
    ),
    Kind.CASE_OPENED: ("eye", lazy("Isi laporan dibuka"), lazy("Isi laporan dibuka oleh {agency}")),
    Kind.CONTACT_OPENED: (
        "user",
        lazy("Kontak pelapor dibuka: {contact}"),
        lazy("Petugas BESADU membuka kontak Anda: {contact}"),
    ),
    Kind.PUBLISHED: ("eye", lazy("{published}"), lazy("{published}")),
    Kind.HIDDEN: (
        "bar",
        lazy("Tidak ditampilkan untuk umum: {hidden}"),
        lazy("Laporan tidak ditampilkan di Laporan warga: {hidden}"),
    ),
    Kind.PAGE_REPORTED: ("flag", lazy("Halaman publik dilaporkan: {page_reason}"), ""),
    Kind.PAGE_REPORT_DECIDED: ("check", lazy("Laporan tentang halaman publik diputus: {page_decision}"), ""),
    Kind.ERASED: ("crossed-sheet", lazy("Sebagian isi dihapus"), lazy("Sebagian isi dihapus")),
}
# Which texts of an event are told, in this order; the landmark is told with the place.
TOLD = (
    *("story", "accused", "question", "reply", "text", "answer", "outside", "giver", "document", "instruction"),
    *("note", "part", "unmatched", "reason", "comment", "no_photo"),
)
# What everybody reads of a published case. Kinds that are not here are not told; nor is who the reporter or an official
# is, nor what they wrote before a person has checked it.
PUBLIC = {
    Kind.SUBMITTED: lazy("Laporan masuk"),
    Kind.EXAMINED: lazy("Petugas BESADU mulai memeriksa"),
    Kind.REFERRED: lazy("Diteruskan ke {to}"),
    Kind.ASKED: lazy("Petugas meminta keterangan tambahan"),
    Kind.REPLIED: lazy("Keterangan tambahan diterima"),
    Kind.COMPLETION_OVER: lazy("Keterangan tambahan tidak datang sampai batas waktu"),
    Kind.ACCEPTED: lazy("{agency} menerima laporan"),
    Kind.RETURNED: lazy("Dikembalikan {by} untuk dipilihkan instansi lain"),
    Kind.PROGRESS_NOTED: lazy("Kabar dari {agency}"),
    Kind.PROMISED: lazy("{agency}: {promise}"),
    Kind.PROMISE_DUE: lazy("Tanggal yang dijanjikan sudah lewat. {agency} belum menjawab"),
    Kind.EXTENDED: lazy("Batas waktu diperpanjang dari {before} menjadi {until}"),
    Kind.DEADLINE_PASSED: lazy("Batas waktu lewat: {clock}. Keterlambatan {by} ini tercatat"),
    Kind.DUE_MOVED: lazy("Hari libur berubah: batas waktu pindah dari {before} ke {until}"),
    Kind.ANSWERED: lazy("{answer_of}: {outcome}"),
    Kind.SENT_BACK: lazy("Jawaban dikembalikan ke {to} karena belum menjawab laporan"),
    Kind.CONFIRMED: lazy("Warga yang melapor bilang sudah beres"),
    Kind.CONFIRMATION_OVER: lazy("Laporan ditutup tanpa penilaian dari warga yang melapor"),
    Kind.OBJECTED: lazy("Warga yang melapor {said}"),
    Kind.UPHELD: lazy("Keberatan diterima. {to} mengerjakan lagi"),
    Kind.NOT_UPHELD: lazy("Keberatan tidak diterima"),
    Kind.ARCHIVED: lazy("Laporan tidak diproses: {code}"),
    Kind.REOPENED: lazy("Laporan dibuka lagi"),
    Kind.FORWARDED_EXTERNAL: lazy("Dialihkan ke {body}"),
    Kind.CHECKED_BACK: lazy("{checked}"),
    Kind.CHECK_BACK_OVER: lazy("Laporan ditutup: {body} belum menjawab setelah ditanya dua kali"),
    Kind.OUTSIDE_ANSWERED: lazy("Jawaban {body}"),
    Kind.BOUNCED: lazy("Dikembalikan {body}, kami periksa lagi"),
    Kind.PARTS_DONE: lazy("Semua bagian pekerjaan selesai"),
    Kind.MERGED: lazy("Digabung dengan laporan lain tentang hal yang sama"),
    Kind.UNMERGED: lazy("Penggabungan dibatalkan. Laporan ini jalan lagi"),
}
# Whose words the public may read once they are checked.
WORDED = (Kind.PROGRESS_NOTED, Kind.PROMISED, Kind.ANSWERED, Kind.OUTSIDE_ANSWERED)
