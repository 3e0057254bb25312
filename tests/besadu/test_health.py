"""What a machine is told: alive always, ready only when every part works."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from besadu import health
from complaints.models import Holiday, Job, Message
from tests import factories


def test_alive_needs_no_database(client):
    response = client.get("/sehat/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


ALL = ("database", "media", "migrations", "sweep", "outbox", "calendar")


@pytest.fixture
def running(db):
    """A portal whose worker has just swept, in a year whose holidays are known."""
    factories.make_regency()
    year = timezone.localdate().year
    for number in (year, year + 1):
        Holiday.objects.get_or_create(day=date(number, 1, 1), name="Tahun Baru", kind=Holiday.Kind.NATIONAL)
    return Job.objects.create(name="sweep", next_run_at=timezone.now(), last_run_at=timezone.now())


def test_ready(client, running):
    response = client.get("/siap/")
    assert response.json() == {"status": "ok"} | dict.fromkeys(ALL, "ok")
    assert response.status_code == 200


def failing(client):
    return {name for name, told in client.get("/siap/").json().items() if told == "fail"}


def test_a_worker_that_does_not_sweep_is_told(client, running):
    Job.objects.update(last_run_at=timezone.now() - timedelta(minutes=11))
    assert failing(client) == {"status", "sweep"}
    running.delete()
    assert failing(client) == {"status", "sweep"}


def test_a_message_that_nobody_sends_is_told(client, running):
    complaint = factories.make_complaint()
    old = timezone.now() - timedelta(minutes=16)
    row = {"complaint": complaint, "sequence": 1, "kind": "news", "created_at": old, "next_try_at": old}
    Message.objects.create(**row, channel="whatsapp_by_hand")
    assert failing(client) == set()
    Message.objects.create(**row, channel="email")
    assert failing(client) == {"status", "outbox"}


def test_a_message_behind_one_that_rests_until_morning_waits_rightly(client, running):
    complaint, old = factories.make_complaint(), timezone.now() - timedelta(minutes=16)
    row = {"complaint": complaint, "kind": "news", "channel": "email", "created_at": old}
    first = Message.objects.create(**row, sequence=1, next_try_at=timezone.now() + timedelta(hours=7))
    Message.objects.create(**row, sequence=2, next_try_at=old)
    assert failing(client) == set()
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=old)
    assert failing(client) == {"status", "outbox"}


def test_a_year_without_holidays_is_told(client, running):
    Holiday.objects.filter(kind=Holiday.Kind.NATIONAL).delete()
    assert failing(client) == {"status", "calendar"}


@pytest.mark.django_db
def test_a_database_that_keeps_nothing_is_not_ready(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/siap/")
    assert (response.status_code, response.json()["database"]) == (503, "fail")


def test_a_database_that_does_not_answer_is_not_ready(client):
    """Without the django_db mark every query raises, as it does when the database is away."""
    response = client.get("/siap/")
    assert response.status_code == 503
    assert response.json() == {"status": "fail"} | dict.fromkeys(ALL, "fail") | {"media": "ok"}


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
