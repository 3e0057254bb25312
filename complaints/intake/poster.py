"""The poster of one village or jetty: a page A4 with a QR code that begins a report there. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from complaints import qr

_LAYOUT = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True, kw_only=True)
class Poster:
    """`place` is what stands at its foot, `address` where the code leads, `typed` what a person types instead."""

    programme: str
    place: str
    address: str
    typed: str
    office: str = ""  # "desa" where somebody at its office enters reports for visitors
    channels: Sequence[str] = ()
    emergency: str = ""


def pdf(poster: Poster) -> bytes:
    """Return the poster as PDF/UA, with our own font: the same on every machine."""
    helper = _("Tidak punya HP? Datang ke kantor %(office)s. Petugas mencatat laporan Anda.")
    told = {
        "title": _("Poster %(programme)s, %(place)s") % {"programme": poster.programme, "place": poster.place},
        "programme": poster.programme,
        "ask": _("Ada masalah layanan di sini?"),
        "promise": _("Sampaikan lewat HP. Tidak perlu akun. Anda tahu siapa yang mengerjakan, dan kapan."),
        "code": qr.file(poster.address),
        "code_says": _("Kode QR ke halaman Buat laporan"),
        "or_type": _("Pindai dengan kamera HP, atau buka"),
        "address": poster.typed,
        "steps": [
            _("Pindai kode, lalu pilih jenis masalahnya."),
            _("Ceritakan masalahnya. Foto membantu."),
            _("Simpan nomor dan kode rahasia untuk memantau."),
        ],
        "helper": helper % {"office": poster.office} if poster.office else "",
        "channels": list(poster.channels),
        "place": poster.place,
        "emergency": poster.emergency,
    }
    with as_file(files("fontpkg_public_sans") / "files") as fonts:
        return typst.compile(
            str(_LAYOUT),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(told)},
            pdf_standards=["ua-1"],
        )
