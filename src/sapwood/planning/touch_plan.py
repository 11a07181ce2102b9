"""Whether a planned touch may go out to somebody: yes, no, or hold, and why. docs/touch-plans.md says it in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

YES, NO, HOLD = "yes", "no", "hold"
PROMOTIONAL, SERVICE, PERSONAL = "promotional", "service", "personal"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a recipient. `events` name what is, or was since the plan was made, out of order at their
    account and nobody has released, with whether it is over; `peace` is the day on which the floor ends,
    `peace_said` why; `released`: by whom and why what was held goes out."""

    listed: bool = True
    erased: bool = False
    asked_not: str = ""
    events: Sequence[tuple[str, bool]] = ()
    peace: date | None = None
    peace_said: str = ""
    released: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`until` is the day from which a hold ends by itself: never one for a service event."""

    answer: str
    why: str
    until: date | None = None


def answer(purpose: str, day: date, one: Known, withdrawn: bool = False) -> Answer:
    """`day` is when it is to go out."""
    if withdrawn:
        return Answer(NO, "The plan was taken back.")
    if one.erased:
        return Answer(NO, "Their data was erased here, and they are not to be written to.")
    if not one.listed:
        return Answer(NO, "They are not among the recipients of this plan.")
    if one.asked_not:
        return Answer(NO, one.asked_not)
    if purpose == SERVICE:
        return Answer(YES, "It is about service, so neither an outage nor their peace holds it.")
    if purpose == PROMOTIONAL and one.events:
        name, over = one.events[0]
        now = "is over; a person may release it" if over else "is open"
        more = f", and {len(one.events) - 1} more" if len(one.events) > 1 else ""
        return Answer(HOLD, f"They are affected by {name}{more}, which {now}.")
    if one.peace is not None and day < one.peace:
        return Answer(HOLD, f"Leave them in peace until {one.peace}: {one.peace_said}.", one.peace)
    return Answer(YES, one.released or "Nothing speaks against it.")
