"""What is stored and what must always be true of it: one module a noun, constraints beside the fields.

The rules that SQL cannot say in a CHECK (who may own, what never changes) are triggers of
migration 0002_triggers, on both databases.
"""

from .agency import Agency, AgencyName
from .attachment import Attachment
from .attempt import Attempt
from .category import Category
from .clock import Clock, ClockExtension, ClockPause, Miss
from .complaint import Complaint
from .desk import CaseTag, Reading, SavedFilter, Tag
from .event import Event
from .field import FieldLink, FieldReturn
from .hours import Holiday, ServiceHours
from .identity import Identity
from .inbox import Conversation, InboxMessage, Mailbox
from .message import ContactStop, Job, LinkRequest, Message, TelegramChat
from .place import District, Place, Village
from .position import Absence, Holding, Position, User
from .publication import PageReport, Publication, PublishedPhoto, PublishedText, Supporter
from .regency import Regency
from .relation import Merge, Share
from .reply import AnswerDraft, AnswerReading, ProposedAnswer, ReplyTemplate, ReplyUse
from .routing_rule import RoutingRule
from .rung import Rung
from .seal import Seal, SealedChain
from .submission import Agenda, Draft, InformationRequest, LaporReference, Submission
from .synonym import Synonym
from .tally import AgencyNote, Counted, Tally
from .term import Term
from .text import DataKey, Text

__all__ = [
    "Absence",
    "Agency",
    "AgencyName",
    "AgencyNote",
    "Agenda",
    "AnswerDraft",
    "AnswerReading",
    "Attachment",
    "Attempt",
    "CaseTag",
    "Category",
    "Clock",
    "ClockExtension",
    "ClockPause",
    "Complaint",
    "ContactStop",
    "Conversation",
    "Counted",
    "DataKey",
    "District",
    "Draft",
    "Event",
    "FieldLink",
    "FieldReturn",
    "Holding",
    "Holiday",
    "Identity",
    "InboxMessage",
    "InformationRequest",
    "Job",
    "LaporReference",
    "LinkRequest",
    "Mailbox",
    "Merge",
    "Message",
    "Miss",
    "PageReport",
    "Place",
    "Position",
    "ProposedAnswer",
    "Publication",
    "PublishedPhoto",
    "PublishedText",
    "Reading",
    "Regency",
    "ReplyTemplate",
    "ReplyUse",
    "RoutingRule",
    "Rung",
    "SavedFilter",
    "Seal",
    "SealedChain",
    "ServiceHours",
    "Share",
    "Submission",
    "Supporter",
    "Synonym",
    "Tag",
    "Tally",
    "TelegramChat",
    "Term",
    "Text",
    "User",
    "Village",
]
