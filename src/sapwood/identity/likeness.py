"""What in two addresses of one organisation looks like one person, and what does not."""

from dataclasses import dataclass, field
from functools import cached_property

from sapwood.identity.address import domain_of
from sapwood.identity.local_part import fits, holds_family, joined, number_of
from sapwood.identity.organisation import organisation_domain
from sapwood.identity.personal_name import PersonalName, personal_name, short_for

LONG_ENOUGH = 5  # letters; shorter names that differ by one are two names


@dataclass(frozen=True)
class Known:
    """An address of kind person: its key in the log, its best name (as display_name gave it), whose it is now."""

    key: int
    address: str
    name: str
    person: int

    @cached_property
    def called(self) -> PersonalName | None:
        return personal_name(self.name)

    @cached_property
    def joined(self) -> str:
        return joined(self.address)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`evidence` for one person and what stands `against` it, in sentences; `certain` needs no person to look."""

    certain: bool
    evidence: tuple[str, ...]
    against: tuple[str, ...] = field(default=())


def likeness(one: Known, other: Known, alone: bool, contested: bool) -> Likeness | None:
    """None where nothing speaks for one person. `alone`: nobody else there fits what the two share; `contested`:
    a number, a generation or another middle name beside this full name says that two people may have it."""
    if one.called and other.called:
        return _of_names(one, other, one.called, other.called, alone, contested)
    if one.called or other.called:
        named, bare = (one, other) if one.called else (other, one)
        if named.called and alone and holds_family(bare.address, named.called):
            return _proposed(f"{bare.address} fits the name {named.name}, and nobody else’s there.", one, other)
    if _same_local(one, other) and not (number_of(one.address) or number_of(other.address)):
        return _proposed(f"Both are {one.joined}@, under two domains of the same organisation.", one, other)
    return None


def _of_names(
    one: Known, other: Known, a: PersonalName, b: PersonalName, alone: bool, contested: bool
) -> Likeness | None:
    if a.generation and b.generation and a.generation != b.generation:
        return None
    if a.family == b.family:
        if a.given == b.given:
            return _of_same_name(one, other, a, b, contested)
        if 1 in (len(a.given), len(b.given)) and a.given[0] == b.given[0]:
            said = f"{one.name} and {other.name} fit the same name, and nobody else there does."
            return _proposed(said, one, other) if alone else None
        if short_for(a.given, b.given):
            return _proposed(f"{one.name} and {other.name}: the first names are short for one another.", one, other)
        if one_slip(a.given, b.given):
            return _proposed(f"{one.name} and {other.name} differ by one letter.", one, other)
    elif a.given == b.given and len(a.given) > 1:
        if one_slip(a.family, b.family):
            return _proposed(f"{one.name} and {other.name} differ by one letter.", one, other)
        if min(len(a.family), len(b.family)) > 3 and (_part_of(a.family, b.family) or _part_of(b.family, a.family)):
            return _proposed(f"{one.name} and {other.name}: one family name is part of the other.", one, other)
        if _same_local(one, other):
            said = "the same first name before the same local part, so the family name may have changed."
            return _proposed(f"{one.name} and {other.name}: {said}", one, other)
    return None


def _of_same_name(one: Known, other: Known, a: PersonalName, b: PersonalName, contested: bool) -> Likeness | None:
    if not all(_may_be_one(x, y) for x, y in zip(a.middle, b.middle, strict=False)):
        return None
    said = f"Both are called {one.name}." if one.name == other.name else f"{one.name} and {other.name} are one name."
    found = _proposed(said, one, other)
    against = list(found.against)
    numbered = bool(against)
    if a.generation != b.generation:
        against.append("One of them is called so with a generation (Jr., II): they may be parent and child.")
    elif a.middle != b.middle:
        against.append("One of them has a middle name: they may be two people of one name.")
    elif contested and not numbered:
        against.append("There is more than one person of that name there.")
    both_fit = fits(one.address, a) and fits(other.address, b)
    shown = holds_family(one.address, a) or holds_family(other.address, b)
    if _same_local(one, other):
        found = Likeness(False, (*found.evidence, f"Both are {_local(one)}, under two domains of the organisation."))
    elif both_fit and shown:
        where = _one_domain(one, other)
        spelt = f"{_local(one)} and {_local(other)} are both made of that name" + (f", at {where}." if where else ".")
        found = Likeness(False, (*found.evidence, spelt))
    elif not both_fit and not numbered:
        against.append("Not both addresses are made of that name.")
    full = len(a.given) > 1
    return Likeness(
        not against and both_fit and shown and full and _hosts_agree(one, other), found.evidence, tuple(against)
    )


def _proposed(said: str, one: Known, other: Known) -> Likeness:
    numbered = [who for who in (one, other) if number_of(who.address)]
    against = [f"{who.address} ends in a number, as a second person of that name would have." for who in numbered]
    return Likeness(False, (said,), tuple(against))


def one_slip(one: str, other: str) -> bool:
    """Whether two names of LONG_ENOUGH letters differ by one letter too many, one too few, one changed, or two
    neighbours exchanged (optimal string alignment distance 1; Damerau, 1964)."""
    if min(len(one), len(other)) < LONG_ENOUGH or abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    a, b = one[same:], other[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _may_be_one(one: str, other: str) -> bool:
    """Middle names: equal, or one the other's initial."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _part_of(short: str, long: str) -> bool:
    return len(short) < len(long) and (long.startswith(short) or long.endswith(short))


def _same_local(one: Known, other: Known) -> bool:
    return one.joined == other.joined and len(one.joined) > 3 and domain_of(one.address) != domain_of(other.address)


def _hosts_agree(one: Known, other: Known) -> bool:
    """Not under two departments' hosts, which may have a person of that name each."""
    hosts = {domain_of(one.address), domain_of(other.address)}
    return len(hosts) < 2 or any(host == organisation_domain(host) for host in hosts)


def _one_domain(one: Known, other: Known) -> str:
    return domain_of(one.address) if domain_of(one.address) == domain_of(other.address) else ""


def _local(who: Known) -> str:
    return who.address.rpartition("@")[0] + "@"
