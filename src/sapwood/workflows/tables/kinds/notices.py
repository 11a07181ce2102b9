"""A row about what becomes of a product."""

from sapwood.reading.table.cells import NOTICE, told_by
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.trade.models import Notice

from ..left import Left
from .row import Given, Kind, Made, Row


def make(row: Row, given: Given) -> Made:
    product, day = row.get("product"), row.get("day")
    if not product or day is None:
        raise Left("A notice needs a product and a date.")
    what = row.get("what") or ""
    kind = told_by(NOTICE, row.get("kind") or "") or told_by(NOTICE, what) or given.answers.get("notice", "")
    if not kind:
        raise Left("Whether it is a patch or an end of life is not said.", "notice")
    plain = squeezed(product)[:200]
    version = (row.get("version") or "")[:100]
    identity = f"notice {plain} {kind} {what}" + (f" of {version}" if version else "")
    return Made(identity, (kind, product[:200], plain, day, what[:300], version))


KIND = Kind(Notice, ("kind", "product", "name_key", "day", "what", "version"), make, None, "notice")
