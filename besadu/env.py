"""Typed readers of the environment. A missing or malformed value stops the start and names its variable.

Where the values come from: the process environment. If it holds none of EMBEDDED, the file that `make run`
keeps beside its database (`<var>/embedded.env`) is read instead, all or nothing, so that
`manage.py <command>` speaks to the same embedded portal and a half-configured production never does.
"""

import json
import os
import re
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

EMBEDDED = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "MASTER_KEYS", "CODE_KEY")
_REQUIRED = object()


def load(project: Path, environment: Mapping[str, str] = os.environ) -> "Environment":
    """Return the values of `environment`, completed from the embedded portal's file where nothing is configured."""
    values = dict(environment)
    var = project / values.get("BESADU_VAR", "var")  # an absolute BESADU_VAR replaces the left side
    values["BESADU_VAR"] = str(var)
    kept = var / "embedded.env"
    if not any(values.get(name) for name in EMBEDDED) and "DEBUG" not in values and kept.is_file():
        lines = (line for line in kept.read_text().splitlines() if line and not line.startswith("#"))
        values = dict(line.split("=", 1) for line in lines) | values
    return Environment(values)


class Environment:
    """Reads one variable at a time. Every reader raises ImproperlyConfigured with the variable's name."""

    def __init__(self, values: Mapping[str, str]):
        self.values = values

    def text(self, name: str, default=_REQUIRED) -> str:
        """Return the value as it stands; an empty value counts as missing."""
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is _REQUIRED:
            raise ImproperlyConfigured(f"{name} must be set (README.md, section Settings).")
        return default

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no; 1, true, yes, on and 0, false, no, off are understood."""
        value = self.text(name, "on" if default else "off").lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return int(value)

    def words(self, name: str, default=_REQUIRED) -> list[str]:
        """Return the parts of a comma separated list, without empty ones."""
        words = [word.strip() for word in self.text(name, default).split(",") if word.strip()]
        if not words:
            raise ImproperlyConfigured(f"{name} must hold at least one value.")
        return words

    def choice(self, name: str, default: str, allowed: set[str]) -> str:
        """Return one of `allowed`."""
        value = self.text(name, default)
        if value not in allowed:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(allowed))}, not {value!r}.")
        return value

    def zone(self, name: str, default: str) -> str:
        """Return the name of a time zone, like Asia/Makassar."""
        value = self.text(name, default)
        if value not in zoneinfo.available_timezones():
            raise ImproperlyConfigured(f"{name} must be a time zone like {default}, not {value!r}.")
        return value

    def address(self, name: str, default=_REQUIRED) -> str:
        """Return an http or https origin without a trailing slash."""
        value = self.text(name, default).rstrip("/")
        scheme, separator, host = value.partition("://")
        if scheme not in {"http", "https"} or not separator or not host or set(host) & set("/?# "):
            raise ImproperlyConfigured(f"{name} must look like https://host, not {value!r}.")
        return value

    def database(self, name: str, default=_REQUIRED) -> dict:
        """Return Django's description of the database named by a sqlite:// or postgres:// address."""
        value = self.text(name, default)
        scheme = value.partition("://")[0]
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(f"{name} must start with sqlite:// or postgres://.")
        try:
            config = environ.Env.db_url_config(value)
        except Exception:  # the value holds a password: never repeat it
            raise ImproperlyConfigured(f"{name} cannot be read as a database address.") from None
        if config.get("NAME") in {None, "", ":memory:"}:
            raise ImproperlyConfigured(f"{name} names no database that is kept.")
        return config

    def json(self, name: str, default: str) -> dict:
        """Return a JSON object."""
        try:
            value = json.loads(self.text(name, default))
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise ImproperlyConfigured(f"{name} must be a JSON object like {default}.")
        return value

    def bot(self, name: str) -> tuple[str, str]:
        """Return name and token of a Telegram bot, written as name:token; two empty texts without one."""
        value = self.text(name, "")
        bot, _colon, token = value.partition(":")
        if value and not (re.fullmatch(r"[A-Za-z]\w{3,30}", bot, re.ASCII) and re.fullmatch(r"\d+:[\w-]{30,}", token)):
            # The value holds a secret: never repeat it.
            raise ImproperlyConfigured(f"{name} must be name and token of a bot, like besadu_bot:123456:AbCd….")
        return bot, token

    def mailbox(self, name: str) -> dict | None:
        """Return host, port, user, password, folder and whether TLS is spoken, of an imaps:// address; None without.

        Without TLS (imap://) only on this machine itself: the password would be read on the way.
        """
        value = self.text(name, "")
        if not value:
            return None
        parts = urlsplit(value)
        tls, here = parts.scheme == "imaps", parts.hostname in {"localhost", "127.0.0.1", "::1"}
        try:
            port = parts.port or (993 if tls else 143)
        except ValueError:
            port = 0
        if not (tls or (parts.scheme == "imap" and here)) or not (port and parts.hostname and parts.username):
            # The value holds a password: never repeat it.
            raise ImproperlyConfigured(f"{name} must look like imaps://user:password@host/INBOX.")
        return {
            "host": parts.hostname,
            "port": port,
            "tls": tls,
            "user": unquote(parts.username),
            "password": unquote(parts.password or ""),
            "folder": unquote(parts.path.strip("/")) or "INBOX",
        }

    def pair(self, name: str) -> tuple[str, str]:
        """Return two words written as one:other, both of at least 8 characters; two empty texts without them."""
        value = self.text(name, "")
        one, _colon, other = value.partition(":")
        if value and min(len(one), len(other)) < 8:
            raise ImproperlyConfigured(f"{name} must be two words like one:other, each of at least 8 characters.")
        return one, other

    def tiles(self, name: str) -> str:
        """Return the address of map tiles with gaps for zoom, column and row; an empty text without one."""
        value = self.text(name, "")
        if value and not (value.startswith(("https://", "http://")) and all(f"{{{gap}}}" in value for gap in "zxy")):
            raise ImproperlyConfigured(f"{name} must be an address like https://tiles.example/{{z}}/{{x}}/{{y}}.png.")
        return value

    def email(self, name: str, default: str) -> dict:
        """Return Django's EMAIL_* values of an smtp://, smtp+tls://, consolemail:// or filemail:// address."""
        try:
            return environ.Env.email_url_config(self.text(name, default))
        except Exception:  # the value holds a password: never repeat it
            raise ImproperlyConfigured(f"{name} cannot be read as the address of a mail server.") from None
