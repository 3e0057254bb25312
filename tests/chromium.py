"""The one browser of all tests that look at pages: Playwright cannot be started twice in a thread."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = [
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing outside can be reached
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]

expect.set_options(timeout=30_000)  # as Playwright waits elsewhere: its 5 s are too few where the machine is busy


def follow(control: Locator, act: str = "click", *arguments) -> None:
    """Click what opens a page (or do another act of it: `press`, "Enter"), and return when that page is loaded.

    Playwright comes back from a click before the answer is there: a question that does not wait by itself
    (`evaluate`, `title`, `is_visible`, `count`, a row of the database) would still be asked of the page before.
    """
    with control.page.expect_navigation():
        getattr(control, act)(*arguments)


def press(page: Page, words: str) -> None:
    """Press the button of the page's own form that has these words, and wait for the page it opens."""
    follow(page.locator("main").get_by_role("button", name=words, exact=True).last)


def running() -> Iterator[Browser]:
    """Yield the browser while it runs. Without one, tests are skipped; where CI is set, they fail."""
    if not PROGRAM:
        missing = "There is no Chromium. On Debian: apt-get install chromium fonts-dejavu-core"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
        yield browser
        browser.close()
