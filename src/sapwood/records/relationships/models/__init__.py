from .day import DayItem, Decision
from .relationship import Participation, Relationship
from .standing import Standing

__all__ = ["DayItem", "Decision", "Participation", "Relationship", "Standing"]
