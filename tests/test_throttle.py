"""Who guesses has to wait and is told until when; who knows the secret is never slowed by writing."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from complaints import throttle
from complaints.models import Attempt
from complaints.throttle import Limit

NUMBER, OTHER = "BLT-7K4M-2QXD-V", "BLT-0110-0011-A"
MINUTE = timedelta(minutes=1)


def asking(address="203.0.113.7", number=NUMBER, **headers):
    """Return the limits of a request that tries to open `number`."""
    return throttle.of_tracking(RequestFactory(REMOTE_ADDR=address, **headers).post("/lacak/"), number)


def fail(limits, times, now):
    for _ in range(times):
        throttle.record_failure(limits, now)


@pytest.mark.django_db
class TestTracking:
    def test_five_failures_of_a_client_at_a_case_wait_fifteen_minutes(self, now):
        fail(asking(), 4, now)
        assert throttle.wait_until(asking(), now) is None
        fail(asking(), 1, now + 2 * MINUTE)
        assert throttle.wait_until(asking(), now + 3 * MINUTE) == now + 15 * MINUTE
        assert throttle.wait_until(asking(), now + 15 * MINUTE) is None

    def test_failures_leave_the_window_one_by_one(self, now):
        for minute in range(5):
            fail(asking(), 1, now + minute * MINUTE)
        assert throttle.wait_until(asking(), now + 5 * MINUTE) == now + 15 * MINUTE
        fail(asking(), 1, now + 15 * MINUTE)
        assert throttle.wait_until(asking(), now + 15 * MINUTE) == now + 16 * MINUTE

    def test_failures_that_slipped_past_the_limit_lengthen_the_wait(self, now):
        for minute in range(7):
            fail(asking(), 1, now + minute * MINUTE)
        assert throttle.wait_until(asking(), now + 7 * MINUTE) == now + 17 * MINUTE

    def test_another_case_and_another_client_are_not_slowed(self, now):
        fail(asking(), 5, now)
        assert throttle.wait_until(asking(number=OTHER), now) is None
        assert throttle.wait_until(asking("198.51.100.9"), now) is None

    def test_ten_failures_at_a_case_from_anywhere_wait_an_hour(self, now):
        for client in range(10):
            assert throttle.wait_until(asking(f"198.51.100.{client}"), now) is None
            fail(asking(f"198.51.100.{client}"), 1, now)
        assert throttle.wait_until(asking("192.0.2.200"), now + MINUTE) == now + 60 * MINUTE
        assert throttle.wait_until(asking("192.0.2.200", number=OTHER), now + MINUTE) is None
        assert throttle.wait_until(asking("192.0.2.200"), now + 60 * MINUTE) is None

    def test_twenty_failures_of_a_client_anywhere_wait_an_hour(self, now):
        for case in range(20):
            assert throttle.wait_until(asking(number=f"BLT-{case}"), now) is None
            fail(asking(number=f"BLT-{case}"), 1, now)
        assert throttle.wait_until(asking(), now + MINUTE) == now + 60 * MINUTE
        assert throttle.wait_until(asking("198.51.100.9"), now + MINUTE) is None

    def test_the_longest_wait_counts(self, now):
        fail(asking(), 5, now)
        for client in range(5):
            fail(asking(f"198.51.100.{client}"), 1, now + MINUTE)
        assert throttle.wait_until(asking(), now + 2 * MINUTE) == now + 60 * MINUTE

    def test_a_header_of_the_client_does_not_make_it_another_client(self, now):
        for number in range(5):
            fail(asking(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"), 1, now)
        assert throttle.wait_until(asking(HTTP_X_FORWARDED_FOR="192.0.2.99"), now) is not None

    def test_an_ipv6_client_counts_by_its_network(self, now):
        for host in range(5):
            fail(asking(f"2001:db8:1:2::{host}"), 1, now)
        assert throttle.wait_until(asking("2001:db8:1:2:ffff::1"), now) is not None
        assert throttle.wait_until(asking("2001:db8:1:3::1"), now) is None

    def test_midnight_forgives_nothing(self):
        late = datetime(2026, 2, 3, 23, 59, tzinfo=UTC)  # the key of the day changes in a minute
        fail(asking(), 5, late)
        assert throttle.wait_until(asking(), late + 2 * MINUTE) == late + 15 * MINUTE

    def test_is_decided_in_one_query(self, now, django_assert_num_queries):
        fail(asking(), 4, now)
        with django_assert_num_queries(1):
            throttle.wait_until(asking(), now)

    def test_any_text_can_be_tried(self, now):
        fail(asking(number="\ud800\0🕳️"), 5, now)
        assert throttle.wait_until(asking(number="\ud800\0🕳️"), now) is not None


@pytest.mark.django_db
class TestWhatIsStored:
    def test_neither_address_nor_number_can_be_read(self, now):
        fail(asking(), 1, now)
        scopes = [bytes(scope) for scope in Attempt.objects.values_list("scope", flat=True)]
        assert len(set(scopes)) == 3
        for scope in scopes:
            assert len(scope) == 32
            assert b"203" not in scope
            assert b"7K4M" not in scope

    def test_another_day_and_another_server_key_give_another_scope(self, settings, now):
        parts, day = ("tracking case", NUMBER), now.date()
        scopes = {throttle.scope(*parts, day=day), throttle.scope(*parts, day=day + timedelta(days=1))}
        settings.CODE_KEY = "another key"
        scopes.add(throttle.scope(*parts, day=day))
        assert len(scopes) == 3

    def test_purge_deletes_what_is_older_than_a_day(self, now):
        fail(asking(), 1, now - timedelta(hours=24, seconds=1))
        fail(asking(), 1, now - timedelta(hours=23))
        assert throttle.purge(now) == 3
        assert Attempt.objects.count() == 3
        assert throttle.purge(now) == 0

    def test_no_window_is_longer_than_what_is_kept(self):
        assert all(limit.window <= throttle.KEPT for limit in asking())


@pytest.fixture
def no_writes(db):
    """Make the database refuse writes, as it does on a full disk."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")
    yield
    if sqlite:  # PostgreSQL's ends with the transaction of the test
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


