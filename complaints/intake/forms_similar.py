"""Supporting a similar report: a contact and what was written, both as one likes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.publication.forms_support import SupportForm


class SimilarForm(SupportForm):
    adds = forms.BooleanField(
        label=_("Tambahkan cerita dan foto saya ke laporan itu"),
        help_text=_("Hanya dibaca petugas. Tidak ditampilkan untuk umum"),
        required=False,
        initial=True,
    )
