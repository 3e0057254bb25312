"""Numbers that name a complaint and codes that open it; the one place where both are made, read and hashed.

A tracking number names, it never authorises: random (no order, no volume to be read from it), spoken easily, typed
forgivingly, with a check character. The secret code (kode rahasia) authorises. It is derived from the idempotency key
of the submission with a server key that is not in the database, so that a repeat of the same submission can show it
again while the database holds only its HMAC (life.md 5).
"""

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings
from django.utils.encoding import force_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
KEY_VERSION = 1
"""Which `settings.CODE_KEY` made a digest; stored beside it, so that the key can be changed one day."""

_BASE = len(ALPHABET)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans("OIL", "011")
_PAYLOAD = 8  # characters: 40 random bits
_CODE = 10  # characters: 50 bits
_LONGEST_INPUT = 64  # characters a person may type around a number; more is not a number


def new_tracking_number(prefix: str) -> str:
    """Return a random tracking number such as ``BLT-7K4M-2QXD-V``; the database decides whether it is still free.

    Luhn's rule over 32 characters finds every wrong character and every swap of neighbours but one, 0 with Z. No
    number with these two side by side is given out, so every swap in a number of ours is found.
    """
    while True:
        payload = "".join(secrets.choice(ALPHABET) for _ in range(_PAYLOAD))
        digits = payload + check_character(payload)
        if "0Z" not in digits and "Z0" not in digits:
            return _shown(prefix, digits)


def parse_tracking_number(text: str, prefix: str) -> str | None:
    """Return the canonical form of a sloppily typed number, or None if it cannot be one of ours.

    Forgiven: case, spaces, dashes and other signs, a missing prefix, O for 0, I and L for 1, full-width characters.
    A wrong check character is not forgiven.
    """
    digits = _characters(text)
    if len(digits) > _PAYLOAD + 1:
        digits = digits.removeprefix(_characters(prefix))
    if len(digits) != _PAYLOAD + 1 or not _VALUE.keys() >= set(digits):
        return None
    if check_character(digits[:-1]) != digits[-1]:
        return None
    return _shown(prefix, digits)


def check_character(payload: str) -> str:
    """Return the character that Luhn's algorithm modulo 32 puts after `payload` (characters of ALPHABET)."""
    total = 0
    for place, character in enumerate(reversed(payload)):
        value = _VALUE[character]
        if place % 2 == 0:
            value = sum(divmod(2 * value, _BASE))
        total += value
    return ALPHABET[-total % _BASE]


def access_code(idempotency_key: str) -> str:
    """Return the secret code of a submission, such as ``7K4M2-QXDV9``: 50 bits of an HMAC of its idempotency key."""
    number = int.from_bytes(digest("access code", idempotency_key)) >> (256 - 5 * _CODE)
    digits = "".join(ALPHABET[number >> (5 * place) & (_BASE - 1)] for place in reversed(range(_CODE)))
    return f"{digits[:5]}-{digits[5:]}"


def parse_access_code(text: str) -> str | None:
    """Return the canonical form of a sloppily typed code, or None if no code looks like that. It may still be wrong."""
    digits = _characters(text)
    if len(digits) != _CODE or not _VALUE.keys() >= set(digits):
        return None
    return f"{digits[:5]}-{digits[5:]}"


def old_register_key(number: str) -> str:
    """Return the idempotency key of a row of the register kept before this portal: its number, spaces and case aside.

    It is known to who knows the number; the code derived from it is not, without the server's key."""
    return "old register:" + "".join(number.split()).upper()


def digest(purpose: str, value: str) -> bytes:
    """Return the 32-byte HMAC-SHA256 of `value` under the server's code key, as it may stand in the database.

    `purpose` keeps digests of different things apart: the same value under another purpose gives another digest.
    Codes and numbers go in canonical, as the parse functions return them.
    """
    message = b"\0".join([b"v%d" % KEY_VERSION, purpose.encode(), value.encode("utf-8", "surrogatepass")])
    return hmac.digest(force_bytes(settings.CODE_KEY), message, hashlib.sha256)


def same(one: bytes, other: bytes) -> bool:
    """Tell whether two digests are equal, in a time that says nothing about where they differ."""
    return hmac.compare_digest(bytes(one), bytes(other))


def _characters(text: str) -> str:
    """Return what was meant: upper case, letters and digits only, look-alikes read as the digit."""
    if len(text) > _LONGEST_INPUT:
        return ""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character.isalnum()).translate(_READ_AS)


def _shown(prefix: str, digits: str) -> str:
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8:]}"
