"""Dates and deadlines in words, in the zone of the regency."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from complaints import dates

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 2, 2, 10, 0, tzinfo=JAKARTA)  # a Monday


def at(day, hour=16, minute=0, month=2):
    return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA)


def test_a_date_names_its_weekday():
    assert dates.full_date(date(2026, 2, 3)) == "Selasa, 3 Februari 2026"


def test_a_moment_is_told_in_local_time_across_midnight():
    assert dates.full_date(datetime(2026, 2, 2, 17, 30, tzinfo=UTC)) == "Selasa, 3 Februari 2026"
    assert dates.full_moment(datetime(2026, 2, 3, 2, 14, tzinfo=UTC)) == "Selasa, 3 Februari 2026 pukul 09.14 WIB"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "pukul 09.14 WIB"),
        ("Asia/Makassar", "pukul 10.14 WITA"),
        ("Asia/Jayapura", "pukul 11.14 WIT"),
    ],
)
def test_each_zone_of_the_country_has_its_name(zone, said):
    with override_settings(TIME_ZONE=zone):
        assert dates.clock_time_zone(datetime(2026, 2, 3, 2, 14, tzinfo=UTC)) == said


def test_every_month_and_day_has_a_name():
    named = {dates.full_date(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)}
    assert len(named) == 365
    assert dates.short_date(date(2026, 8, 17)) == "17 Agu 2026"


@pytest.mark.parametrize(
    ("due", "days", "text", "icon", "colour", "strong"),
    [
        (at(6), None, "Sisa 4 hari", "clock", "mute", False),
        (at(9), 4, "Sisa 4 hari", "clock", "mute", False),
        (at(3), None, "Besok 16.00", "clock", "warn", False),
        (at(3), 1, "Besok 16.00", "clock", "warn", False),
        (at(5), 1, "Kamis 16.00", "clock", "warn", False),
        (at(2), None, "Hari ini 16.00", "clock-filled", "warn", True),
        (at(2, 9), None, "Terlambat sejak 09.00", "triangle", "bad", True),
        (at(1), None, "Terlambat 1 hari", "triangle", "bad", True),
        (at(31, month=1), 0, "Terlambat 1 hari", "triangle", "bad", True),
        (at(30, month=1), 2, "Terlambat 2 hari", "triangle", "bad", True),
    ],
)
def test_a_deadline_says_first_in_words_how_it_stands(due, days, text, icon, colour, strong):
    assert dates.deadline(due, NOW, days=days)[:4] == (text, icon, colour, strong)


def test_the_very_moment_is_not_late_yet():
    assert dates.deadline(NOW, NOW).text == "Hari ini 10.00"
    assert dates.deadline(NOW - timedelta(seconds=1), NOW).colour == "bad"


def test_a_clock_that_stands_still_says_why():
    shown = dates.deadline(at(6), NOW, paused=True)
    assert (shown.text, shown.icon, shown.colour, shown.why) == ("Berhenti", "pause", "mute", "(menunggu pelapor)")


def test_a_stopped_clock_says_in_time_or_how_late():
    assert dates.deadline(at(2), NOW, done_at=at(2))[:3] == ("Tepat waktu", "check", "ok")
    assert dates.deadline(at(2), NOW, done_at=at(4))[:3] == ("Terlambat 2 hari", "triangle", "mute")


def test_no_due_time_is_told_in_words():
    assert dates.deadline(None, NOW).text == "Tidak ada batas waktu"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "hari ini"),
        (1, "kemarin"),
        (13, "13 hari lalu"),
        (14, "2 minggu lalu"),
        (60, "2 bulan lalu"),
        (729, "24 bulan lalu"),
        (730, "2 tahun lalu"),
    ],
)
def test_age_in_words(now, days, words):
    assert dates.age(now - timedelta(days=days), now) == words
