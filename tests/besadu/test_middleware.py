"""What every answer carries, and what is refused before it is read."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from besadu.caching import public_page


def read_form(request):
    """A view that reads what was posted."""
    return HttpResponse(request.POST.get("a", "nothing"))


@public_page
def public(request):
    """A page that a browser may keep."""
    return HttpResponse("public")


def picture(request):
    """A file that is compressed already."""
    return HttpResponse(b"a" * 5000, content_type="image/jpeg")


urlpatterns = [
    path("gambar/", picture),
    path("baca/", read_form),
    path("umum/", public),
    path("", include("besadu.urls")),
]
handler400, handler404 = "besadu.errors.bad_request", "besadu.errors.not_found"


@pytest.fixture(autouse=True)
def _addresses_of_this_module(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture(params=["/sehat/", "/umum/", "/tidak/ada/", "/static/admin/css/base.css"])
def answer(request, client):
    """Answers of a view, a public page, an error and a file."""
    return client.get(request.param)


class TestHeaders:
    def test_policy_of_content(self, answer):
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["base-uri"] == policy["object-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["form-action"] == "'self'"
        assert policy["style-src"].startswith("'self'")
        assert "unsafe" not in str(policy)
        assert "data:" not in str(policy)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ],
    )
    def test_fixed_headers(self, answer, name, value):
        assert answer.headers[name] == value

    def test_the_browser_gives_place_and_camera_to_us_alone(self, answer):
        allowed = answer.headers["Permissions-Policy"].split(", ")
        assert allowed[:2] == ["geolocation=(self)", "camera=(self)"]
        assert {rule.partition("=")[2] for rule in allowed[2:]} == {"()"}

    def test_no_other_origin_is_invited(self, answer):
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_nobody_keeps_an_answer_by_default(self, client):
        assert client.get("/sehat/").headers["Cache-Control"] == "no-store"
        assert client.get("/tidak/ada/").headers["Cache-Control"] == "no-store"

    def test_a_public_page_opts_out(self, client):
        assert client.get("/umum/").headers["Cache-Control"] == "private, no-cache"


class TestRefuseEarly:
    def test_a_body_over_the_limit_is_not_read(self, client, settings):
        response = client.post("/baca/", {"a": "b"}, headers={"content-length": str(settings.UPLOAD_LIMIT + 1)})
        assert response.status_code == 413
        assert "kirim tanpa foto" in response.text

    def test_three_of_the_largest_photos_and_their_text_pass(self, client, settings):
        room = 3 * 15 * 1024 * 1024 + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        assert room < settings.UPLOAD_LIMIT
        assert client.post("/umum/", {"a": "b"}, headers={"content-length": str(room)}).status_code == 200

    def test_a_form_without_files_has_its_own_limit(self, client, settings):
        text = "a=" + "b" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        response = client.post("/baca/", text, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 413

    @pytest.mark.parametrize(
        "charset",
        ["iso-8859-1", "utf-16", "utf-7", '"latin1"', "no-such-charset", "..", "utf-8-sig", "utf8", "hex"],
    )
    def test_a_foreign_charset_gets_400(self, client, charset):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        response = client.generic("POST", "/baca/", b"a=b", content_type=kind)
        assert response.status_code == 400
        assert "Kiriman tidak terbaca" in response.text

    @pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
    def test_utf_8_is_read_in_every_spelling(self, client, charset):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        assert client.generic("POST", "/baca/", b"a=b", content_type=kind).text == "b"

    @pytest.mark.parametrize("length", ["", "-1", "abc", "²"])
    def test_a_strange_length_is_no_reason_to_fail(self, client, length):
        assert client.post("/baca/", {"a": "b"}, headers={"content-length": length}).status_code < 500


class TestCompression:
    """ux.md 7.1: no text goes out as it is."""

    @pytest.fixture
    def browser(self) -> Client:
        return Client(headers={"accept-encoding": "gzip, deflate, br"})

    @pytest.mark.parametrize("address", ["/bantuan/cara-melapor/", "/tidak/ada/"])
    def test_pages(self, browser, client, db, address):
        response, plain = browser.get(address), client.get(address)
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert "Content-Encoding" not in plain.headers
        page = gzip.decompress(response.content)
        assert len(response.content) < len(page) * 0.7
        assert page[:500] == plain.content[:500]  # further down stands a token of its own

    def test_what_is_compressed_already_is_not_touched(self, browser):
        assert "Content-Encoding" not in browser.get("/gambar/").headers

    def test_the_length_does_not_tell_what_stands_in_a_page(self, browser, db):
        lengths = {len(browser.get("/tidak/ada/").content) for _ in range(20)}
        assert len(lengths) > 3
