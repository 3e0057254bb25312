"""The secret door: one page of questions (ux.md P8)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.photo_field import PhotosField

from . import answers
from .drafts import Content
from .forms import SendForm, TextField, photos_hint
from .operations import ProtectedReport

MAX_LINE = 200  # characters


class ProtectedForm(SendForm):
    """What, who, when, where, photos; then the contact as in step 3. Nothing of it is ever published."""

    story = TextField(
        label=gettext_lazy("Apa yang terjadi"),
        help_text=gettext_lazy("Jangan tulis nama Anda di sini, atau hal yang hanya Anda yang tahu"),
        widget=forms.Textarea(attrs={"rows": 6, "data-letters": answers.MAX_STORY, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tulis apa yang terjadi")},
    )
    accused = TextField(
        label=gettext_lazy("Siapa yang dilaporkan"),
        help_text=gettext_lazy("Nama, jabatan, atau ciri-cirinya"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("Instansi yang dilaporkan"),
        help_text=gettext_lazy("Instansi ini tidak akan bisa melihat laporan Anda"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Pilih instansi dari daftar")},
    )
    when = TextField(
        label=gettext_lazy("Kapan terjadinya"),
        help_text=gettext_lazy("Tanggal, bulan, atau kira-kira"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    where = TextField(
        label=gettext_lazy("Di mana"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    photos = PhotosField(label=gettext_lazy("Foto bukti"))

    def __init__(self, data=None, files=None, *, agencies, typed=None):
        """`agencies` are those that may be complained about; `typed` is what stood on a page that is only redrawn."""
        typed = typed or {}
        content = Content(
            contact_choice=typed.get("contact_choice", ""),
            contact_kind=typed.get("use") or typed.get("contact_kind", ""),
            contact=typed.get("contact", ""),
            name=typed.get("name", ""),
        )
        super().__init__(data, content=content, offers_publishing=False, publish_default=False)
        self.files = files or {}
        self.initial |= {name: typed.get(name, "") for name in ("story", "accused", "agency", "when", "where")}
        self.agencies = {str(agency.pk): agency for agency in agencies}
        self.fields["agency"].choices = [
            ("", _("Tidak tahu, atau bukan instansi")),
            *((pk, agency.name) for pk, agency in self.agencies.items()),
        ]
        self.fields["photos"].help_text = photos_hint()

    def clean_story(self):
        if words := answers.story_problem(self.cleaned_data["story"]):
            raise forms.ValidationError(words)
        return self.cleaned_data["story"]

    def clean(self):
        super().clean()
        for name in ("accused", "when", "where"):
            if words := answers.too_long(self.cleaned_data.get(name, ""), MAX_LINE):
                self.add_error(name, words)
        if self.errors and self.files:
            self.add_error("photos", _("Foto tidak ikut tersimpan. Pilih lagi fotonya"))

    def given(self) -> dict:
        """Return what `operations.protected` takes. Only for a valid form."""
        answer = self.cleaned_data
        report = ProtectedReport(
            agency=self.agencies.get(answer["agency"]),
            **{name: answer[name] for name in ("story", "accused", "when", "where")},
        )
        return {"report": report, "photos": answer["photos"], "reporter": self.reporter}
