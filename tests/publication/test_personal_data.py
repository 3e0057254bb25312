"""What is marked as personal data, and what is not: numbers as people write them in reports of this regency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.publication.personal_data import WORDS, in_file_name, marks, pieces

MARKED = [
    # NIK and KK: 16 digits, grouped in any way; a woman's day is 40 more.
    ("NIK saya 1902014507900001 sudah dicatat", "nik", "1902014507900001"),
    ("nik 1902 0145 0790 0001.", "nik", "1902 0145 0790 0001"),
    ("KTP 19.02.01.170590.0003", "nik", "19.02.01.170590.0003"),
    ("No KK 1902-0117-0590-0003", "nik", "1902-0117-0590-0003"),
    ("KK 1902019999990001", "nik", "1902019999990001"),
    # Phones in all spellings.
    ("hubungi 081234567890 ya", "phone", "081234567890"),
    ("WA 0812-3456-7890", "phone", "0812-3456-7890"),
    ("WA 0812 3456 7890", "phone", "0812 3456 7890"),
    ("WA 0812.3456.7890", "phone", "0812.3456.7890"),
    ("telp +62 812 3456 7890", "phone", "+62 812 3456 7890"),
    ("telp +62812-3456-7890", "phone", "+62812-3456-7890"),
    ("telp 6281234567890", "phone", "6281234567890"),
    ("telp (+62) 812 3456 7890", "phone", "(+62) 812 3456 7890"),
    ("telp +62 (0)812 3456 789", "phone", "+62 (0)812 3456 789"),
    ("0 8 1 2 3 4 5 6 7 8 9 0 itu nomornya", "phone", "0 8 1 2 3 4 5 6 7 8 9 0"),
    ("nomor 81234567890", "phone", "81234567890"),
    ("kantor (0719) 21234", "phone", "(0719) 21234"),
    ("kantor 0719-212345", "phone", "0719-212345"),
    ("nol delapan satu dua tiga empat lima enam tujuh delapan", "phone", None),
    # E-mail.
    ("kirim ke siti.aminah@contoh.co.id saja", "email", "siti.aminah@contoh.co.id"),
    ("siti(at)contoh.id", "email", "siti(at)contoh.id"),
    # Plates.
    ("truk BN 1234 XY ngebut", "plate", "BN 1234 XY"),
    ("truk bn 1234 xy ngebut", "plate", "bn 1234 xy"),
    ("mobil BN1234XY", "plate", "BN1234XY"),
    ("pelat B 123 ABC parkir", "plate", "B 123 ABC"),
    ("nopol BG 8765", "plate", "BG 8765"),
    # Accounts.
    ("transfer ke rekening BRI 1234-01-012345-53-1", "account", "1234-01-012345-53-1"),
    ("no rek 0123456789 atas", "account", "0123456789"),
    ("Bank Sumsel Babel a.n. desa 140 30 12345", "account", "140 30 12345"),
    # Names after titles.
    ("kata Pak Joko begitu", "name", "Pak Joko"),
    ("Bapak Ahmad Yani Saputra datang", "name", "Bapak Ahmad Yani Saputra"),
    ("ibu Siti Aminah", "name", "ibu Siti Aminah"),
    ("Sdr. Budi", "name", "Sdr. Budi"),
    ("H. Rusli", "name", "H. Rusli"),
    ("Hj Maryam", "name", "Hj Maryam"),
    ("dr. Lestari", "name", "dr. Lestari"),
    ("Kades Suherman", "name", "Kades Suherman"),
    ("ketua RT Rahman", "name", "ketua RT Rahman"),
    ("nama saya Dewi", "name", "nama saya Dewi"),
    ("atas nama Dewi Sartika", "name", "atas nama Dewi Sartika"),
    ("a.n. Dewi", "name", "a.n. Dewi"),
]
CLEAN = [
    "Lampu jalan mati sejak 2024, lapor tahun 2025 dan 2026.",
    "Rumah nomor 12, RT 03 RW 05, Jl. Sudirman No. 123.",
    "Tiang PJU nomor 0123 dan 45678 mati.",
    "Tiang TPD-0012-34",
    "Sudah 14 hari, sejak 12-03-2026 pukul 09.14 WIB.",
    "Tanggal 03/02/2026 dan 17.08.2025.",
    "Dana Rp 1.500.000.000 untuk 3.000 warga.",
    "Laporan BLT-BMDF-9NYD-N belum dijawab.",
    "Perbup 25/2009, UU 14 Tahun 2008.",
    "Jarak 1.200 m dari KM 12.",
    "Ada 5 di sini, 12 KM ke pasar, 4 RT.",
    "Pak Bupati dan Bu Camat tolong dicek.",
    "Pak, tolong diperbaiki.",
    "Bapak Kepala Dinas sudah tahu.",
    "Ibu Guru di SD Negeri 5",
    "Di Jalan Jenderal Sudirman dekat Pasar Hatta.",
    "Titik -2.7385, 107.6785 di peta.",
    "Telepon darurat 112, 119 dan PLN 123.",
    "Agenda 0012/2026",
    "",
]


@pytest.mark.parametrize(("text", "kind", "part"), MARKED)
def test_marked(text, kind, part):
    found = marks(text)
    assert [mark.kind for mark in found] == [kind], found
    assert part is None or found[0].text == part
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize("text", CLEAN)
def test_not_marked(text):
    assert marks(text) == []


def test_each_stands_for_itself():
    text = "Pak Joko (081234567890, joko@contoh.id) naik BN 1234 XY, NIK 1902011705900003."
    assert [mark.kind for mark in marks(text)] == ["name", "phone", "email", "plate", "nik"]
    assert all(mark.words for mark in marks(text))


def test_file_names():
    assert [mark.kind for mark in in_file_name("KTP_1902011705900003.jpg")] == ["nik"]
    assert [mark.kind for mark in in_file_name("rumah-Pak-Joko.jpg")] == ["name"]
    assert [mark.kind for mark in in_file_name("WA_0812-3456-7890.png")] == ["phone"]
    assert in_file_name("IMG_20260203.jpg") == []
    assert in_file_name("IMG-20260203-WA0012.jpg") == []
    assert in_file_name("lampu mati") == []


@given(st.text(alphabet="0123456789 .-+BNXYPakJo@\n", max_size=60))
def test_pieces_are_the_text(text):
    cut = pieces(text)
    assert "".join(piece for piece, _mark in cut) == text
    assert all(mark is None or (mark.kind in WORDS and mark.text == piece) for piece, mark in cut)
