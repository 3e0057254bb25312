"""What is asked of every screen, light and dark: axe, 320 px, targets one can hit, images that do not jump."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only colours differ in the dark: the document is the same.
IN_THE_DARK = """axe.run({runOnly: ["color-contrast", "link-in-text-block"]}).then(found => found.violations.map(v =>
  `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(" | ")}`))"""

# Elements that reach over the right edge, unless a box that scrolls by itself holds them.
TOO_WIDE = """() => {
  const whole = document.documentElement, width = whole.clientWidth;
  if (whole.scrollWidth <= width) return [];
  const inside = e => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true;
    return false;
  };
  const over = e => e.getBoundingClientRect().right > width && !inside(e);
  const wide = [...document.body.querySelectorAll("*")].filter(over);
  return [`${whole.scrollWidth - width} px`, ...wide.slice(0, 4).map(e => e.outerHTML.slice(0, 90))];
}"""

# Links within a sentence are exempt (WCAG 2.5.8); a control and its label are one target.
TOO_SMALL = """least => {
  const inText = e => e.matches("a") && getComputedStyle(e).display === "inline" &&
    !e.closest("svg") && e.parentElement.innerText.trim().length > e.innerText.trim().length + 3;
  const size = e => {
    const boxes = [e, ...(e.labels || [])].map(x => x.getBoundingClientRect());
    return [Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left)),
            Math.max(...boxes.map(b => b.bottom)) - Math.min(...boxes.map(b => b.top))].map(Math.round);
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(e => e.checkVisibility() && !e.closest(".vh, .skip") && !inText(e))
    .map(e => [...size(e), e.outerHTML.slice(0, 100)])
    .filter(([width, height]) => width > 1 && height > 1 && (width < least || height < least))
    .map(([width, height, html]) => `${width}x${height} ${html}`);
}"""

WITHOUT_SIZE = """() => [...document.images].map(image => image.cloneNode())
  .filter(i => !i.getAttribute("width") || !i.getAttribute("height") || !i.hasAttribute("alt"))
  .map(i => i.outerHTML.slice(0, 120))"""


class Audit:
    """Looks at the page as it stands, as often as asked, and gathers what is wrong."""

    def __init__(self, page: Page, *, target: int):
        self.page, self.target = page, target
        self.findings: list[str] = []
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        """Judge the screen that is open; `name` tells it in the list of findings."""
        page = self.page
        self.seen.append(name)
        found = []
        for violation in Axe().run(page).response["violations"]:
            found.append(f"{violation['id']}: {' | '.join(node['html'][:120] for node in violation['nodes'])}")
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {words}" for words in page.evaluate(IN_THE_DARK)]
        page.emulate_media(color_scheme="light")
        found += [f"under {self.target} px: {words}" for words in page.evaluate(TOO_SMALL, self.target)]
        found += [f"image without size or alt: {words}" for words in page.evaluate(WITHOUT_SIZE)]
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": size["height"]})
        found += [f"wider than 320 px: {words}" for words in page.evaluate(TOO_WIDE)]
        page.set_viewport_size(size)
        self.findings += [f"{name} ({page.url}): {words}" for words in found]

    def visit(self, path: str, name: str = "") -> None:
        """Open an address and judge it."""
        self.page.goto(path)
        self.look(name or path)
