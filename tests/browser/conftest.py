"""Real pages in Debian's Chromium. A page that breaks the policy of content, misses a part or throws fails its test.

Two portals are looked at: the `live_server` of the tests, with rows that a test makes; and `site`, the portal as
`make run` serves it, with its demo, compressed static files and real headers.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from tests.browser.audit import Audit
from tests.browser.site import Site
from tests.chromium import PROGRAM

PHONE = {"width": 360, "height": 740}

# Playwright keeps an event loop in this thread; Django would refuse its own queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_site = pytest.StashKey[Site]()


def pytest_collection_modifyitems(items):
    """Mark everything in this folder, so that `make test` leaves it out and `make browser` runs it."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session):
    """Start the portal with its demo when a test will want it: it gets ready while the first tests run."""
    wanted = any("site" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and PROGRAM and not session.config.option.collectonly:
        folder = session.config._tmp_path_factory.mktemp("site")
        shared = folder.parent.parent if hasattr(session.config, "workerinput") else folder.parent
        session.config.stash[_site] = site = Site(folder, shared / "demo")
        site.start()
        session.config.add_cleanup(site.stop)


@pytest.fixture(scope="session")
def site(chromium, pytestconfig) -> Site:
    """The portal of `make run`, one for all tests. Who changes a demo complaint takes one that nobody looks at."""
    site = pytestconfig.stash[_site]
    site.wait()
    return site


@pytest.fixture
def phones(chromium):
    """Return a function that opens a fresh phone on a portal: `phones(url, java_script_enabled=False, …)`.

    The options are Playwright's of a browser context. Afterwards nothing may stand in any console, and no other
    host may have been asked for anything. `broken`: a line breaks on purpose; that alone may be told.
    """
    contexts, complaints = [], []

    def phones(url: str, *, allowed_status: tuple[int, ...] = (), broken: bool = False, **options) -> Page:
        given = {"base_url": url, "viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
        context = chromium.new_context(**given | options)
        contexts.append(context)
        page = context.new_page()

        def told(message):
            expected = any(f"status of {status} " in message.text for status in allowed_status)
            wanted = expected or message.location["url"].endswith("/favicon.ico")
            wanted = wanted or (broken and "net::ERR_" in message.text)
            wanted = wanted or "registration blocked by Playwright" in message.text  # a test that wants no worker
            if message.type in {"error", "warning"} and not wanted:
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", told)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        if not broken:
            page.on("requestfailed", lambda request: _failed(page, request, complaints))
        page.on("request", lambda request: _stays_home(request.url, url, complaints))
        return page

    yield phones
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _failed(page: Page, request, complaints: list[str]) -> None:
    """What a person leaves behind by going on is no failure of the page."""
    if request.failure != "net::ERR_ABORTED":
        complaints.append(f"{page.url}: could not load {request.url}: {request.failure}")


def _stays_home(url: str, home: str, complaints: list[str]) -> None:
    if not url.startswith((home, "blob:", "data:", "about:")):
        complaints.append(f"asks another host: {url}")


@pytest.fixture
def open_page(phones, live_server):
    """Return a function that opens a fresh phone on the portal of the tests."""

    def open_page(*, allowed_status: int | None = None, **options) -> Page:
        allowed = (allowed_status,) if allowed_status else ()
        return phones(live_server.url, allowed_status=allowed, **options)

    return open_page


@pytest.fixture
def page(open_page) -> Page:
    """A phone of 360 by 740 with JavaScript, in the light."""
    return open_page()


@pytest.fixture
def signed_in(open_page, live_server):
    """Return a function that opens a browser in which somebody is signed in already."""

    def signed_in(user, **options):
        client = Client()
        client.force_login(user)
        page = open_page(reduced_motion="reduce", **options)
        page.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
        )
        return page

    return signed_in


@pytest.fixture
def visit(phones, site):
    """Return a function that opens a fresh phone with touch on the portal of `make run`."""

    def visit(**options) -> Page:
        return phones(site.url, **{"has_touch": True, "is_mobile": True} | options)

    return visit


@pytest.fixture
def audit(visit):
    """Return a function that opens a phone whose screens are judged one after the other; nothing may be found."""
    audits = []

    def audit(*, staff: bool = False, **options) -> Audit:
        # Public targets are 44 px; of the others axe asks 24 px or as much room around. And colours that are still on
        # their way to others have no contrast yet.
        one = Audit(visit(reduced_motion="reduce", **options), target=0 if staff else 44)
        audits.append(one)
        return one

    yield audit
    assert not [words for one in audits for words in one.findings]
    assert all(one.seen for one in audits)


@pytest.fixture
def assert_accessible():
    """Return a function that finds no violation of axe's rules on a page, and nothing wider than the screen."""

    def assert_accessible(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, f"{page.url} is {wider} px wider than its screen"

    return assert_accessible
