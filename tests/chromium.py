"""The one browser of all tests that look at pages: Playwright cannot be started twice in a thread."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = [
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing outside can be reached
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def running() -> Iterator[Browser]:
    """Yield the browser while it runs. Without one, tests are skipped; where CI is set, they fail."""
    if not PROGRAM:
        missing = "There is no Chromium. On Debian: apt-get install chromium fonts-dejavu-core"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
        yield browser
        browser.close()
