"""Nothing marked is read by the public: every public address, what it searches, the messages and the log (issue 5).

The cases, and the words in every field of theirs, are `planted`. Each test at the end lets one thing out on purpose.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from complaints import finding, identity, next_steps, photos, texts
from complaints.figures import operations as figures
from complaints.models import Agency, Complaint, Message, PublishedPhoto, Text, User
from complaints.monitoring import opendata
from complaints.notifications import delivery, telling
from complaints.publication import feeds, listing, rendering
from tests.architecture.policies import POLICIES
from tests.architecture.routes import routes
from tests.factories import NOW
from tests.worlds import make_office

from .planted import FIELDS, LATITUDE, LONGITUDE, NEEDLES, WORD, photo_of, plant, text_fields

PUBLIC = [route for route in routes() if POLICIES.get(route.name) in ("public", "machine")]
OF_CITIZENS = set(telling._OF.values())
_RANDOM = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|<!--.*?-->', re.DOTALL)


@pytest.fixture(scope="module")
def lasting_cases(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("canary")),
        time_machine.travel(NOW, tick=False),
    ):
        cases = plant(make_office())
        figures.tally(NOW)
        yield cases
        transaction.set_rollback(True)


@pytest.fixture
def cases(lasting_cases, db):
    with transaction.atomic():
        yield lasting_cases
        transaction.set_rollback(True)


def addresses(cases: dict[str, Complaint]) -> Iterator[str]:
    """Yield every public address with everything it can be asked for. An argument nobody knows is an error."""
    known = {
        "number": [case.tracking_number for case in cases.values()],
        "code": list(Agency.objects.values_list("code", flat=True)),
        "key": list(PublishedPhoto.objects.values_list("key", flat=True)),
        "size": list(photos.SIZES),
        "name": ["laporan-2026-11", "angka-2026-11", "angka-kini"],
        "form": ["csv", "json"],
        "attachment_id": [row.pk for case in cases.values() for row in case.attachments.all()],
        "token": ["salah"],
        "zoom": [12],
        "column": [3272],
        "row": [2079],
    }
    for route in PUBLIC:
        arguments = [{}]
        for name in route.pattern.pattern.converters:
            assert name in known, f"{route}: say in this test what {name} can be"
            arguments = [one | {name: value} for one in arguments for value in known[name]]
        yield from (reverse(route.name, kwargs=one) for one in arguments)
    yield from ("/tidak-ada/", "/laporan/TIDAK-ADA/")
    listed, feed = reverse("publication:list"), reverse("publication:feed")
    for query in ("status=dijawab", "tempat=19.02.01", "urut=dukungan", "kategori=pju", "instansi=DISHUB", "waktu=30"):
        yield from (f"{listed}?{query}", f"{feed}?{query}")
    yield from (f"/peta/?tempat={code}" for code in ("19.02.01", "19.02.99"))
    yield from (f"{listed}?q={case.tracking_number}" for case in cases.values())


def answer_of(client: Client, address: str) -> bytes:
    """Return all that is sent: status, headers, cookies, body."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return f"{response.status_code} {dict(response.headers)} {response.cookies.output()}\n".encode() + body


def leaked(said: bytes) -> list[str]:
    """Return the marked words in something that was sent, also where it is escaped or in two bytes a letter."""
    text = said.decode("utf-8", "replace")
    forms = [text, unquote(text), html.unescape(text), said.replace(b"\0", b"").decode("latin-1")]
    return [needle for needle in NEEDLES if any(needle in form.lower() for form in forms)]


def crawl(cases, only: str = "/") -> dict[str, list[str]]:
    """Return {address: marked words in its answer}, of those addresses where there are any."""
    client = Client()
    found = {address: leaked(answer_of(client, address)) for address in addresses(cases) if address.startswith(only)}
    assert found
    return {address: words for address, words in found.items() if words}


def test_every_text_field_is_planted_or_says_why_not():
    """A new field: say in planted.FIELDS what is put into it."""
    assert {label: set(fields) for label, fields in FIELDS.items()} == text_fields()


def test_every_kind_of_text_is_planted(cases):
    kinds = set(
        Text.objects.filter(complaint=cases["unpublished"], plain__contains=WORD).values_list("kind", flat=True)
    )
    assert kinds == set(Text.Kind)
    sealed = Text.objects.filter(complaint=cases["protected"], cipher__isnull=False)
    assert all(WORD in texts.read(row) for row in sealed)
    assert set(sealed.values_list("kind", flat=True)) == set(Text.Kind)


def test_what_is_planted_is_there(cases):
    """Else nothing that follows would prove anything."""
    assert len(leaked(photo_of(LATITUDE, LONGITUDE).read())) >= 1
    assert identity.read(cases["shown"]).name.startswith(WORD)
    client = Client()
    page = client.get(reverse("publication:detail", args=[cases["shown"].tracking_number]))
    assert page.status_code == 200
    assert page.context["page"].photos
    assert client.get(reverse("publication:detail", args=[cases["hidden"].tracking_number])).status_code == 410
    for sort in sorted(set(cases) - {"shown", "hidden"}):
        assert client.get(reverse("publication:detail", args=[cases[sort].tracking_number])).status_code == 404


