"""Gaps of a template: what we fill, what a person must, and what holds a text back."""

import pytest

from complaints import gaps

VALUES = {"nomor": "BLT-1", "judul": "Lampu mati", "tanggal": "Selasa", "nama_petugas": "Budi"}


def test_fills_what_is_known_and_leaves_the_rest():
    text = gaps.fill("{nomor}: { tanggal } oleh {siapa}, {nomor}", VALUES)
    assert text == "BLT-1: Selasa oleh {siapa}, BLT-1"
    assert gaps.left(text) == ["{siapa}"]


def test_what_has_no_value_stays_a_gap():
    assert gaps.fill("{judul}.", {"judul": ""}) == "{judul}."


@pytest.mark.parametrize("text", ["", "{}", "{a\nb}", "harga } naik {", "{" + "x" * 61 + "}"])
def test_what_is_no_gap(text):
    assert gaps.left(text) == []


def test_is_cut_in_order():
    assert gaps.pieces("a {b} c") == [("a ", False), ("{b}", True), (" c", False)]
    assert "".join(piece.text for piece in gaps.pieces("{x}{y}z")) == "{x}{y}z"


def test_an_answer_becomes_a_template():
    assert gaps.empty("Lampu mati, BLT-1, oleh Budi", VALUES) == "{judul}, {nomor}, oleh {nama_petugas}"


def test_spaces_are_no_change():
    assert gaps.is_same("a  b\nc ", "a b c")
    assert not gaps.is_same("a b c", "a b c d")
