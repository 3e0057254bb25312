"""The table of life.md 4, written by hand: who finds what of which case, through the pages by name.

One letter per thing found; what has no letter is a 404 and stands in no list:

r  reads it: its page, its row in the queue, its photo
w  works on it or verifies it: the page of an act of its owner
c  may open the reporter's contact
s  decides with whom it is shared
o  its row in the overview: number, status, clocks
p  the part of it that the agency was given
"""

from __future__ import annotations

CASES = {
    "on": "ordinary, new",
    "of": "ordinary, referred to Dishub",
    "os": "ordinary, at Dishub; a part given to DLH, shared with the Ombudsman",
    "ou": "ordinary, at Dishub; both shares ended",
    "sn": "sensitive, new",
    "sr": "sensitive, referred to the agency that helps",
    "sa": "sensitive, returned twice: at the arbiter",
    "up": "supervisory, proposed to the inspectorate",
    "uc": "supervisory, confirmed by the inspectorate",
    "uu": "supervisory, confirmed, referred to the inspectorate again",
    "us": "supervisory, confirmed, shared with the Ombudsman",
    "ui": "supervisory, about the inspectorate: at the Sekda's office",
    "pn": "protected, at the inspectorate",
    "pi": "protected, about the inspectorate: at the Sekda's office",
}
_EVERY_ORDINARY = dict.fromkeys(("on", "of", "os", "ou"), "r")
TABLE: dict[str, dict[str, str]] = {
    # Verifies: everything ordinary; the others until they are referred or confirmed, then their clocks.
    "coordinator": {
        **dict.fromkeys(("on", "of", "os", "ou"), "rwcs"),
        **dict.fromkeys(("sn", "sa"), "rwc"),
        "up": "r",
        **dict.fromkeys(("sr", "uc", "uu", "us", "ui"), "o"),
    },
    # The owning agency: its own, never a contact; sensitive ones for marked positions.
    "liaison": {"of": "rw", "os": "rw", "ou": "rw"},
    "officer": {"of": "rw", "os": "rw", "ou": "rw"},
    "head": {"of": "rw", "os": "rw", "ou": "rw"},
    "helper_liaison": {"sr": "rw"},
    "helper_officer": {"sr": "rw"},
    "helper_unmarked": {},
    # The supporting agency: the part it was given.
    "dlh_liaison": {"os": "p"},
    "dlh_clerk": {},
    "village_clerk": {},  # petugas desa: enters, and reads nothing afterwards
    # The inspectorate: reads all that is ordinary, watches what is sensitive, has the others; not what is about it.
    "inspector": {
        **_EVERY_ORDINARY,
        **dict.fromkeys(("sn", "sr", "sa"), "o"),
        **dict.fromkeys(("up", "uc", "uu", "us"), "rwcs"),
        "pn": "rwc",
    },
    "inspectorate_clerk": {},
    # Leaders read what is ordinary. The Sekda's office, where marked, stands in for the inspectorate.
    "leader": _EVERY_ORDINARY,
    "sekda": {**_EVERY_ORDINARY, "ui": "rwcs", "pi": "rwc"},
    "setda_head": {"sa": "rw", "ui": "rwcs", "pi": "rwc"},
    "setda_liaison": {},
    # Overseers read what is shared with them, ordinary or supervisory.
    "overseer": {"os": "r", "us": "r"},
    "other_overseer": {},
    "administrator": {},
    "setda_administrator": {},  # marked, but no role of the Sekda's office that stands in
    "superuser": {},  # holds no position: every page leads to the own profile
}

# role -> class -> what the summary tells: still open, late, and the last full months, the newest first.
# The cases came in September and are late in November. What is about the inspectorate it does not even count.
COUNTS: dict[str, dict[str, tuple[int | None, int | None, list[int]]]] = {
    "coordinator": {"ordinary": (4, 4, []), "sensitive": (3, 3, []), "supervisory": (5, 5, [])},
    "inspector": {
        "ordinary": (4, 4, []),
        "sensitive": (3, 3, []),
        "supervisory": (4, 4, []),
        "protected": (1, 1, []),
    },
    "leader": {
        "ordinary": (4, 4, []),
        "sensitive": (3, None, []),
        "supervisory": (5, 5, []),
        "protected": (None, None, [0, 2, 0]),
    },
    "overseer": {
        "ordinary": (4, 4, []),
        "sensitive": (3, None, []),
        "supervisory": (1, 1, []),
        "protected": (None, None, [0, 2, 0]),
    },
}
COUNTS["sekda"] = COUNTS["leader"]
COUNTS["other_overseer"] = {**COUNTS["overseer"], "supervisory": (0, 0, [])}

