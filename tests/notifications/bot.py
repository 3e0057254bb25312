"""A server that speaks Telegram's Bot API as far as the portal uses it."""

from __future__ import annotations

from contextlib import contextmanager

from tests.notifications.web import serve

TOKEN = "123456:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"


class Bot:
    """`sent` holds (chat, text) of what was taken. `refuse` answers a method instead: (status, headers, body)."""

    def __init__(self):
        self.sent, self.waiting, self.refuse = [], [], {}

    def write(self, chat: int, text: str | None, kind: str = "private") -> None:
        """Let somebody write to the bot in a chat of that type; without text, a picture."""
        message = {"chat": {"id": chat, "type": kind}} | ({} if text is None else {"text": text})
        self.waiting.append({"update_id": 900 + len(self.waiting), "message": message})

    def answer(self, path: str, body: dict):
        token, method = path.removeprefix("/bot").split("/")
        if token != TOKEN:
            return refusal(401, "Unauthorized")
        if method in self.refuse:
            return self.refuse[method]
        if method == "sendMessage":
            self.sent.append((body["chat_id"], body["text"]))
            return 200, {}, {"ok": True, "result": {"message_id": len(self.sent)}}
        self.waiting = [update for update in self.waiting if update["update_id"] >= body.get("offset", 0)]
        return 200, {}, {"ok": True, "result": self.waiting[:100]}


def refusal(status: int, description: str, **parameters):
    """Return what the Bot API answers when it does not do something."""
    body = {"ok": False, "error_code": status, "description": description}
    return status, {}, body | ({"parameters": parameters} if parameters else {})


BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")


@contextmanager
def speak(settings):
    """Yield a bot that the portal knows."""
    bot = Bot()
    with serve(bot.answer) as server:
        settings.TELEGRAM_API, settings.TELEGRAM_BOT, settings.TELEGRAM_TOKEN = server.url, "besadu_bot", TOKEN
        yield bot
