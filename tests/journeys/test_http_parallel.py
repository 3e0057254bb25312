"""Many at once through real HTTP: a server with threads, sockets, a database of its own, as the portal is served."""

import http.client
import threading
from collections import Counter
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from complaints.models import Attachment, Clock, Complaint, Draft, Event, Submission
from complaints.states import Status
from tests import factories
from tests.intake.steps import secret, ticket
from tests.journeys.people import Officer, Page, Reporter, address, assert_clean, photo

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER = "Lampu di depan SD sudah kami ganti dan sudah menyala sejak tadi malam."


class Answer:
    """One answer of the server, as `tests.intake.citizen.Page` reads it."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status_code, self.headers, self.content = response.status, response.headers, response.read()

    def __getitem__(self, name):
        return self.headers.get(name, "")


def cookies_of(client: Client) -> str:
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def ask(server, method: str, path: str, cookies: str, body: bytes = b"") -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection(server.thread.host, server.thread.port, timeout=60)
    headers = {"Cookie": cookies} | ({"Content-Type": MULTIPART_CONTENT} if body else {})
    connection.request(method, path, body, headers)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def at_once(*works) -> list:
    """Let all begin at the same moment; return what each gave back."""
    gate, given = threading.Barrier(len(works)), [None] * len(works)

    def begin(place, work):
        gate.wait()
        given[place] = work()

    threads = [threading.Thread(target=begin, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert None not in given, "a thread died"
    return given


def pressed(person, button: str, *photos: bytes, **answers) -> tuple[str, str, bytes]:
    """Fill in the open page of `person`; return its address, cookies and body, ready to be sent any number of times."""
    form = next(form for form in person.page.forms if any(button == words for _n, _v, words in form.buttons))
    values = person.filled(form, button, **answers)
    if photos:
        values["photos"] = [SimpleUploadedFile(f"f{n}.jpg", one, "image/jpeg") for n, one in enumerate(photos)]
    return urlsplit(person.path).path, cookies_of(person.client), encode_multipart(BOUNDARY, values)


def test_twenty_repeats_of_one_submission(live_server, reporter):
    """The press, the impatient second press, the phone that tries again: one complaint, and twenty equal receipts."""
    reporter.open("/lapor/?kategori=lampu-jalan")
    reporter.press("Lanjut", photo(1), photo(2), story="Lampu jalan di depan SD mati sejak seminggu.")
    reporter.press("Lanjut", village="19.02.01.1001")
    path, cookies, body = pressed(
        reporter, "Kirim laporan", contact_choice="tell", contact="0812 3456 7890", name="Siti"
    )

    def send():
        answer = ask(live_server, "POST", path, cookies, body)
        given = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
        receipt = ask(live_server, "GET", answer["Location"], "; ".join(given))
        return answer.status_code, answer["Location"], Page(receipt)

    answers = at_once(*[send] * 20)
    assert {one[:2] for one in answers} == {(302, "/lapor/selesai/")}
    complaint = Complaint.objects.get()
    assert {(ticket(page), secret(page), page.words) for _s, _l, page in answers} == {
        (complaint.tracking_number, secret(answers[0][2]), answers[0][2].words)
    }
    assert Submission.objects.count() == Event.objects.count() == Clock.objects.count() == 1
    assert not Draft.objects.exists()
    assert Attachment.objects.filter(complaint=complaint).count() == Attachment.objects.count() == 2
    assert_clean(timezone.now())


@pytest.fixture
def referred(reporter, coordinator) -> str:
    """A complaint that Dishub has; the coordinator is signed in."""
    number = reporter.files(photo()).number
    coordinator.signs_in(second_factor=True).looks(number)
    coordinator.follow("/verifikasi/")
    coordinator.press("Verifikasi dan teruskan")
    return number


def sixteen(live_server, *presses) -> Counter:
    """Send sixteen presses at once, given one after the other in turn; return how each was answered.

    A redirect leads to a page that is read too. Whatever else happens, nobody meets an error page.
    """

    def send(path, cookies, body):
        answer = ask(live_server, "POST", path, cookies, body)
        if answer.status_code == 302:
            return "done", Page(ask(live_server, "GET", answer["Location"], cookies))
        return "told", Page(answer)

    answers = at_once(*[partial(send, *presses[n % len(presses)]) for n in range(16)])
    assert {page.status for _how, page in answers} == {200}, [
        page.words for _how, page in answers if page.status != 200
    ]
    for how, page in answers:
        if how == "told":
            assert page.summary or "baru diubah" in page.words, page.words
    return Counter(how for how, _page in answers)


def count(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


class TestSixteenPressesOfOnePerson:
    """One session, one page left open, sixteen presses: done once, and every press is told the same."""

    def test_refer(self, live_server, reporter, coordinator):
        number = reporter.files().number
        coordinator.signs_in(second_factor=True).looks(number)
        coordinator.follow("/verifikasi/")
        assert sixteen(live_server, pressed(coordinator, "Verifikasi dan teruskan")) == {"done": 16}
        assert count("referred") == 1
        assert_clean(timezone.now())

    def test_examine(self, live_server, reporter, coordinator):
        number = reporter.files().number
        coordinator.signs_in(second_factor=True).looks(number)
        _path, cookies, body = pressed(coordinator, "Mulai periksa")
        assert sixteen(live_server, (address(number) + "periksa/", cookies, body)) == {"done": 16}
        assert count("examined") == 1
        assert_clean(timezone.now())

    def test_accept(self, live_server, referred, liaison):
        liaison.signs_in().looks(referred)
        _path, cookies, body = pressed(liaison, "Terima laporan")
        assert sixteen(live_server, (address(referred) + "terima/", cookies, body)) == {"done": 16}
        assert count("accepted") == 1
        assert_clean(timezone.now())

    def test_answer_with_a_photo(self, live_server, referred, liaison):
        liaison.signs_in().looks(referred)
        liaison.follow("/jawab/")
        press = pressed(liaison, "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER)
        assert sixteen(live_server, press) == {"done": 16}
        assert count("answered") == 1
        assert Attachment.objects.filter(purpose=Attachment.Purpose.RESULT, complaint__isnull=False).count() == 1
        assert_clean(timezone.now())

    def test_archive(self, live_server, reporter, coordinator):
        number = reporter.files().number
        coordinator.signs_in(second_factor=True).looks(number)
        coordinator.follow("/tolak/")
        press = pressed(coordinator, "Tutup dan beri tahu pelapor", code="spam", text="Isinya ternyata iklan.")
        assert sixteen(live_server, press) == {"done": 16}
        assert count("archived") == 1
        assert_clean(timezone.now())

    def test_the_reporter_confirms(self, live_server, reporter, referred, liaison):
        liaison.signs_in().does(
            referred, "/jawab/", "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER
        )
        reporter.looks()
        reporter.follow("/nilai/")
        assert sixteen(live_server, pressed(reporter, "Kirim penilaian", judgement="yes")) == {"done": 16}
        assert count("confirmed") == 1
        assert_clean(timezone.now())


def test_sixteen_presses_of_two_officers(live_server, referred, liaison, office):
    """One of them has answered; the other reads so beside what he typed."""
    colleague = Officer(factories.make_staff(office))
    presses = []
    for officer, text in ((liaison, ANSWER), (colleague, "Kami dari regu kedua juga sudah memperbaiki lampu itu.")):
        officer.signs_in().looks(referred)
        officer.follow("/jawab/")
        presses.append(
            pressed(officer, "Kirim jawaban ke pelapor", outcome="repaired", text=text, no_photo_reason="Sudah malam.")
        )
    assert sixteen(live_server, *presses) == {"done": 8, "told": 8}
    assert count("answered") == 1
    assert Complaint.objects.get().status == Status.ANSWERED
    assert_clean(timezone.now())


def test_reporter_and_officer_at_once(live_server, reporter, referred, liaison):
    """He withdraws while they answer: one of both is first, the other is told, and the case stands whole."""
    liaison.signs_in().looks(referred)
    liaison.follow("/jawab/")
    reporter.looks()
    reporter.follow("/cabut/")
    answer = pressed(liaison, "Kirim jawaban ke pelapor", photo(2), outcome="repaired", text=ANSWER)
    sixteen(live_server, answer, pressed(reporter, "Cabut laporan"))
    assert count("withdrawn") == 1  # an answered case can be withdrawn too
    assert count("answered") in (0, 1)
    assert Complaint.objects.get().status == Status.WITHDRAWN
    assert_clean(timezone.now())


def test_twenty_reporters_at_once(live_server, office):
    """Everybody gets a number of their own."""
    people = [Reporter() for _ in range(20)]
    for n, person in enumerate(people):
        person.open("/lapor/?kategori=lampu-jalan")
        person.press("Lanjut", story=f"Lampu nomor {n} di jalan kami mati sejak seminggu.")
        person.press("Lanjut", village="19.02.01.1001")
    presses = [pressed(person, "Kirim laporan", contact_choice="unnamed") for person in people]
    answers = at_once(*[partial(ask, live_server, "POST", *one) for one in presses])
    assert Counter((answer.status_code, answer["Location"]) for answer in answers) == {(302, "/lapor/selesai/"): 20}
    assert len(set(Complaint.objects.values_list("tracking_number", flat=True))) == 20
    assert_clean(timezone.now())
