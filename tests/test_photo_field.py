"""Nobody chooses a good photo twice: bad ones are named one by one, good ones are kept."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from complaints.photo_field import PhotosField
from tests.uploads import files
from tests.uploads.checks import BROKEN, NOT_A_PHOTO


class PhotosForm(forms.Form):
    story = forms.CharField()
    photos = PhotosField()


def filled(*contents, already=0, story="Jalan berlubang", required=False):
    """Return the form as sent with these files."""
    sent = MultiValueDict({"photos": [SimpleUploadedFile("foto.jpg", data, "image/jpeg") for data in contents]})
    form = PhotosForm(QueryDict(f"story={story}"), sent)
    form.fields["photos"].already = already
    form.fields["photos"].required = required
    return form


class TestPhotosField:
    def test_no_photo_is_fine(self):
        form = filled()
        assert form.is_valid()
        assert form.cleaned_data["photos"] == []

    def test_three_photos_come_decoded(self):
        form = filled(files.plain(), files.turned(6), files.turned(6, "PNG"))
        assert form.is_valid()
        assert [photo.width for photo in form.cleaned_data["photos"]] == [1200, 400, 400]
        assert form.fields["photos"].good == form.cleaned_data["photos"]

    def test_a_bad_photo_is_named_and_the_good_ones_stay(self):
        form = filled(files.plain(), b"<html>", files.plain()[:5000])
        assert form.errors["photos"] == [f"Foto 2: {NOT_A_PHOTO}", f"Foto 3: {BROKEN}"]
        assert [photo.width for photo in form.fields["photos"].good] == [1200]
        assert form.cleaned_data == {"story": "Jalan berlubang"}

    def test_good_photos_stay_when_another_field_is_wrong(self):
        form = filled(files.plain(), story="")
        assert not form.is_valid()
        assert len(form.fields["photos"].good) == 1

    def test_one_form_keeps_nothing_of_another(self):
        assert filled(files.plain()).is_valid()
        assert filled().fields["photos"].good == []

    def test_a_fourth_photo_is_refused_and_three_stay(self):
        form = filled(*[files.turned(1)] * 5)
        assert form.errors["photos"] == ["Paling banyak 3 foto. Foto lainnya tidak ikut"]
        assert len(form.fields["photos"].good) == 3

    def test_photos_of_the_draft_come_first(self):
        form = filled(b"no photo", files.turned(1), already=2)
        assert form.errors["photos"] == [f"Foto 3: {NOT_A_PHOTO}"]
        assert len(form.fields["photos"].good) == 1

    def test_required_says_what_to_do(self):
        assert filled(required=True).errors["photos"] == ["Tambahkan paling sedikit 1 foto"]
        assert filled(required=True, already=1).is_valid()
        assert filled(files.turned(1), required=True).is_valid()

    def test_is_one_multiple_file_input_without_a_value(self):
        html = str(filled(files.plain())["photos"])
        assert html.startswith('<input type="file" name="photos"')
        assert " multiple" in html
        assert 'accept="image/jpeg,image/png,image/webp"' in html
        assert "value" not in html
        assert PhotosForm().is_multipart()
