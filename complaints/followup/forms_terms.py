"""The shape of promises, extensions, and answers recorded for an agency."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.desk import ActForm
from complaints.models import Complaint
from complaints.paper_field import PaperField
from complaints.photo_field import PhotosField
from complaints.states import Outcome

from .forms import OutcomeForm, _text
from .operations import WAYS


class DayField(forms.DateField):
    """One day, by the browser's own calendar."""

    def __init__(self, missing, **kwargs):
        messages = {"required": missing, "invalid": missing}
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=messages, **kwargs)


class PromiseForm(ActForm):
    """By when it will be done, or which budget it waits for."""

    outcome = forms.TypedChoiceField(
        label=_("Apa yang dijanjikan?"),
        choices=[
            (Outcome.PROMISED, _("Dikerjakan pada tanggal tertentu")),
            (Outcome.AWAITING_BUDGET, _("Menunggu anggaran")),
        ],
        coerce=Outcome,
        widget=forms.RadioSelect,
        initial=Outcome.PROMISED,
        error_messages={"required": _("Pilih tanggal atau menunggu anggaran")},
    )
    on = DayField(
        _("Isi tanggal yang dijanjikan"),
        label=_("Tanggal yang dijanjikan"),
        help_text=_("Mulai besok. Kalau tanggalnya hari libur, dipakai hari kerja berikutnya"),
        required=False,
    )
    document = forms.CharField(
        label=_("Dokumen anggaran"),
        help_text=_("Hanya kalau menunggu anggaran. Misalnya RKPD 2027. Pelapor membacanya"),
        max_length=200,
        required=False,
    )
    year = forms.IntegerField(
        label=_("Tahun anggaran"),
        help_text=_("Hanya kalau menunggu anggaran"),
        required=False,
        min_value=2000,
        max_value=2100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Periksa lagi tahun anggarannya")),
    )
    text = _text(
        _("Pesan untuk pelapor"),
        _("Apa yang akan dikerjakan, dan mengapa belum sekarang"),
        _("Tulis pesan untuk pelapor"),
    )
    photos = PhotosField(label=_("Foto"), help_text=_("Paling banyak 3 foto. Pelapor melihatnya"))

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        for name in ("on", "document", "year"):
            self.fields[name].mark_optional = False
        self.fields["on"].widget.attrs["min"] = (timezone.localdate() + timedelta(days=1)).isoformat()

    def clean(self):
        """A day, or a document with its year."""
        answers = super().clean()
        if answers.get("outcome") == Outcome.AWAITING_BUDGET:
            answers["on"] = None
            if not answers.get("document"):
                self.add_error("document", _("Tulis dokumen anggaran"))
            if not answers.get("year") and "year" not in self.errors:
                self.add_error("year", _("Isi tahun anggaran"))
        elif answers.get("outcome"):
            answers["document"], answers["year"] = "", None
            if not answers.get("on") and "on" not in self.errors:
                self.add_error("on", _("Isi tanggal yang dijanjikan"))
        return answers


class ExtendForm(ActForm):
    """A later date and why; the second time with the decision of the Sekda's office."""

    until = DayField(
        _("Isi tanggal yang baru"),
        label=_("Batas waktu yang baru"),
        help_text=_("Kalau tanggalnya hari libur, dipakai hari kerja berikutnya"),
    )
    reason = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis alasan untuk pelapor"), rows=4)
    decided_on = DayField(_("Isi tanggal putusan"), label=_("Tanggal putusan Setda"))
    decision = forms.CharField(
        label=_("Nomor putusan"), max_length=100, error_messages={"required": _("Tulis nomor putusan")}
    )

    def __init__(self, *args, complaint: Complaint, again: bool, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        if not again:
            del self.fields["decided_on"], self.fields["decision"]


class AnswerOnBehalfForm(OutcomeForm):
    """An answer, and how the agency gave it."""

    giver = forms.CharField(
        label=_("Siapa yang memberi jawaban?"),
        help_text=_("Nama dan jabatan. Hanya dibaca petugas"),
        max_length=200,
        error_messages={"required": _("Tulis nama dan jabatan")},
    )
    way = forms.ChoiceField(
        label=_("Lewat apa?"),
        choices=[(code, words.WAY[code].capitalize() if code != "whatsapp" else words.WAY[code]) for code in WAYS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih lewat apa")},
    )
    given_on = DayField(_("Isi tanggal jawaban"), label=_("Kapan?"))
    proof = PaperField(label=_("Bukti jawaban"), help_text=_("Tangkapan layar, foto atau PDF. Hanya dibaca petugas"))
