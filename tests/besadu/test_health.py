"""What a machine is told: alive always, ready only when every part works."""

import pytest
from django.core.cache import cache

from besadu import health


def test_alive_needs_no_database(client):
    response = client.get("/sehat/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready(client):
    response = client.get("/siap/")
    assert response.json() == {"status": "ok", "database": "ok", "media": "ok", "migrations": "ok"}
    assert response.status_code == 200


@pytest.mark.django_db
def test_a_database_that_keeps_nothing_is_not_ready(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/siap/")
    assert (response.status_code, response.json()["database"]) == (503, "fail")


def test_a_database_that_does_not_answer_is_not_ready(client):
    """Without the django_db mark every query raises, as it does when the database is away."""
    response = client.get("/siap/")
    assert response.status_code == 503
    assert response.json() == {"status": "fail", "database": "fail", "media": "ok", "migrations": "fail"}


@pytest.mark.django_db
def test_media_that_cannot_be_written_is_not_ready(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.touch()
    response = client.get("/siap/")
    assert (response.status_code, response.json()["media"]) == (503, "fail")


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="complaints").last().delete()
    assert client.get("/siap/").json()["migrations"] == "fail"


@pytest.mark.django_db
def test_a_check_leaves_no_row_of_its_own(client):
    health.database_answers()
    assert len(cache.get("health")) == 16


@pytest.mark.parametrize("address", ["/sehat/", "/siap/"])
def test_only_reading_is_allowed(client, address):
    assert client.post(address).status_code == 405
