"""One hundred ways to change the past behind the application's back, drawn at random.

Each way is a function of a random source: it changes rows of copies without constraints or triggers
(`planting.shadow`) and returns what the fault must name.
"""

from __future__ import annotations

import json

from django.db import connection

from complaints.models import Complaint, Event, Text
from tests.planting import rows, run
from tests.tampering_clocks import (
    clock_added,
    clock_altered,
    clock_deleted,
    last_seal_deleted,
    miss_altered,
    miss_deleted,
    pause_altered,
    seal_altered,
    seal_deleted,
    sealed_chain_altered,
    sealed_chain_deleted,
    seals_rooted_again,
)
from tests.tampering_tools import LATER, a_complaint, a_text, an_event, chain_of, copy_row, flipped, misspelt, set_

# --- events -------------------------------------------------------------------------------------------------------


def event_column(rng):
    event = an_event(rng)
    column, value = rng.choice(
        [
            ("kind", "examined" if event.kind != "examined" else "replied"),
            ("actor_kind", "system" if event.actor_kind != "system" else "reporter"),
            ("actor_id", 1 if event.actor_id != 1 else 2),
            ("position_id", 1 if event.position_id != 1 else 2),
            ("at", LATER),
            ("previous", misspelt(rng, event.previous)),
            ("hash", misspelt(rng, event.hash)),
        ]
    )
    set_("event", column, value, f"id = {event.pk}")
    return f"{chain_of(event)}: event {event.sequence}"


def event_data(rng):
    event = an_event(rng)
    data = json.loads(json.dumps(event.data))
    holder, key = rng.choice(list(leaves(data)))
    holder[key] = f"{holder[key]}x" if isinstance(holder[key], str) else 424242
    set_("event", "data", json.dumps(data), f"id = {event.pk}")
    return f"{chain_of(event)}: event {event.sequence}"


def leaves(value):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from leaves(inner)
        else:
            yield value, key


def event_data_emptied(rng):
    event = an_event(rng)
    set_("event", "data", rng.choice(["{}", "[]", "null", '"x"', "1"]), f"id = {event.pk}")
    return f"{chain_of(event)}: event {event.sequence}"


def event_byte(rng):
    """Any one character of a row, as an editor of the file would change it. PostgreSQL keeps only what has the type."""
    event = an_event(rng)
    columns = ["kind", "actor_kind", "previous", "hash"] + ["at", "data"] * (connection.vendor == "sqlite")
    column = rng.choice(columns)
    ((value,),) = rows(f"SELECT CAST({column} AS text) FROM complaints_event WHERE id = {event.pk}")
    set_("event", column, misspelt(rng, value), f"id = {event.pk}")
    return chain_of(event)


def event_deleted(rng):
    event = an_event(rng)
    run(f"DELETE FROM complaints_event WHERE id = {event.pk}")
    if event.complaint_id is None:
        return f"system: event {event.sequence}|seal"  # the last one is missed by the seal it told
    return f"{chain_of(event)}: event {event.sequence}|{chain_of(event)}: truncated"


def event_at_the_end_deleted(rng):
    complaint = a_complaint(rng)
    run(f"DELETE FROM complaints_event WHERE complaint_id = {complaint.pk} AND sequence = {complaint.version}")
    return f"{complaint}: truncated"


def chain_cut_and_counted_again(rng):
    """The last event goes and the complaint says that there was none."""
    complaint = rng.choice(list(Complaint.objects.filter(version__gt=1).order_by("pk")))
    run(f"DELETE FROM complaints_event WHERE complaint_id = {complaint.pk} AND sequence = {complaint.version}")
    set_("complaint", "version", complaint.version - 1, f"id = {complaint.pk}")
    return str(complaint)


def all_events_deleted(rng):
    complaint = a_complaint(rng)
    run(f"DELETE FROM complaints_event WHERE complaint_id = {complaint.pk}")
    set_("complaint", "version", 0, f"id = {complaint.pk}")
    return f"{complaint}: "


