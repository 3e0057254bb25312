"""The shape of what a reader says about a public page, and of what is decided about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk import ActForm
from complaints.models import PageReport, Publication

LONGEST = 1000  # letters


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Apa yang tidak seharusnya ada?"),
        choices=PageReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu"), "invalid_choice": _("Pilih salah satu")},
    )
    text = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Di bagian mana. Jangan tulis lagi data pribadinya"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "data-letters": LONGEST}),
        required=False,
        error_messages={"max_length": _("Tulisan terlalu panjang. Paling panjang %(limit_value)d huruf")},
    )


class DecideForm(ActForm):
    decision = forms.ChoiceField(
        label=_("Putusan"),
        choices=PageReport.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih putusannya"), "invalid_choice": _("Pilih putusannya")},
    )
    because = forms.ChoiceField(
        label=_("Kalau disembunyikan: alasan untuk umum"),
        help_text=_("Terbaca di halaman Laporan yang tidak ditampilkan lagi"),
        choices=[("", _("Pilih alasan")), *Publication.Hidden.choices],
        required=False,
        error_messages={"invalid_choice": _("Pilih alasan dari daftar")},
    )
    note = forms.CharField(
        label=_("Catatan"),
        help_text=_("Mengapa diputus begitu. Hanya dibaca petugas"),
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Tulis mengapa"), "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].mark_optional = False  # needed with one of the decisions
        if self.complaint.published_at is None:  # gone already, and the public reads why
            del self.fields["because"]
            self.fields["decision"].choices = [(hidden.value, hidden.label) for hidden in [PageReport.Decision.HIDDEN]]
            self.fields["decision"].initial = PageReport.Decision.HIDDEN

    def clean(self):
        answers = super().clean()
        hides = answers.get("decision") == PageReport.Decision.HIDDEN
        if "because" not in self.fields:
            answers["because"] = ""
        elif hides and not answers.get("because") and "because" not in self.errors:
            self.add_error("because", _("Pilih alasan untuk umum"))
        return answers
