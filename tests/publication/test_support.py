"""P12: a browser supports a published case once; its contact is sealed, and told what everybody can read."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import guarantee, identity
from complaints.followup import operations as followup
from complaints.models import Attempt, ContactStop, Event, Message, Publication, Supporter
from complaints.notifications import delivery, telling
from complaints.phones import normalise
from complaints.publication import operations, supporting
from complaints.publication.content import stored
from complaints.states import Outcome
from complaints.timeline.sentences import PUBLIC
from complaints.tracking import operations as tracking
from complaints.triage import operations as triage
from tests import factories
from tests.factories import NOW
from tests.publication.conftest import make_case, publish
from tests.publication.shown import hidden, shown

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "tetangga@contoh.test", "0812-3456-7890"
ANSWER = "Lampunya sudah kami ganti dan sekarang menyala."


def url(case):
    return f"/laporan/{case.tracking_number}/dukung/"


def press(case, contact="", client=None):
    return (client or Client()).post(url(case), {"contact": contact})


def supporters(case) -> int:
    return Publication.objects.get(pk=case.pk).supporters


class TestPress:
    def test_counts_browsers_and_each_once(self, client):
        case = shown()
        assert press(case, client=client)["Location"] == f"/laporan/{case.tracking_number}/"
        page = client.get(f"/laporan/{case.tracking_number}/").text
        assert "Terima kasih. Dukungan Anda dihitung." in page
        assert "1 warga sudah mendukung." in " ".join(page.split())
        press(case, client=client)
        assert "Dukungan Anda sudah dihitung." in client.get(f"/laporan/{case.tracking_number}/").text
        press(case)
        assert supporters(case) == Supporter.objects.count() == 2

    def test_the_guarantee_counts_along(self, case, published):
        press(case.complaint)
        assert guarantee.beyond_constraints() == []
        Publication.objects.filter(pk=case.pk).update(supporters=2)
        assert [row.count for row in guarantee.beyond_constraints()] == [1]

    def test_looking_counts_nothing(self, client):
        case = shown()
        assert "Dukung laporan ini" in client.get(url(case)).text
        assert not Supporter.objects.exists()

    def test_a_forged_cookie_is_another_browser(self, client):
        case = shown()
        press(case, client=client)
        client.cookies["pendukung"] = "0" * 32
        press(case, client=client)
        assert supporters(case) == 2

    def test_rows_of_one_browser_do_not_belong_together(self, client):
        one, other = shown(), shown()
        press(one, client=client)
        press(other, client=client)
        assert len({bytes(row.browser_digest) for row in Supporter.objects.all()}) == 2

    def test_the_contact_is_sealed_and_may_come_later(self, client):
        case = shown()
        press(case, client=client)
        press(case, PHONE, client=client)
        press(case, EMAIL, client=client)  # one is there already: who else sits here does not take its place
        row = Supporter.objects.get()
        assert identity.read_supporter(row) == identity.Reporter("", "whatsapp", "+6281234567890")
        assert b"81234567890" not in bytes(row.cipher)
        assert "3456" not in client.get(f"/laporan/{case.tracking_number}/").text

    def test_what_is_no_contact_is_said_and_stays(self, client):
        case = shown()
        page = press(case, "0812 34", client=client)
        assert "Nomor WhatsApp terlalu pendek" in page.text
        assert 'value="0812 34"' in page.text
        assert supporters(case) == 0

    def test_only_what_is_seen_and_open(self, client, office):
        case = shown()
        assert press(hidden(shown())).status_code == 410
        assert press(factories.make_complaint()).status_code == 404
        triage.archive(case.pk, code="not_a_complaint", text="Bukan laporan.", actor=office.coordinator, now=NOW)
        assert "Laporan ini sudah ditutup" in press(case, client=client).text
        assert f'href="{url(case)}"' not in client.get(f"/laporan/{case.tracking_number}/").text

    def test_too_many_from_one_address_wait(self, clock, monkeypatch):
        case = shown()
        for _ in range(60):
            assert press(case).status_code == 302
        response = press(case, EMAIL)
        assert response.status_code == 429
        assert response["Retry-After"] == "3600"
        assert EMAIL in response.text
        assert supporters(case) == 60
        assert "127.0.0.1" not in str([bytes(scope) for scope in Attempt.objects.values_list("scope", flat=True)])
        clock.shift(timedelta(hours=2))
        assert press(case).status_code == 302

    def test_queries(self, client):
        case = shown()
        press(case, client=client)
        with CaptureQueriesContext(
            connection,
        ) as few:
            press(case)
        for _ in range(3):
            press(case)
        with CaptureQueriesContext(connection) as many:
            press(case)
        assert len(few) == len(many)


def support(case, contact=EMAIL, browser="a"):
    supporting.support(case.pk, browser=browser, contact=normalise(contact), now=NOW)
    return Supporter.objects.latest("pk")


def told(case, **wanted) -> list[str]:
    return [message.kind for message in Message.objects.filter(supporter__isnull=False, **wanted).order_by("pk")]


def send_all():
    while delivery.deliver_next(NOW):
        pass
    return [one for one in mail.outbox if one.to == [EMAIL]]


class TestTold:
    @pytest.fixture
    def supported(self, case, published):
        Message.objects.all().delete()
        support(case)
        return case

    def test_an_answer_then_its_words_and_only_what_is_published(self, supported, office):
        followup.answer(supported.pk, outcome=Outcome.REPAIRED, text=ANSWER, actor=office.liaison, now=NOW, **_photo())
        operations.publish_answer(supported.pk, actor=office.coordinator, now=NOW)
        assert told(supported) == ["supported", "supported"]
        sent = send_all()
        assert len(sent) == 2
        for one in sent:
            assert f"/laporan/{supported.complaint.tracking_number}/" in one.body
            assert "/l/" not in one.body  # the reporter's own way in
            assert ANSWER[:12] not in one.body
            assert one.extra_headers["List-Unsubscribe"].strip("<>") in one.body

    def test_the_link_in_it_stops_it_for_every_case(self, supported, client, office):
        other = shown()
        support(other, browser="b")
        followup.note_progress(supported.pk, text="Teknisi datang besok pagi.", actor=office.liaison, now=NOW)
        address = re.search(r"Buka (\S+) lalu", delivery.text_of(Message.objects.get(supporter__isnull=False), NOW))[1]
        path = urlsplit(address).path
        assert "Dukungan Anda tetap dihitung" in client.get(path).text
        assert not ContactStop.objects.exists()
        assert "Anda tidak dikabari lagi" in client.post(path).text
        assert send_all() == []
        followup.note_progress(supported.pk, text="Teknisi datang besok sore.", actor=office.liaison, now=NOW)
        assert len(told(supported)) == 1
        assert supporters(supported) == 1

    def test_a_stop_leaves_the_staff_alone(self, supported, office):
        followup.accept(supported.pk, actor=office.liaison, now=NOW)
        tracking.add(supported.pk, text="Sudah dua malam gelap.", now=NOW)
        waiting = Message.objects.filter(user__isnull=False, state="waiting").count()
        from complaints.notifications import operations as stopping

        stopping.stop(supported.complaint, now=NOW)
        assert waiting == Message.objects.filter(user__isnull=False, state="waiting").count() > 0

    def test_hidden_is_told_once_then_nothing_until_it_is_shown_again(self, supported, office):
        operations.hide(supported.pk, because="untrue", actor=office.coordinator, now=NOW)
        followup.note_progress(supported.pk, text="Teknisi datang besok pagi.", actor=office.liaison, now=NOW)
        assert told(supported) == ["unshown"]
        content = stored(Publication.objects.get(pk=supported.pk))
        assert "tidak ditampilkan lagi" in send_all()[0].body
        operations.publish(supported.pk, content=content, looked_at=True, actor=office.coordinator, now=NOW)
        assert told(supported) == ["unshown", "supported"]

    def test_what_waits_when_it_is_hidden_does_not_go_out(self, supported, office):
        followup.note_progress(supported.pk, text="Teknisi datang besok pagi.", actor=office.liaison, now=NOW)
        operations.hide(supported.pk, because="untrue", actor=office.coordinator, now=NOW)
        assert [one.body.count("tidak ditampilkan lagi") for one in send_all()] == [1]

    def test_withdrawn_is_told_as_hidden(self, supported):
        tracking.withdraw(supported.pk, now=NOW)
        assert told(supported) == ["unshown"]

    def test_joined_to_another_they_are_told_of_that_one_and_once(self, supported, office):
        main = make_case(office)
        publish(main)
        support(main, browser="b")
        triage.merge(supported.pk, into=main.complaint, actor=office.coordinator, now=NOW)
        assert told(supported, complaint=supported.complaint) == ["supported"]
        assert told(supported, complaint=main.complaint) == []
        followup.note_progress(main.pk, text="Teknisi datang besok pagi.", actor=office.liaison, now=NOW)
        assert told(supported, complaint=main.complaint) == ["supported"]

    def test_by_hand_the_contact_is_opened_on_the_system_s_record(self, case, published, office, client):
        Message.objects.all().delete()
        support(case, PHONE)
        followup.note_progress(case.pk, text="Teknisi datang besok pagi.", actor=office.liaison, now=NOW)
        followup.note_progress(case.pk, text="Teknisi datang besok sore.", actor=office.liaison, now=NOW)
        message = Message.objects.get(supporter__isnull=False, state="waiting")  # the older one is told by it
        client.force_login(office.coordinator)
        page = client.post(reverse("notifications:tell", args=[message.pk])).text
        assert "Kabari pendukung" in page
        assert "0812-3456-7890" in page
        assert not case.complaint.events.filter(kind=Event.Kind.CONTACT_OPENED).exists()
        opened = Event.objects.get(complaint=None, kind=Event.Kind.CONTACT_OPENED)
        assert opened.data["supporter"] == message.supporter_id

    def test_what_nobody_reads_in_public_is_not_told(self, supported, office):
        followup.note_internal(supported.pk, text="Tunggu suku cadang.", actor=office.liaison, now=NOW)
        tracking.add(supported.pk, text="Sudah dua malam gelap.", now=NOW)
        assert told(supported) == []

    def test_an_erased_contact_of_the_reporter_is_not_theirs(self, supported, office):
        from complaints import vault

        vault.destroy(supported.pk, vault.Purpose.IDENTITY, NOW)
        assert identity.read_supporter(Supporter.objects.get()).contact == EMAIL


def _photo():
    from tests.worlds import make_photo

    return {"photos": [make_photo()]}


def test_every_step_that_is_told_is_public():
    told = {kind for kind in Event.Kind if telling.kind_for_supporters(kind, {})}
    assert told - set(PUBLIC) == {Event.Kind.PUBLISHED}
    assert {Event.Kind.ANSWERED, Event.Kind.CONFIRMED, Event.Kind.DEADLINE_PASSED} <= told


def test_staff_read_the_count(office, client, case, published):
    support(case)
    client.force_login(office.liaison)
    assert "1 warga" in client.get(f"/petugas/laporan/{case.complaint.tracking_number}/").text
    assert "1 dukungan" in client.get(reverse("followup:queue")).text
