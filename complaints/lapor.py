"""SP4N-LAPOR!, the national portal beside ours: the form of its numbers (life.md 2, mirror). Pure.

Its numbers are digits; people write them with a hash, spaces or dots.
"""

import re

from django.utils.translation import gettext as _

from complaints.errors import Refused

_BETWEEN = re.compile(r"[\s#.\-]+")
_NUMBER = re.compile(r"[1-9][0-9]{4,11}")


def number(typed: str) -> str:
    """Return a number of SP4N-LAPOR! as digits. Raises Refused when it cannot be one."""
    digits = _BETWEEN.sub("", typed)
    if not _NUMBER.fullmatch(digits):
        raise Refused(_("Nomor SP4N-LAPOR! berisi 5 sampai 12 angka. Contoh: 7654321"))
    return digits
