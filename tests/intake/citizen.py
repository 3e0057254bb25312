"""A citizen with a browser without JavaScript: opens pages, fills in what is on them, presses their buttons.

Forms are read from the page and sent whole, as a browser sends them: hidden fields, what was filled in before, the
one button that was pressed. The server checks the CSRF token of every one.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


@dataclass
class Form:
    action: str = ""
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value, words."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What radios and selects offer."""


class Page(HTMLParser):
    """What stands on a page, as a person and a browser read it."""

    def __init__(self, response):
        super().__init__()
        self.response, self.status = response, response.status_code
        self.forms, self.links, self.images, self.summary = [], [], [], []
        self.title = self.text = ""
        self._form = self._area = self._select = self._button = None
        self._by_id, self._before = {}, []
        self._in_summary = self._in_title = 0
        self._quiet = 0
        self.html = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
        self.feed(self.html)
        for form_id, button in reversed(self._before):
            self._by_id[form_id].buttons.insert(0, button)

    def form(self, action: str) -> Form:
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
            self._by_id[given.get("id")] = self._form
        elif tag == "input" and self._form is not None and given.get("name"):
            name, kind, value = given["name"], given.get("type", "text"), given.get("value", "")
            if kind in ("radio", "checkbox"):
                self._form.choices.setdefault(name, []).append(value)
                if "checked" in given:
                    self._form.values[name] = given.get("value", "on")
            elif kind != "file":
                self._form.values[name] = value
        elif tag == "textarea":
            self._area = given["name"]
            self._form.values[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            self._form.choices.setdefault(self._select, []).append(given["value"])
            if "selected" in given or self._select not in self._form.values:
                self._form.values[self._select] = given["value"]
        elif tag == "button" and (self._form is not None or "form" in given):
            self._button = [given.get("name", ""), given.get("value", ""), ""]
            self._of = given.get("form")
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "img":
            self.images.append(given["src"])
        elif tag == "title":
            self._in_title = 1
        elif tag in ("script", "style"):
            self._quiet += 1
        if tag == "div" and (self._in_summary or given.get("class") == "sum"):
            self._in_summary += 1
        if tag == "li" and self._in_summary:
            self.summary.append("")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "button" and self._button:
            name, value, words = self._button
            button = (name, value, " ".join(words.split()))
            self._before.append((self._of, button)) if self._of else self._form.buttons.append(button)
            self._button = None
        elif tag == "title":
            self._in_title = 0
        elif tag in ("script", "style"):
            self._quiet -= 1
        elif tag == "div" and self._in_summary:
            self._in_summary -= 1

    def handle_data(self, data):
        if self._area:
            # A browser drops the line end right after the tag.
            self._form.values[self._area] += data.removeprefix("\n") if not self._form.values[self._area] else data
        if self._button:
            self._button[2] += data
        if self._in_title:
            self.title += data
        if self._in_summary and self.summary:
            self.summary[-1] = " ".join(f"{self.summary[-1]} {data}".split())
        if not self._quiet:
            self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class Citizen:
    def __init__(self, **headers):
        self.client = Client(enforce_csrf_checks=True, **headers)
        self.page = None
        self.path = ""
        self.visited = []

    def open(self, path: str) -> Page:
        return self._arrive(self.client.get(path), path)

    def fill(self, *photos: bytes, button: str = "", names=(), **answers: str | None) -> Page:
        """Fill in this page's form and press its last button, or the one with these words; None empties a choice."""
        form = self.page.form(urlsplit(self.path).path)
        return self.send(self.filled(form, button, **answers), *photos, names=names, to=form.action)

    def filled(self, form: Form, button: str = "", **answers) -> dict:
        values = {name: value for name, value in (form.values | answers).items() if value is not None}
        pressed = [one for one in form.buttons if one[2] == button] if button else form.buttons[-1:]
        assert pressed, f"no button {button!r} among {form.buttons}"
        name, value, _words = pressed[0]
        return values | ({name: value} if name else {})

    def send(self, values: dict, *photos: bytes, to: str, names=()) -> Page:
        files = [
            SimpleUploadedFile(names[n] if n < len(names) else f"foto{n}.jpg", data, "image/jpeg")
            for n, data in enumerate(photos)
        ]
        return self._arrive(self.client.post(to, values | ({"photos": files} if files else {})), to)

    def _arrive(self, response, path: str) -> Page:
        self.visited.append(path)
        self.path = path
        if response.status_code in (301, 302):
            target = urljoin(path, response["Location"])
            assert not urlsplit(target).netloc, f"leads away: {target}"
            self.visited.append(target)
            return self._arrive(self.client.get(target.split("#")[0]), target.split("#")[0])
        self.page = Page(response)
        return self.page
