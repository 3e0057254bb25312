"""The service worker: for the whole portal, light, and another one as soon as what it keeps is another."""

import gzip
import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.urls import reverse

from complaints.intake import shell
from complaints.models import Category

KB = 1024
HEADERS = KB  # of one answer, generously


def told(client) -> dict:
    return json.loads(re.match(r"self\.BESADU = (.*);\n", client.get("/sw.js").text)[1])


def test_is_a_script_of_the_root(client, portal):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not answer.cookies


def test_costs_nothing_while_nothing_changes(client, portal):
    etag = client.get("/sw.js").headers["ETag"]
    again = client.get("/sw.js", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_another_topic_is_another_version(client, portal):
    before = told(client)["version"]
    assert told(client)["version"] == before
    Category.objects.filter(code="pungli").update(name="Pungutan liar")
    assert told(client)["version"] != before


def test_what_it_keeps_is_light(client, portal):
    """On the line, with headers. The page itself, with all villages of the regency: tests/browser/test_offline.py."""
    sizes = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) + HEADERS for name in shell.FILES}
    assert sum(sizes.values()) <= 50 * KB, sizes


def test_the_addresses_in_the_scripts_are_those_of_the_portal():
    def text(name):
        return Path(finders.find(name)).read_text()

    assert f'HAND_IN = "{reverse("intake:hand_in")}"' in text("intake/send.js")
    assert reverse("intake:hand_in_photo") == f"{reverse('intake:hand_in')}foto/"
    assert f'"{reverse("intake:done")}"' in text("intake/send.js")
    assert f'"{reverse("intake:outbox")}"' in text("intake/send.js")
    assert f'register("{reverse("intake:worker")}")' in text("outbox.js")
    assert f'PAGE = "{reverse("intake:offline")}"' in text("sw.js")
    assert f'STEPS = ["{reverse("intake:what")}", "{reverse("intake:place")}"]' in text("sw.js")
