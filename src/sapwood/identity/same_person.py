"""Which addresses of one organisation are one person's: proposals, each with evidence a person can check.

A proposal is `certain` only where nothing speaks against it and the chance of two people is negligible: the same
full name, held by nobody else there, and local parts that are both made of it. A father and a son, or the second
John Smith with a number, are offered to a person, never merged by themselves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from sapwood.identity.likeness import Known, Likeness, likeness
from sapwood.identity.local_part import forms, number_of

Pair = tuple[int, int]  # the smaller first
CROWD = 40  # so many of one family name are compared by their initial only
TOO_OFTEN = 2  # so often addressed side by side, only the full name still speaks for one person


@dataclass(frozen=True, slots=True)
class Together:
    """What mail shows of two addresses, in mails: both among those addressed; one wrote to the other; one answered
    what had been sent to the other alone."""

    addressed: int = 0
    wrote: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """That two persons (ids, the smaller first) are one. `evidence` speaks for it, `against` against it; `spoke` are
    the keys of the two addresses that spoke loudest."""

    first: int
    second: int
    certain: bool
    evidence: tuple[str, ...]
    against: tuple[str, ...] = field(default=())
    spoke: Pair = (0, 0)

    @property
    def persons(self) -> frozenset[int]:
        return frozenset((self.first, self.second))


def likely_pairs(known: Sequence[Known], fresh: Collection[int] | None = None) -> dict[Pair, Likeness]:
    """Pairs of addresses (keys) that look like one person's; where `fresh` names keys, only pairs with one of them.
    Compares within blocks of like names, never all with all."""
    contested, initials, fitting = _contested(known), _by_initial(known), _by_form(known)
    wanted = None if fresh is None else frozenset(fresh)
    found: dict[Pair, Likeness] = {}
    for one, other in _side_by_side(known, fitting):
        pair = (min(one.key, other.key), max(one.key, other.key))
        if one.person == other.person or pair in found or (wanted is not None and wanted.isdisjoint(pair)):
            continue
        name = one.called or other.called
        full = (name.given, name.family) if name else ("", "")
        persons = {one.person, other.person}
        if one.called and other.called:
            alone = initials[full[0][:1], full[1]] <= persons
        else:
            bare = one if other.called else other
            alone = {who.person for who in fitting.get(bare.joined, ())} <= persons
        if like := likeness(one, other, alone, full in contested):
            found[pair] = like
    return found


def proposals(
    known: Iterable[Known], likely: Mapping[Pair, Likeness], together: Mapping[Pair, Together]
) -> list[Proposal]:
    """One proposal for each pair of persons, from what speaks for and against their addresses being one person's."""
    whose = {one.key: one.person for one in known}
    by_persons: defaultdict[Pair, list[tuple[Pair, Likeness]]] = defaultdict(list)
    for pair, like in likely.items():
        if weighed := _weigh(like, together.get(pair, Together())):
            one, other = sorted(whose[key] for key in pair)
            by_persons[one, other].append((pair, weighed))
    return [_proposal(persons, likes) for persons, likes in sorted(by_persons.items())]


def _weigh(like: Likeness, seen: Together) -> Likeness | None:
    evidence, against = list(like.evidence), list(like.against)
    if seen.answered:
        evidence.append(f"One answered {_mails(seen.answered)} that had been sent to the other alone.")
    if seen.addressed:
        against.append(f"Both were addressed side by side in {_mails(seen.addressed)}.")
    if seen.wrote:
        against.append(f"One wrote to the other in {_mails(seen.wrote)}.")
    apart = seen.addressed + seen.wrote
    if apart >= TOO_OFTEN and not seen.answered and not like.certain:
        return None
    if not apart and like.certain:
        evidence.append("No mail has both of them.")
    return Likeness(like.certain and not apart, tuple(evidence), tuple(against))


def _proposal(persons: Pair, likes: list[tuple[Pair, Likeness]]) -> Proposal:
    """The strongest of several likenesses speaks; what stands against any of them makes none certain."""
    spoke, best = max(likes, key=lambda one: (one[1].certain, -len(one[1].against), len(one[1].evidence)))
    against = tuple(dict.fromkeys(said for _, like in likes for said in like.against))
    return Proposal(*persons, best.certain and not against, best.evidence, against, spoke)


def _mails(count: int) -> str:
    return "one mail" if count == 1 else f"{count:,} mails"


def _contested(known: Iterable[Known]) -> set[tuple[str, str]]:
    """Given and family names that two people may have: with several middle names, a generation, or a number."""
    ways: defaultdict[tuple[str, str], set[tuple[object, ...]]] = defaultdict(set)
    numbered = set()
    for one in known:
        if name := one.called:
            ways[name.given, name.family].add((name.middle, name.generation))
            if number_of(one.address):
                numbered.add((name.given, name.family))
    return numbered | {name for name, found in ways.items() if len(found) > 1}


def _by_initial(known: Iterable[Known]) -> defaultdict[tuple[str, str], set[int]]:
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for one in known:
        if one.called:
            found[one.called.given[0], one.called.family].add(one.person)
    return found


def _by_form(known: Iterable[Known]) -> dict[str, list[Known]]:
    """Who would have which local part, among those whose name is known; only for local parts that somebody has
    whose name is not."""
    bare = {one.joined for one in known if one.called is None}
    found: dict[str, list[Known]] = {}
    for one in known:
        for form in forms(one.called) & bare if one.called else ():
            found.setdefault(form, []).append(one)
    return found


def _side_by_side(known: Iterable[Known], fitting: Mapping[str, list[Known]]) -> Iterator[tuple[Known, Known]]:
    blocks: defaultdict[tuple[str, ...], list[Known]] = defaultdict(list)
    for one in known:
        if len(one.joined) > 3:
            blocks["local", one.joined].append(one)
        if name := one.called:
            blocks["family", name.family].append(one)
            blocks["begins", name.given, name.family[:2]].append(one)
            blocks["ends", name.given, name.family[-3:]].append(one)
        else:
            yield from ((one, other) for other in fitting.get(one.joined, ())[:CROWD])
    for block in blocks.values():
        if len(block) <= CROWD:
            yield from combinations(block, 2)
            continue
        parts: defaultdict[str, list[Known]] = defaultdict(list)
        for one in block:
            parts[one.called.given if one.called else ""].append(one)
        for part in parts.values():
            yield from combinations(part[:CROWD], 2)
