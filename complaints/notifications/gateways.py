"""The channels that are other people's servers: WhatsApp's Cloud API, and any gateway that takes JSON by HTTP.

Which there are is decided in the settings alone; without one a person tells by hand. Neither says whether it took a
message whose sender died before the answer: such a message goes out again, at most once a death. The gateway is told
the message's own name (`Idempotency-Key`), by which a good one knows it again; WhatsApp has nothing of that kind.
"""

from __future__ import annotations

from django.conf import settings

from complaints.models import Message

from . import posting, telling

Channel = Message.Channel
# What WhatsApp says with status 400 though it is not the message's fault: too many, too fast, or a bad moment
# (developers.facebook.com, Cloud API error codes).
_WHATSAPP_LATER = {1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 133004}


def is_there(channel: str) -> bool:
    """Whether messages of this channel are sent by a server of ours to command."""
    if channel == Channel.WHATSAPP and settings.WHATSAPP_URL:
        return True
    return bool(settings.GATEWAY_URL) and channel in settings.GATEWAY_FOR


def send(channel: str, name: str, to: str, kind: str, facts: telling.Facts, stop: str) -> None:
    """Send one message. `to` is a number in E.164; `name` is the message's own, the same for a second try; `stop` the
    address at which messages are stopped.

    Raises posting.TryLater, posting.Undeliverable, or what `posting.post` raises.
    """
    if channel == Channel.WHATSAPP and settings.WHATSAPP_URL:
        _judged(_post(settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN, _template(to, kind, facts, stop), name))
    else:
        body = _filled(to, telling.message(kind, facts, stop=stop))
        answer = _post(settings.GATEWAY_URL, settings.GATEWAY_TOKEN, body, name)
        posting.judge(answer)
        # Several gateways say no with status 200: no credit, a telephone that is off.
        if any(answer.field(word) is False for word in ("status", "Status", "success")):
            raise posting.TryLater


def answer_freely(name: str, to: str, text: str) -> None:
    """Answer who wrote by WhatsApp within a day, in words of our own: no template is needed then. Raises as `send`."""
    body = {"messaging_product": "whatsapp", "to": to.lstrip("+"), "type": "text", "text": {"body": text}}
    _judged(_post(settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN, body, name))


def _judged(answer: posting.Answer) -> None:
    """Return when WhatsApp took a message."""
    if answer.field("error", "code") in _WHATSAPP_LATER:
        raise posting.TryLater(answer.rest)
    posting.judge(answer)
    if not answer.field("messages"):  # an answer of something in between
        raise posting.TryLater


def _template(to: str, kind: str, facts: telling.Facts, stop: str) -> dict:
    """WhatsApp lets a business begin only with a text it has approved: its name and what goes into the gaps."""
    gaps = [{"type": "text", "text": value} for value in telling.gaps(kind, facts, stop)]
    return {
        "messaging_product": "whatsapp",
        "to": to.lstrip("+"),
        "type": "template",
        "template": {
            "name": telling.template(kind, facts)[0],
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": gaps}],
        },
    }


def _filled(to: str, text: str) -> dict:
    """Put receiver and text into the body that the gateway wants, wherever it says `{to}` and `{text}`."""

    def fill(value):
        if isinstance(value, dict):
            return {key: fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        return {"{to}": to, "{text}": text}.get(value, value) if isinstance(value, str) else value

    return fill(settings.GATEWAY_BODY)


def _post(url: str, token: str, body: dict, name: str) -> posting.Answer:
    return posting.post(url, body, {"Idempotency-Key": name} | ({"Authorization": f"Bearer {token}"} if token else {}))
