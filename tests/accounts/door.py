"""Going through the door as people do: password, code, both in one press each."""

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import factories

SECRET = base64.b32encode(b"twenty bytes for TOTP").decode()[:32]


def code(secret: str = SECRET, *, step: int = 0) -> str:
    """Return the code of RFC 6238 for now, or for `step` times 30 seconds later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def later(**time_) -> float:
    """Return the moment so much later, as a number: a datetime would also change the machine's time zone."""
    return time.time() + timedelta(**time_).total_seconds()


def give_second_factor(user, secret: str = SECRET):
    """Set up the second factor of an account that is there already, as create_account does."""
    data = {"secret": get_adapter().encrypt(secret)}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def type_password(client, user, password: str = factories.PASSWORD, **more):
    """Send the form of the door."""
    return client.post(reverse("account_login"), {"login": user.username, "password": password, **more})


def type_code(client, typed: str):
    """Send the form of the second step."""
    return client.post(reverse("mfa_authenticate"), {"code": typed})


def sign_in(client, user, **more):
    """Go all the way in, by a code too where there is a second factor."""
    response = type_password(client, user, **more)
    if response.headers.get("Location") == reverse("mfa_authenticate"):
        response = type_code(client, code())
    return response


def is_in(client) -> bool:
    """Whether the session of this browser is somebody's."""
    return "_auth_user_id" in client.session


def words(response) -> str:
    """Return the page as text without tags and tokens."""
    text = re.sub(r"<input[^>]*csrfmiddlewaretoken[^>]*>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
