"""The shape of the coordinator's acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.desk import ActForm
from complaints.models import Agency, Complaint
from complaints.routing import queries

from .operations import ARCHIVE_REASONS, CONTACT_REASONS


def _text(label, help_text, required):
    """A text that the reporter reads: a sentence at least."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=10,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": required, "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf")},
    )


class ArchiveForm(ActForm):
    code = forms.ChoiceField(
        label=_("Mengapa tidak diproses?"),
        choices=[(code, words.ARCHIVE_REASON[code]) for code in ARCHIVE_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya")},
    )
    text = _text(
        _("Penjelasan untuk pelapor"),
        _("Kalau bukan wewenang Pemkab, sebut lembaganya dan nomor teleponnya"),
        _("Tulis penjelasan untuk pelapor"),
    )


class UpholdForm(ActForm):
    to = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi yang mengerjakan lagi"),
        empty_label=None,
        error_messages={"required": _("Pilih instansi")},
    )
    reason = _text(_("Alasan"), _("Dibaca pelapor dan instansi"), _("Tulis mengapa keberatan diterima"))

    def __init__(self, *args, complaint: Complaint, answered_by: int | None, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.fields["to"].queryset = queries.agencies_that_may_own(complaint)
        self.fields["to"].initial = answered_by


class NotUpholdForm(ActForm):
    reason = _text(
        _("Alasan"),
        _("Dibaca pelapor. Inspektorat dan Ombudsman kami sebut sebagai langkah berikutnya"),
        _("Tulis mengapa keberatan tidak diterima"),
    )


class ReopenForm(ActForm):
    reason = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis mengapa laporan dibuka lagi"))


class OpenContactForm(forms.Form):
    """Not an act on the case itself: it needs no version, only a reason that is recorded."""

    reason = forms.ChoiceField(
        label=_("Untuk apa kontak dibuka?"),
        choices=[(code, words.CONTACT_REASON[code]) for code in CONTACT_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya")},
    )
