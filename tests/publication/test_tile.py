"""Tiles of the street map: only of the regency, only pictures, only where a source is configured."""

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from complaints.publication import tiles

HERE = (12, 3272, 2078)  # Tanjungpandan


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (256, 256), "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def source(settings):
    """A server of tiles on this machine: what it answers is set by the test, what it was asked is kept."""

    class Handler(BaseHTTPRequestHandler):
        answer, status, asked = png(), 200, []

        def do_GET(self):
            Handler.asked.append((self.path, self.headers["User-Agent"], self.headers["Cookie"]))
            self.send_response(Handler.status)
            self.end_headers()
            self.wfile.write(Handler.answer)

        def log_message(self, *args):
            pass

    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    settings.TILES_URL = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    yield Handler
    server.shutdown()
    server.server_close()


def address(zoom, column, row) -> str:
    return f"/peta/ubin/{zoom}/{column}/{row}.png"


def test_a_tile_of_the_regency_is_passed_on(client, source):
    client.cookies["lacak"] = "rahasia"
    answer = client.get(address(*HERE))
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", png())
    assert "max-age" in answer["Cache-Control"]
    (path, agent, cookie) = source.asked[0]
    assert (path, cookie) == ("/12/3272/2078.png", None)
    assert agent.startswith("Besadu")


@pytest.mark.parametrize("place", [(12, 0, 0), (7, 102, 64), (19, 418000, 266000), (12, 3500, 2078), (12, 3272, 1900)])
def test_what_does_not_show_the_regency_is_not_asked_for(client, source, place):
    assert client.get(address(*place)).status_code == 404
    assert source.asked == []


@pytest.mark.parametrize("answer", [b"<html>", b"", png() + b"x" * tiles.LONGEST])
def test_what_is_no_picture_is_not_passed_on(client, source, answer):
    source.answer = answer
    assert client.get(address(*HERE)).status_code == 503


def test_a_source_that_fails_is_said(client, source):
    source.status = 500
    answer = client.get(address(*HERE))
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")


def test_without_a_source_there_are_no_tiles(client):
    assert client.get(address(*HERE)).status_code == 404
