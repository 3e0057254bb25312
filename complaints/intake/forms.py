"""The three steps: shape and wording of what a citizen is asked (ux.md 3). They read no rows and write nothing."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import links, phones, villages
from complaints.errors import Refused
from complaints.identity import Reporter
from complaints.photo_field import LIMIT, PhotosField

from . import answers, kinds
from .drafts import Content

_VILLAGE = re.compile(r"[0-9.]{1,13}")  # a code as the reference data writes them
VILLAGE_ONLY = 1000  # metres: a less exact point names a village at most


class TextField(forms.CharField):
    """A text that is counted and kept as `answers.clean` leaves it."""

    def to_python(self, value):
        return answers.clean(super().to_python(value))


class TopicSelect(forms.RadioSelect):
    """The topics; those of physical things are marked, so that the page asks since when only for them.

    What else hangs on a topic is told only to a page that cannot ask (`told`, code -> attributes): P18.
    """

    physical: frozenset[str] = frozenset()
    told: dict[str, dict] = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-physical"] = value in self.physical
        option["attrs"] |= self.told.get(value, {})
        return option


class WhatForm(forms.Form):
    """Step 1: topic, story, photos, since when."""

    # Which kind of report, and which closed case it follows: signed, "-" for none (`links.follow_up`).
    kind = forms.Field(required=False, widget=forms.HiddenInput)
    follows = forms.Field(required=False, widget=forms.HiddenInput)
    # The village of the poster that was scanned: chosen already in step 2.
    village = forms.Field(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label=gettext_lazy("Jenis masalah"),
        widget=TopicSelect,
        error_messages={
            "required": gettext_lazy("Pilih jenis masalah atau pilih Saya tidak yakin"),
            "invalid_choice": gettext_lazy("Pilih jenis masalah atau pilih Saya tidak yakin"),
        },
    )
    story = TextField(
        label=gettext_lazy("Ceritakan masalahnya"),
        help_text=gettext_lazy("Apa yang rusak atau terjadi. Jangan tulis NIK atau nomor HP di sini"),
        widget=forms.Textarea(attrs={"rows": 5, "data-letters": answers.MAX_STORY}),
        error_messages={"required": gettext_lazy("Tulis apa yang terjadi")},
    )
    photos = PhotosField(label=gettext_lazy("Foto"))
    since = forms.ChoiceField(
        label=gettext_lazy("Sejak kapan"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("today", gettext_lazy("Hari ini")),
            ("this_week", gettext_lazy("Minggu ini")),
            ("long_ago", gettext_lazy("Sudah lama")),
        ],
    )

    def __init__(self, data=None, files=None, *, topics, content: Content, kept: int, follows="", village=""):
        kind = kinds.by_word((data or {}).get("kind", "")) or kinds.KINDS[content.report_class]
        initial = {
            "kind": kind.word,
            "follows": follows,
            "village": village,
            "category": content.category,
            "story": content.story,
            "since": content.since,
        }
        super().__init__(data, files, initial=initial)
        self.kind = kind
        story = self.fields["story"]
        self.fields["category"].label, story.label, story.help_text = kind.category, kind.story, kind.hint
        story.error_messages["required"] = kind.missing
        self.topics = {topic.code: topic for topic in topics}
        category = self.fields["category"]
        category.choices = [(code, topic.name) for code, topic in self.topics.items()]
        category.option_hints = {code: topic.hint for code, topic in self.topics.items() if topic.hint}
        category.widget.physical = frozenset(code for code, topic in self.topics.items() if topic.physical)
        self.fields["photos"].already = kept
        self.fields["photos"].help_text = photos_hint()

    def clean_story(self):
        story = self.cleaned_data["story"]
        if words := answers.story_problem(story):
            raise forms.ValidationError(words)
        return story

    def answers(self, content: Content) -> Content:
        """Put what was typed into `content`, right or wrong, and return it: nothing typed is lost."""
        chosen = self.data.get("category", "")
        topic = self.topics.get(chosen)
        if chosen != content.category:
            content.may_publish = None  # the new topic has its own default: yes to a lamp is not yes to an illness
        if self.kind.report_class != content.report_class:
            content.report_class, content.may_publish = self.kind.report_class, None
        if token := self.data.get("follows"):
            content.follows = links.followed(token)
        if not content.village and _VILLAGE.fullmatch(self.data.get("village", "")):
            content.village = self.data["village"]
        content.category = chosen if topic else ""
        content.story = answers.clean(self.data.get("story", ""))
        since = self.data.get("since", "")
        known = dict(self.fields["since"].choices)
        content.since = since if topic and topic.physical and since in known else ""
        return content


def photos_hint() -> str:
    """Return what may be said about photos before they are chosen."""
    return _("Paling banyak 3 foto, masing-masing paling besar 15 MB")


class PlaceForm(forms.Form):
    """Step 2: the village, chosen or found from the point of the phone, and a landmark."""

    village = forms.ChoiceField(
        label=gettext_lazy("Desa atau kelurahan"),
        required=False,
        error_messages={
            "required": gettext_lazy("Pilih desa atau kelurahan"),
            "invalid_choice": gettext_lazy("Pilih desa atau kelurahan"),
        },
    )
    landmark = TextField(
        label=gettext_lazy("Patokan"),
        required=False,
        help_text=gettext_lazy("Contoh: depan SDN 5, dekat jembatan Juru Seberang"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )
    # Written by the script, read by LocateForm: what is no point is as if it were not there.
    latitude = forms.Field(required=False, widget=forms.HiddenInput)
    longitude = forms.Field(required=False, widget=forms.HiddenInput)
    accuracy = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, districts, needs_place: bool, content: Content, outside):
        """`districts` as queries.villages_by_district; `outside()` is the sentence for a point out of the regency."""
        initial = {name: getattr(content, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        field = self.fields["village"]
        field.choices = [("", _("Pilih desa atau kelurahan"))] + [
            (district, [(village.code, village.name) for village in rows]) for district, rows in districts
        ]
        field.required = needs_place
        field.widget.is_required = False  # the browser's own words would come first
        self.codes = {village.code for _district, rows in districts for village in rows}
        self.outside = outside

    def clean_landmark(self):
        landmark = self.cleaned_data["landmark"]
        if words := answers.too_long(landmark, answers.MAX_LANDMARK):
            raise forms.ValidationError(words)
        return landmark

    def clean(self):
        self.point = LocateForm(self.data).point()
        found = self.point and villages.village_at(self.point["latitude"], self.point["longitude"])
        if self.point and found not in self.codes:
            self.point = None
            if not self.cleaned_data.get("village"):
                self.errors.pop("village", None)
                self.add_error("village", self.outside())
        elif self.point and not self.cleaned_data.get("village"):
            # The point stands for the village as long as the person has not chosen one.
            self.errors.pop("village", None)
            self.cleaned_data["village"] = found

    def names_a_place(self) -> bool:
        """Whether a village was chosen or found. Call it after `is_valid`."""
        return bool(self.cleaned_data.get("village"))

    def answers(self, content: Content, *, no_place: bool) -> Content:
        """Put what was typed into `content`, right or wrong, and return it. Call it after `is_valid`."""
        content.village = self.cleaned_data.get("village", "") if not no_place else ""
        content.landmark = answers.clean(self.data.get("landmark", ""))
        content.no_place = no_place
        exact = self.point if self.point and self.point["accuracy"] <= VILLAGE_ONLY and not no_place else {}
        for name in ("latitude", "longitude", "accuracy"):
            setattr(content, name, exact.get(name))
        return content


class LocateForm(forms.Form):
    """The point of a phone: degrees, and how many metres it may be off."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)
    accuracy = forms.FloatField(min_value=0, max_value=10_000_000)

    def point(self) -> dict | None:
        """Return latitude, longitude (degrees) and accuracy (whole metres), None for what is no point."""
        if not self.is_valid():
            return None
        return self.cleaned_data | {"accuracy": round(self.cleaned_data["accuracy"])}


