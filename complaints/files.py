"""Bytes on the disk: the one place where a stored file is written, read and swept.

A file lies under a random key the server chose, below `MEDIA_ROOT`, in a folder of its sort. It is there whole or not
at all, whatever is killed meanwhile.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

# A file encrypted with its complaint's own key lies beside where the plain one was, under the same key.
SEALED = ".sealed"
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Return a random key that names a stored file."""
    return secrets.token_hex(16)


def path(folder: str, key: str, ending: str) -> Path:
    """Return where `key` + `ending` lies. ValueError for what `new_key` never returned: no key can leave the folder."""
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of a stored file")
    return Path(settings.MEDIA_ROOT, folder, key[:2], f"{key}{ending}")


def write(file: Path, data: bytes) -> None:
    """Write `data` so that `file` is there whole or not at all. Every stored byte passes here, every read one `read`.

    Raises OSError when the disk does not take it. `sync` its folder when the last of several is written.
    """
    if not file.parent.exists():
        file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        sync(file.parent.parent)
    new = file.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def read(file: Path) -> bytes:
    """Return the bytes of a stored file. FileNotFoundError if they are gone."""
    return file.read_bytes()


def sync(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sealed(plain: Path) -> Path:
    """Return where the sealed form of a stored file lies."""
    return plain.with_suffix(SEALED)


def write_sealed(plain: Path, data: bytes) -> None:
    """Write the encrypted form of `plain` durably, in place of one that a transaction which failed left there."""
    sealed(plain).with_suffix(".new").unlink(missing_ok=True)
    write(sealed(plain), data)
    sync(plain.parent)


def sweep(folder: str, ending: str, known: Callable[[set[str]], dict[str, bool]], *, older_than: datetime) -> int:
    """Delete files of a sort that have no row, and what a crash left of others; return how many keys went.

    `known` is given some keys and returns {key: whether it is sealed} of those that have a row: of a sealed file no
    plain copy stays, of a plain one no sealed copy. Only files last written before `older_than` are looked at: a
    younger one may belong to a request that has not committed yet.
    """
    swept = 0
    for place in Path(settings.MEDIA_ROOT, folder).glob("[0-9a-f][0-9a-f]"):
        old = []
        for file in place.iterdir():
            with suppress(FileNotFoundError):  # removed while we look
                if file.stat().st_mtime < older_than.timestamp():
                    old.append(file)
        keys = {file.name[:32] for file in old if file.suffix in (ending, SEALED)}
        rows = known(keys)
        orphans = keys - rows.keys()
        for file in old:
            other = file.suffix == (ending if rows.get(file.name[:32]) else SEALED)
            if file.name[:32] in orphans or file.suffix == ".new" or other:
                file.unlink(missing_ok=True)
        swept += len(orphans)
    return swept
