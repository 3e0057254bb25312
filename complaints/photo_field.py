"""The form field for up to three photos: a plain multiple file input that works without JavaScript."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import photos
from complaints.errors import Refused

LIMIT = 3


def too_many() -> str:
    """Return the sentence for photos beyond the limit."""
    return _("Paling banyak %(limit)d foto. Foto lainnya tidak ikut") % {"limit": LIMIT}


class PhotosInput(forms.FileInput):
    """File inputs of one name; a page may have two, one for the camera and one for the gallery.

    The list of types is what makes an iPhone send its HEIC photos as JPEG.
    """

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp", "multiple": True} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class PhotosField(forms.Field):
    """Decodes every file sent; the value is a list of `photos.Photo`.

    `good` holds the photos that were fine, also when others were not and the form is not valid: the view stores
    them, so that nobody has to choose a good photo twice. Set `already` to the number of photos kept from before
    (a draft): the messages number the new ones after them. Whether all find room is for the draft to say, which
    alone knows the pictures that were only sent again.
    """

    widget = PhotosInput
    default_error_messages = {"required": gettext_lazy("Tambahkan paling sedikit 1 foto")}

    def __init__(self, *, required=False, **kwargs):
        super().__init__(required=required, **kwargs)
        self.already = 0
        self.good: list[photos.Photo] = []

    def clean(self, value):
        """Return the decoded photos. Raises ValidationError with one sentence a photo that cannot be taken."""
        self.good, problems = [], []
        files = value or []
        if self.required and not files and not self.already:
            raise ValidationError(self.error_messages["required"], code="required")
        for number, upload in enumerate(files[:LIMIT], start=self.already + 1):
            try:
                self.good.append(self.decode(upload))
            except Refused as refusal:
                problems.append(self.problem(number, refusal))
        if len(files) > LIMIT:
            problems.append(self.too_many(LIMIT))
        if problems:
            raise ValidationError(problems)
        return self.good

    def decode(self, upload):
        """Return what is in one file; raises Refused."""
        return photos.decode(upload)

    def problem(self, number: int, refusal) -> str:
        """Return the sentence for the file with this number."""
        return _("Foto %(number)d: %(problem)s") % {"number": number, "problem": refusal}

    def too_many(self, limit: int) -> str:
        """Return the sentence for files beyond the limit."""
        return too_many()

    def has_changed(self, initial, data):
        return bool(data)
