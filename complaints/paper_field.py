"""The form field for papers: PDF or photo, up to three, a plain file input that works without JavaScript."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import documents
from complaints.photo_field import PhotosField, PhotosInput


class PapersInput(PhotosInput):
    """File inputs of one name that take a scan or a picture of the paper."""

    def __init__(self, attrs=None):
        super().__init__({"accept": "application/pdf,image/jpeg,image/png,image/webp"} | (attrs or {}))


class PaperField(PhotosField):
    """Decodes every file sent; the value is a list of `documents.Document` and `photos.Photo`."""

    widget = PapersInput
    default_error_messages = {"required": gettext_lazy("Tambahkan PDF atau foto lembarnya")}

    def decode(self, upload):
        """Return what is in one file; raises Refused."""
        return documents.decode(upload)

    def problem(self, number: int, refusal) -> str:
        """Return the sentence for the file with this number."""
        return _("Berkas %(number)d: %(problem)s") % {"number": number, "problem": refusal}

    def too_many(self, limit: int) -> str:
        """Return the sentence for files beyond the limit."""
        return _("Paling banyak %(limit)d berkas. Berkas lainnya tidak ikut") % {"limit": limit}