# What act_on_many does to which cases, of those that are chosen: all of CASES. Acts that are not here are not offered;
# cases that are not here, but read, are named as skipped; those that are not read are not even named.
_ORDINARY = {"on", "of", "os", "ou"}
_AT_DISHUB = {"of", "os", "ou"}
_GIVEN_OUT = ("tanda", "lepas-tanda", "cetak", "ekspor")
_WORKS = {**dict.fromkeys(_GIVEN_OUT, _AT_DISHUB), "tugaskan": _AT_DISHUB}
_NOTHING_ORDINARY = {act: set() for act in ("tugaskan", *_GIVEN_OUT)}
BULK: dict[str, dict[str, set[str]]] = {
    "coordinator": {
        **dict.fromkeys((*_GIVEN_OUT, "kategori", "gabung", "spam"), _ORDINARY),
        "teruskan": {"on"},
        "buka-lagi": set(),
    },
    "liaison": _WORKS,
    "officer": _WORKS,
    "head": _WORKS,
    # What they read is closed to most: one by one.
    **dict.fromkeys(("helper_liaison", "helper_officer", "setda_head"), _NOTHING_ORDINARY),
    # They read nothing, so nothing is asked: a part is not the case.
    **dict.fromkeys(("helper_unmarked", "dlh_liaison", "inspectorate_clerk", "setda_liaison"), _NOTHING_ORDINARY),
}

# Every address of staff, and the letter without which it is a 404: of a case. What names none is judged where it says.
_LISTS = {
    **dict.fromkeys(("followup:queue", "followup:search", "monitoring:home", "monitoring:overview"), "lists"),
    **dict.fromkeys(("field:trip", "sharing:parts", "triage:act_on_many", "triage:undo"), "lists"),
    **dict.fromkeys(("followup:narrow", "followup:save_filter", "followup:remove_filter", "followup:icon"), "own"),
    **dict.fromkeys(("followup:find_contact", "triage:answers", "triage:read_answer"), "desk"),
    **dict.fromkeys(("triage:send_back_empty", "triage:requests", "publication:reviews"), "desk"),
    **dict.fromkeys(("triage:mirrored", "triage:export_mirrored"), "desk"),
    **dict.fromkeys(("notifications:waiting", "notifications:tell", "notifications:sent"), "told"),
    "notifications:send_again": "told",
    **dict.fromkeys(
        (f"inbox:{name}" for name in ("conversations", "conversation", "make_case", "add_to_case")), "desk"
    ),
    **dict.fromkeys((f"inbox:{name}" for name in ("dismiss", "reply", "photo")), "desk"),
    **dict.fromkeys(("notifications:link_telegram", "notifications:unlink_telegram"), "own"),
    **dict.fromkeys((f"replies:{name}" for name in ("templates", "add", "change", "retire")), "no case"),
    **dict.fromkeys((f"intake:{name}" for name in ("enter", "entered", "poster")), "no case"),
    **dict.fromkeys((f"masterdata:{name}" for name in ("positions", "change_holder", "manage", "rows")), "no case"),
    **dict.fromkeys((f"masterdata:{name}" for name in ("add_row", "change_row", "try_rules")), "no case"),
    **dict.fromkeys((f"masterdata:{name}" for name in ("message_texts", "import_rows")), "no case"),
    **dict.fromkeys((f"monitoring:{name}" for name in ("own", "note", "health", "try_channel")), "figures"),
    "monitoring:supervision": "desk",
    **dict.fromkeys(
        (
            f"accounts:{name}"
            for name in (
                *("profile", "add_passkey", "rename_passkey", "remove_passkey", "record_absence", "end_absence"),
                *("unlock", "prove", "challenge", "shortcuts"),
            )
        ),
        "own",
    ),
}
_READ = (
    *("followup:case", "followup:open_case", "followup:note_reading", "followup:note_internal", "followup:photo"),
    *("followup:paper", "routing:sheet", "routing:add_sheet", "triage:instruct", "triage:record_instruction"),
    *("publication:publish", "publication:publish_answer", "publication:hide", "publication:preview_photo"),
    *("publication:decide", "monitoring:custody"),
)
_WORKED_ON = (
    *(f"followup:{act}" for act in ("accept", "assign", "note_progress", "ask", "answer", "give_back", "promise")),
    "followup:answer_on_behalf",
    *(f"field:{act}" for act in ("hand_out", "take_back", "decide")),
    *(f"routing:{act}" for act in ("refer", "return_referral", "forward_external", "letter", "check_back", "bounce")),
    "routing:record_outside_answer",
    *(f"triage:{act}" for act in ("examine", "archive", "uphold", "not_uphold", "send_back", "reopen", "exclude")),
    *(f"triage:{act}" for act in ("merge", "unmerge", "link_lapor", "answer_lapor", "register_request")),
)
ROUTES: dict[str, str] = {
    **_LISTS,
    **dict.fromkeys(_READ, "r"),
    **dict.fromkeys(_WORKED_ON, "w"),
    "followup:extend": "rw",  # the second time by the Sekda's office, which reads it
    "triage:open_contact": "c",
    "sharing:share": "s",
    "sharing:end_share": "sw",  # the agency that leads ends a part of its own case
    **dict.fromkeys(("sharing:part", "sharing:note_part", "sharing:finish_part"), "p"),
}