def system_cut(rng):
    last = Event.objects.filter(complaint=None).latest("sequence")
    run(f"DELETE FROM complaints_event WHERE id = {last.pk}")
    return "system|seal"


def events_swapped(rng):
    complaint = rng.choice(list(Complaint.objects.filter(version__gt=2).order_by("pk")))
    one, other = sorted(rng.sample(range(1, complaint.version + 1), 2))
    where = f"complaint_id = {complaint.pk} AND sequence = "
    set_("event", "sequence", 1000, f"{where}{one}")
    set_("event", "sequence", one, f"{where}{other}")
    set_("event", "sequence", other, f"{where}1000")
    return f"{complaint}: event {one}"


def event_moved(rng):
    event = rng.choice(list(Event.objects.filter(complaint__isnull=False).select_related("complaint").order_by("pk")))
    other = rng.choice(list(Complaint.objects.exclude(pk=event.complaint_id).order_by("pk")))
    set_("event", "complaint_id", other.pk, f"id = {event.pk}")
    set_("event", "sequence", other.version + 1, f"id = {event.pk}")
    return f"{other}|{event.complaint}"


def event_inserted(rng):
    """A copy of an event further down, the rest moved up."""
    complaint = rng.choice(list(Complaint.objects.filter(version__gt=1).order_by("pk")))
    place = rng.randrange(1, complaint.version + 1)
    run(
        f"UPDATE complaints_event SET sequence = sequence + 1 "
        f"WHERE complaint_id = {complaint.pk} AND sequence > {place}"
    )
    copy_row(
        "event", f"complaint_id = {complaint.pk} AND sequence = {place}", id="id + 100000", sequence="sequence + 1"
    )
    set_("complaint", "version", complaint.version + 1, f"id = {complaint.pk}")
    return f"{complaint}: event {place + 1}"


# --- texts and photos ---------------------------------------------------------------------------------------------


def text_rewritten(rng):
    text, where, named = a_text(rng, plain__isnull=False)
    set_("text", "plain", misspelt(rng, text.plain), where)
    return f"{named}.*altered"


def cipher_altered(rng):
    text, where, named = a_text(rng, cipher__isnull=False)
    set_("text", "cipher", flipped(rng, bytes(text.cipher)), where)
    return f"{named}.*altered"


def cipher_of_another(rng):
    """A valid cipher of the same complaint, in the wrong place."""
    one, other = Text.objects.filter(cipher__isnull=False).order_by("complaint", "pk")[:2]
    assert one.complaint_id == other.complaint_id
    set_("text", "cipher", bytes(other.cipher), f"id = {one.pk}")
    return f"text {one.pk} of event.*altered"


def text_salted(rng):
    text, where, named = a_text(rng)
    set_("text", "salt", flipped(rng, bytes(text.salt)), where)
    return f"{named}.*altered"


def text_made_another_kind(rng):
    text, where, named = a_text(rng)
    set_("text", "kind", "progress" if text.kind != "progress" else "note", where)
    return f"{named}.*altered"


def text_dated(rng):
    _text, where, named = a_text(rng)
    set_("text", "created_at", LATER, where)
    return f"{named}.*altered"


def text_blanked(rng):
    _text, where, named = a_text(rng)
    run(f"UPDATE complaints_text SET plain = NULL, cipher = NULL, salt = NULL, erased_at = %s WHERE {where}", [LATER])
    return f"{named}.*emptied"


def text_deleted(rng):
    _text, where, named = a_text(rng)
    run(f"DELETE FROM complaints_text WHERE {where}")
    return f"{named}.*missing"


def text_moved(rng):
    text, where, _named = a_text(rng)
    other = rng.choice(list(Complaint.objects.exclude(pk=text.complaint_id).order_by("pk")))
    set_("text", "complaint_id", other.pk, where)
    return f"text {text.pk} "


