"""The shape of the agency's acts: three separate boxes, each with one reader, never a switch between them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import words
from complaints.desk import ActForm
from complaints.models import Attachment, Complaint, User
from complaints.photo_field import PhotosField
from complaints.replies.forms import LONGEST, BegunForm
from complaints.states import Outcome

from .operations import MIN_ANSWER, needs_photo, outcomes_of


def _text(label, hint, missing, *, rows=5, **more):
    more.setdefault("error_messages", {}).setdefault("required", missing)
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea({"rows": rows}), **more
    )


class AcceptForm(ActForm):
    """A press on a button; only the version travels with it."""


class AssignForm(ActForm):
    """Give the case to a colleague, or back to everybody in the agency."""

    to = forms.TypedChoiceField(label=_("Siapa yang mengerjakan?"), required=False)
    note = _text(
        _("Pesan untuk yang mengerjakan"),
        _("Hanya dibaca petugas"),
        "",
        rows=3,
        required=False,
    )

    def __init__(self, *args, complaint: Complaint, people: list[User], me: User, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [
            (pk, _("%(name)s (Anda)") % {"name": person.full_name} if person.pk == me.pk else person.full_name)
            for pk, person in self.people.items()
        ]
        anybody = _("Siapa saja di %(agency)s") % {"agency": complaint.owner.short_name}
        self.fields["to"].choices = [("", anybody), *names]
        self.fields["to"].coerce = self.people.get
        self.fields["to"].empty_value = None
        self.fields["to"].mark_optional = False
        self.fields["to"].initial = complaint.assignee_id or ""
        self.fields["to"].error_messages["invalid_choice"] = _("Pilih orang dari instansi Anda sendiri")


class NoteProgressForm(BegunForm):
    """A word to the reporter on how far it is."""

    text = _text(
        _("Kabar untuk pelapor"),
        _("Apa yang sudah dan akan dikerjakan, dan kapan"),
        _("Tulis kabar untuk pelapor"),
    )
    photos = PhotosField(label=_("Foto"), help_text=_("Paling banyak 3 foto. Pelapor melihatnya"))


class NoteInternalForm(ActForm):
    """A note that never leaves the desk."""

    text = _text(_("Catatan internal"), _("Hanya dibaca petugas. Pelapor tidak melihatnya"), _("Tulis catatannya"))


class AskForm(BegunForm):
    """A question to the reporter."""

    written = "question"

    question = _text(
        _("Pertanyaan untuk pelapor"),
        _("Tanyakan satu hal saja, dengan kata sehari-hari"),
        _("Tulis pertanyaan untuk pelapor"),
        rows=4,
    )


class OutcomeForm(ActForm):
    """An answer that closes the work: what came of it, in words, with a photo where the work is a physical one."""

    outcome = forms.TypedChoiceField(
        label=_("Apa hasilnya?"),
        coerce=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih hasilnya")},
    )
    text = _text(
        _("Jawaban untuk pelapor"),
        _("Apa yang dikerjakan, kapan, dan apa artinya bagi pelapor. Paling sedikit 40 huruf"),
        _("Tulis jawaban paling sedikit 40 huruf"),
        min_length=MIN_ANSWER,
        error_messages={"min_length": _("Tulis jawaban paling sedikit 40 huruf")},
    )
    photos = PhotosField(label=_("Foto sesudah dikerjakan"), help_text=_("Paling banyak 3 foto. Pelapor melihatnya"))
    no_photo_reason = forms.CharField(
        label=_("Tidak ada foto? Tulis alasannya"),
        help_text=_("Pelapor membacanya"),
        required=False,
        max_length=300,
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = [(code.value, words.outcome(code).formal) for code in outcomes_of(complaint)]
        outcome.option_hints = {code: words.outcome(code).plain for code, _word in outcome.choices}
        if complaint.category.physical:
            self.fields["photos"].mark_optional = self.fields["no_photo_reason"].mark_optional = False
        else:
            del self.fields["no_photo_reason"]
            self.fields["photos"].label = _("Foto")

    def clean(self):
        """A physical work is shown, or it is said why it cannot be (product.md 3)."""
        answers = super().clean()
        needed = needs_photo(self.complaint, answers.get("outcome")) and not answers.get("no_photo_reason")
        shown = answers.get("photos") or answers.get("with_proposed")
        if needed and not shown and "photos" not in self.errors:
            self.add_error("photos", _("Tambahkan foto sesudah dikerjakan, atau tulis alasan tanpa foto"))
        return answers


class AnswerForm(BegunForm, OutcomeForm):
    """The answer of the agency itself, begun with a template, a draft, or what was proposed to its head."""

    with_proposed = forms.BooleanField(label=_("Sertakan foto yang sudah ada"), required=False, initial=True)

    def __init__(self, *args, proposed: list[Attachment], **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        if not proposed:
            del self.fields["with_proposed"]

    def clean(self):
        """The photos that were proposed go with it, as long as nobody leaves them away."""
        answers = super().clean()
        answers["proposed"] = self.proposed if answers.pop("with_proposed", False) else []
        return answers


class GiveBackForm(ActForm):
    """What the head wants to read before an answer is sent."""

    reason = _text(
        _("Apa yang perlu diperbaiki?"),
        _("Hanya dibaca petugas. Pelapor tidak melihatnya"),
        _("Tulis apa yang perlu diperbaiki"),
    )
