"""Staff told by Telegram. A real server answers here, on this machine, as the Bot API does."""

from datetime import timedelta

import pytest
from django.core import mail

from complaints import audit
from complaints.models import Event, Message, TelegramChat
from complaints.notifications import chats, delivery, digests, outbox, posting, telegram, telling
from tests import factories
from tests.factories import NOW
from tests.notifications.bot import BLOCKED, refusal
from tests.notifications.web import SILENCE

pytestmark = pytest.mark.django_db
MORNING = NOW + timedelta(hours=22)  # Wednesday, 8.00


def write(person, *, digest=False, kind="reply"):
    complaint = factories.make_complaint()
    event = audit.record(complaint, Event.Kind.EVIDENCE_ADDED, audit.SYSTEM, NOW)
    outbox.tell_staff(event, complaint, kind, [person], digest=digest)
    return complaint.messages.get(user=person)


def state(message):
    message.refresh_from_db()
    return message.channel, message.state, message.error


def test_a_message_goes_to_the_chat_and_not_by_e_mail(liaison, bot):
    message = write(liaison)
    assert message.channel == "telegram"
    delivery.deliver_next(NOW)
    ((chat, text),) = bot.sent
    assert (chat, text) == (7, delivery.text_of(message, NOW))
    assert state(message) == ("telegram", "sent", "")
    assert mail.outbox == []


def test_without_a_chat_or_without_a_bot_it_goes_by_e_mail(liaison, office, settings):
    assert write(office.coordinator).channel == "email"
    settings.TELEGRAM_TOKEN = ""
    assert write(liaison).channel == "email"


def test_who_blocked_the_bot_is_told_by_e_mail_and_sees_it(liaison, bot, client):
    message = write(liaison)
    bot.refuse["sendMessage"] = BLOCKED
    while delivery.deliver_next(NOW):
        pass
    assert state(message) == ("email", "sent", "")
    (sent,) = mail.outbox
    assert sent.to == [liaison.email]
    chat = TelegramChat.objects.get()
    assert (chat.chat_id, chat.lost_at) == (None, NOW)
    client.force_login(liaison)
    assert "Terputus" in client.get("/petugas/profil/").content.decode()
    assert write(liaison).channel == "email"


def test_a_chat_that_is_gone_is_like_a_blocked_one(liaison, bot):
    message = write(liaison)
    bot.refuse["sendMessage"] = refusal(400, "Bad Request: chat not found")
    while delivery.deliver_next(NOW):
        pass
    assert state(message)[:2] == ("email", "sent")


def test_who_unlinked_while_it_was_on_its_way_is_told_by_e_mail(liaison, bot):
    message = write(liaison)
    chats.unlink(liaison)
    while delivery.deliver_next(NOW):
        pass
    assert (state(message)[:2], bot.sent) == (("email", "sent"), [])
    assert TelegramChat.objects.get().lost_at is None


def test_it_rests_as_long_as_it_is_asked_to(liaison, bot):
    message, other = write(liaison), write(liaison)
    bot.refuse["sendMessage"] = refusal(429, "Too Many Requests: retry after 300", retry_after=300)
    while delivery.deliver_next(NOW):
        pass
    assert state(message) == ("telegram", "waiting", "TryLater")
    other.refresh_from_db()
    assert message.next_try_at == other.next_try_at == NOW + timedelta(seconds=300)
    assert other.attempts == 0  # the server asked for peace: it was not asked again
    bot.refuse = {}
    while delivery.deliver_next(NOW + timedelta(seconds=300)):
        pass
    assert len(bot.sent) == 2


@pytest.mark.parametrize(
    "answer",
    [
        refusal(500, "Internal Server Error"),
        refusal(429, "Too Many Requests", retry_after="soon"),
        refusal(401, "Unauthorized"),
        (200, {}, b'{"ok": tr'),
        (200, {}, b"<html>proxy</html>"),
        (502, {}, b"Bad gateway"),
    ],
)
def test_what_goes_wrong_is_tried_again(liaison, bot, answer):
    message = write(liaison)
    bot.refuse["sendMessage"] = answer
    delivery.deliver_next(NOW)
    assert state(message) == ("telegram", "waiting", "TryLater")
    bot.refuse = {}
    delivery.deliver_next(NOW + outbox.BACKOFF[0])
    assert (state(message)[1], len(bot.sent)) == ("sent", 1)


def test_one_that_does_not_answer_is_not_waited_for(liaison, bot, monkeypatch):
    monkeypatch.setattr(posting, "TIMEOUT", 0.1)
    message = write(liaison)
    bot.refuse["sendMessage"] = SILENCE
    delivery.deliver_next(NOW)
    assert state(message) == ("telegram", "waiting", "TimeoutError")


def test_what_never_went_by_telegram_goes_by_e_mail_at_last(liaison, settings):
    settings.TELEGRAM_API = "http://127.0.0.1:1"
    message = write(liaison)
    Message.objects.filter(pk=message.pk).update(attempts=len(outbox.BACKOFF))
    while delivery.deliver_next(NOW):
        pass
    assert state(message)[:2] == ("email", "sent")


def test_what_telegram_will_never_take_goes_by_e_mail_and_the_chat_stays(liaison, bot):
    message = write(liaison)
    bot.refuse["sendMessage"] = refusal(400, "Bad Request: message text is empty")
    while delivery.deliver_next(NOW):
        pass
    assert state(message)[:2] == ("email", "sent")
    assert TelegramChat.objects.get().chat_id == 7


