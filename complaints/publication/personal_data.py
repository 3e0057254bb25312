"""Mark what may be personal data in a text before everybody reads it. Pure: it looks, a person decides.

It would rather mark a number too many than miss one: what is marked needs only a look. Names are found where they
follow a title, as Indonesian texts write them; a name alone is for the person who reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as lazy

# What a mark may be, in words that complete "Mungkin …".
WORDS = {
    "nik": lazy("NIK atau nomor KK"),
    "phone": lazy("nomor telepon"),
    "email": lazy("alamat e-mail"),
    "plate": lazy("nomor kendaraan"),
    "account": lazy("nomor rekening"),
    "name": lazy("nama orang"),
}


@dataclass(frozen=True)
class Mark:
    """What stands at [start, end) of a text, and what it may be (a key of WORDS)."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def words(self) -> str:
        """What it may be, in words."""
        return str(WORDS[self.kind])


def marks(text: str) -> list[Mark]:
    """Return what may be personal data in `text`, in order; where two finders meet, the first of _FINDERS speaks."""
    found: list[Mark] = []
    for kind, find in _FINDERS.items():
        for start, end in find(text):
            if not any(start < mark.end and mark.start < end for mark in found):
                found.append(Mark(start, end, kind, text[start:end]))
    return sorted(found, key=lambda mark: mark.start)


def in_file_name(name: str) -> list[Mark]:
    """Return what may be personal data in the name of a file, where words are joined by lines and dots."""
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return marks(re.sub(r"[_\-.+]+", " ", stem))


def pieces(text: str) -> list[tuple[str, Mark | None]]:
    """Return `text` cut into what is marked and what is not, for a page to show both."""
    cut, at = [], 0
    for mark in marks(text):
        if mark.start > at:
            cut.append((text[at : mark.start], None))
        cut.append((mark.text, mark))
        at = mark.end
    return [*cut, (text[at:], None)] if at < len(text) else cut


# --- e-mail, numbers ----------------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Digits that people part by blanks, dots, lines or slashes; never a digit of a longer row.
_DIGITS = re.compile(r"(?<![\d])\d(?:[ .\-/]?\d){7,30}(?!\d)")
_PHONE = re.compile(
    r"(?<![\w+])\(?\+?(?:62|0062)\)?[ .\-]?\(?0?\)?(?:[ .\-]?\d){7,12}(?!\d)"  # with the country
    r"|(?<!\d)\(?0(?:[ .\-]?\d){1,4}\)?(?:[ .\-]?\d){5,9}(?!\d)"  # mobile, or a line with its area
    r"|(?<![\d.])8(?:[ .\-]?\d){9,11}(?!\d)"  # without the 0
)
_SPELLED = re.compile(
    r"(?:\b(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\b[ ,\-]*){8,}", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"\b(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|bank|bri|bni|bca|mandiri|btn|bsi|sumsel\s*babel|bsb|dana|ovo|gopay)"
    r"\b[^\d\n]{0,40}?(\d(?:[ .\-]?\d){7,17})(?!\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PLATE_AREAS = (
    "A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z|AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM"
    "|DN|DP|DR|DT|DW|EA|EB|ED|KB|KH|KT|KU|PA|PB"
)
# Small letters only where the area has two: "a 12 di", "d 4 km" are no plates, "bn 1234 xy" is one.
_PLATE = re.compile(
    rf"(?<![\w/])(?:(?:{_PLATE_AREAS})[ \-.]?\d{{1,4}}[ \-.]?[A-Z]{{1,3}}"
    r"|(?i:bn|bg|bd|be)[ \-.]?\d{1,4}[ \-.]?(?i:[a-z]{2,3}))"
    r"(?![\w/])"
)
_PLATE_PLAIN = re.compile(
    r"(?:\bplat|\bnopol|\bno\.? ?pol\w*|\bmobil|\bmotor|\btruk)\W{0,3}(?:nomor |no\.? )?([a-z]{1,2}[ .-]?\d{3,4})\b",
    re.IGNORECASE,
)
# Small words that stand between a number and make it no plate.
_NO_ENDING = frozenset({"di", "km", "rt", "rw", "ke", "an", "wib", "yg", "dan", "kk", "kg", "cm", "org", "m", "jam"})


