"""Papers of a case: a letter, a signed sheet, a written answer, as a PDF or as a photo of the paper.

A photo goes the way of all photos (`complaints.photos`). A PDF cannot be drawn anew, so it is kept as it came, but
only when nothing in it acts: no script, no programme it starts, no form it sends, no file inside it. It is never shown
by us: it leaves as a download, with headers under which a browser runs nothing of it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from complaints import files, photos
from complaints.errors import Refused

logger = logging.getLogger(__name__)

MAX_BYTES = 5 * 1024 * 1024
_MAX_INFLATED = 20 * 1024 * 1024  # bytes of packed objects that are looked at; a sheet of paper has far fewer
_MAX_STREAMS = 20_000
_HEAD = 4000  # bytes before a stream in which its description is looked for
_FOLDER = "papers"

# Names by which a PDF does something, hides what it holds, or carries another file (ISO 32000-1, 7.6, 7.11.4, 12.6.4).
_ACTING = {
    *(b"JavaScript", b"Rendition", b"Launch", b"SubmitForm", b"ImportData", b"GoToR", b"GoToE", b"Encrypt"),
    *(b"EmbeddedFile", b"EmbeddedFiles", b"Filespec", b"RichMedia", b"Movie", b"Sound", b"XFA"),
}
_NAME = re.compile(rb"/(%s)(?=[\x00\t\n\f\r ()<>\[\]{}/%%]|$)" % b"|".join(sorted(_ACTING)))
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # #4A stands for J in a name
_ESCAPED_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]*#[0-9A-Fa-f]{2}[^\x00\t\n\f\r ()<>\[\]{}/%]*)")
_STREAM = re.compile(rb"\bstream\r?\n")
_DEFLATED = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])(?=[\s/>])")


@dataclass(frozen=True)
class Document:
    """A PDF that was accepted, not stored yet."""

    data: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the bytes as they came."""
        return hashlib.sha256(self.data).hexdigest()


def decode(upload) -> Document | photos.Photo:
    """Return the PDF or photo in an uploaded file (a binary file object).

    Raises Refused for what is neither, broken, too big, locked, or does more than show paper: whatever the bytes are,
    nothing else is raised.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if not data.startswith(b"%PDF-"):
        return _photo(upload)
    if len(data) > MAX_BYTES:
        raise Refused(_("PDF terlalu besar. Pilih PDF di bawah 5 MB"))
    _refuse_what_acts(data)
    return Document(data)


def _photo(upload) -> photos.Photo:
    upload.seek(0)
    try:
        return photos.decode(upload)
    except Refused as refusal:
        # Who sends paper is told of paper; what is wrong with a photo is told as for every photo.
        if str(refusal).startswith(_("File ini bukan foto.")):
            raise Refused(_("File ini bukan PDF atau foto. Pilih file PDF, JPG atau PNG")) from refusal
        raise


def _refuse_what_acts(data: bytes) -> None:
    """Conservative: what cannot be looked into is refused like what is found."""
    if b"%%EOF" not in data[-1024:]:  # cut off, or with something else behind it
        raise Refused(_("PDF ini rusak atau tidak lengkap. Pindai lagi lembarnya"))
    found = set()
    for part in (data, *_packed(data)):
        found |= set(_NAME.findall(part))
        found |= _ACTING & {_read(name) for name in _ESCAPED_NAME.findall(part)}
    if b"Encrypt" in found:
        raise Refused(_("PDF ini terkunci. Simpan dulu tanpa kata sandi, atau foto lembarnya"))
    if found:
        logger.warning("pdf refused: %s", ", ".join(sorted(name.decode() for name in found)))
        raise Refused(_("PDF ini berisi program atau file lain. Pindai atau foto lembarnya"))


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield the objects that stand packed inside (object streams, ISO 32000-1, 7.5.7): there a name could hide."""
    left = _MAX_INFLATED
    for number, match in enumerate(_STREAM.finditer(data)):
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = _read(head[max(0, head.rfind(b"obj")) :])
        if b"/ObjStm" in head and b"/Filter" in head:  # without a filter it lies open and was looked at already
            unpack, plain = zlib.decompressobj(), b""
            if _DEFLATED.search(head) and b"/DecodeParms" not in head and left > 0:
                with suppress(zlib.error):
                    plain = unpack.decompress(data[match.end() : data.find(b"endstream", match.end())], left)
            left -= len(plain)
            if not unpack.eof:
                raise _not_readable()
            yield plain
        if number > _MAX_STREAMS:
            raise _not_readable()


def _not_readable() -> Refused:
    return Refused(_("PDF ini tidak bisa diperiksa. Pindai atau foto lembarnya"))


def _read(name: bytes) -> bytes:
    """Return a name as a reader of PDF understands it."""
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name)


def store(document: Document) -> str:
    """Write a PDF durably and return its new random key. Outside a transaction, before the row.

    Raises Refused when the disk does not take it.
    """
    key = files.new_key()
    try:
        files.write(path(key), document.data)
        files.sync(path(key).parent)
    except OSError as error:
        logger.error("paper not stored: %s", type(error).__name__)
        with suppress(OSError):  # what stays is swept
            path(key).unlink(missing_ok=True)
        raise Refused(_("Berkas belum terkirim. Coba lagi")) from error
    return key


def read(key: str) -> bytes:
    """Return the bytes of a stored PDF. FileNotFoundError if they are gone, ValueError for what is no key."""
    return files.read(path(key))


def path(key: str) -> Path:
    """Return where a stored PDF lies. ValueError for what `store` never returned."""
    return files.path(_FOLDER, key, ".pdf")


def sweep_orphans(known: Callable[[set[str]], dict[str, bool]], *, older_than: datetime) -> int:
    """Delete PDFs that have no row; return how many went (see `files.sweep`)."""
    return files.sweep(_FOLDER, ".pdf", known, older_than=older_than)
