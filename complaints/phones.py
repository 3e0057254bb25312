"""How a reporter can be told: one field takes a WhatsApp or phone number, or an e-mail address."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from complaints.errors import Refused

PHONE, EMAIL = "phone", "email"
WHATSAPP = "whatsapp"
"""A reporter's choice, not a form of contact: the number is a `PHONE`, and messages go by WhatsApp."""
SILENT = "silent"
"""Another one: the contact is kept, for who loses number and code, and nothing is told of this complaint."""

_LONGEST = 254  # characters of an e-mail address: RFC 5321, 4.5.3.1
_UNUSUAL = re.compile(r'["\[\]]|[^\x21-\x7e\xa1-\U0010ffff]')  # quoted names, bare IP addresses, control characters
_is_address = EmailValidator(allowlist=[])  # not even localhost
_COUNTRY = "62"
_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SHORTEST_MOBILE, _LONGEST_MOBILE = 9, 12  # digits behind +62 (Indonesian numbering plan, as phonenumbers has it)
_SHORTEST_LINE = 7


class Contact(NamedTuple):
    """One way to reach a person. Equal numbers and addresses have equal `value`, however they were typed."""

    kind: str
    """`PHONE` or `EMAIL`."""
    value: str
    """E.164 (``+6281234567890``) or the address in lower case."""
    shown: str
    """How it is read back to the person: ``0812-3456-7890``."""


def normalise(contact: str) -> Contact:
    """Return the contact a person typed in their own way.

    Raises Refused in words for the person: nothing typed, too short, too long, not an Indonesian mobile number, not
    an address.
    """
    text = unicodedata.normalize("NFKC", contact[: 2 * _LONGEST]).strip()
    if not text:
        raise Refused(_("Tulis nomor WhatsApp atau e-mail"))
    return _email(text) if "@" in text else _phone(text)


def send_address(kind: str, contact: str, text: str) -> str:
    """Return the address that opens the telephone's own program with receiver and text filled in.

    `kind` is WHATSAPP or PHONE, `contact` in E.164.
    """
    if kind == WHATSAPP:
        return f"https://wa.me/{contact.lstrip('+')}?text={quote(text)}"
    return f"sms:{contact}?body={quote(text)}"


def _email(text: str) -> Contact:
    address = text.lower()
    try:
        if len(address) > _LONGEST or len(address.rpartition("@")[0]) > 64 or _UNUSUAL.search(address):
            raise ValidationError("not an address that mail can be sent to")
        _is_address(address)
    except ValidationError:
        raise Refused(_("Periksa lagi alamat e-mail. Contoh: nama@contoh.com")) from None
    return Contact(EMAIL, address, address)


def _phone(text: str) -> Contact:
    typed = _BETWEEN.sub("", text)
    digits = typed.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise Refused(_("Tulis nomor HP dengan angka saja, atau alamat e-mail"))
    if typed.startswith("+") and not digits.startswith(_COUNTRY):
        raise Refused(_("Pakai nomor HP Indonesia, atau pilih e-mail"))
    # 0812…, 812…, 62812…, 0062812… and the common slip +62 0812… are one number.
    national = digits.lstrip("0").removeprefix(_COUNTRY).lstrip("0")
    if len(national) < (_SHORTEST_MOBILE if national.startswith("8") else _SHORTEST_LINE):
        raise Refused(_("Nomor WhatsApp terlalu pendek. Periksa lagi"))
    if national.startswith("8") and len(national) > _LONGEST_MOBILE:
        raise Refused(_("Nomor WhatsApp terlalu panjang. Periksa lagi"))
    number = phonenumbers.PhoneNumber(country_code=int(_COUNTRY), national_number=int(national[:20]))
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        raise Refused(_("Pakai nomor HP Indonesia, atau pilih e-mail"))
    local = f"0{national}"
    return Contact(PHONE, f"+{_COUNTRY}{national}", f"{local[:4]}-{local[4:8]}-{local[8:]}")
