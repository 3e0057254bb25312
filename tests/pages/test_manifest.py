"""What a telephone reads to keep the portal beside its programs."""

import json
import re
from pathlib import Path

from django.conf import settings
from django.urls import resolve
from PIL import Image

STATIC = Path(settings.BASE_DIR) / "static"


def read(client) -> dict:
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    return json.loads(response.content)


def test_is_named_and_begins_at_home(client):
    manifest = read(client)
    assert (manifest["short_name"], manifest["lang"], manifest["display"]) == ("BESADU", "id", "standalone")
    assert manifest["start_url"] == manifest["scope"] == "/"
    for shortcut in manifest["shortcuts"]:
        assert resolve(shortcut["url"])


def test_its_icons_are_there_light_and_of_the_size_they_say(client):
    for icon in read(client)["icons"]:
        path = STATIC / icon["src"].removeprefix("/static/")
        assert "x".join(map(str, Image.open(path).size)) == icon["sizes"]
        assert path.stat().st_size < 6000
    assert {icon["purpose"] for icon in read(client)["icons"]} == {"any", "maskable"}


def test_its_colours_are_those_of_the_sheet(client):
    sheet, manifest = (STATIC / "css" / "besadu.css").read_text(), read(client)
    surface, page = (re.search(rf"--{name}: *#(\w+)", sheet)[1].upper() for name in ("surface", "page"))
    assert manifest["theme_color"] in {f"#{surface}", "#" + "".join(2 * digit for digit in surface)}
    assert manifest["background_color"] == f"#{page}"


def test_photos_are_shared_with_the_page_that_takes_them(client):
    target = read(client)["share_target"]
    assert resolve(target["action"]).view_name == "intake:share"
    assert (target["method"], target["enctype"]) == ("POST", "multipart/form-data")
    assert target["params"]["files"][0]["name"] == "photos"


def test_public_pages_name_it_and_those_of_staff_do_not(client, db):
    assert 'rel="manifest"' in client.get("/privasi/").text
    assert 'rel="manifest"' not in client.get("/masuk/").text
