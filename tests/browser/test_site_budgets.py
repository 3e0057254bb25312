"""What a page weighs as it is served (ux.md 7.1): encoded bytes with headers on a cold cache, requests, nodes."""

import re
from dataclasses import dataclass, field

import pytest

from tests.chromium import press

KB = 1024


@dataclass(frozen=True)
class Budget:
    size: int  # encoded bytes with headers
    requests: int
    script: int  # of these bytes
    nodes: int


HOME = Budget(60 * KB, 8, 6 * KB, 800)
FORM = Budget(40 * KB, 6, 12 * KB, 700)
OWN_CASE = Budget(90 * KB, 9, 8 * KB, 900)
LIST = Budget(60 * KB, 8, 6 * KB, 1200)
THUMBNAIL = 8 * KB
DETAIL = Budget(90 * KB, 9, 8 * KB, 900)
FIGURES = Budget(70 * KB, 7, 6 * KB, 2000)
MAP = Budget(60 * KB, 7, 6 * KB, 1500)
HELP = Budget(40 * KB, 6, 4 * KB, 600)
QUEUE = Budget(90 * KB, 10, 20 * KB, 2500)
STAFF_CASE = Budget(130 * KB, 14, 25 * KB, 2000)


@dataclass
class Load:
    """What one load of a page costs, counted by the browser itself."""

    requests: dict[str, dict] = field(default_factory=dict)

    def listen(self, session) -> None:
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._loaded)

    def _asked(self, event):
        known = self.requests.setdefault(event["requestId"], {"size": 0, "type": event.get("type", "")})
        known["size"] += event.get("redirectResponse", {}).get("encodedDataLength", 0)

    def _answered(self, event):
        answer = event["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        if event["requestId"] not in self.requests:  # of the page before
            return
        self.requests[event["requestId"]] |= {"url": answer["url"], "type": event["type"], "headers": headers}

    def _loaded(self, event):
        if known := self.requests.get(event["requestId"]):
            known["size"] += event["encodedDataLength"]

    def size(self, kind: str = "") -> int:
        return sum(one["size"] for one in self.requests.values() if not kind or one["type"] == kind)


@pytest.fixture
def load(visit):
    """Return a function that loads a page on a phone that was never here; returns what it cost, and the page."""

    def load(path: str, before=None, **options):
        page = visit(service_workers="block", **options)  # what a worker fetches beside it: test_site_outbox.py
        if before:
            before(page)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.clearBrowserCache")
        cost = Load()
        cost.listen(session)
        page.goto(path, wait_until="networkidle")
        return cost, page

    return load


def assert_within(name: str, cost: Load, page, budget: Budget) -> None:
    nodes = page.evaluate("document.querySelectorAll('*').length")
    script = cost.size("Script")
    shift = page.evaluate(
        """() => new Promise(done => { let sum = 0;
          new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
            .observe({type: "layout-shift", buffered: true});
          requestAnimationFrame(() => setTimeout(() => done(sum), 0)); })"""
    )
    print(f"\n{name:28} {cost.size():6} bytes, {len(cost.requests)} requests, {script:5} script, {nodes} nodes")
    assert cost.size() <= budget.size
    assert len(cost.requests) <= budget.requests
    assert script <= budget.script
    assert nodes <= budget.nodes
    assert shift <= 0.02
    assert cost.size("Font") == 0
    for one in cost.requests.values():
        headers = one.get("headers", {})
        if one["type"] in {"Document", "Stylesheet", "Script"}:
            assert headers.get("content-encoding") in {"br", "gzip"}, one["url"]
        if one["type"] in {"Stylesheet", "Script"}:
            assert "immutable" in headers["cache-control"], one["url"]


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/lapor/", FORM),
        ("/lacak/", FORM),
        ("/kinerja/", FIGURES),
        ("/kinerja/DISHUB/", FIGURES),
        ("/peta/", MAP),
        ("/peta/?tempat=19.02.01", MAP),
        ("/data/", HELP),
        ("/bantuan/cara-melapor/", HELP),
        ("/privasi/", HELP),
        ("/kontak/", HELP),
        ("/masuk/", FORM),
    ],
)
def test_public(load, path, budget):
    assert_within(path, *load(path), budget)


