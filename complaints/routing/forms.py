"""The shape of the routing acts."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk import ActForm
from complaints.models import Agency, Category, Complaint
from complaints.models.term import TermClass

from . import queries

# A regional agency never works under these; outside bodies get them.
_NOT_FOR_AGENCIES = {TermClass.EXTERNAL}


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

    def __init__(self, *args, complaint: Complaint, proposals: dict, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.proposals = proposals
        self.fields["category"].queryset = queries.exact_categories()
        self.fields["category"].choices = [
            ("", self.fields["category"].empty_label),
            *((topic, [(c.pk, c.name) for c in group]) for topic, group in queries.categories()),
        ]
        self.fields["term_class"].choices = [
            choice for choice in TermClass.choices if choice[0] not in _NOT_FOR_AGENCIES
        ]
        self.fields["to"].queryset = queries.agencies_that_may_own(complaint)
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
