"""Which account first. docs/measures/today.md says why in words, with an example."""

from dataclasses import replace
from datetime import date
from math import log1p

from .buying import LISTEN_DAYS, stopped
from .ending import nearness
from .relationship import Relationship
from .rest import LONGEST_DAYS
from .service import is_pressing

BEYOND, SILENT, REPLY, SOON, ENDING = "beyond the ceiling", "silent", "reply", "soon", "ending"
SERVICE, SOLVED, STEP = "service event", "solved", "next step"
LOOK_AGAIN, STOPPED = "look again", "stopped buying"
CARE = (SERVICE, SOLVED)  # calls about what is out of order, for whoever is on duty
LISTEN, AFTER_SALE, FORGOTTEN = "listen", "after the sale", "quiet since the sale"
HAND_OVER = "hand-over"
TIER = {BEYOND: 0, SERVICE: 0, STEP: 0, LOOK_AGAIN: 0, SOLVED: 1, SILENT: 1, REPLY: 1, ENDING: 1, SOON: 2, STOPPED: 2}
TIER |= {AFTER_SALE: 1, FORGOTTEN: 1, LISTEN: 2, HAND_OVER: 0}
WHOSE_DAY_COMES = 3  # tier of introductions that are still ahead
OWED = (SERVICE, SOLVED, STEP, ENDING, BEYOND, REPLY)  # come before what is planned by the calendar
HALF_LIFE_DAYS = 75.0
LAST_DAY = float(date.max.toordinal())
YEAR = 365
PASSING_DAYS, FEW = 90, 5
LASTING_RANK = 0.975


def kind_of(one: Relationship) -> str | None:
    """The reason to be offered for, or None. At rest a silence is none, until the day to look again. Who is kept is
    asked about once a year at least, and where nothing is known of them but orders, when these stop. A new owner
    introduces themselves, after what is out of order or promised; last, while the day for it is ahead."""
    if one.rest is not None:
        spoken = _reason(replace(one, ceiling=None, state="green"))
        return spoken or (LOOK_AGAIN if one.rest.over else None)
    found, silent = _reason(one), one.silent_days
    handed = one.introduction
    if handed is not None and not handed.ahead and found not in (SERVICE, STEP, SOLVED):
        return HAND_OVER
    return _by_the_calendar(one, found, silent) or (HAND_OVER if handed is not None else None)


def _by_the_calendar(one: Relationship, found: str | None, silent: int | None) -> str | None:
    if found in OWED:
        return found
    if one.after_sale is not None:
        return AFTER_SALE
    if one.listening is not None:
        return LISTEN  # the same touch ends a silence
    if found is None and one.forgotten:
        return FORGOTTEN
    if found is None and (one.state == "unknown" or silent is None):
        asked = silent is not None and silent < LISTEN_DAYS
        return STOPPED if stopped(one.buying) and not asked else None
    return SOON if found is None and one.kept and silent is not None and silent > LONGEST_DAYS else found


def _reason(one: Relationship) -> str | None:
    """Something of theirs is out of order, a word given that is due, an agreement broken, a word owed that it is in
    order again, an answer owed, something they have that ends, a silence, then what is near."""
    silent = one.silent_days
    if one.to_call:
        return SERVICE
    if one.steps:
        return STEP
    if one.to_tell and (not one.beyond or one.to_tell[0].called is None):  # today is the day to lend a hand
        return SOLVED
    first = one.waiting is None and not one.beyond
    if one.endings and (first or one.dealt_with):
        return ENDING
    if silent is None or (one.state == "unknown" and one.waiting is None):
        return None
    if one.beyond:
        return BEYOND
    if one.waiting is not None:
        return REPLY
    return {"red": SILENT, "amber": SOON}.get(one.state)


def faded(one: Relationship) -> bool:
    """Over rather than neglected: silent for more than a year and three times what is long for it; or a passing
    acquaintance of fewer than five days with a touch, silent for 90 days and three times its whole history; or,
    where nobody owns it, a sender who never named any of us. Never who is kept, and never where a ceiling applies,
    something ends or is out of order."""
    silent = one.silent_days or 0
    if one.kept or one.owner is not None or one.rest is not None:
        return False
    if one.ceiling is not None or one.waiting is not None or one.endings or one.to_call or one.to_tell or one.steps:
        return False
    if one.listening is not None or one.after_sale is not None:
        return False
    if one.one_sided:
        return True
    passing = one.touch_days < FEW and silent > max(PASSING_DAYS, 3 * one.history_days)
    return passing or (silent > YEAR and (one.lasting or 0.0) > LASTING_RANK)


def urgency(one: Relationship, kind: str, as_of: date | None = None) -> tuple[int, float]:
    """Smaller is more urgent: the tier, then minus tie × surprise × steadiness."""
    silent = one.silent_days or 0
    strength = one.strength
    if one.ceiling is not None:  # an agreement does not fade with the silence that breaks it
        strength *= 2.0 ** (silent / HALF_LIFE_DAYS)
        surprise = min(2.0, silent / max(1, one.ceiling))
        steadiness = 1.0
    else:
        surprise = one.silence_rank or 0.5
        steadiness = (one.history_days + 1) / (one.history_days + 1 + silent)
    if kind == REPLY and one.waiting is not None:
        surprise = 2.0 if one.waiting.questions else 1.0
    if kind in (SERVICE, SOLVED):  # also for whom nobody knows; the agreed ceiling makes it no less pressing
        pressing = any(is_pressing(each.impact) for each in (*one.to_call, *one.to_tell))
        tier = 0 if one.beyond else TIER[kind]
        return tier, -log1p(1.0 + one.strength) * (2.0 if pressing else 1.5)
    if kind == HAND_OVER and one.introduction is not None:  # also for whom nobody knows
        if one.introduction.ahead:
            return WHOSE_DAY_COMES, one.introduction.due.toordinal() - LAST_DAY
        return TIER[kind], -log1p(1.0 + one.strength) * 1.5
    if kind == LOOK_AGAIN:  # a day that somebody named, also for whom nobody knows
        return TIER[kind], -log1p(1.0 + one.strength) * 1.5
    if kind in (AFTER_SALE, FORGOTTEN, LISTEN):  # also for whom nobody knows
        tier = TIER[SILENT] if one.state == "red" else TIER[kind]
        return tier, -log1p(1.0 + one.strength) * (1.0 if kind == LISTEN else 1.5)
    if kind == STEP and as_of is not None:  # the longer it is late, the more
        late = min((as_of - one.steps[0].due).days, 30)
        return TIER[kind], -log1p(1.0 + one.strength) * (1.5 + late / 60)
    if kind == ENDING and as_of is not None:  # also for whom nobody knows: what they have is a tie
        return TIER[kind], -log1p(1.0 + one.strength) * (1.0 + nearness(one.endings[0], as_of))
    return TIER[kind], -log1p(strength) * surprise * steadiness
