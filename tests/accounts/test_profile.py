"""The page about oneself."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Holding, Position
from tests import factories
from tests.accounts import door

URL = reverse("accounts:profile")


def test_shows_positions_with_agency_and_dates(client, officer):
    holding = Holding.objects.get(user=officer)
    client.force_login(officer)
    text = door.words(client.get(URL))
    assert holding.position.title in text
    assert "Dishub" in text
    assert "Sejak 1 Jan 2025" in text
    assert holding.decree_number in text
    assert officer.username in text
    assert officer.email in text


def test_tells_acting_and_coming_positions_apart_and_leaves_out_the_past(client, officer):
    today = timezone.localdate()
    holding = Holding.objects.get(user=officer)
    holding.ends_on = today - timedelta(days=1)
    holding.save(update_fields=["ends_on"])
    position = Position.objects.create(
        code="baru", title="Jabatan Nanti", agency=factories.make_agency("Dishub"), role=Position.Role.HEAD
    )
    Holding.objects.create(
        position=position,
        user=officer,
        basis=Holding.Basis.ACTING,
        starts_on=today + timedelta(days=7),
        ends_on=today + timedelta(days=30),
        decree_number="SK 7",
        decree_date=today,
    )
    client.force_login(officer)
    text = door.words(client.get(URL))
    assert holding.position.title not in text
    assert "Jabatan Nanti" in text
    assert "Belum mulai" in text
    assert "Plt." in text
    assert "Anda belum memegang jabatan." in text  # not today


def test_tells_the_state_of_the_second_factor(officer, coordinator):
    client = Client()
    client.force_login(officer)
    assert "Belum terpasang" in door.words(client.get(URL))
    door.give_second_factor(officer)
    assert "Lepas langkah kedua" in door.words(client.get(URL))
    client.force_login(coordinator)
    door.give_second_factor(coordinator)
    assert "Wajib untuk jabatan Anda." in door.words(client.get(URL))


def test_asks_as_much_with_one_position_as_with_three(officer, django_assert_num_queries):
    client = Client()
    client.force_login(officer)
    counts = []
    for number in range(2):
        with django_assert_num_queries(6) as asked:
            client.get(URL)
        counts.append(len(asked))
        for more in range(2):
            position = Position.objects.create(
                code=f"lain-{number}-{more}",
                title="Lain",
                agency=factories.make_agency(f"Lain {number}{more}"),
                role=Position.Role.HEAD,
            )
            today = timezone.localdate()
            Holding.objects.create(
                position=position, user=officer, starts_on=today, decree_number="SK", decree_date=today
            )
    assert counts[0] == counts[1]


def test_strangers_are_sent_to_the_door(client, db):
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next={URL}"


def test_is_only_read(client, officer):
    client.force_login(officer)
    assert client.post(URL).status_code == 405
