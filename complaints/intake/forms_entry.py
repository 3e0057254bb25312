"""What staff are asked when they record a report that came by another way (ux.md A8): one page, filled by keyboard."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import lapor, phones
from complaints.errors import Refused
from complaints.identity import Reporter
from complaints.models import Complaint, Submission
from complaints.photo_field import PhotosField

from . import answers, kinds
from .drafts import Content
from .forms import TextField
from .operations import Entry

Channel = Submission.Channel
NOWHERE = "-"
LONGEST_PLACE = 40  # letters: one line at the foot of a poster


class EnterForm(forms.Form):
    """One report as it came. `now` is the moment the page is read; topics and districts as `queries` gives them."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Lewat apa"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB],
        widget=forms.Select(attrs={"autofocus": True}),
    )
    lapor = forms.CharField(
        label=gettext_lazy("Nomor SP4N-LAPOR!"),
        help_text=gettext_lazy("Hanya untuk laporan dari SP4N-LAPOR!"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    received_on = forms.DateField(
        label=gettext_lazy("Tanggal diterima"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Pilih tanggal diterima"), "invalid": gettext_lazy("Periksa tanggal")},
    )
    received_time = forms.TimeField(
        label=gettext_lazy("Jam diterima"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Tulis jam diterima"), "invalid": gettext_lazy("Contoh jam: 09:15")},
    )
    story = TextField(
        label=gettext_lazy("Isi laporan"),
        help_text=gettext_lazy("Tempel pesan seperti aslinya, atau tulis kata-kata pelapor"),
        widget=forms.Textarea(attrs={"rows": 6, "data-letters": answers.MAX_STORY}),
        error_messages={"required": gettext_lazy("Tulis isi laporan")},
    )
    report_class = forms.ChoiceField(
        label=gettext_lazy("Jenis laporan"), choices=Complaint.ReportClass.choices, initial="complaint"
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Jenis masalah"),
        error_messages={"required": gettext_lazy("Pilih jenis masalah atau pilih Saya tidak yakin")},
    )
    village = forms.ChoiceField(label=gettext_lazy("Desa atau kelurahan"), required=False)
    landmark = TextField(
        label=gettext_lazy("Patokan"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact = TextField(
        label=gettext_lazy("Nomor HP atau e-mail pelapor"),
        help_text=gettext_lazy("Kosongkan kalau pelapor tidak mau dikabari. Disimpan tertutup"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = TextField(
        label=gettext_lazy("Nama panggilan pelapor"), required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    publish = forms.ChoiceField(
        label=gettext_lazy("Boleh ditampilkan kepada warga lain, setelah diperiksa?"),
        choices=[
            ("", gettext_lazy("Belum ditanya, ikut kebiasaan jenisnya")),
            ("yes", gettext_lazy("Ya, pelapor mengizinkan")),
            ("no", gettext_lazy("Tidak")),
        ],
        required=False,
    )
    photos = PhotosField(
        label=gettext_lazy("Foto"), help_text=gettext_lazy("Paling banyak 3 foto, juga foto surat atau layar pesan")
    )
    # The question about officials was read: the second press records it as it is.
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, topics, districts, now: datetime):
        local = timezone.localtime(now)
        initial = {"received_on": local.date(), "received_time": local.time()}
        offered = [village for _district, rows in districts for village in rows]
        if len(offered) == 1:  # who serves one village meets people at its counter
            initial |= {"village": offered[0].code, "channel": Channel.COUNTER}
        super().__init__(data, files, initial=initial)
        self.now = now
        self.topics = {topic.code: topic for topic in topics}
        self.fields["category"].choices = [
            ("", _("Pilih jenis masalah")),
            *((code, topic.name) for code, topic in self.topics.items()),
        ]
        self.fields["village"].mark_optional = False  # needed for most topics; "no place" is an answer too
        self.fields["village"].choices = [
            ("", _("Pilih desa atau kelurahan")),
            (NOWHERE, _("Tidak punya tempat")),
            *((district, [(village.code, village.name) for village in rows]) for district, rows in districts),
        ]
        earliest = local.date() - timedelta(days=30)
        self.fields["received_on"].widget.attrs |= {"min": earliest.isoformat(), "max": local.date().isoformat()}

    def clean_story(self):
        story = self.cleaned_data["story"]
        if words := answers.story_problem(story):
            raise forms.ValidationError(words)
        return story

    def clean_landmark(self):
        landmark = self.cleaned_data["landmark"]
        if words := answers.too_long(landmark, answers.MAX_LANDMARK):
            raise forms.ValidationError(words)
        return landmark

    def clean(self):
        given = self.cleaned_data
        self.reporter = self._reporter(given)
        self._check_lapor(given)
        topic = self.topics.get(given.get("category"))
        kind = given.get("report_class")
        if topic and kind and kinds.needs_place(kind, topic) and not given.get("village"):
            self.add_error("village", _("Pilih desa atau kelurahan"))
        if given.get("received_on") and given.get("received_time"):
            given["received_at"] = timezone.make_aware(datetime.combine(given["received_on"], given["received_time"]))

    def _reporter(self, given) -> Reporter | None:
        name, typed = given.get("name", ""), given.get("contact", "")
        if words := answers.too_long(name, answers.MAX_NAME):
            self.add_error("name", words)
        if not typed:
            if name:
                self.add_error("contact", _("Tulis nomor HP atau e-mailnya, atau kosongkan namanya"))
            return None
        try:
            contact = phones.normalise(typed)
        except Refused as refusal:
            self.add_error("contact", str(refusal))
            return None
        by_phone = phones.PHONE if given.get("channel") == Channel.PHONE else phones.WHATSAPP
        return Reporter(name, phones.EMAIL if contact.kind == phones.EMAIL else by_phone, contact.value)

    def _check_lapor(self, given) -> None:
        if given.get("channel") != Channel.SP4N:
            given["lapor"] = ""
        elif not given.get("lapor"):
            self.add_error("lapor", _("Tulis nomor laporan di SP4N-LAPOR!"))
        else:
            try:
                given["lapor"] = lapor.number(given["lapor"])
            except Refused as refusal:
                self.add_error("lapor", str(refusal))

    def speaks_of_officials(self) -> bool:
        """Whether staff should be asked once about the protected way. Call it after `is_valid`."""
        given = self.cleaned_data
        about = self.topics[given["category"]].supervisory_hint
        return not about and not given["asked"] and answers.speaks_of_officials(given["story"])

    def ask_once(self) -> None:
        """Show the form again with everything typed; the next press is not asked."""
        self.data = self.data.copy()
        self.data["asked"] = "1"

    def entry(self) -> Entry:
        """Return what `operations.enter` takes. Only for a valid form."""
        given = self.cleaned_data
        topic, kind = self.topics[given["category"]], given["report_class"]
        nowhere = given["village"] in ("", NOWHERE)
        default = kinds.publish_default(kind, topic)
        return Entry(
            channel=given["channel"],
            received_at=given["received_at"],
            content=Content(
                report_class=kind,
                category=topic.code,
                story=given["story"],
                village="" if nowhere else given["village"],
                landmark=given["landmark"],
                no_place=nowhere,
            ),
            reporter=self.reporter,
            may_publish=answers.may_be_public(topic) and {"yes": True, "no": False}.get(given["publish"], default),
            lapor=given["lapor"],
        )


class PosterForm(forms.Form):
    """Which place a poster is for; read from the address."""

    village = forms.ChoiceField(
        label=gettext_lazy("Desa atau kelurahan"),
        error_messages={
            "required": gettext_lazy("Pilih desa atau kelurahan"),
            "invalid_choice": gettext_lazy("Pilih desa atau kelurahan"),
        },
    )
    place = TextField(
        label=gettext_lazy("Nama tempat"),
        help_text=gettext_lazy("Contoh: Dermaga Teluk Gembira"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, districts):
        offered = [village for _district, rows in districts for village in rows]
        super().__init__(data, initial={"village": offered[0].code if len(offered) == 1 else ""})
        self.fields["village"].choices = [
            ("", _("Pilih desa atau kelurahan")),
            *((district, [(village.code, village.name) for village in rows]) for district, rows in districts),
        ]

    def clean_place(self):
        place = " ".join(self.cleaned_data["place"].split())
        if words := answers.too_long(place, LONGEST_PLACE):
            raise forms.ValidationError(words)
        return place
