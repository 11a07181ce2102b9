"""What a table is, and which of its columns is what, told by its header."""

from collections.abc import Sequence

from .vocabulary import ACCOUNTS, CONTACTS, DEALS, KINDS, PRODUCTS, Kind, squeezed

Mapping = dict[str, int]
"""Field name: column, counted from 0."""


def kind_of(header: Sequence[str]) -> tuple[Kind | None, Mapping]:
    """The kind that explains most columns of the header and has what such a table needs, with the mapping; (None, {})
    where none does."""
    best: tuple[float, int] = (0.0, 0)
    found: tuple[Kind | None, Mapping] = (None, {})
    said, _ = _apart(header)
    for at, kind in enumerate(KINDS):
        mapping = mapped(header, kind)
        if not fits(kind, mapping) and kind is not said:
            continue
        if kind is said and mapping:
            return kind, mapping
        telling = sum(name in mapping for name in kind.telling)
        score = (len(mapping) + 1.5 * telling if len(mapping) > 1 else 0.5, -at)
        if score > best:
            best, found = score, (kind, mapping)
    return found


def fits(kind: Kind, mapping: Mapping) -> bool:
    return all(any(name in mapping for name in group) for group in kind.needs)


def mapped(header: Sequence[str], kind: Kind) -> Mapping:
    """Which column is which field; of two that go by a field's names, the first. A name that only one field of the
    kind has ("Account Name") comes before one that several share ("Name")."""
    _, names = _apart(header)
    taken: set[int] = set()
    mapping: Mapping = {}
    for field in sorted(kind.fields, key=lambda field: len(field.words & SHARED)):
        for at, name in enumerate(names):
            if at not in taken and name in field.words and not _better(kind, field.name, name):
                mapping[field.name] = at
                taken.add(at)
                break
    return mapping


# Pipedrive calls every column by what it is of: "Deal - Title".
PARTS = {"deal": DEALS, "person": CONTACTS, "organization": ACCOUNTS, "organisation": ACCOUNTS, "product": PRODUCTS}


def _apart(header: Sequence[str]) -> tuple[Kind | None, list[str]]:
    """The kind that the first such column names, and the names without it."""
    parts = [name.partition(" - ") for name in header]
    whose = [PARTS.get(squeezed(first)) if rest else None for first, _, rest in parts]
    kind = whose[0] if whose and whose[0] is not None and sum(map(bool, whose)) > 1 else None
    return kind, [squeezed(rest if of else name) for name, (_, _, rest), of in zip(header, parts, whose, strict=True)]


SHARED = frozenset(["name", "nom", "nombre", "id", "type", "date"])


def _better(kind: Kind, field: str, name: str) -> bool:
    """Whether a field before this one goes by the same name."""
    for other in kind.fields:
        if other.name == field:
            return False
        if name in other.words:
            return True
    return False
