"""A phone that sends a photo of step 1 by itself."""

import hashlib
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.intake.citizen import Citizen


def values(citizen: Citizen, photo: bytes, index=1, **more) -> dict:
    """Return what photos.js sends from the page that was opened last: its token, its key, the photo and its name."""
    token = next(form.values["csrfmiddlewaretoken"] for form in citizen.page.forms if form.values)
    key = re.search(r'data-key="([^"]+)"', citizen.page.html)[1]
    file = SimpleUploadedFile("foto", photo, "image/jpeg")
    known = {"csrfmiddlewaretoken": token, "key": key, "sha256": hashlib.sha256(photo).hexdigest()}
    return known | {"index": index, "photo": file} | more


def send_photo(citizen: Citizen, photo: bytes, index=1, to="/lapor/foto/", **more):
    """Send one photo and return the answer."""
    return citizen.client.post(to, values(citizen, photo, index, **more))
