"""The reporter comes back: with scripts, without them, by keyboard; what a shared phone keeps, and what paper shows."""

import re

import pytest
from django.utils import timezone

from complaints import links
from tests.browser.storage import EVERYTHING_HERE
from tests.chromium import follow
from tests.tracking.conftest import ANSWER, QUESTION, Case, jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(live_server) -> Case:
    """Filed just now: the server that the browser asks goes by the real clock."""
    return Case(pictures=1, now=timezone.now())


def enter(page, case):
    """T1 as a person meets it."""
    page.goto("/lacak/")
    page.fill("#id_number", case.number.lower())
    page.fill("#id_code", case.code.replace("-", " "))
    follow(page.get_by_role("button", name="Lihat laporan"))
    page.wait_for_url(f"**{case.address('case')}")


def test_after_tutup_going_back_shows_the_form(page, case):
    enter(page, case)
    assert page.get_by_text("Malam gelap sekali.").is_visible()
    follow(page.get_by_role("button", name="Tutup"))
    page.wait_for_url("**/lacak/")
    assert page.get_by_text("Halaman laporan sudah ditutup di HP ini.").is_visible()
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_text("Malam gelap sekali.").count() == 0
    page.goto(case.address("case"))
    assert page.url.endswith(f"/lacak/?n={case.number}")


def test_nothing_of_the_case_stays_in_the_browser(page, case):
    """Neither storage nor the titles in the history know the story or the code."""
    enter(page, case)
    assert page.title() == f"Laporan {case.number} · BESADU"
    everything = page.evaluate(EVERYTHING_HERE)
    assert not [word for word in ("Malam gelap", case.number, case.code) if word in everything]
    assert page.evaluate("document.cookie") == ""
    for address in (page.url, page.evaluate("document.referrer")):
        assert case.code not in address
        assert case.code.replace("-", "") not in address


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_question_is_answered_with_a_photo(open_page, case, script):
    case.refer().ask()
    page = open_page(java_script_enabled=script)
    enter(page, case)
    follow(page.get_by_role("link", name="Jawab sekarang"))
    page.wait_for_url("**/jawab/")
    assert page.get_by_text(QUESTION).is_visible()
    follow(page.get_by_role("button", name="Kirim jawaban"))
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Ada yang perlu diperbaiki: ")
    page.fill("#id_text", "Tiang nomor 12")
    page.set_input_files("#id_photos", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(9)}])
    follow(page.get_by_role("button", name="Kirim jawaban"))
    page.wait_for_url(f"**{case.address('case')}")
    assert page.get_by_text("Jawaban Anda sudah kami terima.").is_visible()
    assert page.locator(".line-t img").count() == 1


class TestJudging:
    @pytest.fixture
    def answered(self, case):
        return case.refer().answer(pictures=1)

    def test_only_what_belongs_to_the_choice_is_asked(self, page, answered):
        enter(page, answered)
        follow(page.get_by_role("link", name="Nilai jawaban"))
        praise, blame, photo = (page.locator(f"#div_id_{name}") for name in ("praise", "blame", "photos"))
        assert praise.is_visible()
        assert blame.is_visible()
        page.get_by_label("Ya, sudah beres").check()
        assert [part.is_visible() for part in (praise, blame, photo)] == [True, False, False]
        page.get_by_label("Belum beres", exact=True).check()
        assert [part.is_visible() for part in (praise, blame, photo)] == [False, True, True]

    @pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
    @pytest.mark.parametrize(
        ("choice", "told"), [("Ya, sudah beres", "Laporan ini kami tutup"), ("Sebagian", "Laporan dibuka lagi")]
    )
    def test_on_one_page(self, open_page, answered, script, choice, told):
        page = open_page(java_script_enabled=script)
        enter(page, answered)
        follow(page.get_by_role("link", name="Nilai jawaban"))
        assert page.get_by_text(ANSWER).is_visible()
        page.get_by_label(choice).check()
        follow(page.get_by_role("button", name="Kirim penilaian"))
        page.wait_for_url(f"**{answered.address('case')}")
        assert page.get_by_text(told).is_visible()

    def test_with_the_keyboard_alone(self, page, answered):
        page.goto("/lacak/")
        page.focus("#id_number")
        page.keyboard.type(answered.number)
        page.keyboard.press("Tab")
        page.keyboard.type(answered.code)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{answered.address('case')}")
        seen = self.tab_to(page, "Nilai jawaban")
        # The explanation of the date stands before it and opens by key.
        assert "Mengapa tanggal ini?" in seen
        page.keyboard.press("Enter")
        page.wait_for_url("**/nilai/")
        self.tab_to(page, "yes")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.locator("[value=no]").is_checked()
        self.tab_to(page, "Kirim penilaian")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{answered.address('case')}")
        assert "objected" in answered.kinds

    def tab_to(self, page, words: str) -> list[str]:
        """Press Tab until the control with these words has the focus, each time visibly; return what came before."""
        seen = []
        for _ in range(60):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " const seen = s.outlineStyle !== 'none' || s.boxShadow !== 'none';"
                " return [(e.innerText || e.value || '').trim(), seen]; }"
            )
            assert shown[1], f"no visible focus on {shown[0]!r}"
            if shown[0] == words:
                return seen
            seen.append(shown[0])
        raise AssertionError(f"Tab never comes to {words!r}: {seen}")


def test_the_explanation_opens_without_a_script(open_page, case):
    page = open_page(java_script_enabled=False)
    enter(page, case)
    reason = page.get_by_text(re.compile("Hari kerja ke-3 berakhir"))
    assert not reason.is_visible()
    page.get_by_text("Mengapa tanggal ini?").click()
    assert reason.is_visible()


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_the_receipt_is_one_sheet_of_paper(page, case, size):
    enter(page, case)
    follow(page.get_by_role("link", name="Cetak tanda terima"))
    page.wait_for_url("**/cetak/")
    assert page.get_by_role("button", name="Cetak").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Cetak").is_visible()
    assert page.get_by_text(f"/lacak/?n={case.number}").is_visible()
    assert page.locator("svg[role=img]").is_visible()
    # The widest letters that a number can have: then its address takes two lines.
    widest = re.sub("[A-Z0-9]", "M", case.number)
    page.locator("main").evaluate(
        "(all, [mine, wide]) => { all.innerHTML = all.innerHTML.replaceAll(mine, wide); }", [case.number, widest]
    )
    pdf = page.pdf(format=size, margin=dict.fromkeys(("top", "right", "bottom", "left"), "14mm"))
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_a_link_needs_a_press(page, case):
    page.goto(links.link_to(case.row).removeprefix("http://testserver"))
    assert page.get_by_text("Malam gelap sekali.").count() == 0
    follow(page.get_by_role("button", name="Buka laporan saya"))
    page.wait_for_url(f"**{case.address('case')}")
    assert page.get_by_text("Malam gelap sekali.").is_visible()


@pytest.mark.parametrize(("state", "name", "limit"), [("answered", "case", 90), ("answered", "rate", 90)])
def test_pages_are_light(page, case, state, name, limit):
    """Bytes on the way as a phone counts them, pictures of the first screen included (ux.md 7.1)."""
    case.refer().answer(pictures=1)
    enter(page, case)
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body()) if response.ok else 0))
    page.goto(case.address(name))
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 9
    assert sum(sizes) <= limit * 1024  # not compressed here: less on the way
