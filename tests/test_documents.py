"""A PDF is taken when it only shows paper: everything that acts, hides or carries is refused in words."""

import io
import zlib

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from complaints import documents, photos
from complaints.errors import Refused
from complaints.paper_field import PaperField
from tests.uploads import files

ACTS = "PDF ini berisi program atau file lain. Pindai atau foto lembarnya"
LOCKED = "PDF ini terkunci. Simpan dulu tanpa kata sandi, atau foto lembarnya"
BROKEN = "PDF ini rusak atau tidak lengkap. Pindai lagi lembarnya"
DARK = "PDF ini tidak bisa diperiksa. Pindai atau foto lembarnya"


def decode(data):
    return documents.decode(io.BytesIO(data))


def refusal(data):
    with pytest.raises(Refused) as refused:
        decode(data)
    return str(refused.value)


def packed(objects: bytes, head=b"/Filter/FlateDecode", body=None) -> bytes:
    """A PDF with an object stream that holds `objects`."""
    body = zlib.compress(objects) if body is None else body
    stream = b"3 0 obj\n<</Type/ObjStm/N 1/First 4%s/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return files.pdf().replace(b"trailer", stream % (head, len(body), body) + b"trailer")


class TestDecode:
    def test_a_plain_one_is_kept_as_it_came(self):
        document = decode(files.pdf())
        assert document.data == files.pdf()
        assert len(document.sha256) == 64

    def test_a_photo_of_the_paper_goes_the_way_of_photos(self):
        assert isinstance(decode(files.plain()), photos.Photo)

    @pytest.mark.parametrize("name", ["51_javascript.pdf", "52_launch.pdf"])
    def test_the_hostile_ones_of_the_list(self, name):
        assert refusal(files.FILES[name].make()) == ACTS

    @pytest.mark.parametrize(
        "action",
        [
            b"/AA<</O<</S/JavaScript/JS 9 0 R>>>>",
            b"/OpenAction<</S /J#61vaScript>>",
            b"/OpenAction<</S/#4c#61unch>>",
            b"/Names<</EmbeddedFiles 4 0 R>>",
            b"/A<</S/SubmitForm/F(https://x)>>",
            b"/AcroForm<</XFA 5 0 R>>",
            b"/A<</S/GoToE>>",
        ],
    )
    def test_whatever_acts_or_carries(self, action):
        assert refusal(files.pdf(action)) == ACTS

    def test_also_where_it_is_packed(self):
        assert refusal(packed(b"1 0 <</S/JavaScript>>")) == ACTS
        assert refusal(packed(b"1 0 <</S/JavaScript>>").replace(b"/ObjStm", b"/Obj#53tm")) == ACTS
        assert decode(packed(b"1 0 <</S/GoTo>>")).data

    @pytest.mark.parametrize("head", [b"/Filter/LZWDecode", b"/Filter 7 0 R", b"/Filter[/ASCII85Decode/FlateDecode]"])
    def test_what_cannot_be_unpacked(self, head):
        assert refusal(packed(b"1 0 <</S/GoTo>>", head)) == DARK

    def test_what_is_cut_or_swells(self):
        assert refusal(packed(b"", body=zlib.compress(b"1 0 <</S/GoTo>>")[:-4])) == DARK
        assert refusal(packed(bytes(25 * 1024 * 1024))) == DARK

    def test_very_many_streams(self):
        assert refusal(files.pdf().replace(b"trailer", b"stream\n" * 21_000 + b"trailer")) == DARK

    def test_a_locked_one(self):
        assert refusal(files.pdf().replace(b"/Root", b"/Encrypt 8 0 R/Root")) == LOCKED

    def test_a_name_that_only_begins_alike(self):
        assert decode(files.pdf(b"/LaunchDate(1)/SoundOf(2)")).data

    def test_half_of_one_and_one_with_a_tail(self):
        assert refusal(files.pdf()[:-8]) == BROKEN
        assert refusal(files.pdf() + b"PK\x03\x04" + b"x" * 2000) == BROKEN

    def test_size(self):
        assert refusal(files.pdf()[:-6] + b"%" * (5 * 1024 * 1024) + b"%%EOF\n") == (
            "PDF terlalu besar. Pilih PDF di bawah 5 MB"
        )

    @pytest.mark.parametrize("data", [b"<html>%PDF-1.7", b"hello", b"PK\x03\x04"])
    def test_something_else(self, data):
        assert refusal(data) == "File ini bukan PDF atau foto. Pilih file PDF, JPG atau PNG"


class TestKeeping:
    def test_what_is_stored_is_read(self):
        key = documents.store(decode(files.pdf()))
        assert documents.read(key) == files.pdf()
        assert documents.path(key).stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("key", ["../" * 11, "0" * 31, "A" * 32, ""])
    def test_no_key_leaves_the_folder(self, key):
        with pytest.raises(ValueError, match="not a key"):
            documents.path(key)

    def test_a_full_disk_is_told(self, monkeypatch):
        def full(_file, _data):
            raise OSError(28, "No space left")

        monkeypatch.setattr("complaints.files.write", full)
        with pytest.raises(Refused, match="Berkas belum terkirim"):
            documents.store(documents.Document(b"%PDF-"))


class PapersForm(forms.Form):
    sheet = PaperField(required=True)


def filled(*contents):
    sent = MultiValueDict({"sheet": [SimpleUploadedFile("x.pdf", data) for data in contents]})
    return PapersForm(QueryDict(), sent)


class TestPaperField:
    def test_takes_paper_as_pdf_and_as_photo(self):
        form = filled(files.pdf(), files.plain())
        assert form.is_valid()
        assert [type(one) for one in form.cleaned_data["sheet"]] == [documents.Document, photos.Photo]

    def test_says_what_is_wrong_with_which(self):
        form = filled(files.pdf(), b"<html>", *[files.pdf()] * 2)
        assert form.errors["sheet"] == [
            "Berkas 2: File ini bukan PDF atau foto. Pilih file PDF, JPG atau PNG",
            "Paling banyak 3 berkas. Berkas lainnya tidak ikut",
        ]

    def test_asks_for_one(self):
        assert filled().errors["sheet"] == ["Tambahkan PDF atau foto lembarnya"]
