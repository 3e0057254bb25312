"""The shape of what the public is to see of a case, and of taking it from their sight."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import texts
from complaints.desk import ActForm
from complaints.models import Publication

from . import personal_data
from .content import Content, Shown, digest, point_of, texts_of

MOST_BOXES = 4
# Of a box, in percent of the photo as a person types them.
_SIDES = {"left": _("Dari kiri"), "top": _("Dari atas"), "width": _("Lebar"), "height": _("Tinggi")}
_WISH, _CLASS = Publication.Hidden.WISH, Publication.Hidden.CLASS


class PublishForm(ActForm):
    """What is shown: words, place, photos with what is blurred in them.

    `proposed` is what it begins with, `written` what people wrote, `pictures` the photos that may be shown.
    """

    title = forms.CharField(
        label=_("Judul"), max_length=texts.TITLE_LENGTH, error_messages={"required": _("Tulis judulnya")}
    )
    story = forms.CharField(
        label=_("Isi yang ditampilkan"),
        help_text=_("Hapus yang menunjukkan orang. Tulisan asli tetap tersimpan"),
        max_length=5000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": _("Tulis isi yang ditampilkan")},
    )
    landmark = forms.CharField(
        label=_("Patokan"),
        help_text=_("Kosongkan kalau patokan menunjukkan rumah seseorang"),
        required=False,
        max_length=200,
    )
    position = forms.ChoiceField(
        label=_("Titik lokasi"),
        choices=[("rounded", _("Dibulatkan sekitar 100 meter")), ("village", _("Hanya nama desa atau kelurahan"))],
        widget=forms.RadioSelect,
    )
    looked_at = forms.BooleanField(
        label=_("Yang ditandai sudah saya periksa dan boleh ditampilkan"),
        required=False,
    )
    # The name of what the person has seen below the form (content.digest).
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, proposed: Content, written: dict[int, str], pictures: list[Shown], **kwargs):
        super().__init__(*args, **kwargs)
        self.written, self.pictures, self.typed = written, pictures, None
        self.point = point_of(self.complaint)
        for name in ("title", "story", "landmark"):
            self.fields[name].initial = getattr(proposed, name)
        self.fields["position"].initial = "rounded" if proposed.point else "village"
        if self.point is None:
            del self.fields["position"]
        for sequence in written:
            self.fields[f"words_{sequence}"] = forms.CharField(
                label=_("Isi yang ditampilkan"),
                help_text=_("Kosongkan kalau isinya tidak ditampilkan"),
                required=False,
                max_length=5000,
                widget=forms.Textarea({"rows": 5}),
                initial=proposed.words.get(sequence, ""),
            )
        self._add_photos({shown.attachment.pk: shown for shown in proposed.photos})

    def _add_photos(self, chosen: dict) -> None:
        for number, picture in enumerate(self.pictures):
            shown = chosen.get(picture.attachment.pk)
            self.fields[f"photo_{number}"] = forms.BooleanField(
                label=_("Tampilkan foto ini"), required=False, initial=shown is not None
            )
            boxes = shown.boxes if shown else ()
            for box in range(MOST_BOXES):
                for side, label in enumerate(_SIDES):
                    self.fields[f"box_{number}_{box}_{label}"] = side_field = forms.DecimalField(
                        label=_SIDES[label],
                        required=False,
                        min_value=0,
                        max_value=100,
                        decimal_places=1,
                        localize=False,
                        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.1", "data-side": label}),
                        initial=boxes[box][side] / 10 if box < len(boxes) else None,
                        error_messages=dict.fromkeys(
                            ("invalid", "min_value", "max_value", "max_decimal_places"), _("Isi angka 0 sampai 100")
                        ),
                    )
                    side_field.mark_optional = False  # all four or none

    def clean(self):
        """A box has all four numbers or none, and lies inside its photo."""
        found = super().clean()
        for number in range(len(self.pictures)):
            for box in range(MOST_BOXES):
                values = [found.get(f"box_{number}_{box}_{side}") for side in _SIDES]
                given = [value for value in values if value is not None]
                if given and (len(given) < len(values) or not values[2] or not values[3]):
                    self.add_error(f"box_{number}_{box}_left", _("Isi keempat angka, atau kosongkan semuanya"))
        if not self.errors:
            self.typed = self._read(found.get)
        return found

    @property
    def content(self) -> Content:
        """The public form as it is typed; of an unbound or broken form, as it begins."""
        return self.typed or self._read(self._initial)

    def _read(self, value) -> Content:
        shown = []
        for number, picture in enumerate(self.pictures):
            if value(f"photo_{number}"):
                kept = (self._box(value, number, box) for box in range(MOST_BOXES))
                boxes = tuple(box for box in kept if box is not None)
                shown.append(Shown(picture.attachment, boxes, width=picture.width, height=picture.height))
        return Content(
            title=(value("title") or "").strip(),
            story=(value("story") or "").strip(),
            landmark=(value("landmark") or "").strip(),
            point=self.point if self.point and value("position") == "rounded" else None,
            words={sequence: (value(f"words_{sequence}") or "").strip() for sequence in self.written},
            photos=tuple(shown),
        )

    def _initial(self, name: str):
        return self.get_initial_for_field(self.fields[name], name) if name in self.fields else None

    @staticmethod
    def _box(value, number: int, box: int) -> tuple[int, int, int, int] | None:
        sides = [value(f"box_{number}_{box}_{side}") for side in _SIDES]
        if any(side is None for side in sides):
            return None
        left, top, width, height = (round(float(side) * 10) for side in sides)
        left, top = min(left, 999), min(top, 999)
        return left, top, max(1, min(width, 1000 - left)), max(1, min(height, 1000 - top))

    @property
    def marks(self) -> list[personal_data.Mark]:
        """What may be personal data in what is typed."""
        return [mark for text in texts_of(self.content) for mark in personal_data.marks(text)]

    @property
    def is_seen(self) -> bool:
        """Whether the person has seen below the form exactly what is typed now."""
        return self.cleaned_data.get("seen") == digest(self.content)

    @property
    def photo_rows(self) -> list[dict]:
        """The photos as the page draws them: the picture, its field, and the fields of its boxes."""
        rows = []
        for number, picture in enumerate(self.pictures):
            boxes = [[self[f"box_{number}_{box}_{side}"] for side in _SIDES] for box in range(MOST_BOXES)]
            name = picture.attachment.file_name
            words = texts.read(name) if name else ""
            rows.append(
                {
                    "picture": picture,
                    "field": self[f"photo_{number}"],
                    "boxes": boxes,
                    "broken": any(field.errors for box in boxes for field in box),
                    "name_marks": personal_data.in_file_name(words) if words else [],
                }
            )
        return rows


class HideForm(ActForm):
    """Why everybody does not see it."""

    because = forms.ChoiceField(
        label=_("Mengapa tidak ditampilkan?"),
        choices=[choice for choice in Publication.Hidden.choices if choice[0] not in (_WISH, _CLASS)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya")},
    )


class PublishAnswerForm(ActForm):
    """One press."""
