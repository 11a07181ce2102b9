from .change import AccountChange
from .deal import Deal
from .firm import Contact, Firm, TeamMember
from .holding import Holding, Notice
from .lead_time import LeadTime
from .product import Product
from .sheet import Choice, Fix, LeftRow, Sheet

__all__ = [
    "AccountChange",
    "Choice",
    "Contact",
    "Deal",
    "Firm",
    "Fix",
    "Holding",
    "LeadTime",
    "LeftRow",
    "Notice",
    "Product",
    "Sheet",
    "TeamMember",
]
