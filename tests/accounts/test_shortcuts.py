"""Single keys act on the pages of who turned them on, and of nobody else (WCAG 2.1.4)."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.urls import reverse

from complaints.accounts import shortcuts
from complaints.models import User

URL, QUEUE = reverse("accounts:shortcuts"), reverse("followup:queue")


def test_the_queue_asks_once(client, officer):
    client.force_login(officer)
    assert 'id="pintasan"' in client.get(QUEUE).text
    assert "keys.js" not in client.get(QUEUE).text
    assert client.post(URL, {"on": "1", "asked": "1"}).headers["Location"] == QUEUE
    page = client.get(QUEUE).text
    assert 'id="pintasan"' not in page
    assert "keys.js" in page


def test_turned_off_again(client, officer):
    User.objects.update(uses_shortcuts=True)
    client.force_login(officer)
    assert "Matikan pintasan" in client.get(URL).text
    assert client.post(URL, {"on": "0"}).headers["Location"] == URL
    page = client.get(URL).text
    assert "Nyalakan pintasan" in page
    assert "keys.js" not in page


def test_every_key_that_is_told_is_there():
    script = Path(finders.find("parts/keys.js")).read_text()
    names = {"Esc": "Escape"}  # as browsers call it
    told = {names.get(key, key) for keys, _where, _what in shortcuts.told() for key in re.split(r" / | \+ | ", keys)}
    missing = {key for key in told - {"Ctrl", "Shift"} if f'"{key}"' not in script and f"{key}:" not in script}
    assert missing == set()
