"""The shape of the acts around the field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk import ActForm
from complaints.photo_field import PhotosField, PhotosInput


class HandOutForm(ActForm):
    """What is to be done; the place and the photos go by themselves."""

    task = forms.CharField(
        label=_("Yang harus dikerjakan"),
        help_text=_("Dibaca siapa pun yang memegang tautan. Jangan menulis nama atau kontak pelapor"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class DecideForm(ActForm):
    """Whether what came back counts."""

    taken = forms.TypedChoiceField(
        choices=[("yes", _("Terima")), ("no", _("Tidak dipakai"))], coerce=lambda value: value == "yes"
    )


class SendBackForm(forms.Form):
    """From the field: a photo straight from the camera and one sentence."""

    photos = PhotosField(
        label=_("Foto sesudah dikerjakan"),
        help_text=_("Paling banyak 3 foto"),
        widget=PhotosInput({"capture": "environment"}),
    )
    text = forms.CharField(
        label=_("Satu kalimat"),
        help_text=_("Contoh: Lampu sudah diganti dan menyala"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self):
        given = super().clean()
        if "photos" in given and not given["photos"] and not given.get("text"):
            self.add_error("photos", _("Pilih foto atau tulis satu kalimat"))
        return given
