"""Being away: said by oneself, by who deputises, or by the coordinator; the deputy acts, and the chain knows it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints import access, history
from complaints.accounts import operations
from complaints.errors import Refused
from complaints.models import Absence, Event, Holding, Position
from tests import factories
from tests.accounts import door

URL = reverse("accounts:record_absence")
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def deputy(officer):
    """Who deputises for the officer."""
    deputy = factories.make_staff(factories.make_agency("Dishub"), Position.Role.CASE_OFFICER)
    Position.objects.filter(holdings__user=officer).update(deputy=Position.objects.get(holdings__user=deputy))
    return deputy


def send(client, person, starts=0, ends=0, **more):
    days = {"starts_on": f"{today() + starts * DAY}", "ends_on": f"{today() + ends * DAY}"}
    return client.post(URL, {"person": person.pk, **days, **more}, follow=True)


def test_says_it_of_oneself_and_the_deputy_acts(client, officer, deputy):
    client.force_login(officer)
    assert "Saya sendiri" in door.words(client.get(URL))
    text = door.words(send(client, officer, 0, 3))
    assert "Tidak masuk sudah dicatat." in text
    assert f"Pengganti: {deputy.full_name}." in text
    position = Position.objects.get(holdings__user=officer)
    assert position in access.positions(deputy, timezone.now())
    event = Event.objects.get(kind=Event.Kind.HOLDER_CHANGED)
    absence = Absence.objects.get()
    assert (event.actor, event.position) == (officer, position)
    assert event.data == {"model": "absence", "id": absence.pk, "fields": ["starts_on", "ends_on"]}
    assert (absence.recorded_by, absence.ends_on) == (officer, today() + 3 * DAY)
    assert history.verify() is None


def test_all_positions_of_a_person(client, officer):
    position = Position.objects.create(
        code="lain", title="Lain", agency=factories.make_agency("DLH"), role=Position.Role.HEAD
    )
    Holding.objects.create(position=position, user=officer, starts_on=today(), decree_number="SK", decree_date=today())
    client.force_login(officer)
    send(client, officer)
    assert Absence.objects.count() == 2


def test_the_deputy_says_it_of_whom_they_deputise_and_of_no_other_position(client, officer, deputy):
    position = Position.objects.create(
        code="lain", title="Lain", agency=factories.make_agency("DLH"), role=Position.Role.HEAD
    )
    Holding.objects.create(position=position, user=officer, starts_on=today(), decree_number="SK", decree_date=today())
    client.force_login(deputy)
    text = door.words(send(client, officer))
    assert f"Dicatat oleh {deputy.full_name}." in text
    assert Absence.objects.get().holding.position == Position.objects.get(deputy__holdings__user=deputy)
    client.force_login(officer)
    assert f"Dicatat oleh {deputy.full_name}." in door.words(client.get(reverse("accounts:profile")))


def test_the_coordinator_says_it_of_anybody(client, officer, coordinator):
    client.force_login(coordinator)
    assert officer.full_name in client.get(URL).content.decode()
    send(client, officer)
    assert Absence.objects.get().recorded_by == coordinator


def test_nobody_else_does(client, officer, deputy):
    stranger = factories.make_staff(factories.make_agency("DLH"))
    client.force_login(stranger)
    assert officer.full_name not in client.get(URL).content.decode()
    send(client, officer)
    assert not Absence.objects.exists()
    with pytest.raises(Refused, match="koordinator"):
        operations.record_absence(officer.pk, starts_on=today(), ends_on=today(), actor=stranger, now=timezone.now())
    client.force_login(officer)  # not the other way round
    send(client, deputy)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (3, 1, "Tanggal sampai tidak boleh sebelum tanggal mulai."),
        (-3, -1, "sudah lewat"),
        (0, 400, "Paling lama satu tahun."),
        (4, 9, "Sudah tercatat tidak masuk"),
    ],
)
def test_refuses_in_words_and_keeps_what_was_typed(client, officer, starts, ends, words):
    client.force_login(officer)
    send(client, officer, 5, 6)
    response = send(client, officer, starts, ends)
    assert words in door.words(response)
    assert f'value="{today() + ends * DAY}"' in response.content.decode()
    assert Absence.objects.count() == 1


def test_needs_both_days(client, officer):
    client.force_login(officer)
    assert "Isi tanggal sampai" in door.words(send(client, officer, ends_on=""))


def test_the_profile_tells_the_deputy(client, officer, deputy):
    client.force_login(officer)
    send(client, officer)
    client.force_login(deputy)
    assert "Sebagai pengganti" in door.words(client.get(reverse("accounts:profile")))


def test_all_or_nothing(officer, monkeypatch):
    from complaints import audit

    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.record_absence(officer.pk, starts_on=today(), ends_on=today(), actor=officer, now=timezone.now())
    assert not Absence.objects.exists()


def test_asks_as_much_with_one_absence_as_with_three(client, coordinator, django_assert_max_num_queries):
    client.force_login(coordinator)
    counts = []
    for _round in range(2):
        for _number in range(1 + _round):
            person = factories.make_staff(factories.make_agency("Dishub"))
            Position.objects.filter(holdings__user=person).update(
                deputy=Position.objects.filter(holdings__user=coordinator).first()
            )
            send(client, person)
        with django_assert_max_num_queries(12) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_holds_nothing_has_nothing_to_say(client, officer):
    Holding.objects.filter(user=officer).update(ends_on=today() - DAY)
    client.force_login(officer)
    assert client.get(URL).headers["Location"] == reverse("accounts:profile")
