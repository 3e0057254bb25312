"""The copies of photos that everybody sees: what a box covers is destroyed in all sizes.

Slow: made and written before the transaction that names them. What never gets a row is swept (`manage.py purge`).
"""

from __future__ import annotations

import dataclasses
import io

from django.utils.translation import gettext as _

from complaints import attachments, photos
from complaints.errors import Refused
from complaints.models import Attachment

from .content import Content, Shown


def make(content: Content, there: Content | None) -> Content:
    """Return `content` with a copy on the disk for each of its photos: that of `there` where nothing has changed.

    Raises Refused when a photo is gone or the disk does not take its copy.
    """
    kept = {(shown.attachment.pk, shown.boxes): shown for shown in (there.photos if there else ())}
    made = [kept.get((shown.attachment.pk, shown.boxes)) or _made(shown) for shown in content.photos]
    return dataclasses.replace(content, photos=tuple(made))


def _made(shown: Shown) -> Shown:
    photo = blurred(shown.attachment, shown.boxes)
    return dataclasses.replace(shown, key=photos.store(photo), width=photo.width, height=photo.height)


def blurred(attachment: Attachment, boxes) -> photos.Photo:
    """Return a photo of a case in all sizes, with boxes (thousandths: left, top, width, height) blurred for good.

    Raises Refused when its file is gone.
    """
    try:
        jpeg = attachments.read(attachment, photos.SIZES[0])
    except FileNotFoundError:
        raise Refused(_("Satu foto tidak ditemukan. Tampilkan tanpa foto itu")) from None
    return photos.blurred(io.BytesIO(jpeg), boxes)
