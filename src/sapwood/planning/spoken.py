"""On which days ours turned to them, as far as the newest touches tell: what settles a touch that was planned."""

from datetime import date, timedelta

import numpy as np

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.recent import DIRECTIONS, EPOCH, Recent

SPOKEN = ("call", "meeting", "visit")
WRITTEN = ("mail", "chat")
DAY_US = 86_400_000_000


def spoken_on(recent: Recent, written: bool = False) -> list[date]:
    """Days (UTC) of a call of ours, a meeting or a visit, the oldest first; `written`: of mail and chat of ours too.
    Tickets and what they wrote count for nothing."""
    rows = recent.rows
    ways = [CHANNELS.index(name) for name in (*SPOKEN, *(WRITTEN if written else ()))]
    ours = np.isin(rows["channel"], ways) & (rows["direction"] != DIRECTIONS.index("in"))
    return [EPOCH.date() + timedelta(days=day) for day in np.unique(rows["when"][ours] // DAY_US).tolist()]
