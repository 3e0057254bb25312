"""Log lines: one JSON object each, nothing about persons, nothing that can be forged."""

import json
import logging

import pytest
from django.test import Client
from django.urls import include, path

from besadu import logs


def fail(request, number):
    """A view that fails with words of a person in its exception."""
    raise ValueError("Budi 081234567890")


urlpatterns = [path("lacak/<number>/", fail), path("", include("besadu.urls"))]
handler400, handler404 = "besadu.errors.bad_request", "besadu.errors.not_found"
handler500 = "besadu.errors.server_error"


@pytest.fixture
def lines(caplog, settings):
    """Return a function that gives all lines written so far, as they would stand on stderr."""
    settings.ROOT_URLCONF = __name__
    django = logging.getLogger("django")
    django.addHandler(caplog.handler)
    request = logging.getLogger("django.request")
    request.addHandler(caplog.handler)
    caplog.set_level(logging.INFO)
    yield lambda: [logs.JsonFormatter().format(record) for record in caplog.records]
    django.removeHandler(caplog.handler)
    request.removeHandler(caplog.handler)


def test_a_request_is_told_by_its_route(client, lines):
    client.get("/sehat/?q=Budi", headers={"user-agent": "Budi", "x-forwarded-for": "36.68.1.2"})
    (line,) = [json.loads(line) for line in lines()]
    assert line["level"] == "INFO"
    assert line["logger"] == "besadu.request"
    assert (line["route"], line["method"], line["status"]) == ("/sehat/", "GET", 200)
    assert line["ms"] >= 0
    assert set(line) == {"time", "level", "logger", "message", "route", "method", "status", "ms"}


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/lacak/BLT-1234/?kode=rahasia", {}),
        ("/l/tautan-rahasia/", {}),
        ("/sehat/", {"host": "rahasia.example"}),
        ("/tidak/ada/rahasia%0aFORGED/", {"referer": "http://testserver/rahasia/"}),
    ],
)
def test_no_line_repeats_what_was_asked(lines, address, headers):
    Client(raise_request_exception=False).post(
        address, {"cerita": "rahasia Budi"}, headers=headers, REMOTE_ADDR="36.68.1.2"
    )
    told = "\n".join(lines())
    assert told
    for secret in ("rahasia", "BLT-1234", "Budi", "36.68", "081234567890"):
        assert secret not in told


def test_a_failure_is_told_by_type_and_place(lines):
    Client(raise_request_exception=False).get("/lacak/BLT-1234/")
    (line,) = [line for line in map(json.loads, lines()) if line["level"] == "ERROR"]
    assert line["message"] == "500 Internal Server Error"
    assert line["exception"] == "builtins.ValueError"
    assert line["route"] == "/lacak/<number>/"
    assert any("test_logs.py" in place and place.endswith(" fail") for place in line["trace"])


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x00", "\x7f", "\u2028", "\u202e", "\x85"])
def test_nobody_forges_a_line(sign):
    record = logging.LogRecord("besadu", logging.INFO, "", 0, "a%sb", (sign,), None)
    line = logs.JsonFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"a{sign}b"
