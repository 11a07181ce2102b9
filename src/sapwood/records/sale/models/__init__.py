from .heard import BreakingYear, HeardAfter
from .plan import PlanChange, SalePlan, Seen
from .reason import Answer, Reason

__all__ = ["Answer", "BreakingYear", "HeardAfter", "PlanChange", "Reason", "SalePlan", "Seen"]
