"""The shape of the coordinator's acts."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import access, lapor, words
from complaints.desk import ActForm
from complaints.errors import Refused
from complaints.followup import saved_views
from complaints.models import Agency, Complaint, Position, User
from complaints.paper_field import PaperField
from complaints.routing import queries

from .operations import ARCHIVE_REASONS, CONTACT_REASONS, leaders
from .queries import accusable_people


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
        _("Pelapor membaca kalimat ini"),
        _("Tulis penjelasan untuk pelapor"),
    )

    def __init__(self, *args, may_forward: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_forward = may_forward
        if may_forward:  # no wrong door: what another body must do is handed on to it, not ended
            code = self.fields["code"]
            code.choices = [choice for choice in code.choices if choice[0] != "out_of_jurisdiction"]


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
        if answered_by is None:  # an outside body had it: nobody is proposed
            self.fields["to"].empty_label = _("Pilih instansi")


class NotUpholdForm(ActForm):
    reason = _text(
        _("Alasan"),
        _("Dibaca pelapor. Inspektorat dan Ombudsman kami sebut sebagai langkah berikutnya"),
        _("Tulis mengapa keberatan tidak diterima"),
    )


class SendBackForm(ActForm):
    reason = _text(
        _("Apa yang belum terjawab?"),
        _("Dibaca instansi dan pelapor"),
        _("Tulis apa yang belum terjawab"),
    )


class ReopenForm(ActForm):
    reason = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis mengapa laporan dibuka lagi"))


class ExcludeForm(ActForm):
    """Who is complained about: an agency, and in it perhaps one person."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi yang dilaporkan"),
        empty_label=_("Tidak ada"),
        help_text=_("Orang dari instansi ini tidak melihat apa pun dari laporan ini"),
        required=False,
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Orang yang dilaporkan"),
        empty_label=_("Tidak ada, atau tidak diketahui"),
        help_text=_("Juga bila nanti pindah ke instansi lain"),
        required=False,
    )
    reason = _text(_("Alasan"), _("Hanya dibaca petugas yang menangani"), _("Tulis mengapa"))

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.fields["agency"].queryset = queries.owning_agencies()
        self.fields["agency"].initial = complaint.excluded_agency_id
        self.fields["person"].queryset = accusable_people(timezone.localdate())
        self.fields["person"].initial = complaint.excluded_person_id
        self.fields["person"].label_from_instance = lambda person: f"{person.full_name}, {person.agency_name}"


class MergeForm(ActForm):
    """The number of the main case, chosen on the page before and sent again with the press that merges."""

    into = forms.Field(  # no text that is kept: it stands for a case
        label=_("Nomor laporan induk"),
        help_text=_("Laporan yang tetap jalan"),
        error_messages={"required": _("Isi nomor laporan induk")},
    )

    def __init__(self, *args, complaint: Complaint, user: User, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.user = user

    def add_prefix(self, field_name: str) -> str:
        """The address of the page that compares two cases speaks Indonesian."""
        return "induk" if field_name == "into" else super().add_prefix(field_name)

    def clean_into(self) -> Complaint:
        """Return the case that was meant, among those this person may read."""
        number = saved_views.number_in(self.cleaned_data["into"][:40])
        cases = access.staff_cases(self.user).select_related("owner", "category", "village__district")
        case = cases.filter(tracking_number=number).first() if number else None
        if case is None:
            raise forms.ValidationError(_("Nomor itu tidak ada di antara laporan Anda. Periksa lagi nomornya."))
        return case


class UnmergeForm(ActForm):
    reason = _text(_("Alasan"), _("Dibaca pelapor"), _("Tulis mengapa penggabungan dibatalkan"))


class LinkLaporForm(ActForm):
    number = forms.CharField(
        label=_("Nomor laporan di SP4N-LAPOR!"),
        help_text=_("Contoh: 7654321"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Tulis nomor laporan di SP4N-LAPOR!")},
    )

    def clean_number(self):
        try:
            return lapor.number(self.cleaned_data["number"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class AnswerLaporForm(ActForm):
    """Nothing to fill in: only the version of the case that was seen."""


class RegisterRequestForm(ActForm):
    """Nothing to fill in: only the version of the case that was seen."""


class OpenContactForm(forms.Form):
    """Not an act on the case itself: it needs no version, only a reason that is recorded."""

    reason = forms.ChoiceField(
        label=_("Untuk apa kontak dibuka?"),
        choices=[(code, words.CONTACT_REASON[code]) for code in CONTACT_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya")},
    )


def _day(label, help_text, required):
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": _("Periksa tanggal")},
    )


class InstructForm(ActForm):
    """A leader's instruction to the agency that has the case."""

    text = forms.CharField(
        label=_("Isi arahan"),
        help_text=_("Dibaca instansi dan koordinator, tidak oleh pelapor"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": _("Tulis isi arahan"),
            "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf"),
        },
    )
    finish_by = _day(
        _("Batas waktu arahan"),
        _("Sampai jam layanan tutup. Bila libur, hari kerja berikutnya. Batas waktu laporan tidak berubah"),
        _("Pilih batas waktu arahan"),
    )

    def clean_finish_by(self):
        if self.cleaned_data["finish_by"] < timezone.localdate():
            raise forms.ValidationError(_("Batas waktu paling cepat hari ini"))
        return self.cleaned_data["finish_by"]


class RecordInstructionForm(InstructForm):
    """An instruction that a leader gave on paper."""

    leader = forms.ModelChoiceField(
        Position.objects.none(),
        label=_("Pimpinan yang memberi arahan"),
        empty_label=_("Pilih pimpinan"),
        error_messages={"required": _("Pilih pimpinan yang memberi arahan")},
    )
    given_on = _day(_("Tanggal di lembar"), "", _("Pilih tanggal di lembar"))
    sheet = PaperField(
        label=_("Lembar arahan"),
        help_text=_("PDF di bawah 5 MB, atau foto lembarnya. Hanya dibaca petugas"),
        required=True,
    )
    field_order = ("version", "leader", "given_on", "text", "finish_by", "sheet")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders()

    def clean_given_on(self):
        if self.cleaned_data["given_on"] > timezone.localdate():
            raise forms.ValidationError(_("Tanggal arahan paling lambat hari ini"))
        return self.cleaned_data["given_on"]
