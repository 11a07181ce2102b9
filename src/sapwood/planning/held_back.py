"""What holds back a contact that nobody is waiting for. docs/measures/today.md."""

from datetime import date, timedelta
from math import ceil

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.recent import DIRECTIONS, EPOCH

from .relationship import Relationship
from .worth import Known

QUARTER_DAYS = 91
CALLS, MAILS = 3, 4  # a quarter, of a consumer's dealer (Godfrey, Seiders & Voss 2011): a prior, not a fact
OF_A_PRIOR = " (a prior, from a consumer’s dealer; nobody here said another)"
HELD_OUT = "Held out this week, by the comparison a lead began."


def held_back(one: Relationship, channel: str, as_of: date, known: Known) -> str:
    """Why, in a sentence; "" where nothing does. Never of what is owed."""
    today = next((why for day, why in one.off if day == as_of), "")
    if today:
        return f"It is a day off there ({today})."
    limit = {"call": known.calls, "mail": known.mails}.get(channel)
    if limit is not None:
        usual = ceil(QUARTER_DAYS / max(1.0, one.usual_gap[1])) if one.usual_gap else 0
        made = unasked(one, channel, as_of)
        if made >= max(limit, usual):
            said = f"our limit is {limit} a quarter{known.limits_from}"
            theirs = f"{said}, and their own rhythm {usual}" if usual > limit else said
            unasked_for = " that answered nothing" if channel == "mail" else ""
            return f"{made} {channel}s of ours in {QUARTER_DAYS} days{unasked_for}; {theirs}."
    return HELD_OUT if one.account in known.held_out else ""


def unasked(one: Relationship, channel: str, as_of: date) -> int:
    """Calls of ours, or mails of ours that answer nothing, in the last quarter, as far as the newest touches tell."""
    if one.recent is None:
        return 0
    since = (as_of - timedelta(days=QUARTER_DAYS) - EPOCH.date()).days * 86_400_000_000
    rows = one.recent.rows
    here = (rows["channel"] == CHANNELS.index(channel)) & (rows["direction"] == DIRECTIONS.index("out"))
    if channel == "mail":
        here &= rows["parent"] == 0
    return int((here & (rows["when"] >= since)).sum())
