from .change import AccountChange
from .deal import Deal
from .firm import Contact, Firm, TeamMember
from .holding import Holding, Notice
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
    "LeftRow",
    "Notice",
    "Product",
    "Sheet",
    "TeamMember",
]
