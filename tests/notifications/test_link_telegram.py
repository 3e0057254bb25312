"""The page on which one links a chat with the bot."""

import re

import pytest
from django.urls import reverse

from complaints.models import TelegramChat
from complaints.notifications import chats
from tests.factories import NOW

URL = reverse("notifications:link_telegram")


@pytest.fixture
def page(client, office, bot):
    client.force_login(office.liaison)
    return client


def test_a_press_shows_a_link_that_the_bot_understands_this_once(page, office):
    assert "Buat kode sambungan" in page.get(URL).content.decode()
    assert not TelegramChat.objects.exists()
    shown = page.post(URL).content.decode()
    (code,) = re.findall(r"https://t\.me/besadu_bot\?start=([\w-]+)", shown)
    assert f"/start {code}" in shown
    assert code not in page.get(URL).content.decode()
    assert bytes(TelegramChat.objects.get().code_digest) != code.encode()
    assert chats.take(code, 42, now=NOW)
    assert "Putuskan Telegram" in page.get(URL).content.decode()


def test_says_that_the_chat_was_lost(page, office):
    TelegramChat.objects.create(user=office.liaison, lost_at=NOW)
    assert "Sambungan putus 24 Nov 2026" in page.get(URL).content.decode()


def test_without_a_bot_there_is_no_such_page(page, settings):
    settings.TELEGRAM_TOKEN = ""
    assert page.get(URL).status_code == 404
    assert "Telegram" not in page.get(reverse("accounts:profile")).content.decode()
