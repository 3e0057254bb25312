"""Cases of every sort, with a marked word wherever anything is kept that the public must not read.

`FIELDS` says for each text field of each model what is planted in it, or why nothing need be: a field that is in
neither is found by introspection, and fails test_canary.
"""

from __future__ import annotations

import json

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from PIL import Image

from complaints import documents, photos, texts, vault
from complaints.followup import drafts as answers
from complaints.identity import Reporter
from complaints.inbox import operations as inbox
from complaints.inbox.arrival import Arrival
from complaints.models import (
    Attachment,
    Complaint,
    Conversation,
    Identity,
    LaporReference,
    Place,
    Publication,
    ReplyTemplate,
    SavedFilter,
    Supporter,
    Tag,
    Text,
)
from complaints.publication import reviews
from complaints.routing import operations as routing
from complaints.sharing import operations as sharing
from tests import factories
from tests.cases import Case
from tests.factories import NOW
from tests.planting import unguarded
from tests.publication.conftest import make_case, publish
from tests.publication.shown import hidden
from tests.uploads import files as uploads
from tests.worlds import Office

# What nobody writes by accident, and nothing of ours contains.
WORD = "kenari"
PHONE, EMAIL, NIK = "+6281299887766", f"{WORD}surat@contoh.test", "1902014107839999"
LATITUDE, LONGITUDE = -2.7385731, 107.6785943
# An own place of the hidden report, so that its rounded point can be found too.
HIDDEN_POINT = (-2.913, 107.913)
NEEDLES = (
    *(WORD, "81299887766", "998-8776", "1902014107839999"),
    *("73857", "67859", "2,73857", "2.913", "107.913"),
    # What a telephone writes into a photo.
    *("sn-0001234567", "pemilik kamera"),
)

_CODE = "code from a fixed list or computed by us; nobody types it"
_DIGEST = "HMAC or hash; it says nothing of what went in"
_PUBLIC = "master data that everybody reads"
_SEALED = "a key or proof of signing in; tested in tests/accounts"
_FOREIGN = "written by Django for its own rights; no text of people"
_CANARY = object()  # by UPDATE
_BY_HAND = object()  # by `plant` itself

