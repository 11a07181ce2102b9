"""What speaks for and against two people of different organisations being one, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sapwood.identity.blocks import called_for_short
from sapwood.identity.described import Described
from sapwood.identity.local_part import forms
from sapwood.identity.moved import Span, moved, side_by_side
from sapwood.identity.personal_name import personal_name


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: as they are described and called, at which firm ("" for none), and when they were in touch."""

    who: Described
    name: str
    firm: str
    span: Span | None = None


def odd_locals(who: Described, name: str) -> list[str]:
    """Local parts that the name does not explain: jd1978@ at two firms says more than jane.doyle@ at two."""
    called = personal_name(name)
    made = forms(called) if called else frozenset()
    return sorted(local for local in who.locals if local not in made)


def likely_move(one: Side, other: Side) -> tuple[Side, Side] | None:
    """(where they were, where they are), for two who have the same name; None where it looks like no move."""
    if not (one.firm and other.firm and _same_name(one.who, other.who)):
        return None
    for there, here in ((one, other), (other, one)):
        if moved(there.span, here.span):
            return there, here
    return None


def sentences(
    one: Side, other: Side, bits: Mapping[str, float], called_so: int, people: int
) -> tuple[list[str], list[str]]:
    """Evidence and what stands against it. `called_so` of `people` have the name that the two share."""
    evidence, against = [], []
    if bits.get("name", 0) > 0:
        evidence.append(_names(one, other, called_so, people))
    elif bits.get("name", 0) < 0:
        against.append(f"{one.name} and {other.name} are not much alike.")
    if shared := sorted(set(one.who.numbers) & set(other.who.numbers)):
        evidence.append(f"Both have {_spelt(shared[0])}.")
    elif bits.get("number", 0) < 0:
        against.append("They have different telephone numbers.")
    if shared := sorted(set(odd_locals(one.who, one.name)) & set(odd_locals(other.who, other.name))):
        evidence.append(f"Both write as {shared[0]}@, which their names do not explain.")
    if move := likely_move(one, other):
        there, here = move
        assert there.span and here.span
        since = f"from {here.firm} since {_day(here.span.first)}"
        evidence.append(f"Last in touch from {there.firm} on {_day(there.span.last)}; {since}.")
    elif side_by_side(one.span, other.span):
        against.append("Both were in touch over the same months.")
    return evidence, against


def _names(one: Side, other: Side, called_so: int, people: int) -> str:
    if _same_name(one.who, other.who):
        others = f"{called_so - 2:,} more" if called_so > 2 else "nobody else"
        return f"Both are called {one.name}, and {others} of the {people:,} people here."
    if one.who.family == other.who.family and called_for_short(one.who.given) & called_for_short(other.who.given):
        return f"{one.name} and {other.name}: the first names are short for one another."
    return f"{one.name} and {other.name} are alike."


def _same_name(one: Described, other: Described) -> bool:
    return bool(one.full) and {one.full} <= {other.full, f"{other.family} {other.given}"}


def _spelt(number: str) -> str:
    kind, _, rest = number.partition(":")
    return f"the number {rest}" if kind == "tel" else f"the handle {rest}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
