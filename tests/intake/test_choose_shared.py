"""Where what was shared belongs: a press with our own token decides."""

from complaints.intake import drafts, keys
from complaints.models import Draft
from tests.tracking.conftest import upload, words

from .test_share import URL, phone, shared, write_a_draft  # noqa: F401 (a fixture)

CHOOSE = "/lapor/bagikan/pilih/"


def choose(phone, **answers):  # noqa: F811
    token = phone.get(URL).context["csrf_token"]
    return phone.post(CHOOSE, answers | {"csrfmiddlewaretoken": str(token)})


def test_into_the_draft_that_is_there(phone):  # noqa: F811
    key = write_a_draft(phone, "Jalan berlubang.")
    shared(phone, text="Dekat pasar.")
    assert choose(phone, into="draft").url == "/lapor/"
    content = drafts.read(key)
    assert content.story == "Jalan berlubang.\n\nDekat pasar."
    assert len(content.photos) == 1
    assert Draft.objects.count() == 1
    assert phone.get(URL).url == "/lapor/"


def test_another_report(phone):  # noqa: F811
    write_a_draft(phone, "Jalan berlubang.")
    shared(phone, text="Lampu mati di pasar.")
    assert choose(phone, into="new").url == "/lapor/"
    said = words(phone.get("/lapor/"))
    assert "Lampu mati di pasar." in said
    assert "Jalan berlubang." not in said


def test_photos_beyond_three_are_said(phone):  # noqa: F811
    key = write_a_draft(phone)
    shared(phone)
    choose(phone, into="draft")
    phone.post(URL, {"photos": [upload(n) for n in (2, 3, 4)]})
    choose(phone, into="draft")
    assert len(drafts.read(key).photos) == 3
    assert "Paling banyak 3 foto." in words(phone.get("/lapor/"))


def test_the_same_photo_is_there_once(phone):  # noqa: F811
    key = write_a_draft(phone)
    for _ in range(2):
        shared(phone)
        choose(phone, into="draft")
    assert len(drafts.read(key).photos) == 1


def test_without_the_token_of_our_page_nothing_is_put_together(phone):  # noqa: F811
    key = write_a_draft(phone, "Jalan berlubang.")
    shared(phone, text="Bukan tulisan saya.")
    assert phone.post(CHOOSE, {"into": "draft"}).status_code == 403
    assert drafts.read(key).story == "Jalan berlubang."


def test_nothing_shared_leads_to_step_1(client, portal):
    client.cookies[keys.SHARED_COOKIE] = "forged"
    assert client.post(CHOOSE, {"into": "draft"}).url == "/lapor/"