def test_home(load):
    cost, page = load("/")
    assert page.locator(".report").count() == 3
    assert_within("/", without_thumbnails(cost), page, HOME)


def without_thumbnails(cost: Load) -> Load:
    """The rest of what a page costs; those on the screen come on top, each as light as it must be (ux.md 7.1)."""
    thumbnails = [key for key, one in cost.requests.items() if re.search("/laporan/.*/foto/", one.get("url", ""))]
    assert all(cost.requests.pop(key)["size"] <= THUMBNAIL for key in thumbnails)
    return cost


def test_what_everybody_reads(load):
    cost, page = load("/laporan/")
    assert page.locator(".report").count() == 20
    assert_within("/laporan/", without_thumbnails(cost), page, LIST)
    cost, page = load("/laporan/?status=selesai&urut=dukungan")
    assert_within("/laporan/, done", without_thumbnails(cost), page, LIST)
    most = page.locator(".report:has(img) a").first.get_attribute("href")
    cost, page = load(most)
    assert page.locator("main .photos img").count() >= 2
    assert_within("a report with photos", cost, page, DETAIL)
    assert_within("/laporan/disembunyikan/", *load("/laporan/disembunyikan/"), HELP)
    assert_within("flag", *load(f"{most}laporkan/"), FORM)


def test_the_steps(load):
    def write(page):
        page.goto("/lapor/?kategori=lampu-jalan")
        page.get_by_label("Ceritakan masalahnya").fill("Lampu jalan di depan sekolah mati sejak seminggu.")
        press(page, "Lanjut")
        page.wait_for_url("**/lapor/lokasi/")

    def choose(page):
        write(page)
        page.get_by_label("Desa atau kelurahan").select_option(label="Air Saga")
        press(page, "Lanjut")
        page.wait_for_url("**/lapor/kirim/")

    def send(page):
        choose(page)
        page.get_by_label("Tanpa nama").check()
        press(page, "Kirim laporan")
        page.wait_for_url("**/lapor/selesai/")

    for path, before in [("/lapor/lokasi/", write), ("/lapor/kirim/", choose), ("/lapor/selesai/", send)]:
        assert_within(path, *load(path, before), FORM)


@pytest.mark.parametrize("scenario", ["new", "answered", "not_upheld"])
def test_ones_own_case(load, chromium, site, scenario):
    case = max(site.cases_in(scenario), key=lambda case: case.photos)
    cost, page = load(f"/lacak/{case.number}/", storage_state=site.reporter(chromium, case))
    assert_within(f"own case, {scenario}, {case.photos} photos", cost, page, OWN_CASE)


def test_the_desk(load, chromium, site):
    state = site.staff(chromium, "diskominfo-koordinator-1")
    assert_within("queue, verifikasi", *load("/petugas/", storage_state=state), QUEUE)
    cost, page = load("/petugas/?v=semua", storage_state=state)
    assert page.locator("tbody tr").count() == 50
    assert_within("queue, semua, 50 rows", cost, page, QUEUE)
    case = site.case("objected")
    assert_within("case", *load(f"/petugas/laporan/{case.number}/", storage_state=state), STAFF_CASE)
    case = site.cases_in("new")[1]
    assert_within("refer", *load(f"/petugas/laporan/{case.number}/verifikasi/", storage_state=state), STAFF_CASE)


@pytest.mark.parametrize("path", ["/", "/lapor/", "/lacak/", "/laporan/"])
def test_a_second_visit(visit, path):
    """What a browser keeps is not fetched again: at most 20 KB and 3 requests over the network."""
    page = visit(service_workers="block")
    page.goto(path, wait_until="networkidle")
    session = page.context.new_cdp_session(page)
    cost, kept = Load(), set()
    session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    cost.listen(session)
    page.goto(path, wait_until="networkidle")
    fetched = {key: one for key, one in cost.requests.items() if key not in kept and one["size"]}
    print(f"\nagain {path:22} {cost.size():6} bytes, {len(fetched)} requests")
    assert cost.size() <= 20 * KB
    assert len(fetched) <= 3
