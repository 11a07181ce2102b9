"""A row about what an account has from us."""

from sapwood.reading.table.cells import HOLDING, told_by
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.trade.models import Holding

from ..left import Left
from .row import Given, Kind, Made, Row


def make(row: Row, given: Given) -> Made:
    number = given.account(row)
    product, serial = (row.get("product") or row.get("kind") or "")[:200], (row.get("serial") or "")[:200]
    if not product and not serial:
        raise Left("It names neither a product nor a serial number.")
    since, until = row.get("since"), row.get("until")
    if since and until and until < since:
        raise Left(f"It ends on {until} before it begins on {since}.")
    kind = told_by(HOLDING, row.get("kind") or "") or given.answers.get("kind", "") or "installed"
    crm_id = row.get("crm_id") or ""
    identity = f"holding {crm_id}" if crm_id else f"serial {kind} {product} {serial}" if serial else ""
    values = (number, kind, product, squeezed(product)[:200], serial, row.get("quantity"), since, until)
    values = (*values, (row.get("version") or "")[:100])
    return Made(identity, values)


COLUMNS = ("organisation", "kind", "product", "name_key", "serial", "quantity", "since", "until", "version")
KIND = Kind(Holding, COLUMNS, make, called="holding", later=("version",))
