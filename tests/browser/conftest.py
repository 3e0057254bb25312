"""Real pages in Debian's Chromium. A page that breaks the policy of content, misses a part or throws fails its test."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = ["--disable-background-networking", "--no-first-run", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
PHONE = {"width": 360, "height": 740}

# Playwright keeps an event loop in this thread; Django would refuse its own queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Mark everything in this folder, so that `make test` leaves it out and `make browser` runs it."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """One browser for all tests."""
    assert CHROMIUM, "There is no Chromium. On Debian: apt-get install chromium fonts-dejavu-core"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)


@pytest.fixture
def open_page(chromium, live_server):
    """Return a function that opens a fresh phone on the served portal: `open_page(java_script_enabled=False, …)`.

    The options are Playwright's of a browser context. Afterwards nothing may stand in any console.
    """
    contexts, complaints = [], []

    def open_page(*, allowed_status: int | None = None, **options) -> Page:
        given = {"base_url": live_server.url, "viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
        context = chromium.new_context(**given | options)
        contexts.append(context)
        page = context.new_page()

        def told(message):
            wanted = f"status of {allowed_status} " in message.text or message.location["url"].endswith("/favicon.ico")
            if message.type in {"error", "warning"} and not wanted:
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", told)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda request: complaints.append(f"{page.url}: could not load {request.url}"))
        page.on("request", lambda request: _stays_home(request.url, live_server.url, complaints))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _stays_home(url: str, home: str, complaints: list[str]) -> None:
    if not url.startswith((home, "blob:", "data:", "about:")):
        complaints.append(f"asks another host: {url}")


@pytest.fixture
def page(open_page) -> Page:
    """A phone of 360 by 740 with JavaScript, in the light."""
    return open_page()


@pytest.fixture
def assert_accessible():
    """Return a function that finds no violation of axe's rules on a page, and nothing wider than the screen."""

    def assert_accessible(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, f"{page.url} is {wider} px wider than its screen"

    return assert_accessible
