"""The shape of a template, and of every form whose text can begin with one."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import gaps, words
from complaints.desk import ActForm
from complaints.models import Agency, Category, Complaint, ReplyTemplate
from complaints.routing import queries as routing
from complaints.states import CLOSING_OUTCOMES

from .operations import Begun

LONGEST = 3000  # letters of a text that the reporter reads


class TemplateForm(forms.Form):
    """Title, for what, for which category and outcome, and the text with its gaps."""

    agency = forms.TypedChoiceField(label=_("Untuk siapa?"), required=False, empty_value=None)
    use = forms.ChoiceField(label=_("Untuk apa?"), choices=ReplyTemplate.Use.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Judul"),
        help_text=_("Hanya dibaca petugas waktu memilih"),
        max_length=80,
        error_messages={"required": _("Tulis judulnya")},
    )
    category = forms.ModelChoiceField(None, label=_("Kategori"), required=False, empty_label=_("Semua kategori"))
    outcome = forms.ChoiceField(
        label=_("Hasil"), help_text=_("Hanya untuk jawaban"), required=False, choices=[("", _("Semua hasil"))]
    )
    text = forms.CharField(
        label=_("Isi"),
        help_text=_(
            "Diisi sendiri waktu dipakai: {nomor}, {judul}, {tanggal}, {nama_petugas}. Kurung lain, misalnya "
            "{hari pengerjaan}, harus diisi petugas sebelum dikirim"
        ),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Tulis isinya")},
    )

    def __init__(self, *args, agencies: list[Agency], for_all: bool, new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in agencies}
        whose = self.fields["agency"]
        whose.coerce = self.agencies.get
        whose.choices = [(pk, agency.short_name) for pk, agency in self.agencies.items()]
        if for_all:
            whose.choices = [("", _("Semua instansi")), *whose.choices]
        whose.required = not for_all
        category = self.fields["category"]
        category.queryset = Category.objects.filter(is_active=True)
        category.choices = [("", category.empty_label), *_categories()]
        self.fields["outcome"].choices += [(code.value, words.outcome(code).formal) for code in CLOSING_OUTCOMES]
        for name in ("category", "outcome"):
            self.fields[name].mark_optional = False
        if not new:  # whose it is and what it is for stays: others use it so
            del self.fields["agency"], self.fields["use"]
        elif len(whose.choices) == 1:
            whose.initial, whose.widget = whose.choices[0][0], forms.HiddenInput()
        self.use = self.initial.get("use")

    def clean(self):
        """An outcome belongs to an answer alone."""
        answers = super().clean()
        answers["outcome"] = answers.get("outcome") or None
        if answers["outcome"] and answers.get("use", self.use) != ReplyTemplate.Use.ANSWER:
            self.add_error("outcome", _("Hasil hanya untuk templat jawaban"))
        return answers


def _categories() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return every topic as a group: the topic itself, which stands for all below it, and its categories."""
    return [
        (name, [(group[0].topic_id, _("Semua %(topic)s") % {"topic": name}), *((one.pk, one.name) for one in group)])
        for name, group in routing.categories()
    ]


class BegunForm(ActForm):
    """A form of an act whose text (`written`) can begin with one of `templates`, filled with `values`."""

    written = "text"
    begun = forms.TypedChoiceField(required=False, widget=forms.HiddenInput, empty_value=None)
    as_it_is = forms.BooleanField(label=_("Kirim tanpa perubahan"), required=False)

    def __init__(self, *args, complaint: Complaint, templates: list[ReplyTemplate], values: dict[str, str], **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.templates = {str(row.pk): row for row in templates}
        self.values = values
        self.is_unchanged = False
        begun = self.fields["begun"]
        begun.choices = [(pk, row.title) for pk, row in self.templates.items()]
        begun.coerce = self.templates.get

    def filled(self) -> list[dict]:
        """Return the offered templates for the page: id, title, outcome, and the text with its gaps filled."""
        return [
            {"id": pk, "title": row.title, "outcome": row.outcome or "", "text": gaps.fill(row.text, self.values)}
            for pk, row in self.templates.items()
        ]

    def begin(self, typed: Mapping[str, str]) -> None:
        """Show the form with what was `typed` so far, its text begun with the template that was chosen there.

        What somebody wrote themselves stays before it.
        """
        self.initial |= {name: typed[name] for name in self.fields if name in typed}
        template = self.templates.get(typed.get("templat", ""))
        if template is None:
            return
        before = self.templates.get(typed.get("begun", ""))
        own = typed.get(self.written, "").strip()
        if before and gaps.is_same(own, gaps.fill(before.text, self.values)):
            own = ""
        filled = gaps.fill(template.text, self.values)
        self.initial |= {"begun": template.pk, self.written: f"{own}\n\n{filled}" if own else filled}
        if template.outcome and not typed.get("outcome"):
            self.initial["outcome"] = template.outcome

    def clean(self):
        """No gap is sent, and a template as it stands only by whoever says so."""
        answers = super().clean()
        self.errors.pop("begun", None)  # retired since the page was opened: the text is theirs now
        text, template = answers.get(self.written) or "", answers.get("begun")
        if left := gaps.left(text):
            self.add_error(self.written, _("Isi dulu bagian ini: %(gaps)s") % {"gaps": ", ".join(left)})
        same = template is not None and gaps.is_same(text, gaps.fill(template.text, self.values))
        if same and not answers.pop("as_it_is", False):
            self.is_unchanged = True
            self.add_error(
                self.written, _("Tambahkan satu kalimat tentang laporan ini, atau centang Kirim tanpa perubahan")
            )
        answers.pop("as_it_is", None)
        answers["begun"] = Begun(template, edited=not same) if template else None
        return answers
