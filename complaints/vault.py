"""Keys: one data key per complaint and purpose, wrapped by a master key that is not in the database.

Who steals the database or a backup reads nothing that is sealed here; destroying a data key erases
what it sealed, in backups too (security.md rows 113, 116). Master keys come from MASTER_KEYS, the
newest first; older ones still unwrap.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from complaints.models import DataKey

Purpose = DataKey.Purpose


@lru_cache(maxsize=4)
def _master(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _wrapper() -> MultiFernet:
    return _master(tuple(settings.MASTER_KEYS))


def _fernet(row: DataKey) -> Fernet:
    return Fernet(_wrapper().decrypt(bytes(row.wrapped)))


def seal(complaint_id: int, purpose: str, content: str) -> bytes:
    """Return `content` encrypted with the complaint's key for `purpose`, which is made at first use.

    Call it inside the transaction of an operation that holds the complaint's lock.
    """
    return seal_bytes(complaint_id, purpose, content.encode())


def seal_bytes(complaint_id: int, purpose: str, data: bytes) -> bytes:
    """As `seal`, for the bytes of a file."""
    row = DataKey.objects.filter(complaint_id=complaint_id, purpose=purpose, destroyed_at__isnull=True).first()
    if row is None:
        row = DataKey.objects.create(
            complaint_id=complaint_id, purpose=purpose, wrapped=_wrapper().encrypt(Fernet.generate_key())
        )
    return _fernet(row).encrypt(data)


def unseal(complaint_id: int, purpose: str, cipher: bytes) -> str:
    """Return the plain text of `cipher`.

    Raises DataKey.DoesNotExist when the key was destroyed, InvalidToken when the cipher was tampered with.
    """
    return unseal_bytes(complaint_id, purpose, cipher).decode()


def unseal_bytes(complaint_id: int, purpose: str, cipher: bytes) -> bytes:
    """As `unseal`, for the bytes of a file."""
    row = DataKey.objects.get(complaint_id=complaint_id, purpose=purpose, destroyed_at__isnull=True)
    return _fernet(row).decrypt(bytes(cipher))


def unseal_all(purpose: str, ciphers: dict[int, list[bytes]]) -> dict[int, list[str]]:
    """Unseal many at once (complaint id -> ciphers) with one query. Destroyed keys are left out."""
    keys = DataKey.objects.filter(complaint_id__in=ciphers, purpose=purpose, destroyed_at__isnull=True)
    return {
        row.complaint_id: [_fernet(row).decrypt(bytes(c)).decode() for c in ciphers[row.complaint_id]] for row in keys
    }


class Ring:
    """The keys of some complaints, fetched with one query, for who must go on when one does not open."""

    def __init__(self, complaint_ids: Collection[int]):
        rows = DataKey.objects.filter(complaint_id__in=complaint_ids, destroyed_at__isnull=True)
        self._rows = {(row.complaint_id, row.purpose): row for row in rows}
        self._open: dict[tuple[int, str], Fernet] = {}

    def unseal(self, complaint_id: int, purpose: str, cipher: bytes) -> str | None:
        """Return the plain text of `cipher`, None when its key is gone or either was tampered with."""
        name = complaint_id, purpose
        try:
            if name not in self._open:
                self._open[name] = _fernet(self._rows[name])
            return self._open[name].decrypt(bytes(cipher)).decode()
        except (KeyError, InvalidToken, ValueError, TypeError):
            return None


def destroy(complaint_id: int, purpose: str, now: datetime) -> None:
    """Destroy the complaint's key for `purpose`: what it sealed can never be read again."""
    DataKey.objects.filter(complaint_id=complaint_id, purpose=purpose, destroyed_at__isnull=True).update(
        wrapped=None, destroyed_at=now
    )


def new_key() -> bytes:
    """Return the wrapped key of what belongs to no complaint and is erased by itself (`conversations`)."""
    return _wrapper().encrypt(Fernet.generate_key())


def seal_with(wrapped: bytes, content: str) -> bytes:
    """Return `content` encrypted with a key of `new_key`."""
    return Fernet(_wrapper().decrypt(bytes(wrapped))).encrypt(content.encode())


def unseal_with(wrapped: bytes, cipher: bytes) -> str:
    """Return the plain text of `seal_with`. Raises InvalidToken when it was tampered with."""
    return Fernet(_wrapper().decrypt(bytes(wrapped))).decrypt(bytes(cipher)).decode()


def wrap(content: str) -> str:
    """Return a secret that belongs to no complaint (a second factor), encrypted with the newest master key."""
    return _wrapper().encrypt(content.encode()).decode()


def unwrap(cipher: str) -> str:
    """Return what `wrap` was given. Raises InvalidToken when it was tampered with or the master key is gone."""
    return _wrapper().decrypt(cipher.encode()).decode()
