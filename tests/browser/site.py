"""The portal as `make run` serves it, with its demo: gunicorn, hashed and compressed static files, real headers."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser

from besadu import run
from tests.accounts import door
from tests.settings import FIXED

# Asked of the portal's own database: what a person knows who made the reports and holds the accounts.
DEMO = """
import json
from pathlib import Path
from complaints import links, numbers
from complaints.management import demo
from complaints.models import Position, Submission
cases = []
for number, row in enumerate(json.loads(Path("complaints/reference/belitung/demo.json").read_text()), 1):
    key = demo.key_of(number)
    digest = numbers.digest("idempotency key", key)
    complaint = Submission.objects.select_related("complaint__owner").get(key_digest=digest).complaint
    cases.append({"scenario": row["scenario"], "photos": row["photos"], "number": complaint.tracking_number,
                  "code": numbers.access_code(key), "link": links.link_to(complaint), "owner": complaint.owner.code})
accounts = {p.code: demo.account_of(p).totp_secret for p in Position.objects.all()}
print(json.dumps({"cases": cases, "accounts": accounts, "password": demo.password()}))
"""


OWN_LINK = """
from django.utils import timezone
from complaints import identity, links
from complaints.models import Complaint, Message
from complaints.tracking import operations, operations_links
unnamed = Complaint.objects.filter(identity__isnull=True, access_class="ordinary", closed_at__isnull=True).latest("pk")
told = identity.Reporter("", "email", "warga@contoh.test")  # no server of the demo sends by WhatsApp
operations.add_contact(unnamed.pk, reporter=told, now=timezone.now())
operations_links.ask(told.contact, now=timezone.now())
operations_links.send_due(timezone.now())
print(links.to_own(Message.objects.filter(kind="link").latest("pk").pk))
"""


# Several processes of one test run each serve a portal of their own: the first that comes makes the demo, the others
# copy what it made. Told are: where it is kept, and where this one wants it.
SERVE = """
import fcntl, os, shutil, sys
from pathlib import Path
from besadu import run
kept, own = Path(sys.argv[1]), run.VAR
with open(f"{kept}.lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not kept.exists():
        run.prepare(run.port())
        shutil.copytree(own, kept)
if not own.exists():
    shutil.copytree(kept, own)
sys.exit(run.run([]))
"""


@dataclass(frozen=True)
class Case:
    """A demo complaint: the scenario of demo.json it stands in, and what its reporter holds."""

    scenario: str
    photos: int
    number: str
    code: str
    link: str
    owner: str


class Site:
    """One served portal; `start` returns at once, so that it gets ready while other tests run."""

    def __init__(self, folder: Path, kept: Path):
        """`folder` is its own; `kept` holds a demo for all processes of this test run."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder, self.kept = folder, kept
        self.log = folder / "run.log"
        # What the settings of the tests put there belongs to the tests alone.
        inherited = {name: value for name, value in os.environ.items() if name not in {*FIXED, "DATABASE_URL"}}
        own = {"BESADU_VAR": str(folder / "var"), "PORT": str(self.port), "BASE_URL": self.url}
        self.environment = inherited | own | {"DJANGO_SETTINGS_MODULE": "besadu.settings"}
        self._states: dict[str, dict] = {}
        self._signed_in_at: dict[str, float] = {}

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, self.kept],
            cwd=run.ROOT,
            env=self.environment,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            preexec_fn=run.end_with_parent,  # a killed test run leaves no server behind
        )

    def wait(self, seconds: int = 300) -> None:
        """Return when it serves; fail with its own words when it ends or takes longer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/siap/", timeout=5):  # noqa: S310 (our own http address)
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the portal does not serve: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=40)

    @cached_property
    def demo(self) -> dict:
        return json.loads(self._shell(DEMO))

    def _shell(self, script: str) -> str:
        asked = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
            cwd=run.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode == 0, asked.stderr
        return asked.stdout

    @cached_property
    def cases(self) -> list[Case]:
        return [Case(**row) for row in self.demo["cases"]]

    def cases_in(self, scenario: str) -> list[Case]:
        """Return the demo complaints of a scenario, in the order of demo.json."""
        return [case for case in self.cases if case.scenario == scenario]

    def case(self, scenario: str) -> Case:
        """Return the first of them: to look at, never to change."""
        return self.cases_in(scenario)[0]

    def staff(self, chromium: Browser, username: str) -> dict:
        """Return the browser state of somebody signed in, once in nine minutes: a code of the second factor is used up,
        and after ten minutes some acts ask for another."""
        if time.monotonic() - self._signed_in_at.get(username, float("-inf")) > 9 * 60:
            context = chromium.new_context(base_url=self.url)
            page = context.new_page()
            page.goto("/masuk/")
            page.fill("#id_login", username)
            page.fill("#id_password", self.demo["password"])
            page.get_by_role("button", name="Masuk").click()
            if secret := self.demo["accounts"][username]:
                page.wait_for_url("**/masuk/kode/")
                page.fill("#id_code", door.code(secret))
                page.get_by_role("button", name="Masuk").click()
            page.wait_for_url(re.compile("/(petugas|pantau)/$"))  # who only watches begins with the summary
            self._signed_in_at[username] = time.monotonic()
            self._states[username] = context.storage_state()
            context.close()
        return self._states[username]

    def own_link(self) -> str:
        """Return a fresh link to the reports of one contact of the demo, as the worker would have sent it."""
        return self._shell(OWN_LINK).strip()

    def reporter(self, chromium: Browser, case: Case) -> dict:
        """Return the browser state of who has opened a case with its number and code."""
        if case.number not in self._states:
            context = chromium.new_context(base_url=self.url)
            page = context.new_page()
            page.goto("/lacak/")
            page.fill("#id_number", case.number)
            page.fill("#id_code", case.code)
            page.get_by_role("button", name="Lihat laporan").click()
            page.wait_for_url(f"**/lacak/{case.number}/")
            self._states[case.number] = context.storage_state()
            context.close()
        return self._states[case.number]
