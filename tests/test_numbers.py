"""Tracking numbers survive sloppy typing and reveal typing errors; secret codes repeat and never stand readable."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import numbers
from complaints.numbers import ALPHABET

payloads = st.text(ALPHABET, min_size=8, max_size=8)


def plain(number):
    return number.removeprefix("BLT-").replace("-", "")


def number_of(payload):
    digits = payload + numbers.check_character(payload)
    return f"BLT-{digits[:4]}-{digits[4:8]}-{digits[8]}"


class TestNewTrackingNumber:
    def test_has_prefix_two_groups_and_a_check_character(self):
        number = numbers.new_tracking_number("BLT")
        prefix, first, second, check = number.split("-")
        assert (prefix, len(first), len(second), len(check)) == ("BLT", 4, 4, 1)
        assert set(plain(number)) <= set(ALPHABET)

    def test_is_random_over_the_whole_alphabet(self):
        made = [numbers.new_tracking_number("BLT") for _ in range(2000)]
        assert len(set(made)) == 2000
        for place in range(8):
            seen = Counter(plain(number)[place] for number in made)
            assert set(seen) == set(ALPHABET)
            assert max(seen.values()) < 150  # 62 expected

    def test_is_read_back_as_itself(self):
        for _ in range(200):
            number = numbers.new_tracking_number("BLT")
            assert numbers.parse_tracking_number(number, "BLT") == number


class TestParseTrackingNumber:
    @pytest.mark.parametrize(
        "typed",
        [
            "BLT-7K4M-2QXD-{c}",
            "blt 7k4m 2qxd {c}",
            "BLT7K4M2QXD{c}",
            "7k4m2qxd{c}",
            "  7K4M - 2QXD - {c}  ",
            "b1t-7K4M-2QXD-{c}",
            "BLT\u20117K4M\u20132QXD\u2014{c}",  # non-breaking, en and em dash
            "BLT\u00a07K4M\u200b2QXD\u2009{c}",  # non-breaking, zero-width and thin space
            "ＢＬＴ－７Ｋ４Ｍ－２ＱＸＤ－{c}",
            "BLT.7K4M.2QXD.{c}.",
        ],
    )
    def test_forgives_how_it_is_typed(self, typed):
        check = numbers.check_character("7K4M2QXD")
        read = numbers.parse_tracking_number(typed.format(c=check), "BLT")
        assert read == f"BLT-7K4M-2QXD-{check}"

    def test_reads_look_alikes_as_the_digit(self):
        check = numbers.check_character("01100011")
        assert numbers.parse_tracking_number(f"OIL0oolI{check}", "BLT") == f"BLT-0110-0011-{check}"

    def test_a_number_that_begins_like_the_prefix_keeps_its_first_characters(self):
        number = number_of("B1T0B1T0")
        assert numbers.parse_tracking_number(number, "BLT") == number
        assert numbers.parse_tracking_number(plain(number), "BLT") == number

    @pytest.mark.parametrize(
        "typed",
        [
            *("", " ", "-", "BLT", "BLT-", "7K4M", "BLT-7K4M-2QXD", "BLT-7K4M-2QXU-0", "XYZ-7K4M-2QXD-V"),
            *("\0", "7" * 1000000, "\u0667K4M2QXDV", "🕳️" * 9, "\ud800" * 9, "BLTBLT-7K4M-2QXD-V"),
        ],
    )
    def test_what_is_no_number_is_none(self, typed):
        assert numbers.parse_tracking_number(typed, "BLT") is None

    @given(st.text(max_size=80))
    def test_any_text_is_a_canonical_number_or_none(self, text):
        read = numbers.parse_tracking_number(text, "BLT")
        assert read is None or numbers.parse_tracking_number(read, "BLT") == read

    @given(payloads)
    def test_every_wrong_character_is_found(self, payload):
        digits = plain(number_of(payload))
        for place in range(9):
            for wrong in set(ALPHABET) - {digits[place]}:
                assert numbers.parse_tracking_number(digits[:place] + wrong + digits[place + 1 :], "BLT") is None

    @given(payloads)
    def test_the_only_swap_of_neighbours_that_escapes_is_0_with_z(self, payload):
        digits = plain(number_of(payload))
        for place in range(8):
            pair = digits[place : place + 2]
            swapped = digits[:place] + pair[::-1] + digits[place + 2 :]
            found = numbers.parse_tracking_number(swapped, "BLT") is None
            assert found or pair[0] == pair[1] or set(pair) == {"0", "Z"}
            if set(pair) == {"0", "Z"}:
                assert not found

    def test_no_number_given_out_holds_that_pair(self, monkeypatch):
        made = iter("0Z000000" + "Z0000000" + "7K4M2QXD")
        monkeypatch.setattr(numbers.secrets, "choice", lambda alphabet: next(made))
        assert plain(numbers.new_tracking_number("BLT"))[:8] == "7K4M2QXD"

    def test_nor_between_the_last_character_and_the_check_character(self, monkeypatch):
        last_0, last_z = (
            next(
                p for p in (f"{a}{b}11111{end}" for a in ALPHABET for b in ALPHABET) if numbers.check_character(p) == c
            )
            for end, c in ("0Z", "Z0")
        )
        made = iter(last_0 + last_z + "7K4M2QXD")
        monkeypatch.setattr(numbers.secrets, "choice", lambda alphabet: next(made))
        assert plain(numbers.new_tracking_number("BLT"))[:8] == "7K4M2QXD"


class TestAccessCode:
    def test_is_two_groups_of_five_and_repeats_for_the_same_key(self):
        code = numbers.access_code("4f1c0a5e-1b2c-4d3e-8f90-abcdefabcdef")
        first, second = code.split("-")
        assert (len(first), len(second)) == (5, 5)
        assert set(first + second) <= set(ALPHABET)
        assert code == numbers.access_code("4f1c0a5e-1b2c-4d3e-8f90-abcdefabcdef")

    def test_another_submission_or_another_server_key_gives_another_code(self, settings):
        code = numbers.access_code("one")
        assert code != numbers.access_code("two")
        settings.CODE_KEY = "another key"
        assert code != numbers.access_code("one")

    def test_all_50_bits_vary(self):
        codes = [numbers.access_code(str(n)).replace("-", "") for n in range(2000)]
        assert len(set(codes)) == 2000
        for place in range(10):
            assert set(ALPHABET) == {code[place] for code in codes}

    def test_the_code_is_not_part_of_what_is_stored_for_its_key(self):
        bits = int.from_bytes(numbers.digest("idempotency key", "one")) >> 206
        code = numbers.access_code("one").replace("-", "")
        assert code != "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(10)))

    @pytest.mark.parametrize(
        "typed", ["7K4M2-QXDV9", "7k4m2qxdv9", " 7k4m2 qxdv9 ", "7K4M2\u2013QXDV9", "７Ｋ４Ｍ２ＱＸＤＶ９"]
    )
    def test_forgives_how_it_is_typed(self, typed):
        assert numbers.parse_access_code(typed) == "7K4M2-QXDV9"

    def test_reads_look_alikes_as_the_digit(self):
        assert numbers.parse_access_code("oOiIl-Lxxxx") == "00111-1XXXX"

    @pytest.mark.parametrize("typed", ["", "7K4M2", "7K4M2-QXDVU", "7K4M2-QXDV99", "\0", "x" * 100000, "\ud800" * 10])
    def test_what_is_no_code_is_none(self, typed):
        assert numbers.parse_access_code(typed) is None


class TestDigest:
    def test_is_32_bytes_and_depends_on_purpose_value_and_key(self, settings):
        one = numbers.digest("access code", "7K4M2-QXDV9")
        assert len(one) == 32
        others = [numbers.digest("idempotency key", "7K4M2-QXDV9"), numbers.digest("access code", "7K4M2-QXDV8")]
        settings.CODE_KEY = "another key"
        others.append(numbers.digest("access code", "7K4M2-QXDV9"))
        assert one not in others
        assert len(set(others)) == 3

    def test_takes_any_text(self):
        assert numbers.digest("idempotency key", "\ud800 🕳️ \0") != numbers.digest("idempotency key", "")

    def test_same_compares_bytes_and_what_a_database_returns(self):
        one = numbers.digest("access code", "x")
        assert numbers.same(one, memoryview(one))
        assert not numbers.same(one, one[:-1])
        assert not numbers.same(one, numbers.digest("access code", "y"))
