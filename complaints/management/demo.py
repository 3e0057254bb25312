"""The demo: one account a position, and complaints in every state of life.md, made as people make them.

Nothing is made twice. For a demo only: passwords and second-factor secrets are derived from the server's code key, so
that they can be printed again. How a complaint lives is `demo_stories`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from complaints import audit
from complaints.accounts import operations as accounts
from complaints.masterdata import operations as masterdata
from complaints.models import Holding, Message, Position, Regency, Submission
from complaints.numbers import digest

from .demo_stories import Story

_FIRST = ["Andi", "Budi", "Citra", "Dewi", "Eka", "Farhan", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman"]
# Of ordinary reports, told again for earlier months with another end.
_TOLD_AGAIN = ("referred", "accepted", "assigned", "in_progress", "answered", "resolved")
_ENDED = ("resolved", "silence", "resolved", "answered_explained", "promise_kept", "resolved_late", "answered_cannot")
_LAST = ["Saputra", "Lestari", "Pratama", "Anggraini", "Hidayat", "Permata", "Wijaya", "Rahayu", "Gunawan", "Santoso"]


# --- accounts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """What a person needs to try the demo in one position."""

    position: Position
    username: str
    password: str
    totp_secret: str | None


def make_accounts(now: datetime) -> int:
    """Give every vacant position a demo holder; return how many were made."""
    made, password_hash = 0, make_password(password())  # one for all: hashing a hundred times takes half a minute
    for number, position in enumerate(Position.objects.order_by("pk")):
        if position.holdings.exists():
            continue
        account = account_of(position)
        user = accounts.create_account(
            username=account.username,
            email=f"{account.username}@contoh.test",
            full_name=f"{_FIRST[number % len(_FIRST)]} {_LAST[number * 7 % len(_LAST)]}",
            password_hash=password_hash,
            totp_secret=account.totp_secret,
        )
        masterdata.appoint(
            position=position,
            user=user,
            basis=Holding.Basis.OWN_RIGHT,
            starts_on=date(2025, 1, 2),
            decree_number=f"SK Peragaan {number + 1}",
            decree_date=date(2025, 1, 2),
            ends_on=date(now.year + 1, 12, 31) if position.role == Position.Role.OVERSEER else None,
            actor=audit.SYSTEM,
            now=now,
        )
        made += 1
    return made


def account_of(position: Position) -> Account:
    """Return the demo account of a position, the same each time on one installation."""
    secret = base64.b32encode(digest("demo totp", position.code)[:20]).decode()
    second_factor = position.role in Position.SECOND_FACTOR_ROLES
    return Account(position, position.code, password(), secret if second_factor else None)


def password() -> str:
    """Return the one password of all demo accounts on this installation."""
    return "besadu-" + base64.b32encode(digest("demo password", "all")).decode()[:10].lower()


def show_agencies(now: datetime) -> None:
    """Let the regency show the cards of its agencies, so that there is something to look at."""
    regency = Regency.objects.get()
    masterdata.save_regency(regency.pk, values={"shows_agencies": True}, actor=audit.SYSTEM, now=now)


# --- complaints ----------------------------------------------------------------------------------------------------


def make_complaints(rows: list[dict], now: datetime) -> int:
    """Make those demo complaints that are not there yet; return how many were made."""
    made = 0
    for number, row in enumerate(rows, 1):
        key = key_of(number)
        if not Submission.objects.under(key).exists():
            Story(row, key, number, now).live()
            made += 1
    return made


def make_earlier(rows: list[dict], now: datetime) -> int:
    """Make closed complaints of the months before, so that there is a year to look back on; return how many."""
    made = 0
    told = [row for row in rows if row["scenario"] in _TOLD_AGAIN]
    for number, (ago, scenario) in enumerate(_earlier(), 1):
        key = f"demo-earlier-{number}"
        if Submission.objects.under(key).exists():
            continue
        again = {"scenario": scenario, "ago": ago, "named": False, "photos": int(number % 9 == 0)}
        if number % 6 == 0:
            again["channel"] = "whatsapp"
        Story(told[number * 7 % len(told)] | again, key, number, now).live()
        made += 1
    return made


def send_nothing() -> None:
    """Let no server send what the histories told people: it was told in the past, and the addresses are invented."""
    channels = [*Message.BY_SERVER, Message.Channel.DIGEST]
    Message.objects.filter(state=Message.State.WAITING, channel__in=channels).update(state=Message.State.DROPPED)


def _earlier() -> Iterator[tuple[int, str]]:
    """Yield (days before its scenario would end today, scenario): some in each of the eleven months before."""
    for month in range(1, 12):
        for number in range(4 + month * 5 % 4):
            yield 30 * month + 4 * number - 10, _ENDED[(month + 2 * number) % len(_ENDED)]


def key_of(number: int) -> str:
    """Return the idempotency key of a demo complaint, from which its secret code follows."""
    return f"demo-{number}"
