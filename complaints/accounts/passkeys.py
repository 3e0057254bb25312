"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers is true. The rest is django-allauth's.

A passkey asks for the finger, the face or the PIN of its owner: it is both steps at the door, and proves the second
one afterwards. The question (challenge) stands in the session until it is answered, once.
"""

from __future__ import annotations

import struct

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth, flows
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from complaints.models import User

MOST = 10
_RESPONSE = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
# What the libraries raise for a wrong answer, and for one that no browser gives.
WRONG = (
    ValidationError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
)


def of(user: User) -> QuerySet[Authenticator]:
    """Return the passkeys of a person, the oldest first."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")


def question_to_add(user: User) -> dict:
    """Return what the browser needs to make a passkey for `user` that also opens the door alone."""
    return {"creation_options": auth.begin_registration(user, passwordless=True)}


def question_to_prove(user: User) -> dict:
    """Return what the browser needs to answer with one of the passkeys `user` has."""
    return {"request_options": auth.begin_authentication(user)}


def tidy(credential) -> dict:
    """Return the parts of an answer that are used, texts all of them. Raises ValidationError for anything else.

    For the library a number is a buffer of so many bytes: one large enough would take the memory of the server.
    """
    try:
        response = credential["response"]
        given = {name: response[name] for name in _RESPONSE if response.get(name) is not None}
        texts = {name: credential[name] for name in ("id", "rawId", "type")}
        has_own_name = bool(credential.get("clientExtensionResults", {}).get("credProps", {}).get("rk"))
    except WRONG as error:
        raise get_adapter().validation_error("incorrect_passkey") from error
    if not all(isinstance(value, str) for value in (*given.values(), *texts.values())):
        raise get_adapter().validation_error("incorrect_passkey")
    return texts | {"response": given, "clientExtensionResults": {"credProps": {"rk": has_own_name}}}


def check_new(credential: dict) -> None:
    """Raise ValidationError unless a tidy `credential` answers the question to add one."""
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except WRONG as error:
        raise get_adapter().validation_error("incorrect_passkey") from error


def check(user: User, credential: dict) -> Authenticator:
    """Return the passkey of `user` that answered with a tidy `credential`.

    Raises ValidationError, also after too many wrong answers.
    """
    give_back = check_rate_limit(user)
    try:
        auth.parse_authentication_response(credential)
        passkey = auth.complete_authentication(user, credential)
    except WRONG as error:
        raise get_adapter().validation_error("incorrect_passkey") from error
    give_back()
    return passkey


def record_use(request: HttpRequest, authenticator: Authenticator) -> None:
    """Note that this session has just proved the second factor again, by this passkey or app."""
    post_authentication(request, authenticator, reauthenticated=True)


def add(request: HttpRequest, name: str, credential: dict) -> bool:
    """Keep a checked passkey and tell its owner by mail; return whether recovery codes were made beside it."""
    _passkey, codes = flows.add_authenticator(request, name, credential)
    return codes is not None


def rename(passkey: Authenticator, name: str) -> None:
    """Give a passkey another name."""
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])


def remove(request: HttpRequest, passkey: Authenticator) -> None:
    """Take a passkey away and tell its owner by mail; without another second factor the recovery codes go too."""
    flows.remove_authenticator(request, passkey)


def may_remove(authenticator: Authenticator, *, privileged: bool) -> bool:
    """Whether a second factor may go: where a role demands one, another has to stay."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=types).exclude(pk=authenticator.pk)
    return not privileged or others.exists()
