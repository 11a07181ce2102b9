"""What an account has from us and what is about to become of it: the reason to call before they need us.

docs/measures/today.md says how long before each kind it is time, and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LICENCE, WARRANTY, SUPPORT, INSTALLED = "licence", "warranty", "support", "installed"
PATCH, END_OF_SALE, END_OF_SUPPORT, END_OF_LIFE = "patch", "end of sale", "end of support", "end of life"
# Days before its day from which on something is a reason to call: long enough to order, budget and install.
LEAD_DAYS = {
    INSTALLED: 60,
    LICENCE: 60,
    WARRANTY: 60,
    SUPPORT: 60,
    END_OF_SALE: 90,
    END_OF_SUPPORT: 180,
    END_OF_LIFE: 180,
    PATCH: 0,
}
AFTER_DAYS = {PATCH: 30}  # a patch is news from the day it is there
MOST_NAMED = 2  # besides the first
OVER_DAYS = 30  # how long after its end something that ran out is still a reason to call


@dataclass(frozen=True, slots=True)
class Ending:
    """One thing an account has: `kind` is one of the above, `day` its end or its notice's day, `quantity` None where
    nobody said; `source` says where it is from ("contracts.csv, line 3"). `ahead`: from how many days
    before on it counts, by a lead's word; None: LEAD_DAYS."""

    account: int
    kind: str
    product: str
    day: date
    quantity: int | None = None
    source: str = ""
    what: str = ""
    ahead: int | None = None


def lead(one: Ending) -> int:
    return LEAD_DAYS.get(one.kind, 0) if one.ahead is None else one.ahead


def due(endings: Iterable[Ending], as_of: date) -> tuple[Ending, ...]:
    """Those that are a reason to call on the day, the most pressing first: what ends soonest, then what ran out."""
    found = [one for one in endings if -over(one) <= (one.day - as_of).days <= lead(one)]
    return tuple(sorted(found, key=lambda one: (one.day < as_of, abs((one.day - as_of).days), one.product)))


def over(one: Ending) -> int:
    return AFTER_DAYS.get(one.kind, OVER_DAYS)


def nearness(one: Ending, as_of: date) -> float:
    """From 0 (its lead time begins) to 1 (it is the day, or past it)."""
    left = max(0, (one.day - as_of).days)
    return 1.0 - left / max(1, lead(one))


def together(endings: Sequence[Ending], as_of: date) -> str:
    """What presses most, in a sentence, and what the same touch settles: "The licence for X ends in 9 days. With it 2
    more are due: the warranty for Y on 1 May 2025, the support contract for Z on 2 May 2025." """
    first, *others = endings
    said = sentence(first, as_of)
    if not others:
        return said
    named = [_named(one) for one in others[:MOST_NAMED]]
    if len(others) > MOST_NAMED:
        named.append(f"and {len(others) - MOST_NAMED:,} more")
    return f"{said} With it {len(others):,} more {'is' if len(others) == 1 else 'are'} due: {', '.join(named)}."


def _named(one: Ending) -> str:
    subject = {SUPPORT: "the support contract for ", WARRANTY: "the warranty for ", LICENCE: "the licence for "}
    notice = f"{one.kind} of " if one.kind in (PATCH, END_OF_SALE, END_OF_SUPPORT, END_OF_LIFE) else ""
    return f"{subject.get(one.kind, notice)}{one.product or 'what they have'} on {_day(one.day)}"


def sentence(one: Ending, as_of: date) -> str:
    """ "The support contract for 3 X ends in 21 days." """
    left = (one.day - as_of).days
    number = f"{one.quantity:,} " if one.quantity and one.quantity > 1 else ""
    name = f"{number}{one.product}".strip() or "what they have"
    when = "today" if not left else f"in {_days(left)}" if left > 0 else f"{_days(-left)} ago"
    if one.kind == PATCH:
        return f"For {name}, which they have, there is a patch since {_day(one.day)}{_what(one)}."
    if one.kind in (END_OF_SALE, END_OF_SUPPORT, END_OF_LIFE):
        word = "comes" if left >= 0 else "came"
        return f"{_capital(one.kind)} of {name}, which they have, {word} {when}, on {_day(one.day)}{_what(one)}."
    subject = {SUPPORT: "The support contract", WARRANTY: "The warranty", LICENCE: "The licence"}.get(
        one.kind, "What"
    )
    if subject == "What":
        return f"{_capital(name)} {'ends' if left >= 0 else 'ended'} {when}."
    return f"{subject} for {name} {'ends' if left >= 0 else 'ended'} {when}."


def _what(one: Ending) -> str:
    return f": {one.what}" if one.what else ""


def _days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"


def _day(one: date) -> str:
    return f"{one.day} {one:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