class TestFullDisk:
    def test_who_knows_the_secret_needs_no_write(self, no_writes, now):
        assert throttle.wait_until(asking(), now) is None

    def test_a_failure_that_cannot_be_written_is_logged_and_not_an_error(self, no_writes, now, caplog):
        with pytest.raises(DatabaseError), transaction.atomic():
            Attempt.objects.create(scope=b"x" * 32, at=now)
        with caplog.at_level(logging.ERROR):
            throttle.record_failure(asking(), now)
        assert "not counted" in caplog.text
        assert NUMBER not in caplog.text
        assert throttle.wait_until(asking(), now) is None


class TestTooMany:
    @pytest.mark.parametrize(
        ("until", "words"),
        [
            (datetime(2026, 2, 3, 3, 20, tzinfo=UTC), "10.20"),
            (datetime(2026, 2, 3, 3, 20, 0, 1, tzinfo=UTC), "10.21"),
            (datetime(2026, 2, 3, 3, 20, 59, tzinfo=UTC), "10.21"),
            (datetime(2026, 2, 3, 17, 5, tzinfo=UTC), "00.05"),
        ],
    )
    def test_tells_the_local_time_never_too_early(self, until, words):
        assert throttle.too_many(until) == f"Terlalu banyak percobaan. Coba lagi pukul {words}."


@pytest.mark.django_db(transaction=True)
class TestParallel:
    def test_at_most_those_under_way_slip_past_the_limit(self, now):
        limit, threads = [Limit(("test", "parallel"), 5, timedelta(hours=1))], 8
        guesses, start, errors = [], threading.Barrier(threads), []

        def guess_until_stopped():
            try:
                start.wait()
                while throttle.wait_until(limit, now) is None:
                    guesses.append(1)
                    throttle.record_failure(limit, now)
            except Exception as error:  # a thread's error must fail the test
                errors.append(error)
            finally:
                connection.close()

        workers = [threading.Thread(target=guess_until_stopped) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert errors == []
        assert 5 <= len(guesses) <= 5 + threads - 1
        assert Attempt.objects.count() == len(guesses)
