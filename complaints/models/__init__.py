"""What is stored and what must always be true of it: one module a noun, constraints beside the fields.

The rules that SQL cannot say in a CHECK (who may own, what never changes) are triggers of
migration 0002_triggers, on both databases.
"""

from .agency import Agency, AgencyName
from .attachment import Attachment
from .attempt import Attempt
from .category import Category
from .clock import Clock, ClockPause, Miss
from .complaint import Complaint
from .event import Event
from .hours import Holiday, ServiceHours
from .identity import Identity
from .place import District, Place, Village
from .position import Holding, Position, User
from .regency import Regency
from .routing_rule import RoutingRule
from .seal import Seal, SealedChain
from .submission import Agenda, Draft, Submission
from .term import Term
from .text import DataKey, Text

__all__ = [
    "Agency",
    "AgencyName",
    "Agenda",
    "Attachment",
    "Attempt",
    "Category",
    "Clock",
    "ClockPause",
    "Complaint",
    "DataKey",
    "District",
    "Draft",
    "Event",
    "Holding",
    "Holiday",
    "Identity",
    "Miss",
    "Place",
    "Position",
    "Regency",
    "RoutingRule",
    "Seal",
    "SealedChain",
    "ServiceHours",
    "Submission",
    "Term",
    "Text",
    "User",
    "Village",
]
