"""Which organisations may be one, and which part of another: who is compared with whom, and what speaks."""

from collections.abc import Mapping

from sapwood.identity.firm_name import Firm

CROWD = 30  # a block of more is a common word
LONG_ENOUGH = 5  # letters of a word that may name a parent


def firm_blocks(one: Firm) -> frozenset[str]:
    found = {f"firm {one.core}"} if one.core else set()
    found |= {f"label {label}" for label in one.labels}
    found |= {f"label {one.core.replace(' ', '')}"} if one.core else set()
    if one.whole:
        found.add(f"firm {one.whole}")
    if first := one.core.partition(" ")[0]:
        found.add(f"begins {first}")
    return frozenset(found)


def part_of(one: Firm, other: Firm) -> tuple[Firm, Firm] | None:
    """(the part, the whole), where a name says so, or begins with the whole of the other's: "Acme Logistics" beside
    "Acme". None otherwise."""
    for part, whole in ((one, other), (other, one)):
        if part.whole and part.whole == whole.core:
            return part, whole
    for part, whole in ((one, other), (other, one)):
        longer = part.core.startswith(f"{whole.core} ") and len(whole.core) >= LONG_ENOUGH
        if whole.core and longer and not part.labels & whole.labels:
            return part, whole
    return None


def sentences(one: Firm, other: Firm, bits: Mapping[str, float], called_so: int) -> tuple[list[str], list[str]]:
    """Evidence and what stands against it; `called_so` organisations have the name's core."""
    evidence, against = [], []
    if one.core and one.core == other.core:
        more = f"; {called_so - 2:,} more organisations are called so" if called_so > 2 else ", as no other is"
        evidence.append(f"{one.name} and {other.name} are one name but for legal form and country{more}.")
    elif bits.get("name", 0) > 0:
        evidence.append(f"{one.name} and {other.name} are spelt alike.")
    elif bits.get("name", 0) < 0:
        against.append(f"{one.name} and {other.name} are different names.")
    if shared := sorted(one.labels & other.labels):
        evidence.append(f"Their domains are the same but for the ending: {shared[0]}.")
    elif one.labels and other.labels:
        against.append("Their domains are different words.")
    if one.places and other.places and one.places != other.places:
        against.append("They name different countries, and may be looked after apart.")
    return evidence, against


def why_part(part: Firm, whole: Firm) -> str:
    if part.whole == whole.core:
        return f"{part.name} calls itself a part of {whole.name}."
    return f"{part.name} begins with the whole name of {whole.name}."
