"""Error pages: what they say, what they do without, and the headers they carry."""

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

from besadu import errors

PAGES = {"400": 400, "403": 403, "csrf": 403, "404": 404, "413": 413, "429": 429, "500": 500, "503": 503}
RAISED = {
    "400": (SuspiciousOperation("Budi, 0812"), 400),
    "403": (PermissionDenied("Budi, 0812"), 403),
    "404": (Http404("Budi, 0812"), 404),
    "413": (RequestDataTooBig("Budi, 0812"), 413),
    "500": (ValueError("Budi, 0812"), 500),
    "503-database": (OperationalError("Budi, 0812"), 503),
    "503-connection": (InterfaceError("Budi, 0812"), 503),
    "503-disk": (OSError(28, "No space left on device"), 503),
}


def fail(request, name):
    """A view that ends as its address says."""
    raise RAISED[name][0]


def read_form(request):
    """A view that reads what was posted."""
    return HttpResponse(request.POST.get("a", ""))


urlpatterns = [path("gagal/<name>/", fail), path("baca/", read_form), path("", include("besadu.urls"))]
handler400, handler403 = "besadu.errors.bad_request", "besadu.errors.permission_denied"
handler404, handler500 = "besadu.errors.not_found", "besadu.errors.server_error"


@pytest.fixture(autouse=True)
def _addresses_of_this_module(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client():
    """A browser that sees what people see when the server fails."""
    return Client(raise_request_exception=False)


# None of these tests may touch the database: pytest-django stops the one that does.


@pytest.mark.parametrize("name", RAISED)
def test_each_failure_has_its_page_and_tells_no_detail(client, name):
    response = client.get(f"/gagal/{name}/")
    assert response.status_code == RAISED[name][1]
    assert f"Kode {response.status_code}" in response.text
    assert "Budi" not in response.text


def test_an_unknown_address_has_our_page(client):
    assert "Halaman tidak ditemukan" in client.get("/tidak/ada/").text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_nothing_but_itself(name):
    response = errors.page(name, PAGES[name])
    assert response.status_code == PAGES[name]
    assert len(response.content) <= 6 * 1024
    assert not re.search(r"<link|<script|<img|src=|url\(", response.text)
    assert '<html lang="id">' in response.text
    assert response.text.count("<h1>") == response.text.count("<main>") == 1
    assert re.search(r'<a class="on" href="/', response.text)


def test_the_style_is_allowed_by_its_hash_alone(client):
    policy = client.get("/tidak/ada/").headers["Content-Security-Policy"]
    (style,) = [part for part in policy.split("; ") if part.startswith("style-src")]
    assert re.fullmatch(r"style-src 'self' 'sha256-[\w+/]{43}='", style)
    assert "unsafe" not in policy


def test_unavailable_says_when_to_come_back(client):
    assert client.get("/gagal/503-disk/").headers["Retry-After"] == "30"


def test_too_many_requests_says_how_long(rf):
    response = errors.too_many_requests(rf.get("/"), retry_after=61)
    assert response.headers["Retry-After"] == "61"
    assert "Tunggu 2 menit" in response.text
    assert "Tunggu beberapa menit" in errors.too_many_requests(rf.get("/")).text


def test_a_refused_form_token_has_our_page():
    response = Client(enforce_csrf_checks=True).post("/baca/", {"a": "b"})
    assert response.status_code == 403
    assert "Formulir perlu dibuka ulang" in response.text
    assert "belum kami terima" in response.text


def test_a_foreign_host_gets_400_and_is_not_repeated(client):
    response = client.get("/sehat/", headers={"host": "jahat.example"})
    assert response.status_code == 400
    assert "jahat" not in response.text
