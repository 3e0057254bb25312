"""The catalogue of words: complete, whole, and without the words that citizens must not meet (ux.md 3.9)."""

import re

import pytest

from complaints import words
from complaints.icons import ICONS
from complaints.states import Because, Outcome, Status

BANNED = re.compile(
    r"tindak ?lanjut|disposisi|terkait|pelapor|terlapor|verifikasi|lampiran|unggah|valid|eskalasi", re.I
)
ALL = [*words.STATUS.values(), words.EXAMINED, words.OBJECTED, *words.OUTCOME.values()]


def test_every_status_and_outcome_has_its_word_and_no_other_code_has_one():
    assert set(words.STATUS) == set(Status)
    assert set(words.OUTCOME) == set(Outcome)


@pytest.mark.parametrize("word", ALL, ids=lambda word: str(word.public))
def test_a_word_comes_with_an_icon_a_known_colour_and_whole_sentences(word):
    assert word.icon in ICONS
    assert word.colour in {"ok", "warn", "bad", "info", "mute"}
    assert str(word.line)[-1] in ".?"
    assert "{" not in str(word.plain)
    assert str(word.formal)


@pytest.mark.parametrize("word", ALL, ids=lambda word: str(word.public))
def test_citizens_meet_no_word_of_the_office(word):
    for text in (word.public, word.line, word.plain):
        assert not BANNED.search(str(text)), text


@pytest.mark.parametrize(
    ("examined", "because", "public", "formal"),
    [
        (False, Because.NEW, "Diterima", "Belum diverifikasi"),
        (True, Because.NEW, "Diperiksa", "Sedang diverifikasi"),
        (True, Because.OBJECTED, "Ditinjau ulang", "Keberatan diperiksa"),
        (False, Because.OBJECTED, "Ditinjau ulang", "Keberatan diperiksa"),
        (True, Because.RETURNED, "Diperiksa", "Dikembalikan instansi"),
        (True, Because.BOUNCED, "Diperiksa", "Dikembalikan lembaga luar"),
        (False, Because.REOPENED, "Diterima", "Dibuka lagi"),
        (True, Because.ARBITRATION, "Diperiksa", "Menunggu putusan Setda"),
    ],
)
def test_submitted_is_told_by_why_it_is_submitted(examined, because, public, formal):
    word = words.status("submitted", examined=examined, because=because)
    assert (str(word.public), str(word.formal)) == (public, formal)


def test_every_reason_of_submitted_has_a_formal_word():
    said = {words.status("submitted", because=because).formal for because in Because}
    assert len(said) == len(Because)


@pytest.mark.parametrize("because", Because)
def test_every_reason_of_submitted_has_a_line_for_the_reporter(because):
    line = str(words.status("submitted", because=because).line)
    assert line.endswith(".")
    assert "{" not in line
    assert not BANNED.search(line)
    assert all(len(sentence.split()) <= 12 for sentence in line.split(". "))


def test_reasons_do_not_leak_into_other_statuses():
    assert str(words.status("referred", examined=True, because="objected").public) == "Diteruskan"


def test_only_the_reporter_is_called_anda():
    assert str(words.status("needs_info").public) == "Menunggu Anda"
    assert str(words.status("needs_info").others) == "Menunggu pelapor"
    for code in set(Status) - {"needs_info"}:
        assert words.status(code).others == words.status(code).public


def test_a_sentence_takes_the_names_it_is_given():
    word = words.status("referred")
    assert words.sentence(word, agency="Dinas Perhubungan", date="") == "Sudah dikirim ke Dinas Perhubungan."


def test_a_sentence_without_its_name_has_no_hole():
    assert words.sentence(words.status("scheduled"), agency="Dishub", date="") == "Pekerjaan sudah dijadwalkan."
    for word in ALL:
        assert "{" not in words.sentence(word)


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        words.status("lost")
