"""A number or an address is understood however it is typed, and a slip is told in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import Refused
from complaints.phones import EMAIL, PHONE, Contact, normalise


def refusal(text):
    with pytest.raises(Refused) as refused:
        normalise(text)
    return str(refused.value)


class TestPhone:
    @pytest.mark.parametrize(
        "typed",
        [
            "081234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "0812.3456.7890",
            " (0812) 3456 7890 ",
            "81234567890",
            "6281234567890",
            "+6281234567890",
            "+62 812-3456-7890",
            "+62 0812 3456 7890",
            "(+62) 812 3456 7890",
            "006281234567890",
            "0812\u20113456\u20137890",  # non-breaking hyphen, en dash
            "\u202a+62\u00a0812\u00a03456\u00a07890\u202c",  # as copied from a phone's contacts
            "０８１２３４５６７８９０",
        ],
    )
    def test_is_one_number_however_it_is_typed(self, typed):
        assert normalise(typed) == Contact(PHONE, "+6281234567890", "0812-3456-7890")

    @pytest.mark.parametrize(("typed", "shown"), [("0812345678", "0812-3456-78"), ("0895345678901", "0895-3456-78901")])
    def test_of_any_length_is_shown_in_groups(self, typed, shown):
        assert normalise(typed).shown == shown

    @pytest.mark.parametrize("typed", ["0", "08", "0812", "08123456", "112", "+62", "62 8", "000000"])
    def test_too_short(self, typed):
        assert refusal(typed) == "Nomor WhatsApp terlalu pendek. Periksa lagi"

    @pytest.mark.parametrize("typed", ["08123456789012", "0812345678901234567890", "08" + "1" * 400])
    def test_too_long(self, typed):
        assert refusal(typed) == "Nomor WhatsApp terlalu panjang. Periksa lagi"

    @pytest.mark.parametrize(
        "typed",
        ["0719-21234", "021 5551234", "+60 12-345 6789", "+82 10 1234 5678", "0060123456789", "(+82)1012345678"],
    )
    def test_a_landline_or_another_country(self, typed):
        assert refusal(typed) == "Pakai nomor HP Indonesia, atau pilih e-mail"

    @pytest.mark.parametrize(
        "typed", ["tidak ada", "0812 lupa", "0812\x0034567890", "٠٨١٢٣٤٥٦٧٨٩٠", "#", "wa.me/62812"]
    )
    def test_words_instead_of_digits(self, typed):
        assert refusal(typed) == "Tulis nomor HP dengan angka saja, atau alamat e-mail"

    @given(st.from_regex(r"8[1-9][0-9]{8,9}", fullmatch=True))
    def test_every_spelling_of_a_number_gives_the_same_answer(self, national):
        answers = set()
        for typed in (f"0{national}", national, f"62{national}", f"+62 {national[:3]}-{national[3:7]}-{national[7:]}"):
            try:
                answers.add(normalise(typed).value)
            except Refused as refused:
                answers.add(str(refused))
        assert len(answers) == 1

    def test_what_is_shown_is_read_back_as_the_same_number(self):
        contact = normalise("081234567890")
        assert normalise(contact.shown) == normalise(contact.value) == contact


class TestEmail:
    @pytest.mark.parametrize("typed", ["warga@contoh.id", " Warga@Contoh.ID ", "WARGA@CONTOH.ID"])
    def test_is_one_address_however_it_is_typed(self, typed):
        assert normalise(typed) == Contact(EMAIL, "warga@contoh.id", "warga@contoh.id")

    @pytest.mark.parametrize(
        "typed",
        [
            "warga@",
            "@contoh.id",
            "warga@contoh",
            "warga contoh@contoh.id",
            "a@b@contoh.id",
            "warga@contoh.id, lain@contoh.id",
            "warga@contoh.id\nBcc: lain@contoh.id",
            "warga@contoh.id\x00",
            '"a\x01b"@contoh.id',
            '"warga"@contoh.id',
            "warga@localhost",
            "warga@[127.0.0.1]",
            "a" * 65 + "@contoh.id",
            "warga@" + "a." * 125 + "id",
            "@" * 100_000,
            "a" * 100_000 + "@contoh.id",
        ],
    )
    def test_anything_else_is_told(self, typed):
        assert refusal(typed) in {
            "Periksa lagi alamat e-mail. Contoh: nama@contoh.com",
            "Tulis nomor HP dengan angka saja, atau alamat e-mail",  # so long that the @ was never reached
        }


class TestAnything:
    @pytest.mark.parametrize("typed", ["", " ", "\u00a0\n"])
    def test_nothing_typed(self, typed):
        assert refusal(typed) == "Tulis nomor WhatsApp atau e-mail"

    @given(st.text(max_size=60) | st.text("0123456789+ -@.", max_size=30))
    def test_any_text_is_a_contact_or_refused(self, typed):
        try:
            contact = normalise(typed)
        except Refused:
            return
        assert normalise(contact.value) == contact
