"""Which cadence applies: what they asked, what was agreed, the policy, the rhythm. docs/measures/cadence.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sapwood.measures.cadence import NOTHING, Cadence, Limit, count, every
from sapwood.measures.days_off import EVERY_DAY, Calendar

ASKED, AGREED, POLICY, LEARNED, NONE = "asked", "agreed", "policy", "learned", "none"
TIER, TAG = "tier", "tag"
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Wish:
    """What they asked on the day `heard`; it counts from then to the day `until`, both included."""

    floor: int | None
    ceiling: int | None
    heard: date
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.heard <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Policy:
    """Of a tier or a tag (`kind`) called `name`, as `by` said on a day."""

    kind: str
    name: str
    floor: int | None
    ceiling: int | None
    by: str = ""
    said: date | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def cadence(
    wish: Wish | None,
    agreed: tuple[int | None, int | None],
    policies: Iterable[Policy],
    as_of: date,
    learned: tuple[float, float, float] | None = None,
    calendar: Calendar = EVERY_DAY,
) -> Cadence:
    """Floor and ceiling each from the first that says it, in this order: asked, agreed, the policies of tags, that of
    the tier, learned. What contradicts something before it (a floor that is not below the ceiling) does not apply,
    and `said` names it. `learned` holds the 10th, 50th and 90th percentile of the usual gap in days; give it to show
    what the rhythm stands for, not to judge by it: a rhythm has no day on which it ends."""
    applied = NOTHING if calendar.plain else Cadence(calendar=calendar)
    said: list[str] = []
    for offered, sentence in _offers(wish, agreed, policies, as_of, learned):
        floor, ceiling = offered.floor, offered.ceiling
        takes_floor = floor is not None and applied.floor is None
        takes_ceiling = ceiling is not None and applied.ceiling is None
        if takes_floor and floor and applied.ceiling and floor.days >= applied.ceiling.days:
            takes_floor = False
            said.append(_contradicts(floor, "leaving them in peace for", applied.ceiling, "a ceiling of"))
        if takes_ceiling and ceiling and applied.floor and ceiling.days <= applied.floor.days:
            takes_ceiling = False
            said.append(_contradicts(ceiling, "not forgetting them for", applied.floor, "a floor of"))
        if takes_floor and takes_ceiling and floor and ceiling and floor.days >= ceiling.days:
            takes_floor = False  # nobody can say such a thing; whoever did, is not to be forgotten
            said.append(_contradicts(floor, "leaving them in peace for", ceiling, "a ceiling of"))
        if takes_floor or takes_ceiling:
            applied = replace(
                applied,
                floor=floor if takes_floor else applied.floor,
                ceiling=ceiling if takes_ceiling else applied.ceiling,
            )
            said.append(sentence)
        said += offered.said
    return applied if not said else replace(applied, said=tuple(said))


def source_of(one: Cadence) -> str:
    """Where the ceiling comes from, else the floor; "none" where there is neither."""
    limit = one.ceiling or one.floor
    return limit.source if limit else NONE


def strictest(policies: Sequence[Policy]) -> tuple[Policy | None, Policy | None, list[Policy]]:
    """Of several tags' policies: the one whose floor applies, the one whose ceiling does, and those whose floor does
    not because it contradicts. The smallest ceiling; then the largest floor below it."""
    ceilings = sorted((p for p in policies if p.ceiling is not None), key=lambda p: (p.ceiling or 0, p.name))
    lowest = ceilings[0] if ceilings else None
    limit = lowest.ceiling if lowest else None
    floors = sorted((p for p in policies if p.floor is not None), key=lambda p: (-(p.floor or 0), p.name))
    kept = [p for p in floors if limit is None or (p.floor or 0) < limit]
    return (kept[0] if kept else None), lowest, [p for p in floors if p not in kept]


def _offers(
    wish: Wish | None,
    agreed: tuple[int | None, int | None],
    policies: Iterable[Policy],
    as_of: date,
    learned: tuple[float, float, float] | None,
) -> Iterable[tuple[Cadence, str]]:
    """What each says, in the order in which they count, with a sentence; `said` of each holds what else to say."""
    if wish is not None and wish.counts_on(as_of):
        on = f"They asked on {_day(wish.heard)}"
        until = f", until {_day(wish.until)}" if wish.until else ""
        yield (
            _limits(
                *(wish.floor, wish.ceiling, ASKED),
                f"they asked on {_day(wish.heard)} to be left in peace for",
                f"{on} to hear from us",
            ),
            f"{on} to hear from us {_spread(wish.floor, wish.ceiling)}{until}.",
        )
    if agreed != (None, None):
        words = [every(agreed[1])] if agreed[1] is not None else []
        words += [f"not within {count(agreed[0])}"] if agreed[0] is not None else []
        yield _limits(*agreed, AGREED, "agreed to be left in peace for", "Agreed"), f"Agreed: {', '.join(words)}."
    known = list(policies)
    if tags := [p for p in known if p.kind == TAG]:
        yield _of_tags(tags)
    for one in known:
        if one.kind == TIER:
            yield _of_policy(one, one.floor, one.ceiling), _said(one)
    if learned is not None:
        low, middle, high = (max(1, round(days)) for days in learned)
        usual = "every day" if middle == 1 else f"every {middle} days"
        sentence = f"You usually speak {usual}; 80 of 100 gaps are from {low} to {high}."
        yield _limits(low if low < high else None, high, LEARNED, "usually not in touch within", "Usually"), sentence


def _of_tags(tags: list[Policy]) -> tuple[Cadence, str]:
    floor, ceiling, dropped = strictest(tags)
    found = Cadence(
        floor=_of_policy(floor, floor.floor, None).floor if floor else None,
        ceiling=_of_policy(ceiling, None, ceiling.ceiling).ceiling if ceiling else None,
        said=tuple(
            f"Does not apply: leaving them in peace for {count(p.floor or 0)} (policy of {p}), because it "
            f"contradicts a ceiling of {count(ceiling.ceiling or 0)} (policy of {ceiling})."
            for p in dropped
            if ceiling
        ),
    )
    both = [p for p in (floor, ceiling) if p is not None]
    return found, " ".join(dict.fromkeys(_said(p) for p in both))


def _of_policy(one: Policy, floor: int | None, ceiling: int | None) -> Cadence:
    leaves = f"the policy of {one} leaves them in peace for"
    return _limits(floor, ceiling, POLICY, leaves, f"Policy of {one}:")


def _limits(floor: int | None, ceiling: int | None, source: str, leaves: str, start: str) -> Cadence:
    return Cadence(
        None if floor is None else Limit(floor, source, f"{leaves} {count(floor)}"),
        None if ceiling is None else Limit(ceiling, source, f"{start} {every(ceiling)}"),
    )


def _said(one: Policy) -> str:
    by = f", by {one.by}" if one.by else ""
    on = f", {_day(one.said)}" if one.said else ""
    return f"Policy of {one}: {_spread(one.floor, one.ceiling)}{by}{on}."


def _spread(floor: int | None, ceiling: int | None) -> str:
    if floor is not None and ceiling is not None:
        return f"every {floor:,} to {count(ceiling)}"
    if ceiling is not None:
        return every(ceiling)
    return f"at most every {'day' if floor == 1 else count(floor or 0)}"


def _contradicts(one: Limit, what: str, before: Limit, limit: str) -> str:
    return (
        f"Does not apply: {what} {count(one.days)} ({one.source}), because it contradicts {limit} "
        f"{count(before.days)} ({before.source}), which comes first."
    )


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
