"""What single keys do on staff pages (ux.md 4.2). static/parts/keys.js does it, for who turned it on."""

from __future__ import annotations

from django.utils.translation import gettext as _


def told() -> list[tuple[str, str, str]]:
    """Return (keys, where, what they do), in the order in which they are shown; `where` is queue, case or all."""
    return [
        ("j / k", "queue", _("Laporan berikutnya, sebelumnya")),
        ("Enter / o", "queue", _("Buka laporan")),
        ("x / Shift + x", "queue", _("Pilih laporan, pilih sampai di sini")),
        ("Esc", "queue", _("Batalkan pilihan")),
        ("j / k", "case", _("Laporan berikutnya, sebelumnya di tampilan yang sama")),
        ("v", "case", _("Verifikasi")),
        ("t", "case", _("Teruskan")),
        ("b", "case", _("Jawab")),
        ("n", "case", _("Catatan internal")),
        ("y", "case", _("Tanya pelapor")),
        ("p", "case", _("Tugaskan")),
        ("/", "all", _("Cari")),
        ("g a", "all", _("Ke antrean")),
        ("g t", "all", _("Ke yang terlambat")),
        ("g m", "all", _("Ke yang menunggu pelapor")),
        ("Ctrl + Enter", "all", _("Kirim isian yang sedang ditulis")),
        ("?", "all", _("Daftar pintasan ini")),
    ]
