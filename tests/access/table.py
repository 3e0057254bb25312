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