def _emails(text: str):
    return [found.span() for found in _EMAIL.finditer(text)]


def _niks(text: str):
    """16 digits: people group them as they like. Those without a date of birth may be a KK or a slip: marked too."""
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) == 16 or (len(digits) > 16 and _has_a_nik(digits)):
            yield found.span()


def _has_a_nik(digits: str) -> bool:
    """Whether 16 digits of a longer row read as a NIK: place, date of birth (women's day + 40), number."""
    return any(_is_born(digits[at + 6 : at + 12]) and digits[at] in "123456789" for at in range(len(digits) - 15))


def _is_born(six: str) -> bool:
    day, month = int(six[:2]), int(six[2:4])
    return 1 <= month <= 12 and (1 <= day <= 31 or 41 <= day <= 71)


def _phones(text: str):
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if _is_date(found[0]) or not 8 <= len(digits) <= 15:
            continue
        yield found.span()
    for found in _SPELLED.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(" ,-"))


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{1,2}([./\-])\d{1,2}\1\d{2,4}.*", text) is not None


def _accounts(text: str):
    return [found.span(1) for found in _ACCOUNT.finditer(text) if not _MONEY.fullmatch(found[1])]


def _plates(text: str):
    for found in _PLATE.finditer(text):
        ending = re.search(r"[A-Za-z]+$", found[0])[0].lower()
        if ending not in _NO_ENDING:
            yield found.span()
    for found in _PLATE_PLAIN.finditer(text):
        yield found.span(1)


# --- names after titles -------------------------------------------------------------------------------------------

_TITLES = (
    "pak|bapak|bpk|bp|bu|ibu|ibuk|sdr|sdri|saudara|saudari|sdra|tn|tuan|ny|nyonya|nn|nona|mas|mbak|mba|bang|abang|kak|kakak"
    "|om|tante|h|hj|haji|hajah|dr|drg|drs|dra|ir|prof|ust|ustad|ustadz|ustaz|kyai|kiai|kades|lurah|camat|kadus|kaling"
    "|kepala dusun|kepala desa|kepala sekolah|kepsek|ketua rt|ketua rw|pak rt|pak rw|a\\.?n|atas nama|nama saya|nama"
)
_TITLE = re.compile(rf"(?<![\w.])(?:{_TITLES})(?:\.|\b)[ :]*", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’]*(?:[ ](?:(?:bin|binti|al|van|der)\s)?[A-Z][\w'’]*\.?){0,3}")
# Words that follow a title and name no person: posts, places, bodies, and how a sentence begins.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """bupati wakil gubernur camat lurah kades kadis kepala ketua sekretaris bendahara petugas polisi guru dokter
        bidan perawat presiden menteri wali walikota kadus rt rw desa dusun kelurahan kecamatan kabupaten kota dinas
        dishub
        dlh pupr pln pdam puskesmas rsud bpjs sekda satpol pp sd smp sma smk tk paud jalan jl gang blok nomor no di ke
        dari yang dan atau tidak saya kami kita kalian anda mohon tolong sudah belum kenapa mengapa kapan apakah itu ini
        sekarang haji bidang seksi bagian unit tim pemda pemkab pemerintah kantor pasar masjid mushola gereja sekolah
        besadu""",
    )
)


def _names(text: str):
    for title in _TITLE.finditer(text):
        found = _NAME.match(text, title.end())
        if found is None:
            continue
        first = found[0].split()[0].rstrip(".").lower()
        if first in _NO_NAMES or found[0].split()[0].isdigit():
            continue
        if len(first) < 2 and len(found[0].split()) < 2:
            continue
        yield title.start(), found.end()


_FINDERS = {
    "email": _emails,
    "nik": _niks,
    "account": _accounts,
    "phone": _phones,
    "plate": _plates,
    "name": _names,
}