class TestDigest:
    def test_is_one_message(self, liaison, bot):
        messages = [write(liaison, digest=True, kind="overdue") for _number in range(2)]
        assert digests.send_due(MORNING) == 1
        ((chat, text),) = bot.sent
        assert chat == 7
        assert all(message.complaint.tracking_number in text for message in messages)
        assert mail.outbox == []
        assert {state(message)[1] for message in messages} == {"sent"}

    @pytest.mark.parametrize("answer", [BLOCKED, refusal(429, "Too Many Requests", retry_after=9), (200, {}, b"")])
    def test_goes_by_e_mail_the_same_morning_when_telegram_does_not_take_it(self, liaison, bot, answer):
        write(liaison, digest=True)
        bot.refuse["sendMessage"] = answer
        assert digests.send_due(MORNING) == 1
        assert len(mail.outbox) == 1
        assert TelegramChat.objects.get().chat_id == (None if answer is BLOCKED else 7)

    def test_never_grows_longer_than_telegram_takes(self):
        lines = [f"BLT-2345-67{number:03}: Terlambat, sudah lewat 12 hari kerja" for number in range(300)]
        text = telling.digest(lines, "https://besadu.example/petugas/", most=telegram.LONGEST)
        assert len(text) <= telegram.LONGEST
        shown = text.count("Terlambat")
        assert f"dan {300 - shown} laporan lagi" in text
        assert text.endswith("https://besadu.example/petugas/")
        assert len(telling.digest(lines, "https://besadu.example/petugas/").splitlines()) == 304


class TestListening:
    def start(self, bot, office, chat=42):
        code = chats.new_code(office.liaison, now=NOW)
        bot.write(chat, f"/start {code}")
        return code

    def test_a_code_links_the_chat_it_comes_from(self, bot, office):
        self.start(bot, office)
        chats.listen(NOW)
        row = TelegramChat.objects.get(user=office.liaison)
        assert (row.chat_id, row.linked_at, row.code_digest) == (42, NOW, None)
        assert "Tersambung" in bot.sent[0][1]
        assert bot.waiting == []  # confirmed: Telegram forgets it

    def test_a_worker_killed_before_it_confirmed_takes_it_again_and_nothing_changes(self, bot, office):
        self.start(bot, office)
        again = list(bot.waiting)
        chats.listen(NOW)
        bot.waiting = again
        chats.listen(NOW + timedelta(minutes=1))
        assert TelegramChat.objects.get().linked_at == NOW
        assert "Tersambung" in bot.sent[-1][1]

    def test_a_code_works_once_and_for_a_quarter_of_an_hour(self, bot, office):
        code = self.start(bot, office)
        chats.listen(NOW + chats.CODE_AGE)
        assert not TelegramChat.objects.filter(chat_id=42).exists()
        assert "tidak berlaku" in bot.sent[-1][1]
        assert chats.take(code, 42, now=NOW)
        assert not chats.take(code, 43, now=NOW)

    def test_the_last_code_counts(self, bot, office):
        first, second = chats.new_code(office.liaison, now=NOW), chats.new_code(office.liaison, now=NOW)
        assert not chats.take(first, 42, now=NOW)
        assert chats.take(second, 42, now=NOW)

    def test_a_chat_is_one_person_s(self, bot, office, liaison):
        chats.take(chats.new_code(office.head, now=NOW), 7, now=NOW)
        assert chats.of(office.head) == 7
        assert TelegramChat.objects.get(user=liaison).lost_at == NOW

    def test_who_left_links_nothing(self, bot, office):
        self.start(bot, office)
        type(office.liaison).objects.filter(pk=office.liaison.pk).update(is_active=False)
        chats.listen(NOW)
        assert not TelegramChat.objects.filter(chat_id=42).exists()

    def test_stop_lets_go(self, bot, liaison):
        bot.write(7, "/stop")
        chats.listen(NOW)
        assert chats.of(liaison) is None
        assert "e-mail" in bot.sent[0][1]

    def test_what_is_no_word_to_the_bot_is_left_unanswered(self, bot, office):
        code = chats.new_code(office.liaison, now=NOW)
        bot.write(1, "Jalan di depan rumah saya rusak")
        bot.write(2, f"/start {code}", "group")
        bot.write(3, None)
        bot.waiting.append({"update_id": 999, "edited_message": {"text": "x"}})
        chats.listen(NOW)
        assert (bot.sent, bot.waiting) == ([], [])
        assert TelegramChat.objects.get().chat_id is None

    def test_more_than_one_answer_holds_are_all_taken(self, bot, office):
        for number in range(150):
            bot.write(number + 1, "halo")
        self.start(bot, office)
        chats.listen(NOW)
        assert TelegramChat.objects.get().chat_id == 42

    def test_a_person_who_cannot_be_answered_is_linked_all_the_same(self, bot, office):
        self.start(bot, office)
        bot.refuse["sendMessage"] = BLOCKED
        chats.listen(NOW)
        assert TelegramChat.objects.get().chat_id == 42

    def test_without_a_bot_nobody_is_asked(self, bot, settings):
        settings.TELEGRAM_TOKEN, settings.TELEGRAM_API = "", "http://127.0.0.1:1"
        chats.listen(NOW)

    def test_another_who_asks_too_is_an_error_that_the_schedule_counts(self, bot):
        bot.refuse["getUpdates"] = refusal(409, "Conflict: terminated by other getUpdates request")
        with pytest.raises(posting.Undeliverable):
            chats.listen(NOW)
