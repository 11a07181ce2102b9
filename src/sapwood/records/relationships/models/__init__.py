from .bulk import BulkChange, BulkChangeLine
from .closure import Closure
from .comparison import Comparison, ComparisonLine
from .contact_hours import ContactHours
from .cover import Cover, CoverBrief, CoverReading, CoverWords
from .day import DayItem, Decision
from .findable import Findable
from .hand_over import HandOver
from .hanging import Hanging
from .listening import Listened, Listening
from .measurement import Measurement, Outdated
from .relationship import Participation, Relationship, seen_by
from .rest import Rest
from .said_cadence import Policy, Wish
from .sharing import Sharing
from .standing import Standing
from .tenure import Tenure
from .tier import Tag, Tagging, Tier
from .view import OpeningView, SavedView
from .weighing import Answered, ContactLimit, TierWeight

__all__ = [
    "Answered",
    "BulkChange",
    "BulkChangeLine",
    "Closure",
    "Comparison",
    "ComparisonLine",
    "ContactHours",
    "ContactLimit",
    "Cover",
    "CoverBrief",
    "CoverReading",
    "CoverWords",
    "DayItem",
    "Decision",
    "Findable",
    "HandOver",
    "Hanging",
    "Listened",
    "Listening",
    "Measurement",
    "OpeningView",
    "Outdated",
    "Participation",
    "Policy",
    "Relationship",
    "Rest",
    "SavedView",
    "Sharing",
    "Standing",
    "Tag",
    "Tagging",
    "Tenure",
    "Tier",
    "TierWeight",
    "Wish",
    "seen_by",
]
