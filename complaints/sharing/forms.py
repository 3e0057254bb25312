"""The shape of the acts of sharing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.desk import ActForm
from complaints.models import Agency, Complaint

from . import queries


class ShareForm(ActForm):
    """With whom, and for a supporting agency which part of the work."""

    to = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Dibagikan kepada"),
        empty_label=_("Pilih instansi"),
        error_messages={"required": _("Pilih instansi"), "invalid_choice": _("Pilih instansi dari daftar")},
    )
    part = forms.CharField(
        label=_("Bagian yang diminta"),
        help_text=_(
            "Dibaca instansi pendukung. Kosongkan untuk lembaga pengawas. Jangan menulis nama atau kontak pelapor"
        ),
        required=False,
        min_length=10,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf")},
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        supporters, overseers = queries.supporters(complaint), queries.overseers(complaint)
        groups = [(_("Instansi pendukung"), supporters), (_("Lembaga pengawas"), overseers)]
        options = [(name, [(agency.pk, agency.name) for agency in rows]) for name, rows in groups]
        self.is_possible = any(rows for _name, rows in options)
        self.fields["to"].queryset = supporters | overseers
        self.fields["to"].choices = [("", self.fields["to"].empty_label), *(group for group in options if group[1])]
        self.fields["part"].mark_optional = False  # needed, but for an overseer
        if complaint.access_class != Complaint.AccessClass.ORDINARY or not complaint.is_open:
            del self.fields["part"]  # nobody can be given a part of it: overseers read the whole case

    def clean(self):
        """Ask for the part where there is one to give, and only there."""
        found = super().clean()
        to, part = found.get("to"), found.get("part", "")
        if to and "part" in self.fields and "part" not in self.errors:
            if to.kind == Agency.Kind.OVERSIGHT and part:
                self.add_error("part", _("Lembaga pengawas membaca seluruh laporan. Kosongkan bagian ini"))
            elif to.kind != Agency.Kind.OVERSIGHT and not part:
                self.add_error("part", _("Tulis bagian yang diminta"))
        return found


class FinishPartForm(forms.Form):
    """What was done; it carries no version, as NotePartForm."""

    text = forms.CharField(
        label=_("Apa yang sudah dikerjakan?"),
        help_text=_("Satu atau dua kalimat"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": _("Tulis apa yang sudah dikerjakan"),
            "min_length": _("Tulis sedikit lagi, paling sedikit 10 huruf"),
        },
    )


class NotePartForm(forms.Form):
    """A word to the agency that leads. It carries no version: who has a part does not see the case."""

    text = forms.CharField(
        label=_("Catatan untuk instansi yang menangani"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Tulis catatannya")},
    )
