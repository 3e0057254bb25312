"""T9: who lost number and code asks for a link; the answer is the same for every contact."""

import itertools
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import links
from complaints.identity import Reporter
from complaints.models import Attempt, Complaint, ContactStop, Event, LinkRequest, Message
from complaints.notifications import delivery, operations, telling
from complaints.tracking import operations_links
from tests import factories
from tests.factories import NOW
from tests.worlds import all_kept

from .conftest import without_tokens, words

URL = "/lacak/lupa/"
SENT = f"{URL}?terkirim=1"
EMAIL = "siti@contoh.test"


@pytest.fixture
def named(db):
    return filed()


def filed(contact=EMAIL, kind="email", **fields) -> Complaint:
    return factories.make_complaint(reporter=Reporter("Bu Siti", kind, contact), **fields)


def ask(contact, client=None):
    return (client or Client()).post(URL, {"contact": contact})


def send(now=NOW) -> list[str]:
    """Let the worker look, and the outbox send; return what was written."""
    before = len(mail.outbox)
    operations_links.send_due(now)
    while delivery.deliver_next(now):
        pass
    return [one.body for one in mail.outbox[before:] if "seperti diminta" in one.body]


class TestOneAnswerForEveryContact:
    @pytest.mark.parametrize("unknown", ["lain@contoh.test", "0812 9999 8888"])
    def test_the_same_status_body_and_statements(self, named, unknown):
        filed("+6281234567890", "whatsapp")
        answers, statements, rows = [], [], []
        for number, contact in enumerate((EMAIL, unknown, "+62 812 3456 7890")):
            client = Client(REMOTE_ADDR=f"198.51.100.{number}")
            with CaptureQueriesContext(connection) as captured:
                answer = ask(contact, client)
            page = client.get(answer.url)
            answers.append((answer.status_code, answer.url, answer.content, without_tokens(page)))
            statements.append([query["sql"].split("VALUES")[0] for query in captured])
            rows.append((LinkRequest.objects.count(), Attempt.objects.count(), Event.objects.count()))
        assert len({repr(answer) for answer in answers}) == 1
        assert len({repr(sql) for sql in statements}) == 1
        written = {tuple(b - a for a, b in zip(*pair, strict=True)) for pair in itertools.pairwise(rows)}
        assert written == {(1, 2, 0)}
        assert "Jika ada laporan dengan kontak itu, kami kirim tautannya." in words(page)

    def test_no_contact_is_kept_readable(self, named):
        ask(EMAIL)
        assert EMAIL not in repr(list(LinkRequest.objects.values_list()))

    @pytest.mark.parametrize(
        ("typed", "said"), [("", "Tulis nomor HP atau alamat e-mail"), ("081", "Nomor WhatsApp terlalu pendek")]
    )
    def test_what_is_wrong_is_said_and_nothing_written(self, client, db, typed, said):
        assert said in words(client.post(URL, {"contact": typed}))
        assert not LinkRequest.objects.exists()

    def test_anonymous_reports_are_told_the_truth(self, client, db):
        assert "Kode yang hilang tidak bisa diganti." in words(client.get(URL))


class TestWaiting:
    @pytest.mark.parametrize("contact", [EMAIL, "lain@contoh.test"])
    def test_three_a_day_for_a_contact_whether_known_or_not(self, named, clock, contact):
        for number in range(3):
            assert ask(contact, Client(REMOTE_ADDR=f"198.51.100.{number}")).url == SENT
        answer = ask(contact.upper())
        assert answer.status_code == 429
        assert "Terlalu banyak percobaan. Coba lagi pukul" in words(answer)
        assert int(answer.headers["Retry-After"]) > 0
        assert LinkRequest.objects.count() == 3
        clock.shift(timedelta(hours=24))
        assert ask(contact).url == SENT

    def test_ten_an_hour_from_one_address(self, db, clock):
        for number in range(10):
            assert ask(f"orang{number}@contoh.test").url == SENT
        assert ask("lain@contoh.test").status_code == 429
        assert ask("lain@contoh.test", Client(REMOTE_ADDR="203.0.113.9")).url == SENT
        clock.shift(timedelta(hours=1))
        assert ask("lagi@contoh.test").url == SENT


class TestWhatIsSent:
    def test_one_message_with_one_link_to_the_contact_as_it_was_given(self, named):
        other = filed()
        ask(" Siti@Contoh.test ")
        (text,) = send()
        assert mail.outbox[-1].to == [EMAIL]
        assert text.count("/saya/masuk/") == 1
        assert factories.STORY[:20] not in text
        assert not Event.objects.filter(complaint=named, kind="link_sent").exists()
        assert other.events.filter(kind="link_sent").count() == 1  # on record where the newest is
        all_kept(NOW)

    def test_nothing_for_who_has_no_report(self, named):
        ask("lain@contoh.test")
        assert send() == []
        assert LinkRequest.objects.get().handled_at == NOW
        assert not Message.objects.filter(kind="link").exists()

    def test_twice_taken_up_is_sent_once(self, named):
        ask(EMAIL)
        assert len(send()) == 1
        assert operations_links.send_due(NOW) == 0

    def test_it_goes_out_also_to_who_stopped_other_messages(self, named):
        operations.stop(named, now=NOW)
        assert ContactStop.objects.exists()
        ask(EMAIL)
        assert len(send()) == 1

    def test_news_does_not_take_it_away(self, named):
        phone = filed("+6281234567890", "whatsapp")  # told by hand here
        ask("+6281234567890")
        operations_links.send_due(NOW)
        factories.refer(phone, factories.make_agency("DLH"), actor=factories.make_coordinator())
        assert Message.objects.get(kind="link").state == Message.State.WAITING

    def test_a_person_who_sends_it_is_given_no_list(self, db):
        """It may hold cases that this person must not see: each has the link it always has."""
        phone = "+6281234567890"
        one, two = filed(phone, "whatsapp"), filed(phone, "whatsapp")
        ask(phone)
        operations_links.send_due(NOW)
        written = Message.objects.filter(kind="link")
        assert {message.complaint for message in written} == {one, two}
        assert {message.channel for message in written} == {"whatsapp_by_hand"}
        assert not [message for message in written if "/saya/" in delivery.text_of(message, NOW)]
        assert LinkRequest.objects.get().message is None

    @pytest.mark.parametrize("access_class", sorted(Complaint.CLOSED))
    def test_what_is_told_in_confidence_has_a_link_of_its_own_and_stands_in_no_list(self, named, access_class):
        Complaint.objects.filter(pk=named.pk).update(access_class=access_class)
        ask(EMAIL)
        (text,) = send()
        assert "/saya/" not in text
        token = text.partition("/l/")[2].partition("/")[0]
        assert links.behind(token).complaint == named
        assert LinkRequest.objects.get().message is None

    def test_requests_are_forgotten(self, named):
        ask(EMAIL)
        send()
        assert operations_links.purge(NOW + timedelta(days=1)) == 0
        assert operations_links.purge(NOW + timedelta(days=3)) == 1

    def test_whatsapp_knows_the_template(self):
        assert any(name.startswith("besadu_link_") for name in telling.templates())