FIELDS = {
    "complaints.Agency": dict.fromkeys(("code", "name", "short_name", "handles", "hotline"), _PUBLIC),
    "complaints.AgencyName": dict.fromkeys(("name", "short_name"), _PUBLIC),
    "complaints.Attachment": {"key": _CODE, "sha256": _DIGEST},
    "complaints.Attempt": {"scope": _DIGEST},
    "complaints.Term": {"source": _PUBLIC},
    "complaints.Category": dict.fromkeys(("code", "name", "icon", "hint", "legal_basis"), _PUBLIC),
    "complaints.Clock": {"source": "the source of its term"},
    "complaints.Complaint": {"tracking_number": "public of published ones; searched for itself"},
    "complaints.Event": {
        "data": "ids, codes and hashes alone: audit.record refuses text",
        "previous": _DIGEST,
        "hash": _DIGEST,
    },
    "complaints.Holiday": dict.fromkeys(("name", "source"), _PUBLIC),
    "complaints.Identity": {"cipher": _BY_HAND, "contact_digest": _DIGEST},
    "complaints.Message": {"error": _CANARY},
    "complaints.ContactStop": {"contact_digest": _DIGEST},
    "complaints.LinkRequest": {"contact_digest": _DIGEST},
    "complaints.TelegramChat": {"code_digest": _DIGEST},
    "complaints.Job": {"name": _CODE},
    "complaints.District": dict.fromkeys(("code", "name", "aliases"), _PUBLIC),
    "complaints.Village": dict.fromkeys(("code", "name", "latitude", "longitude", "aliases"), _PUBLIC),
    "complaints.Place": {"latitude": _BY_HAND, "longitude": _BY_HAND},
    "complaints.User": {"password": _SEALED, "username": _CANARY, "email": _CANARY, "full_name": _CANARY},
    "complaints.Position": {"code": _CODE, "title": _CANARY},
    "complaints.Holding": {"decree_number": _CANARY, "decree_file": _CANARY},
    "complaints.Publication": {"title": _BY_HAND, "latitude": _BY_HAND, "longitude": _BY_HAND},
    "complaints.PublishedPhoto": {"key": _CODE, "boxes": _CODE},
    "complaints.Supporter": {"browser_digest": _DIGEST, "cipher": _BY_HAND, "contact_digest": _DIGEST},
    "complaints.Regency": dict.fromkeys(
        ("code", "name", "province", "programme", "tracking_prefix", "emergency_numbers", "channels"), _PUBLIC
    ),
    "complaints.RoutingRule": {"reason": _CANARY},
    "complaints.AnswerDraft": {"cipher": _BY_HAND},
    "complaints.Conversation": {
        "contact_digest": _DIGEST,
        "wrapped": _SEALED,
        "sender": _BY_HAND,
        "reason": _BY_HAND,
    },
    "complaints.InboxMessage": {"source_digest": _DIGEST, "cipher": _BY_HAND},
    "complaints.Mailbox": {"digest": _DIGEST},
    "complaints.ReplyTemplate": dict.fromkeys(("title", "text"), _CANARY),
    "complaints.SavedFilter": {"name": _CANARY, "query": _CODE},
    "complaints.Tag": {"name": _CANARY},
    "complaints.Synonym": dict.fromkeys(("word", "meaning"), _PUBLIC),
    "complaints.Seal": dict.fromkeys(("previous_root", "root"), _DIGEST),
    "complaints.SealedChain": {"hash": _DIGEST},
    "complaints.Draft": {"key_digest": _DIGEST, "cipher": _BY_HAND},
    "complaints.Submission": {"key_digest": _DIGEST, "code_digest": _DIGEST, "body_digest": _DIGEST, "since": _CODE},
    "complaints.LaporReference": {"number": _BY_HAND},
    "complaints.Tally": {"access_class": _CODE, "bucket": _CODE},
    "complaints.DataKey": {"wrapped": _SEALED},
    "complaints.Text": {"plain": _BY_HAND, "cipher": _BY_HAND, "salt": _DIGEST},
    "admin.LogEntry": dict.fromkeys(("object_id", "object_repr", "change_message"), "never written: tests/masterdata"),
    "auth.Permission": dict.fromkeys(("name", "codename"), _FOREIGN),
    "auth.Group": {"name": _FOREIGN},
    "contenttypes.ContentType": dict.fromkeys(("app_label", "model"), _FOREIGN),
    "sessions.Session": dict.fromkeys(("session_key", "session_data"), _SEALED),
    "account.EmailAddress": {"email": "a copy of User.email"},
    "account.EmailConfirmation": {"key": _SEALED},
    "mfa.Authenticator": {"data": _SEALED},
}
# Public by nature; those of what is hidden or was never shown are planted all the same.
PUBLIC_KINDS = {Text.Kind.PUBLIC}
_HOLD_TEXT = (
    *(models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField, models.FloatField),
    models.DecimalField,
)


