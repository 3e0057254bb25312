"""The tags as pages meet them: word, icon and colour together, and nothing that a person typed as HTML."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import engines

from complaints.icons import ICONS
from complaints.states import Status

NOW = datetime(2026, 2, 2, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def draw(source, **context):
    return engines["django"].from_string("{% load besadu %}" + source).render(context)


def case(status="submitted", examined_at=None, because="new"):
    return SimpleNamespace(status=status, examined_at=examined_at, submitted_because=because)


def test_an_icon_is_hidden_from_readers_and_unknown_ones_are_an_error():
    html = draw('{% icon "tray" %}')
    assert 'aria-hidden="true"' in html
    assert html.startswith('<svg class="i" viewBox="0 0 24 24" width="24" height="24"')
    with pytest.raises(KeyError):
        draw('{% icon "bus" %}')


@pytest.mark.parametrize("name", ICONS)
def test_icons_carry_no_colour_and_no_style_of_their_own(name):
    assert not re.search(r"style=|fill=|stroke|<script|href", ICONS[name])
    assert ICONS[name].count("<") == ICONS[name].count("/>")


@pytest.mark.parametrize("status", Status)
def test_a_status_is_word_and_icon_and_colour(status):
    html = draw("{% status_tag status %}", status=status)
    assert re.fullmatch(r'<span class="tag (ok|warn|info|mute)"><svg .*</svg>[A-Z][\w ]+</span>', html), html


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (case(), "Diterima"),
        (case(examined_at=NOW), "Diperiksa"),
        (case(examined_at=NOW, because="objected"), "Ditinjau ulang"),
        (case("resolved", examined_at=NOW, because=None), "Selesai"),
    ],
)
def test_a_row_is_told_by_its_own_columns(row, said):
    assert draw("{% status_tag row %}", row=row).endswith(f"</svg>{said}</span>")


def test_staff_read_the_formal_word_under_it_and_citizens_do_not():
    assert "Didisposisikan" in draw('{% status_tag "referred" formal=True %}')
    assert "Didisposisikan" not in draw('{% status_tag "referred" %}')
    staff = draw('{% status_tag "needs_info" formal=True %}')
    assert "Menunggu pelapor" in staff
    assert "Anda" not in staff


def test_the_line_takes_the_agency():
    html = draw('{% status_line "referred" agency=name %}', name="Dinas <b>X</b>")
    assert html == "Sudah dikirim ke Dinas &lt;b&gt;X&lt;/b&gt;."


def test_an_outcome_with_a_date_says_it():
    assert "Dijadwalkan pada 3 Februari" in draw('{% outcome_tag "promised" date="3 Februari" %}')
    assert draw('{% outcome_tag "promised" %}').endswith("Dijadwalkan</span>")


def test_a_deadline_has_the_full_date_in_its_second_line():
    html = draw("{% deadline_tag due now %}", due=NOW + timedelta(days=1), now=NOW)
    assert "Besok 10.00" in html
    assert '<span class="second when">Selasa, 3 Februari 2026</span>' in html
    assert "second" not in draw("{% deadline_tag due now full=False %}", due=NOW + timedelta(days=1), now=NOW)


def test_a_deadline_reads_the_moment_of_the_page_and_bears_missing_keys():
    html = draw("{% deadline_tag row.due_at days=row.days paused=row.paused %}", row={"due_at": NOW}, now=NOW)
    assert "Hari ini 10.00" in html


def test_a_standing_clock_says_why_and_no_date():
    html = draw("{% deadline_tag None now paused=True %}", now=NOW)
    assert "Berhenti</span> " in html
    assert "(menunggu pelapor)" in html
    assert "2026" not in html


def test_what_waits_for_its_reporter_says_until_when():
    html = draw("{% deadline_tag due now paused=True %}", due=NOW, now=NOW)
    assert "(menunggu pelapor) sampai Senin, 2 Februari 2026" in html


def test_the_date_of_a_row_leads_to_its_reason():
    row = {"status": "referred", "due_at": NOW, "days": 0}
    html = draw("{% due_link row '/laporan/1/' %}", row=row, now=NOW)
    assert html.startswith('<a class="due" href="/laporan/1/#mengapa">')
    assert "Senin, 2 Februari 2026" in html
    assert draw("{% due_link row '/laporan/1/' %}", row={"status": "resolved"}, now=NOW) == ""


def test_filters_say_nothing_for_nothing():
    for name in ("tanggal", "tanggal_pendek", "jam", "pukul", "saat", "iso", "awal"):
        assert draw("{{ value|" + name + " }}", value=None) == ""


def test_filters_tell_a_moment():
    said = draw("{{ m|tanggal }}|{{ m|tanggal_pendek }}|{{ m|jam }}|{{ m|pukul }}|{{ m|saat }}|{{ m|iso }}", m=NOW)
    assert said == (
        "Senin, 2 Februari 2026|2 Feb 2026|10.00|pukul 10.00 WIB"
        "|Senin, 2 Februari 2026 pukul 10.00 WIB|2026-02-02T10:00+07:00"
    )


def test_the_beginning_of_a_text_is_cut_between_words_and_escaped():
    assert draw("{{ t|awal:20 }}", t="Lampu jalan\n\npadam di depan sekolah") == "Lampu jalan padam di…"
    assert draw("{{ t|awal:20 }}", t="<b>pendek</b>") == "&lt;b&gt;pendek&lt;/b&gt;"
