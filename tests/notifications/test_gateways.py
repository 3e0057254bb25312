"""Servers of others: what they are sent, and what their answers mean. A real server answers here, on this machine."""

from datetime import timedelta

import pytest
from django.db.models import F

from complaints.models import Message
from complaints.notifications import delivery, outbox, posting, telling
from tests.factories import NOW
from tests.notifications.conftest import BY_PHONE, BY_WHATSAPP, make, record
from tests.notifications.smtp import sink
from tests.notifications.web import SILENCE, serve

pytestmark = pytest.mark.django_db
TAKEN = (200, {}, {"messages": [{"id": "wamid.1"}]})


@pytest.fixture
def server():
    with serve(TAKEN) as server:
        yield server


@pytest.fixture
def whatsapp(server, settings):
    settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = f"{server.url}/v20.0/1/messages", "secret"
    return record(make(BY_WHATSAPP)).get()


@pytest.fixture
def sms(server, settings):
    settings.GATEWAY_URL, settings.GATEWAY_TOKEN = f"{server.url}/send", "secret"
    settings.GATEWAY_BODY = {"device": 7, "messages": [{"target": "{to}", "message": "{text}"}]}
    return record(make(BY_PHONE)).get()


def state(message):
    message.refresh_from_db()
    return message.state, message.error


@pytest.fixture(params=["whatsapp", "sms"])
def either(request):
    """A message of either channel: what a status means is the same for both."""
    return request.getfixturevalue(request.param)


def test_whatsapp_gets_an_approved_text_and_what_fills_its_gaps(whatsapp, server):
    assert whatsapp.channel == "whatsapp"
    delivery.deliver_next(NOW)
    ((path, headers, body),) = server.got
    assert (path, headers["Authorization"]) == ("/v20.0/1/messages", "Bearer secret")
    assert body["to"] == "6281234567890"
    gaps = [gap["text"] for gap in body["template"]["components"][0]["parameters"]]
    filled = telling.templates()[body["template"]["name"]]
    for number, gap in enumerate(gaps, 1):
        filled = filled.replace(f"{{{{{number}}}}}", gap)
    assert filled == delivery.text_of(whatsapp, NOW)
    assert state(whatsapp) == ("sent", "")


def test_a_gateway_gets_its_own_body(sms, server):
    delivery.deliver_next(NOW)
    ((_path, headers, body),) = server.got
    assert body["device"] == 7
    assert body["messages"] == [{"target": "+6281234567890", "message": delivery.text_of(sms, NOW)}]
    assert headers["Idempotency-Key"] == f"besadu-{sms.pk}"
    assert state(sms) == ("sent", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "600"},
        {"Retry-After": "Tue, 24 Nov 2026 03:10:00 GMT", "Date": "Tue, 24 Nov 2026 03:00:00 GMT"},
    ],
)
def test_one_that_asks_for_patience_gets_it(sms, server, headers, monkeypatch):
    monkeypatch.setattr("http.server.BaseHTTPRequestHandler.date_time_string", lambda *_: headers.get("Date", ""))
    server.answer = (429, headers, {})
    delivery.deliver_next(NOW)
    assert state(sms) == ("waiting", "TryLater")
    assert sms.next_try_at == NOW + timedelta(minutes=10)


def test_one_that_asks_for_patience_is_not_asked_again_for_the_others(sms, server):
    other = record(make(BY_PHONE)).get()
    server.answer = (429, {"Retry-After": "600"}, {})
    while delivery.deliver_next(NOW):
        pass
    assert len(server.got) == 1
    server.answer = TAKEN
    while delivery.deliver_next(NOW + timedelta(minutes=10)):
        pass
    assert (state(sms)[0], state(other)[0], len(server.got)) == ("sent", "sent", 3)


@pytest.mark.parametrize("asked", ["1", "99999999999999999999", "-5", "soon", ""])
def test_no_answer_makes_it_hurry_or_sleep_for_good(sms, server, asked):
    server.answer = (503, {"Retry-After": asked}, {})
    delivery.deliver_next(NOW)
    assert state(sms) == ("waiting", "TryLater")
    assert outbox.BACKOFF[0] <= sms.next_try_at - NOW <= posting.MOST