def text_fields() -> dict[str, set[str]]:
    """Return {model: its fields that can hold what somebody wrote, or where somebody is}."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        own = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, _HOLD_TEXT) and not field.is_relation and not field.choices
        }
        if own:
            found[model._meta.label] = own
    return found


def plant(office: Office) -> dict[str, Complaint]:
    """Return {sort: case}, after everything that is kept of them and around them was marked."""
    shown = _shown(office)
    away = make_case(office)
    publish(away)
    hidden(away.complaint)
    unpublished = make_case(office)
    sorts = {
        "shown": shown,
        "hidden": away.complaint,
        "unpublished": unpublished.do("note_internal").complaint,
        "sensitive": Case(office, category=office.violence).do("refer", to=office.helper).complaint,
        "supervisory": Case(office, category=office.graft).complaint,
        "protected": Case(office, category=office.graft).complaint,
    }
    Complaint.objects.filter(pk=sorts["supervisory"].pk).update(access_class="supervisory", owner=office.inspectorate)
    Complaint.objects.filter(pk=sorts["protected"].pk).update(access_class="protected", owner=office.inspectorate)
    factories.make_draft(
        category=office.pju, story=f"{WORD}draf", landmark=f"{WORD}patok", name=f"{WORD}nama", contact=PHONE
    )
    answers.keep(unpublished.complaint.pk, {"text": f"{WORD} draf jawaban"}, actor=office.liaison, now=NOW)
    sender = Reporter(f"{WORD} pengirim", "email", EMAIL)
    inbox.receive(Arrival("email", "<k@x>", sender, f"{WORD} pesan", NOW, subject=WORD), now=NOW)
    mail = Conversation.objects.get()
    inbox.dismiss(mail.pk, reason=f"{WORD} sebab", actor=office.coordinator, now=NOW)
    ReplyTemplate.objects.create(use="answer", title="templat", text="isi", changed_at=NOW)
    Tag.objects.create(name="tanda")
    SavedFilter.objects.create(user=office.coordinator, name="saringan", query="v=semua", saved_at=NOW)
    for case in sorts.values():
        case.refresh_from_db()
        _mark(case, is_shown=case.pk == shown.pk)
    _mark_columns()
    return sorts


def _shown(office: Office) -> Complaint:
    """Everybody sees it, redacted, with a photo; everything else that can happen to it has happened too."""
    case = make_case(office, pictures=0)
    drawn = photos.decode(photo_of(LATITUDE, LONGITUDE))
    Attachment.objects.create(
        complaint=case.complaint,
        event_sequence=1,
        purpose=Attachment.Purpose.REPORT,
        key=photos.store(drawn),
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        created_at=NOW,
        file_name=texts.keep(case.complaint, Text.Kind.FILE_NAME, f"{WORD}-ktp-{NIK}.jpg", NOW),
    )
    case.all("note_progress", "note_internal", "ask", "reply")
    paper = uploads.pdf(f"/Metadata ({WORD} pemilik kamera {NIK})".encode())
    sheet = [documents.decode(SimpleUploadedFile(f"{WORD}.pdf", paper, "application/pdf"))]
    routing.add_sheet(case.pk, sheet=sheet, actor=office.coordinator, now=NOW)
    sharing.share(case.pk, to=office.dlh, part="Bagian.", actor=office.coordinator, now=NOW)
    part = case.complaint.shares.get()
    sharing.finish_part(part.pk, text="Bagian selesai.", actor=office.dlh_liaison, now=NOW)
    publish(case, words={}, landmark="Dekat SD")
    reviews.flag(case.pk, reason="untrue", text="Ini tidak benar.", now=NOW)
    case.do("answer").do("raise_objection")
    return case.complaint


def photo_of(latitude: float, longitude: float) -> SimpleUploadedFile:
    """Return a photo that says where it was taken, with comment and name, as a telephone sends it."""
    image = Image.effect_noise((640, 480), 60).convert("RGB")
    data = uploads.jpeg(image, exif=uploads.exif(1, latitude, longitude), comment=f"{WORD} komentar".encode())
    return SimpleUploadedFile(f"{WORD}-{NIK}.jpg", data, "image/jpeg")


def _mark(case: Complaint, *, is_shown: bool) -> None:
    """Put a marked word into all that is kept of one case, also into kinds of text that it has none of."""
    for kind in sorted(set(Text.Kind) - set(Text.objects.filter(complaint=case).values_list("kind", flat=True))):
        if kind not in PUBLIC_KINDS or not is_shown:
            texts.keep(case, kind, kind, NOW)
    reporter = json.dumps([f"{WORD}nama {NIK}", "email", EMAIL])
    with unguarded():
        for row in Text.objects.filter(complaint=case):
            if row.kind in PUBLIC_KINDS and is_shown:
                continue
            words = f"{WORD}{row.kind.replace('_', '')} lampu {NIK} {PHONE} {EMAIL} {LATITUDE}"
            sealed = case.access_class in texts.SEALED_CLASSES
            row.plain = None if sealed else words
            row.cipher = vault.seal(case.pk, vault.Purpose.TEXT, words) if sealed else None
            row.save(update_fields=["plain", "cipher"])
        sealed = vault.seal(case.pk, vault.Purpose.IDENTITY, reporter)
        Identity.objects.update_or_create(
            complaint=case, defaults={"cipher": sealed, "contact_digest": bytes(31) + bytes([case.pk % 256])}
        )
        Place.objects.update_or_create(complaint=case, defaults={"latitude": LATITUDE, "longitude": LONGITUDE})
        LaporReference.objects.create(
            complaint=case, number=f"{WORD}{case.pk}", direction=LaporReference.Direction.values[0]
        )
        Supporter.objects.create(
            complaint=case,
            browser_digest=bytes(32),
            supported_at=NOW,
            cipher=vault.seal(case.pk, vault.Purpose.IDENTITY, json.dumps([f"{WORD}dukung", "whatsapp", PHONE])),
            contact_digest=bytes(32),
        )
        if not is_shown:
            latitude, longitude = HIDDEN_POINT
            Publication.objects.filter(complaint=case).update(
                title=f"{WORD}judul", latitude=latitude, longitude=longitude
            )


def _mark_columns() -> None:
    with unguarded():
        for label, fields in FIELDS.items():
            for name, how in fields.items():
                if how is not _CANARY:
                    continue
                model = apps.get_model(label)
                for row in model.objects.all():
                    mark = f"{WORD}{name.replace('_', '')}{row.pk}"
                    value = f"{mark}@contoh.test" if name == "email" else mark
                    model.objects.filter(pk=row.pk).update(**{name: value})
