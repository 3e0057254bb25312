"""A real IMAP server on this machine (pymap): each message once, nothing lost, nothing changed in the mailbox."""

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from complaints.inbox import mailbox, operations
from complaints.models import Conversation, InboxMessage, Mailbox
from tests.factories import NOW

from .conftest import letter

pytestmark = pytest.mark.django_db
USER, WORD = "demouser", "demopass"


@pytest.fixture(scope="module")
def port():
    """The port of a server with an account; it runs as long as the tests of this file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("pymap"))
    call = [program, "--host", "127.0.0.1", "--port", str(number), "--no-tls", "dict", "--demo-data"]
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _try in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", number), 1):
                break
            time.sleep(0.05)
        yield number
        server.terminate()


@pytest.fixture
def put(port, settings, inbox):
    """Put a message into the mailbox that the portal reads."""
    settings.INBOX = {
        "host": "127.0.0.1",
        "port": port,
        "tls": False,
        "user": USER,
        "password": WORD,
        "folder": "INBOX",
    }

    def append(raw, at=NOW):
        with imaplib.IMAP4("127.0.0.1", port) as imap:
            imap.login(USER, WORD)
            imap.append("INBOX", None, imaplib.Time2Internaldate(at), raw)

    return append


def seen(port) -> list[bytes]:
    with imaplib.IMAP4("127.0.0.1", port) as imap:
        imap.login(USER, WORD)
        imap.select("INBOX", readonly=True)
        return imap.uid("SEARCH", "SEEN")[1]


def test_each_message_once_and_the_mailbox_untouched(put, port, monkeypatch):
    put(letter(Message_ID="<lama@x>"), NOW - timedelta(days=60))
    put(letter(Message_ID="<satu@x>"), NOW - timedelta(hours=5))
    put(letter(Message_ID="<dua@x>", From="MAILER-DAEMON@x.com"))
    before = seen(port)
    assert mailbox.fetch(NOW) == 2, "the old one is not taken the first time"
    assert mailbox.fetch(NOW) == 0
    assert Conversation.objects.get().begun_at == NOW - timedelta(hours=5)
    put(letter(Message_ID="<tiga@x>"))
    # Killed after it was stored, before that was noted.
    with monkeypatch.context() as killed:
        killed.setattr(mailbox, "Mailbox", None)
        killed.setattr(mailbox, "_place", lambda *_: Mailbox.objects.get())
        with pytest.raises(AttributeError):
            mailbox.fetch(NOW)
    assert InboxMessage.objects.count() == 3
    assert mailbox.fetch(NOW) == 0
    # Killed before it was stored.
    put(letter(Message_ID="<empat@x>"))
    with monkeypatch.context() as killed:
        killed.setattr(operations, "receive", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mailbox.fetch(NOW)
    assert mailbox.fetch(NOW) == 1
    # The server numbers anew: everything young is looked at, and known.
    Mailbox.objects.update(validity=1)
    assert mailbox.fetch(NOW) == 0
    assert InboxMessage.objects.count() == 4
    assert seen(port) == before


def test_a_huge_one_is_read_from_its_beginning(put, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 5000)
    monkeypatch.setattr(mailbox, "BEGINNING", 1000)
    mailbox.fetch(NOW)
    put(letter("Lampu mati. " + "x" * 9000, Message_ID="<besar@x>"))
    assert mailbox.fetch(NOW) == 1


def test_a_wrong_password_is_an_error_that_tells_no_word_of_it(put, settings):
    settings.INBOX = {**settings.INBOX, "password": "salah-sekali"}
    with pytest.raises(imaplib.IMAP4.error) as error:
        mailbox.fetch(NOW)
    assert "salah-sekali" not in str(error.value)


def test_without_a_mailbox_nothing_happens(settings):
    settings.INBOX = None
    assert mailbox.fetch(NOW) == 0