class SendForm(forms.Form):
    """Step 3: whether and how to tell the reporter, and what others may read."""

    TELL, UNNAMED = "tell", "unnamed"
    WHATSAPP, PHONE, EMAIL = phones.WHATSAPP, phones.PHONE, phones.EMAIL
    LABELS = {
        WHATSAPP: gettext_lazy("Nomor WhatsApp"),
        PHONE: gettext_lazy("Nomor telepon"),
        EMAIL: gettext_lazy("Alamat e-mail"),
    }
    HINTS = {
        WHATSAPP: gettext_lazy("Contoh 0812 3456 7890"),
        PHONE: gettext_lazy("Contoh 0812 3456 7890"),
        EMAIL: gettext_lazy("Contoh nama@contoh.com"),
    }
    USE = {
        WHATSAPP: gettext_lazy("Pakai WhatsApp"),
        EMAIL: gettext_lazy("Pakai e-mail"),
        PHONE: gettext_lazy("Pakai telepon atau SMS"),
    }
    MISSING = {
        WHATSAPP: gettext_lazy("Tulis nomor WhatsApp, atau pilih Tanpa nama"),
        PHONE: gettext_lazy("Tulis nomor telepon, atau pilih Tanpa nama"),
        EMAIL: gettext_lazy("Tulis alamat e-mail, atau pilih Tanpa nama"),
    }

    contact_choice = forms.ChoiceField(
        label=gettext_lazy("Mau dikabari?"),
        widget=forms.RadioSelect,
        choices=[(TELL, gettext_lazy("Ya, kabari saya")), (UNNAMED, gettext_lazy("Tanpa nama"))],
        initial=TELL,
        error_messages={
            "required": gettext_lazy("Pilih Ya, kabari saya atau Tanpa nama"),
            "invalid_choice": gettext_lazy("Pilih Ya, kabari saya atau Tanpa nama"),
        },
    )
    contact_kind = forms.Field(required=False, widget=forms.HiddenInput)
    contact = TextField(required=False)
    name = TextField(
        label=gettext_lazy("Nama panggilan"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "enterkeyhint": "next"}),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("Tampilkan isi laporan dan foto kepada warga lain, setelah diperiksa petugas"),
        help_text=gettext_lazy("Nama dan nomor Anda tidak pernah ditampilkan"),
        required=False,
    )

    register = forms.BooleanField(
        label=gettext_lazy("Ajukan sebagai permohonan resmi (PPID)"),
        help_text=gettext_lazy("Masuk register PPID, dijawab menurut UU 14/2008. Perlu nama dan kontak Anda"),
        required=False,
    )

    def __init__(
        self,
        data=None,
        *,
        content: Content,
        offers_publishing: bool,
        publish_default: bool,
        offers_register: bool = False,
    ):
        publish = publish_default if content.may_publish is None else content.may_publish
        initial = {
            "contact_choice": content.contact_choice or self.TELL,
            "contact_kind": content.contact_kind,
            "contact": content.contact,
            "name": content.name,
            "may_publish": publish,
            "register": content.register,
        }
        super().__init__(data, initial=initial)
        if not offers_publishing:
            del self.fields["may_publish"]
        if not offers_register:
            del self.fields["register"]
        self.kind = self._kind(content)
        contact = self.fields["contact"]
        contact.label, contact.help_text = self.LABELS[self.kind], self.HINTS[self.kind]
        contact.mark_optional = False  # needed together with "Ya, kabari saya"
        is_email = self.kind == self.EMAIL
        contact.widget = forms.EmailInput() if is_email else forms.TextInput(attrs={"type": "tel"})
        contact.widget.attrs |= {"autocomplete": "email" if is_email else "tel", "enterkeyhint": "next"}

    @property
    def kinds(self) -> list[dict]:
        """The ways to be told: the words of each button, and what the field is called when it is pressed."""
        return [
            {
                "code": kind,
                "words": words,
                "label": self.LABELS[kind],
                "hint": self.HINTS[kind],
                "current": kind == self.kind,
            }
            for kind, words in self.USE.items()
        ]

    def _kind(self, content: Content) -> str:
        """Return how the person wants to be told; pressing "Pakai ..." has changed it just now."""
        for given in (self.data.get("use"), self.data.get("contact_kind"), content.contact_kind):
            if given in self.LABELS:
                return given
        return self.WHATSAPP

    def clean(self):
        self.reporter = None
        if self.cleaned_data.get("register") and not (
            self.cleaned_data.get("contact_choice") == self.TELL and self.cleaned_data.get("name")
        ):
            self.add_error("register", _("Permohonan resmi perlu nama dan kontak. Isi di atas, atau hapus pilihan ini"))
        if self.cleaned_data.get("contact_choice") != self.TELL:
            return
        name = self.cleaned_data.get("name", "")
        if words := answers.too_long(name, answers.MAX_NAME):
            self.add_error("name", words)
        typed = self.cleaned_data.get("contact", "")
        if not typed:
            self.add_error("contact", self.MISSING[self.kind])
        elif self.kind == self.EMAIL and "@" not in typed:
            self.add_error("contact", _("Periksa lagi alamat e-mail. Contoh: nama@contoh.com"))
        else:
            try:
                contact = phones.normalise(typed)
            except Refused as refusal:
                self.add_error("contact", str(refusal))
            else:
                kind = self.EMAIL if contact.kind == phones.EMAIL else self.kind
                self.reporter = Reporter(name, kind, contact.value)

    def submission(self) -> dict:
        """Return what `operations.submit` takes from this step. Only for a valid form."""
        return {
            "seen": self.data.get("seen", ""),
            "reporter": self.reporter,
            "may_publish": self.cleaned_data.get("may_publish", False),
            "formal": self.cleaned_data.get("register", False),
            "underway": self.data.get("underway", "").split()[:LIMIT],
        }

    def answers(self, content: Content) -> Content:
        """Put what was typed into `content`, right or wrong, and return it; who wants no name leaves none here."""
        choice = self.data.get("contact_choice", "")
        content.contact_choice = choice if choice in (self.TELL, self.UNNAMED) else ""
        content.contact_kind = self.kind
        told = content.contact_choice != self.UNNAMED
        content.contact = answers.clean(self.data.get("contact", "")) if told else ""
        content.name = answers.clean(self.data.get("name", "")) if told else ""
        if "may_publish" in self.fields:
            content.may_publish = "may_publish" in self.data
        content.register = "register" in self.fields and "register" in self.data
        return content