def text_added(rng):
    text, where, _named = a_text(rng)
    copy_row("text", where, id="id + 100000")
    return f"{text.complaint}: text {text.pk + 100000} belongs to no event"


def key_altered(rng):
    """Of one that sealed something filed: what somebody only began to write is no part of the history."""
    filed = "SELECT 1 FROM complaints_text t WHERE t.complaint_id = k.complaint_id AND t.cipher IS NOT NULL"
    kept = f"SELECT id, complaint_id, wrapped FROM complaints_datakey k WHERE purpose = 'identity' OR EXISTS ({filed})"
    pk, complaint, wrapped = rng.choice(rows(f"{kept} ORDER BY id"))
    set_("datakey", "wrapped", flipped(rng, bytes(wrapped)), f"id = {pk}")
    return str(Complaint.objects.get(pk=complaint))


def key_destroyed(rng):
    pk, complaint = rng.choice(rows("SELECT id, complaint_id FROM complaints_datakey ORDER BY id"))
    run(f"UPDATE complaints_datakey SET wrapped = NULL, destroyed_at = %s WHERE id = {pk}", [LATER])
    return str(Complaint.objects.get(pk=complaint))


def a_photo(rng):
    listed = "SELECT CAST(id AS text), complaint_id, sha256 FROM complaints_attachment WHERE complaint_id IS NOT NULL"
    pk, complaint, sha256 = rng.choice(rows(f"{listed} ORDER BY key"))
    return f"CAST(id AS text) = '{pk}'", str(Complaint.objects.get(pk=complaint)), sha256


def photo_altered(rng):
    where, number, sha256 = a_photo(rng)
    column, value = rng.choice(
        [("sha256", misspelt(rng, sha256)), ("key", "another"), ("purpose", "objection"), ("event_sequence", 2)]
    )
    set_("attachment", column, value, where)
    return f"{number}: photo .* altered"


def photo_deleted(rng):
    where, number, _sha256 = a_photo(rng)
    run(f"DELETE FROM complaints_attachment WHERE {where}")
    return f"{number}: photo .* missing"


def photo_added(rng):
    where, number, _sha256 = a_photo(rng)
    new = "'00000000-0000-0000-0000-000000000001'" if connection.vendor == "postgresql" else f"'{1:032x}'"
    copy_row("attachment", where, id=f"CAST({new} AS uuid)" if connection.vendor == "postgresql" else new)
    return f"{number}: photo .* belongs to no event"


# --- complaints and how they came in ------------------------------------------------------------------------------

STATES = {
    "status": "withdrawn",
    "submitted_because": "bounced",
    "owner_id": 424242,
    "due_at": LATER,
    "closed_at": LATER,
    "resume_status": "referred",
    "resume_because": "bounced",
    "resume_owner_id": 424242,
    "assignee_id": 424242,
    "category_id": 424242,
    "village_id": 424242,
    "term_class": "INFO",
    "report_class": "aspiration",
    "access_class": "protected",
    "priority": "urgent",
    "examined_at": LATER,
    "excluded_agency_id": 424242,
    "excluded_person_id": 424242,
    "version": 77,
    "tracking_number": "BLT-0000-0000-0",
    "received_at": LATER,
}


def state_altered(rng):
    complaint = a_complaint(rng)
    column = rng.choice(list(STATES))
    set_("complaint", column, STATES[column], f"id = {complaint.pk}")
    return STATES[column] if column == "tracking_number" else str(complaint)


def complaint_deleted(rng):
    complaint = a_complaint(rng)
    for table in ("submission", "agenda", "identity", "place", "datakey", "clock", "attachment"):
        run(f"DELETE FROM complaints_{table} WHERE complaint_id = {complaint.pk}")
    run(f"DELETE FROM complaints_complaint WHERE id = {complaint.pk}")
    return f"complaint {complaint.pk}: deleted"


