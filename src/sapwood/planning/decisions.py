"""What people decided about an item of Today, and what that means for the next one. docs/measures/today.md."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date

from .ending import due
from .relationship import Relationship
from .rest import LONGEST_DAYS
from .urgency import AFTER_SALE, ENDING, HAND_OVER, LISTEN, LOOK_AGAIN, SERVICE, SOLVED, STEP

DONE, SNOOZED, NOT_MINE = "done", "snoozed", "not mine"
OF_THEIR_OWN = (SERVICE, SOLVED, LOOK_AGAIN, STEP, LISTEN, AFTER_SALE, HAND_OVER)


@dataclass(frozen=True, slots=True)
class Decision:
    """`what` is "done", "snoozed" (until the day `until`, on which it comes back) or "not mine" (of `colleague`);
    `about` is the kind of item it was taken about, "" where that is not known."""

    account: int
    what: str
    on: date
    colleague: int | None = None
    until: date | None = None
    about: str = ""


def set_aside(one: Relationship, decisions: Iterable[Decision], as_of: date, kind: str = "") -> bool:
    """Whether the account is snoozed, or was dealt with and nothing has happened since.

    An item of a kind OF_THEIR_OWN is set aside by what was decided about it alone:
    that somebody called last week says nothing of what broke today. Done is done with there; the next
    day it is not offered (service.py).

    Done stands until there is a newer touch, or until as many days have gone by as the ceiling allows (with none
    agreed: the 90 % point of the usual gap; where that is unknown, 30).
    """
    for decision in decisions:
        if decision.on > as_of or (kind in OF_THEIR_OWN and decision.about != kind):
            continue
        if kind in OF_THEIR_OWN and decision.what == DONE:
            if decision.on == as_of:
                return True
            continue
        if kind == ENDING and decision.what == DONE:
            if decision.on == as_of and decision.about in (ENDING, ""):
                return True  # from the next day on it is another end's turn (left_to_do)
            continue
        if decision.what == SNOOZED and decision.until is not None and as_of < decision.until:
            return True
        if decision.what == DONE:
            newer = one.last_day is not None and one.last_day > decision.on
            if not newer and _stands(one, decision, as_of):
                return True
    return False


def left_to_do(one: Relationship, decisions: Iterable[Decision], as_of: date) -> Relationship:
    """`one` as its day is planned: without the ends that were done about on an earlier day (all that were due then:
    one touch settles them), for as long as done stands; and dealt with where something else was done about and
    nothing has happened since, so that an end that nobody has done anything about has its turn."""
    earlier = sorted((d for d in decisions if d.on < as_of), key=lambda d: d.on)
    left = list(one.endings)
    for decision in earlier:
        if decision.what == DONE and decision.about == ENDING and _stands(one, decision, as_of):
            for named in due(left, decision.on):
                left.remove(named)
    others = [decision for decision in earlier if decision.what == DONE and decision.about != ENDING]
    return replace(one, endings=tuple(left), dealt_with=bool(left) and set_aside(one, others, as_of))


def _stands(one: Relationship, decision: Decision, as_of: date) -> bool:
    lasts = one.ceiling or (one.usual_gap[2] if one.usual_gap else 30)
    return (as_of - decision.on).days <= min(lasts, LONGEST_DAYS)


def assignee(one: Relationship, decisions: Iterable[Decision], as_of: date, away: Container[int] = ()) -> int | None:
    """Who gave the word that is due, else the owner, else who covers today, else who knows them best, leaving out who
    said "not mine" and who is away; None where nobody is left."""
    declined = {d.colleague for d in decisions if d.what == NOT_MINE and d.on <= as_of}
    sums: dict[int, float] = {}
    for tie in one.ties:
        sums[tie.colleague] = sums.get(tie.colleague, 0.0) + tie.strength
    best = sorted(sums, key=lambda person: (-sums[person], person))
    gave = [step.whose for step in one.steps if step.ours and step.whose is not None]
    covers = [one.cover.person] if one.cover else []
    candidates = gave + ([] if one.owner is None else [one.owner]) + covers + best
    return next((person for person in candidates if person not in declined and person not in away), None)
