"""kill -9 of the worker at random moments while 1,000 messages go out to recording servers (issue 4, point 3).

None is lost. One goes out again only where its worker died between handing it over and noting that: the channel cannot
be asked whether it took the first. What comes of it in each channel:

- e-mail: the second one carries the same Message-ID, by which a mailbox may know it;
- HTTP gateway (SMS): the second one carries the same Idempotency-Key, and a gateway that heeds it tells nobody twice;
- WhatsApp's Cloud API knows nothing of the kind: the reporter reads it twice, at most once for each death of a worker.

Telegram has no such key either (`complaints/notifications/telegram.py`), and stands in the same place as WhatsApp.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from complaints.models import Message, Regency
from tests import factories, settings
from tests.factories import NOW
from tests.notifications.conftest import BY_EMAIL, BY_PHONE, BY_WHATSAPP
from tests.notifications.smtp import sink
from tests.notifications.web import serve

EACH = 20
COMPLAINTS = {"email": (BY_EMAIL, 20), "sms": (BY_PHONE, 15), "whatsapp": (BY_WHATSAPP, 15)}
# The real worker, with a lease that a test can wait for.
WORKER = """
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from complaints.management import schedule
from complaints.notifications import outbox
outbox.LEASE, schedule.TASKS = timedelta(seconds=1), {}
call_command("worker")
"""


class Servers:
    """A mail server, an SMS gateway and WhatsApp, which write down the name of each message they took."""

    def __init__(self, stack: ExitStack):
        port, self.mails = stack.enter_context(sink())
        self.gateway = stack.enter_context(serve((200, {}, {"status": True})))
        self.whatsapp = stack.enter_context(serve((200, {}, {"messages": [{"id": "wamid.1"}]})))
        self.addresses = {
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "GATEWAY_URL": f"{self.gateway.url}/send",
            "WHATSAPP_URL": f"{self.whatsapp.url}/v20.0/1/messages",
            "WHATSAPP_TOKEN": "token",
        }

    def taken(self) -> dict[str, list[str]]:
        """The names by channel, in the order in which they came."""
        posted = {"sms": self.gateway, "whatsapp": self.whatsapp}
        names = {channel: [headers["Idempotency-Key"] for _p, headers, _b in s.got] for channel, s in posted.items()}
        return {"email": list(self.mails), **names}

    def count(self) -> int:
        return sum(map(len, self.taken().values()))


def start(addresses: dict[str, str]) -> subprocess.Popen:
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{made['NAME']}"
    else:
        url = f"postgres://{made['USER']}@{made['HOST']}:{made['PORT'] or 5432}/{made['NAME']}"
    environment = os.environ | settings.FIXED | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"} | addresses
    environment |= {"DJANGO_SETTINGS_MODULE": "besadu.settings", "BESADU_VAR": settings.SCRATCH}
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=Path(__file__).parents[2], env=environment)


def write() -> None:
    """A thousand messages to fifty reporters, in the channel that each of them has chosen."""
    rows, now = [], timezone.now()
    for channel, (reporter, number) in COMPLAINTS.items():
        for _number in range(number):
            complaint = factories.make_complaint(reporter=reporter)
            rows += [
                Message(complaint=complaint, sequence=n, kind="news", channel=channel, created_at=NOW, next_try_at=now)
                for n in range(1, EACH + 1)
            ]
    Message.objects.all().delete()
    Message.objects.bulk_create(rows)
    Regency.objects.update(quiet_from="00:00", quiet_until="00:00")  # the worker's clock is the real one


def kill_until_empty(servers: Servers) -> int:
    """Let workers follow each other, each killed at a random moment of its sending; return how many were."""
    chance, kills, until = random.Random(7), 0, time.monotonic() + 300
    waiting = Message.objects.filter(state="waiting")
    while waiting.exists():
        enough = servers.count() + chance.randint(1, 300)  # by messages, not seconds: machines differ
        worker = start(servers.addresses)
        try:
            while servers.count() < enough and waiting.exists():
                assert time.monotonic() < until, f"{waiting.count()} still wait"
                assert worker.poll() is None, "the worker ended by itself"
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.02))
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        kills += 1
    return kills


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_none_of_a_thousand_is_lost_and_none_told_twice_but_for_a_kill():
    write()
    rows = {f"besadu-{row.pk}": row for row in Message.objects.all()}
    assert len(rows) == 1000
    with ExitStack() as stack:
        servers = Servers(stack)
        kills = kill_until_empty(servers)
        taken = servers.taken()
    attempts = {f"besadu-{pk}": tried for pk, tried in Message.objects.values_list("pk", "attempts")}
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    for channel, names in taken.items():
        times = Counter(names)
        assert times.keys() == {name for name, row in rows.items() if row.channel == channel}  # none lost, none astray
        assert all(number <= attempts[name] for name, number in times.items())  # again only by another worker
        first = list(dict.fromkeys(names))
        for complaint in {rows[name].complaint_id for name in first}:  # in order, each for its first time
            told = [rows[name].pk for name in first if rows[name].complaint_id == complaint]
            assert told == sorted(told)
        print(f"{channel}: {len(times)} messages, {len(names) - len(times)} of them twice")
    print(f"{kills} workers killed, {sum(attempts.values()) - len(rows)} messages taken up by another")
    assert kills > 3
    assert sum(attempts.values()) - len(rows) <= kills
