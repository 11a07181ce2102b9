"""A row about a deal or an order."""

from sapwood.reading.table.cells import status_of
from sapwood.records.trade.models import Deal

from ..left import Left
from .row import Given, Kind, Made, Row


def make(row: Row, given: Given) -> Made:
    number = None
    if row.get("account") or row.get("domain") or given.answers.get("no account") != "keep":
        number = given.account(row)
    stage = row.get("stage") or ""
    # A table of orders has no stages: what stands in it was ordered.
    status = status_of(stage) if stage else "won" if row.get("closed") else "open"
    opened, closed = row.get("opened"), row.get("closed")
    if opened and closed and closed < opened:
        raise Left(f"It is closed on {closed} before it was opened on {opened}.")
    if number is not None:
        if status == "won":
            given.won.add(number)
        given.roles.setdefault(number, "")
    currency = (row.get("currency") or given.answers.get("currency") or "").upper()
    currency = currency if len(currency) == 3 and currency.isalpha() else ""
    crm_id = row.get("crm_id") or ""
    values = (
        number,
        crm_id[:100],
        row.get("title") or "",
        (row.get("product") or "")[:200],
        row.get("amount"),
        currency,
        stage[:100],
        status,
        opened,
        closed,
        (row.get("owner") or "")[:200],
        (row.get("reason") or "")[:300] if status == "won" else "",
    )
    return Made(f"deal {crm_id}" if crm_id else "", values)


COLUMNS = "organisation crm_id title product amount currency stage status opened closed colleague reason"
KIND = Kind(Deal, tuple(COLUMNS.split()), make, called="deal")
