"""The installed portal is shared a photo: it stands in step 1; a strange page that sends the same gains nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from complaints.intake import answers, drafts, keys
from complaints.models import Complaint, Draft
from tests.tracking.conftest import upload, words

URL, STEP_1 = "/lapor/bagikan/", "/lapor/"


@pytest.fixture
def phone(portal) -> Client:
    """A browser that checks tokens, as the real one does."""
    return Client(enforce_csrf_checks=True)


def shared(client, **fields):
    return client.post(URL, {"photos": upload(1)} | fields)


def write_a_draft(client, story="Jalan berlubang di depan pasar."):
    """Let the browser have a draft of its own; return its key."""
    key = drafts.new_key()
    drafts.keep(key, drafts.Content(story=story), now=timezone.now())
    response = HttpResponse()
    keys.remember_draft(response, key, secure=False)
    client.cookies.update(response.cookies)
    return key


def test_a_photo_with_its_text_stands_in_step_1(phone):
    answer = shared(phone, title="Foto", text="Lampu mati di Jalan Sriwijaya", url="https://contoh.test/a")
    assert (answer.status_code, answer.url) == (303, URL)
    answer = phone.get(URL)
    assert answer.url == STEP_1
    page = phone.get(STEP_1)
    assert "Lampu mati di Jalan Sriwijaya" in words(page)
    assert "https://contoh.test/a" in words(page)
    assert len(page.context["photos"]) == 1
    assert "Yang Anda bagikan sudah masuk ke laporan ini." in words(page)
    assert keys.SHARED_COOKIE not in {name for name, cookie in phone.cookies.items() if cookie.value}
    assert not Complaint.objects.exists()


def test_who_has_a_draft_is_asked_and_loses_nothing(phone):
    write_a_draft(phone)
    before = phone.cookies[keys.DRAFT_COOKIE].value
    shared(phone, text="Lampu mati")
    page = phone.get(URL)
    assert page.status_code == 200
    assert "Untuk laporan yang mana?" in words(page)
    assert phone.cookies[keys.DRAFT_COOKIE].value == before
    assert "Lampu mati" not in words(phone.get(STEP_1))


def test_the_answer_to_a_strange_page_touches_no_cookie_of_a_draft(phone):
    """Such a form brings no Lax cookie, so that we cannot see whether there is a draft: none is put in its place."""
    answer = Client(enforce_csrf_checks=True).post(URL, {"text": "x" * 30}, HTTP_SEC_FETCH_SITE="cross-site")
    assert keys.DRAFT_COOKIE not in answer.cookies
    assert answer.cookies[keys.SHARED_COOKIE]["path"] == URL


def test_opening_it_writes_nothing_and_without_anything_leads_to_step_1(phone):
    assert phone.get(URL).url == STEP_1
    shared(phone)
    rows = Draft.objects.count()
    write = [phone.get(URL) for _ in range(2)]
    assert [answer.url for answer in write] == [STEP_1, STEP_1]
    assert Draft.objects.count() == rows


def test_what_is_no_photo_is_said_and_the_good_ones_stay(phone):
    bad = SimpleUploadedFile("a.jpg", b"MZ", "image/jpeg")
    phone.post(URL, {"photos": [upload(1), bad]})
    phone.get(URL)
    page = phone.get(STEP_1)
    assert "File ini bukan foto." in words(page)
    assert len(page.context["photos"]) == 1


def test_four_photos_are_three_and_a_long_text_is_cut(phone):
    phone.post(URL, {"photos": [upload(n) for n in range(4)], "text": "a" * 5000})
    phone.get(URL)
    page = phone.get(STEP_1)
    assert len(page.context["photos"]) == 3
    assert "Paling banyak 3 foto." in words(page)
    assert len(page.context["content"].story) == answers.MAX_STORY
