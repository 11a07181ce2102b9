"""What a row of each kind of table becomes."""

from . import accounts, contacts, deals, holdings, notices, products, teams
from .row import Given, Kind, Made

KINDS: dict[str, Kind] = {
    "accounts": accounts.KIND,
    "contacts": contacts.KIND,
    "deals": deals.KIND,
    "products": products.KIND,
    "teams": teams.KIND,
    "holdings": holdings.KIND,
    "notices": notices.KIND,
}
__all__ = ["KINDS", "Given", "Kind", "Made"]