def complaint_deleted_with_everything(rng):
    """Only the seal remembers that it was there."""
    complaint = Complaint.objects.get(pk=rng.choice(rows(SEALED))[0])
    for table in ("submission", "agenda", "identity", "place", "datakey", "clock", "attachment", "text", "event"):
        run(f"DELETE FROM complaints_{table} WHERE complaint_id = {complaint.pk}")
    run(f"DELETE FROM complaints_complaint WHERE id = {complaint.pk}")
    return f"complaint {complaint.pk}: event .* truncated"


SEALED = "SELECT DISTINCT complaint_id FROM complaints_sealedchain WHERE complaint_id IS NOT NULL ORDER BY 1"


def submission_altered(rng):
    complaint = a_complaint(rng)
    column, value = rng.choice(
        [
            ("channel", "letter"),
            ("key_digest", b"other"),
            ("code_digest", b"other"),
            ("key_version", 9),
            ("body_digest", b"other"),
            ("code_reissued_at", LATER),
            ("may_publish", not complaint.submission.may_publish),
            ("since", "today"),
        ]
    )
    set_("submission", column, value, f"complaint_id = {complaint.pk}")
    return f"{complaint}: "


def agenda_altered(rng):
    complaint = a_complaint(rng)
    set_("agenda", *rng.choice([("number", 4242), ("year", 1999), ("series", "x")]), f"complaint_id = {complaint.pk}")
    return f"{complaint}: its number, place, agenda"


def place_altered(rng):
    column = rng.choice(["latitude", "longitude", "accuracy", "landmark_id"])
    ((complaint,),) = rows("SELECT complaint_id FROM complaints_place")
    set_("place", column, None, f"complaint_id = {complaint}")
    return f"{Complaint.objects.get(pk=complaint)}: its number, place"


def place_added(rng):
    complaint = rng.choice(list(Complaint.objects.filter(place=None).order_by("pk")))
    copy_row("place", "latitude < 0", complaint_id=complaint.pk)
    return f"{complaint}: its number, place"


def identity_altered(rng):
    pk, cipher, digest = rng.choice(
        rows("SELECT complaint_id, cipher, contact_digest FROM complaints_identity ORDER BY 1")
    )
    complaint, where = Complaint.objects.get(pk=pk), f"complaint_id = {pk}"
    match rng.randrange(4):
        case 0:
            set_("identity", "cipher", flipped(rng, bytes(cipher)), where)
        case 1:
            set_("identity", "contact_digest", flipped(rng, bytes(digest)), where)
        case 2:
            run(f"DELETE FROM complaints_identity WHERE {where}")
        case 3:
            emptied = "cipher = NULL, contact_digest = NULL, erased_at = %s"
            run(f"UPDATE complaints_identity SET {emptied} WHERE {where}", [LATER])
    return f"{complaint}: the identity"


def identity_given(rng):
    """Somebody who gave no name gets one."""
    complaint = rng.choice(list(Complaint.objects.filter(identity=None).order_by("pk")))
    ((source,),) = rows("SELECT MIN(complaint_id) FROM complaints_identity")
    copy_row("identity", f"complaint_id = {source}", complaint_id=complaint.pk)
    return f"{complaint}: the identity"


WAYS = [
    *(event_column, event_data, event_data_emptied, event_byte, event_deleted, event_at_the_end_deleted),
    *(chain_cut_and_counted_again, all_events_deleted, system_cut, events_swapped, event_moved, event_inserted),
    *(text_rewritten, cipher_altered, cipher_of_another, text_salted, text_made_another_kind, text_dated),
    *(text_blanked, text_deleted, text_moved, text_added, key_altered, key_destroyed),
    *(photo_altered, photo_deleted, photo_added),
    *(state_altered, complaint_deleted, complaint_deleted_with_everything, submission_altered, agenda_altered),
    *(place_altered, place_added, identity_altered, identity_given),
    *(clock_altered, clock_deleted, clock_added, miss_altered, miss_deleted, pause_altered),
    *(seal_altered, seal_deleted, last_seal_deleted, sealed_chain_altered, sealed_chain_deleted, seals_rooted_again),
]
