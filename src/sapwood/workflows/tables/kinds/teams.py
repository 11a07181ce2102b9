"""A row about a colleague's team, or about whose account something is."""

from sapwood.records.trade.models import TeamMember

from ..left import Left
from .row import Given, Kind, Made, Row


def make(row: Row, given: Given) -> Made:
    colleague = row.get("colleague")
    if not colleague:
        raise Left("It names no colleague.")
    number = given.account(row) if row.get("account") or row.get("domain") else None
    values = (number, colleague[:200], (row.get("manager") or "")[:200], (row.get("office") or "")[:200])
    return Made(f"colleague {colleague} {row.get('account') or row.get('domain') or ''}", values)


KIND = Kind(TeamMember, ("organisation", "colleague", "manager", "office"), make, called="colleague")
