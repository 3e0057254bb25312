"""Templates: every text is translatable, nothing inline, nothing foreign, nothing unescaped."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django.template.base import Lexer, TokenType

from tests.architecture.source import named, templates

NAMES = {"BESADU"}  # the same in every language
READ_ALOUD = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"}
HOLE = "\x00"  # stands where a variable or a translated text will be
# What crispy-forms has rendered, and hints that come from our own code: the only unescaped values.
RENDERED = {"fields", "fields_output", "buttons", "multifield.label_html", "field.help_text"}

PAGES = [path for path in templates() if path.suffix == ".html"]
MESSAGES = [path for path in templates() if path.suffix == ".txt"]
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=named)
EVERY_TEMPLATE = pytest.mark.parametrize("page", templates(), ids=named)


@cache
def bare(page) -> str:
    """Return a template without comments and tags, with a hole for each variable and translated text."""
    parts, skipped = [], ""
    for token in Lexer(page.read_text()).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if skipped:
            skipped = "" if word == skipped and token.token_type == TokenType.BLOCK else skipped
        elif token.token_type == TokenType.TEXT:
            parts.append(token.contents)
        elif token.token_type == TokenType.VAR:
            parts.append(f" {HOLE} ")  # apart from the name of a tag before it
        elif word in {"blocktranslate", "comment"}:
            skipped = f"end{word}"
            parts.append(HOLE if word == "blocktranslate" else "")
        elif word == "block" and token.contents.endswith("_class"):  # fills an attribute of the page it extends
            skipped = "endblock"
        elif token.token_type == TokenType.BLOCK and word in {"translate", "url", "static", "csrf_token"}:
            parts.append(HOLE)
    return "".join(parts)


def tokens(page, kind):
    """Return the contents of the tokens of a kind in a template."""
    return [token.contents for token in Lexer(page.read_text()).tokenize() if token.token_type == kind]


class Reader(HTMLParser):
    """Collects what a person would read, and what stands inline."""

    def __init__(self):
        super().__init__()
        self.texts, self.inline, self.foreign, self.inside = [], [], [], ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        given = dict(attributes)
        for name, value in attributes:
            value = value or ""
            said = name in READ_ALOUD or (name.startswith("data-") and " " in value.strip())
            said = said or (name == "value" and given.get("type") in {"submit", "button", "reset"})
            if said:
                self.texts.append(value)
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.inline.append(f"{tag} {name}")
            if name in {"src", "srcset", "action", "formaction", "data", "poster"} or (name, tag) == ("href", "link"):
                self.foreign += [value] if re.match(r"\s*(https?:)?//", value) else []
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.inline.append(tag)

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside not in {"script", "style"}:
            self.texts.append(data)


@cache
def read(page) -> Reader:
    """Return what a reader finds in a template."""
    reader = Reader()
    reader.feed(bare(page))
    reader.close()
    return reader


def words(text: str) -> set[str]:
    """Return the words of a text that no translator will see."""
    return set(re.findall(r"[^\W\d_]{2,}", text)) - NAMES


@EVERY_PAGE
def test_every_text_can_be_translated(page):
    left = {text.strip() for text in read(page).texts if words(text)}
    assert not left, f"not wrapped for translation: {left}"


@pytest.mark.parametrize("page", MESSAGES, ids=named)
def test_every_text_of_a_message_can_be_translated(page):
    left = words(bare(page))
    assert not left, f"not wrapped for translation: {left}"


@EVERY_PAGE
def test_nothing_stands_inline(page):
    inline = read(page).inline
    if named(page) == "templates/errors/base.html":
        assert inline == ["style"]  # allowed by its hash: besadu/errors.py
    else:
        assert not inline, f"blocked by the policy of content: {inline}"


@EVERY_PAGE
def test_nothing_is_foreign(page):
    assert not read(page).foreign


@EVERY_TEMPLATE
def test_nothing_is_unescaped(page):
    unsafe = [value for value in tokens(page, TokenType.VAR) if re.search(r"\|\s*(safe|safeseq)\b", value)]
    if named(page).startswith("templates/besadu/"):
        unsafe = [value for value in unsafe if value.split("|")[0].strip() not in RENDERED]
    assert not unsafe
    switched_off = [block for block in tokens(page, TokenType.BLOCK) if block.startswith("autoescape off")]
    assert not switched_off or page.suffix == ".txt"


@EVERY_PAGE
def test_every_posted_form_carries_its_token(page):
    forms = len(re.findall(r'<form\b[^>]*\bmethod="?post', bare(page), re.IGNORECASE))
    given = tokens(page, TokenType.BLOCK).count("csrf_token")
    assert given >= forms, f"{forms} forms, {given} tokens"


def test_these_tests_see(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '{# Rahasia #}{% comment %}Rahasia{% endcomment %}<p title="Judul">Halo {{ name }}</p>'
        '{% blocktranslate %}Sudah{% endblocktranslate %}<img alt="{% translate "Foto" %}" src="//other.example/a.png">'
        '<p style="color:red" onclick="x()">{% translate "Ya" %}</p><script>lari()</script>'
    )
    found = read(page)
    assert [text for text in found.texts if words(text)] == ["Judul", f"Halo  {HOLE} "]
    assert found.inline == ["p style", "p onclick", "script"]
    assert found.foreign == ["//other.example/a.png"]