def test_no_public_answer_and_no_line_of_the_log_says_it(cases, caplog):
    with caplog.at_level(logging.INFO):
        assert not crawl(cases)
    assert caplog.records
    for record in caplog.records:
        assert not leaked(repr(vars(record)).encode()), record


def test_a_report_on_a_page_is_answered_and_logged_without_it(cases, caplog):
    address = reverse("publication:flag", args=[cases["shown"].tracking_number])
    with caplog.at_level(logging.INFO):
        answer = Client().post(address, {"reason": "other", "text": f"{WORD} menulis ini"}, follow=True)
    assert not leaked(answer.content)
    assert not [record for record in caplog.records if leaked(repr(vars(record)).encode())]


def test_a_refused_form_is_answered_and_logged_without_it(cases, caplog):
    """Neither what came in without a token, nor what failed inside, is told to anybody."""
    address = reverse("publication:flag", args=[cases["shown"].tracking_number])
    with caplog.at_level(logging.INFO):
        answer = Client(enforce_csrf_checks=True).post(address, {"reason": "other", "text": f"{WORD} menulis"})
    assert answer.status_code == 403
    assert not leaked(answer.content)
    assert not [record for record in caplog.records if leaked(repr(vars(record)).encode())]


def same_search(word: str) -> bool:
    """Whether the list says of a word the same as of one that stands nowhere."""
    client = Client()
    told = []
    for asked in (word, "zzzzzzzz"):
        for name in ("publication:list", "publication:feed"):
            page = client.get(reverse(name), {"q": asked}).content.decode()
            told.append(_RANDOM.sub("", page).replace(asked, ""))
    return told[:2] == told[2:]


def test_a_search_does_not_say_whether_something_hidden_has_the_word(cases):
    words = [WORD, *(f"{WORD}{kind.replace('_', '')}" for kind in sorted(Text.Kind)), "99887766", f"{WORD}judul"]
    assert not [word for word in words if not same_search(word)]
    assert not same_search("lampu"), "a word that is published is found"


def test_no_message_says_it(cases):
    sequence, officer = 900, User.objects.order_by("pk").first()
    for case in cases.values():
        for kind in sorted(Message.Kind):
            for channel in ("email", "whatsapp", "sms"):
                sequence += 1
                message = Message(complaint=case, sequence=sequence, kind=kind, channel=channel, created_at=NOW)
                message.next_try_at = NOW
                if kind not in OF_CITIZENS:
                    message.user = officer
                message.save()
                assert not leaked(delivery.text_of(message, NOW).encode()), (kind, channel)


# That the tests above would find it


def _story(monkeypatch, cases):
    stored = rendering.stored
    story = texts.story(cases["shown"])
    monkeypatch.setattr(rendering, "stored", lambda publication: replace(stored(publication), story=story))


def _landmark(monkeypatch, cases):
    stored = rendering.stored
    landmark = texts.landmark(cases["shown"]) or f"dekat {WORD}"
    monkeypatch.setattr(rendering, "stored", lambda publication: replace(stored(publication), landmark=landmark))


def _contact(monkeypatch, cases):
    monkeypatch.setattr(next_steps, "who", lambda complaint: identity.read(complaint).contact)


def _point(monkeypatch, cases):
    monkeypatch.setattr(opendata.content, "rounded", lambda latitude, longitude: (LATITUDE, LONGITUDE))


def _feed(monkeypatch, cases):
    atom = feeds.atom
    title = texts.title(texts.story(cases["shown"]))
    monkeypatch.setattr(feeds, "atom", lambda entries, **more: atom(entries, **more | {"title": title}))


def _picture(monkeypatch, cases):
    sent = photo_of(LATITUDE, LONGITUDE).read()
    monkeypatch.setattr(photos, "read", lambda key, size: sent)


@pytest.mark.parametrize(
    ("leak", "only"),
    [
        (_story, "/laporan/BLT"),
        (_landmark, "/laporan/BLT"),
        (_contact, "/laporan/"),
        (_point, "/data/"),
        (_feed, "/laporan/umpan"),
        (_picture, "/laporan/BLT"),
    ],
)
def test_what_leaks_is_found(cases, monkeypatch, leak, only):
    leak(monkeypatch, cases)
    assert crawl(cases, only)


def test_a_search_that_leaks_is_found(cases, monkeypatch):
    def found(index, rows, words, order):
        hidden = Text.objects.filter(plain__icontains=words[0][0]).values("complaint")
        yield rows.filter(pk__in=hidden).order_by(*order)

    monkeypatch.setattr(finding, "found", found)
    assert not same_search(f"{WORD}note")


def test_a_log_that_leaks_is_found(cases, monkeypatch, caplog):
    page = listing.page

    def careless(*arguments, **more):
        logging.getLogger("besadu").info("seen", extra={"fields": {"story": texts.story(cases["shown"])}})
        return page(*arguments, **more)

    monkeypatch.setattr(listing, "page", careless)
    with caplog.at_level(logging.INFO):
        Client().get(reverse("publication:list"))
    assert [record for record in caplog.records if leaked(repr(vars(record)).encode())]
