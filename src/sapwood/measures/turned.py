"""Our touches: those in which one of ours turned to them, tickets aside. What heard.py counts."""

import ibis

from .once import once

SOLD = ibis.schema({"organisation": "int64", "since": "int64"})


@once
def turned(touched: ibis.Table, sold: ibis.Table) -> ibis.Table:
    """organisation, id, second and channel of our touches with those in `sold` (organisation, since: the first second
    that is asked about), the newest first."""
    rows = touched.filter(touched.direction != "in", touched.channel != "ticket")
    rows = rows.join(sold, "organisation")
    rows = rows.filter(rows.second >= rows.since)
    return rows.select("organisation", "id", "second", "channel").order_by("organisation", ibis.desc("second"), "id")
