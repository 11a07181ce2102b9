from .bulk import BulkChange, BulkChangeLine
from .day import DayItem, Decision
from .findable import Findable
from .measurement import Measurement, Outdated
from .relationship import Participation, Relationship, seen_by
from .sharing import Sharing
from .standing import Standing
from .view import OpeningView, SavedView

__all__ = [
    "BulkChange",
    "BulkChangeLine",
    "DayItem",
    "Decision",
    "Findable",
    "Measurement",
    "OpeningView",
    "Outdated",
    "Participation",
    "Relationship",
    "SavedView",
    "Sharing",
    "Standing",
    "seen_by",
]
