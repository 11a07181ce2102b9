"""A row about a product of ours."""

from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.trade.models import Product

from ..left import Left
from .row import Given, Kind, Made, Row


def make(row: Row, given: Given) -> Made:
    name = row.get("product")
    if not name:
        raise Left("It names no product.")
    code, currency = (row.get("code") or "")[:100], (row.get("currency") or "").upper()[:3]
    plain = squeezed(name)[:200]
    values = (name[:200], plain, code, (row.get("series") or "")[:100], row.get("price"), currency)
    return Made(f"product {code or plain}", values)


KIND = Kind(Product, ("name", "name_key", "code", "series", "price", "currency"), make, None, "product")
