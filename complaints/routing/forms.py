"""The shape of the routing acts."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk import ActForm
from complaints.models import Agency, Category, Complaint
from complaints.models.term import TermClass
from complaints.paper_field import PaperField
from complaints.states import Because

from . import queries

# A regional agency never works under these; outside bodies get them.
_NOT_FOR_AGENCIES = {TermClass.EXTERNAL}


DECISION = ("decided_on", "decided_by", "sheet")


def choose_category(field: forms.ModelChoiceField) -> None:
    """Offer the exact categories, grouped by topic."""
    field.queryset = queries.exact_categories()
    groups = [(topic, [(c.pk, c.name) for c in group]) for topic, group in queries.categories()]
    field.choices = [("", field.empty_label), *groups]


class ReferForm(ActForm):
    """Verify and refer in one press: exact category, class, priority, agency, and why."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Kategori"),
        empty_label=_("Pilih kategori"),
        error_messages={"required": _("Pilih kategori")},
    )
    term_class = forms.ChoiceField(label=_("Kelas"), error_messages={"required": _("Pilih kelas")})
    priority = forms.ChoiceField(
        label=_("Kepentingan"), choices=Complaint.Priority.choices, widget=forms.RadioSelect, initial="normal"
    )
    to = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi yang berwenang"),
        empty_label=_("Pilih instansi"),
        error_messages={"required": _("Pilih instansi")},
    )
    reason = forms.CharField(
        label=_("Pesan"),
        help_text=_("Dibaca instansi dan pelapor. Isi kalau pilihan Anda berbeda dari saran"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    # Of the arbiter's decision, where it is one.
    decided_on = forms.DateField(
        label=_("Tanggal putusan"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi tanggal putusan"), "invalid": _("Isi tanggal putusan")},
    )
    decided_by = forms.CharField(
        label=_("Diputuskan oleh"),
        help_text=_("Jabatannya, misalnya Asisten Pemerintahan. Hanya dibaca petugas"),
        max_length=200,
        error_messages={"required": _("Tulis jabatan yang memutuskan")},
    )
    sheet = PaperField(label=_("Lembar putusan"), help_text=_("PDF atau foto. Hanya dibaca petugas"))

    def __init__(self, *args, complaint: Complaint, proposals: dict, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.proposals = proposals
        choose_category(self.fields["category"])
        self.fields["term_class"].choices = [
            choice for choice in TermClass.choices if choice[0] not in _NOT_FOR_AGENCIES
        ]
        self.fields["to"].queryset = queries.agencies_that_may_own(complaint)
        if complaint.submitted_because == Because.ARBITRATION:
            self.fields["reason"].label = _("Putusan penengah")
            self.fields["reason"].help_text = _("Dibaca instansi dan pelapor. Tulis siapa yang menangani dan mengapa")
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Tulis putusan penengah")
        else:
            for name in DECISION:
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self):
        """Ask for a reason when the agency is not the proposed one: the explanation of every routing is kept."""
        answers = super().clean()
        category, to = answers.get("category"), answers.get("to")
        if category and to:
            proposal = self.proposals.get(category.pk)
            answers["rule"] = proposal.rule if proposal and proposal.agency == to else None
            if (proposal is None or proposal.agency != to) and not answers.get("reason"):
                self.add_error("reason", _("Tulis mengapa instansi ini yang dipilih"))
        return answers


class ReturnReferralForm(ActForm):
    """Give a case back: why, and who is responsible instead."""

    reason = forms.CharField(
        label=_("Mengapa dikembalikan?"),
        help_text=_("Dibaca koordinator dan pelapor"),
        max_length=2000,
        min_length=10,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": _("Tulis mengapa laporan dikembalikan"),
            "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf"),
        },
    )
    suggested = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi yang menurut Anda berwenang"),
        empty_label=_("Saya tidak tahu"),
        required=False,
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.fields["suggested"].queryset = queries.agencies_that_may_own(complaint).exclude(pk=complaint.owner_id)
        self.helper = FormHelper()
        self.helper.form_tag = False


def _text(label, help_text, required, **more):
    """A text that the reporter reads: a sentence at least."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=10,
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": required, "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf")},
        **more,
    )


class BodyField(forms.ModelChoiceField):
    """A choice of outside bodies, each with its hotline: the reporter will read it too."""

    def label_from_instance(self, body: Agency) -> str:
        if not body.hotline:
            return body.name
        return _("%(name)s (telepon %(number)s)") % {"name": body.name, "number": body.hotline}


class ForwardExternalForm(ActForm):
    """Hand on to a body outside the government: which, and why, in words for the reporter."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Kategori"), empty_label=_("Belum tahu"), required=False
    )
    body = BodyField(
        Agency.objects.none(),
        label=_("Lembaga yang berwenang"),
        empty_label=_("Pilih lembaga"),
        error_messages={"required": _("Pilih lembaga")},
    )
    reason = _text(
        _("Mengapa lembaga ini?"),
        _("Dibaca pelapor. Jelaskan mengapa ini bukan wewenang Pemkab"),
        _("Tulis mengapa laporan dialihkan"),
    )
    letter = PaperField(
        label=_("Surat yang sudah dikirim"),
        help_text=_("PDF atau foto. Belum ada? Setelah dialihkan, surat pengantar bisa dicetak dari halaman laporan"),
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        choose_category(self.fields["category"])
        self.fields["body"].queryset = queries.outside_bodies(complaint)


class CheckBackForm(ActForm):
    """The body was asked for news, perhaps by letter."""

    letter = PaperField(label=_("Surat"), help_text=_("PDF atau foto, kalau bertanya lewat surat. Pelapor melihatnya"))


class RecordOutsideAnswerForm(ActForm):
    """What the body answered, on which day."""

    answered_on = forms.DateField(
        label=_("Tanggal jawaban"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi tanggal jawaban"), "invalid": _("Isi tanggal jawaban")},
    )
    text = _text(
        _("Jawaban lembaga"),
        _("Dibaca pelapor. Salin atau ringkas jawabannya, tanpa nama orang"),
        _("Tulis jawaban lembaga"),
    )
    photos = PaperField(label=_("Surat jawaban"), help_text=_("PDF atau foto, paling banyak 3. Pelapor melihatnya"))


class BounceForm(ActForm):
    """The body gave the case back."""

    reason = _text(
        _("Mengapa dikembalikan?"),
        _("Dibaca pelapor. Laporan kembali ke antrean verifikasi"),
        _("Tulis mengapa lembaga mengembalikan laporan"),
    )


class AddSheetForm(ActForm):
    """The disposition sheet as it came back signed."""

    sheet = PaperField(
        label=_("Lembar yang sudah ditandatangani"),
        help_text=_("PDF di bawah 5 MB, atau foto lembarnya. Hanya dibaca petugas"),
        required=True,
    )
