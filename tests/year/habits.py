"""What people of the year do and when: at random, often late, often nothing at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from complaints.states import Outcome
from tests.journeys.cast import REPORTERS_ACTS
from tests.journeys.rights import CLOSED, OPEN, Office, Person
from tests.year import tables
from tests.year.days import WIB
from tests.year.life import Life

REPORTER = Person("reporter", None)
_AT_WORK = {"accept": 1, "assign": 1, "note_progress": 1, "ask": 1, "promise": 1, "return_referral": 1, "answer": 8}
# How gladly what is done, by where the case stands. What does not fit is left out.
_WISHES = {
    "submitted": {"refer": 12, "ask": 2, "forward_external": 2, "archive": 0.4, "withdraw": 0.3, "merge": 0.5},
    "needs_info": {"reply": 5, "withdraw": 0.2},
    "referred": _AT_WORK,
    "in_progress": _AT_WORK | {"return_referral": 0.5, "extend": 2, "answer_on_behalf": 0.5, "accept": 0, "merge": 0.2},
    "scheduled": {"note_progress": 1, "promise": 1, "answer": 2},
    "answered": {"confirm": 4, "raise_objection": 2, "send_back": 2},
    "forwarded_external": {"record_outside_answer": 1, "bounce": 1, "ask_outside": 0.5},
    "resolved": {"raise_objection": 2, "reopen": 1},
    "archived": {"reopen": 1},
    "withdrawn": {"reopen": 1},
    "merged": {"unmerge": 1},
}
_OBJECTED = {"uphold": 2, "not_uphold": 1}
# Where time itself leads on, people leave it to that more often than not.
_INSTRUCTED = ("submitted", "needs_info", "referred", "in_progress", "scheduled")
_TIME_LEADS_ON = ("merged", "needs_info", "scheduled", "answered", "forwarded_external")


def wait(life: Life, random: Random) -> timedelta | None:
    """How long until somebody acts; None: nobody does, as long as nothing changes."""
    closed = life.closed is not None and life.status != "merged"
    if random.random() < (0.93 if closed else 0.5 if life.status in _TIME_LEADS_ON else 0):
        return None
    mood = random.random()
    if mood < 0.75:
        return timedelta(minutes=random.randint(20, 8 * 60))
    return timedelta(minutes=random.randint(600, (3 if mood < 0.97 else 30) * 1440))


def choose(life: Life, people: list[Person], now: datetime, random: Random) -> tuple[Person, str, dict] | None:
    """Somebody, something they may do now, and with what; None if there is nothing."""
    wishes = dict(_OBJECTED if life.because == "objected" else _WISHES.get(life.status, {}))
    day = now.astimezone(WIB).date()
    there = {h.name for h in tables.HOLDERS if h.since <= day and h.until == tables.HOLDERS[0].until}
    staff = [person for person in people if person.name in there]
    if life.access == "ordinary" and life.status in ("referred", "answered") and not life.in_lapor:
        wishes["link_lapor"] = 1
    if life.access == "ordinary" and life.status in _INSTRUCTED:
        wishes["instruct"] = 0.8
    if "mirror" in life.clocks and life.access == "ordinary":
        wishes["answer_lapor"] = 2
    while wishes:
        act = random.choices(list(wishes), list(wishes.values()))[0]
        if not wishes.pop(act):
            break
        able = _able(life, act, staff, now)
        if able:
            person = random.choice(able)
            inputs = _inputs(life, act, staff, random)
            if inputs is not None:
                return person, act, inputs
    return None


def may_be_joined_to(life: Life, main: Life) -> bool:
    """Whether the coordinator may say that both tell of the same."""
    ordinary = main.access == life.access == "ordinary"
    return main is not life and ordinary and main.status in OPEN | {"resolved"}


def _able(life: Life, act: str, staff: list[Person], now: datetime) -> list[Person]:
    if act in ("link_lapor", "answer_lapor"):
        return [person for person in staff if person.role == "coordinator"]
    if act == "instruct":
        return [person for person in staff if person.role == "leader"]
    if not life.fits(act, now) or (act == "merge" and life.joined):
        return []
    if act in REPORTERS_ACTS:
        return [REPORTER]
    return [person for person in staff if life.may(person, act)]


def _inputs(life: Life, act: str, staff: list[Person], random: Random) -> dict | None:
    match act:
        case "refer":
            return _referral(life, random)
        case "uphold":
            to = [o for o in OFFICES if life.may_go_to(o, life.term_class, life.access)]
            return {"to": random.choice(to)}
        case "assign":
            marked = life.access == "sensitive"
            colleagues = [p for p in staff if p.agency == life.owner and life.works(p) and (p.marked or not marked)]
            return {"to": random.choice(colleagues)} if colleagues else None
        case "forward_external":
            return {"to": Office("PLN", may_own=False)}
        case "promise":
            return {"days": random.choice([2, 9, 40, 90])}
        case "instruct":
            return {"days": random.choice([0, 1, 4, 9])}
        case "extend":
            return {"days": random.choice([5, 15])}
        case "answer" | "answer_on_behalf" if life.access in CLOSED:
            return {"outcome": Outcome.PROVEN}
    return {}


# As `office.make` has them, those that can own first.
OFFICES = [Office(code) for code in ("DISHUB", "DLH", "INSP")] + [Office("DSPPPA", helps=True)]


def _referral(life: Life, random: Random) -> dict:
    category = life.category if random.random() < 0.8 else random.choice(list(tables.CATEGORIES))
    term_class = "SENSITIVE" if category in tables.SENSITIVE else "NORMAL"
    if random.random() < 0.08 or life.access == "protected":
        term_class = "SUPERVISORY"
    access = life.access_for(term_class, category in tables.SENSITIVE)
    to = [office for office in OFFICES if life.may_go_to(office, term_class, access)]
    own = [office for office in to if office.code == tables.CATEGORIES[category]]
    return {
        "to": own[0] if own and random.random() < 0.7 else random.choice(to),
        "term_class": term_class,
        "category": category,
        "reason": "Sesuai tugas.",
    }
