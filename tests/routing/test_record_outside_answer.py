"""An outside body has answered: the case is closed with its words, the reporter reads them and may object."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from complaints import audit, history, timeline
from complaints.errors import Refused
from complaints.models import Attachment, Event, Message
from complaints.routing import operations
from complaints.states import Status
from tests.factories import NOW
from tests.routing.test_forward_external import reporters_page
from tests.worlds import all_kept, make_photo

ANSWER = "Gardu di depan SD sudah diganti pada 20 November."
TODAY = timezone.localdate(NOW)


def url(complaint):
    return reverse("routing:record_outside_answer", args=[complaint.tracking_number])


def sent(complaint, **more):
    return {"version": complaint.version, "answered_on": TODAY.isoformat(), "text": ANSWER, **more}


def test_closes_with_the_words_of_the_body(client, outside, pln):
    assert client.post(url(outside), sent(outside)).status_code == 302
    outside.refresh_from_db()
    assert (outside.status, outside.closed_at) == (Status.RESOLVED, NOW)
    assert not outside.clocks.filter(stopped_at=None).exists()
    event = outside.events.get(kind=Event.Kind.OUTSIDE_ANSWERED)
    assert (event.data["body"], timeline.text_of(event, "outside")) == (pln.pk, ANSWER)
    assert event.data["on"].startswith("2026-11-23T17:00")  # midnight of that day in the regency
    assert Message.objects.filter(complaint=outside, sequence=event.sequence).exists()
    all_kept(NOW)


def test_the_reporter_reads_it_and_may_object(client, outside):
    client.post(url(outside), sent(outside))
    outside.refresh_from_db()
    page = reporters_page(client, outside)
    assert "Jawaban PT PLN (Persero) Unit Belitung" in page
    assert ANSWER in page
    review = reverse("tracking:review", args=[outside.tracking_number])
    assert review in page
    assert ANSWER in client.get(review).content.decode()


def test_the_letter_of_the_body_is_kept(client, outside, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = SimpleUploadedFile("surat.jpg", make_photo().renditions[1600].jpeg, "image/jpeg")
    client.post(url(outside), sent(outside, photos=photo))
    assert Attachment.objects.get(complaint=outside).purpose == Attachment.Purpose.LETTER
    assert list(history.faults()) == []


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"text": ""}, "Tulis jawaban lembaga"),
        ({"text": "Sudah"}, "Tulis sedikit lagi, paling sedikit 10 huruf"),
        ({"answered_on": ""}, "Isi tanggal jawaban"),
        ({"answered_on": "kemarin"}, "Isi tanggal jawaban"),
        ({"answered_on": (TODAY + timedelta(days=1)).isoformat()}, "di antara hari pengalihan dan hari ini"),
        ({"answered_on": (TODAY - timedelta(days=1)).isoformat()}, "di antara hari pengalihan dan hari ini"),
    ],
)
def test_what_is_missing_or_cannot_be_is_told(client, outside, answers, sentence):
    page = client.post(url(outside), sent(outside) | answers).content.decode()
    assert sentence in page
    outside.refresh_from_db()
    assert outside.status == Status.FORWARDED_EXTERNAL


def test_only_while_a_body_has_the_case(client, fresh, coordinator):
    assert client.get(url(fresh)).status_code == 302
    with pytest.raises(Refused, match="sudah berubah"):
        operations.record_outside_answer(fresh.pk, text=ANSWER, answered_on=TODAY, actor=coordinator, now=NOW)


def test_pressed_twice_is_once(client, outside):
    answers = sent(outside)
    for _press in range(2):
        assert client.post(url(outside), answers).status_code == 302
    assert outside.events.filter(kind=Event.Kind.OUTSIDE_ANSWERED).count() == 1


def test_others_get_404(client, outside, strangers):
    for user in strangers:
        client.force_login(user)
        assert client.get(url(outside)).status_code == 404
        assert client.post(url(outside), sent(outside)).status_code == 404


def test_nothing_remains_when_a_late_step_fails(outside, coordinator, monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(RuntimeError):
        operations.record_outside_answer(outside.pk, text=ANSWER, answered_on=TODAY, actor=coordinator, now=NOW)
    monkeypatch.undo()
    outside.refresh_from_db()
    assert outside.status == Status.FORWARDED_EXTERNAL
    assert not outside.texts.filter(kind="outside").exists()