@pytest.mark.parametrize("status", [500, 503, 408, 401, 403])
def test_one_that_fails_or_refuses_our_key_is_tried_again(either, server, status):
    server.answer = (status, {}, {})
    delivery.deliver_next(NOW)
    assert state(either) == ("waiting", "TryLater")
    server.answer = TAKEN
    delivery.deliver_next(NOW + outbox.BACKOFF[0])
    assert state(either) == ("sent", "")


@pytest.mark.parametrize("status", [400, 404])
def test_what_it_will_never_take_is_dead_at_once_and_shown(either, server, status):
    server.answer = (status, {}, b"<html>not JSON")
    delivery.deliver_next(NOW)
    assert state(either) == ("dead", "Undeliverable")


@pytest.mark.parametrize("code", [130429, 131056, 80007])
def test_whatsapp_s_throttling_comes_with_another_status(whatsapp, server, code):
    server.answer = (400, {}, {"error": {"code": code, "message": "rate limit hit"}})
    delivery.deliver_next(NOW)
    assert state(whatsapp) == ("waiting", "TryLater")


@pytest.mark.parametrize("body", [b"", b"<html>Selamat datang</html>", b'{"messages": ', {"messages": []}, [1]])
def test_whatsapp_has_taken_only_what_it_names(whatsapp, server, body):
    """A proxy before it may answer 200 for anything."""
    server.answer = (200, {}, body)
    delivery.deliver_next(NOW)
    assert state(whatsapp) == ("waiting", "TryLater")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"status": False, "reason": "insufficient quota"}, "waiting"),
        ({"Status": False, "reason": "device disconnected"}, "waiting"),
        ({"success": False}, "waiting"),
        ({"status": True}, "sent"),
        ({"status": 0}, "sent"),
        (b"OK 1", "sent"),
        (b'{"broken', "sent"),
    ],
)
def test_a_gateway_may_say_no_with_status_200(sms, server, body, expected):
    server.answer = (200, {}, body)
    delivery.deliver_next(NOW)
    assert state(sms)[0] == expected


def test_one_that_does_not_answer_is_not_waited_for(either, server, monkeypatch):
    monkeypatch.setattr(posting, "TIMEOUT", 0.1)
    server.answer = SILENCE
    delivery.deliver_next(NOW)
    assert state(either) == ("waiting", "TimeoutError")
    assert either.next_try_at == NOW + outbox.BACKOFF[0]


def test_one_that_is_not_there(either, settings):
    settings.GATEWAY_URL = settings.WHATSAPP_URL = "http://127.0.0.1:1/"
    delivery.deliver_next(NOW)
    assert state(either) == ("waiting", "URLError")


def test_one_that_speaks_no_http(sms, settings):
    with sink() as (port, _accepted):
        settings.GATEWAY_URL = f"http://127.0.0.1:{port}/"
        delivery.deliver_next(NOW)
    assert state(sms) == ("waiting", "BadStatusLine")


def test_one_that_never_comes_back_leaves_a_dead_message(sms, settings):
    settings.GATEWAY_URL = "http://127.0.0.1:1/"
    for _attempt in range(len(outbox.BACKOFF) + 1):
        assert state(sms)[0] == "waiting"
        delivery.deliver_next(sms.next_try_at)
        Message.objects.filter(pk=sms.pk).update(next_try_at=F("created_at"))  # without the nights between
        sms.refresh_from_db()
    assert state(sms) == ("dead", "URLError")


def test_without_one_a_person_tells(settings):
    assert record(make(BY_WHATSAPP)).get().channel == "whatsapp_by_hand"
    settings.GATEWAY_URL, settings.GATEWAY_FOR = "http://127.0.0.1:1/", ["whatsapp"]
    assert record(make(BY_WHATSAPP)).get().channel == Message.Channel.WHATSAPP
    assert record(make(BY_PHONE)).get().channel == Message.Channel.SMS_BY_HAND
