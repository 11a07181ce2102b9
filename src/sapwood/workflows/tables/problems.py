"""What is odd about a table, found in the values of its columns before anything comes in, each with a proposal that a
person accepts or not. Nothing here keeps a row out: what does, the row itself says."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sapwood.identity.firm_name import firm_key
from sapwood.reading.table.cells import STATUS, says_nothing, text
from sapwood.reading.table.known_words import countries, meant, sectors
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.trade.models import Product

from ..names_of_users import users_by_name
from .opened import Opened
from .profile import Profile
from .whose import Whose

MOST = 100  # problems shown of one table


@dataclass(frozen=True)
class Problem:
    """`says` is a sentence, `rows` how many it is about, the first on `line`. Where `becomes` is there, every cell of
    `column` that says `was` had better say that."""

    says: str
    rows: int
    line: int
    column: int | None = None
    was: str = ""
    becomes: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def shelf_of(sheets: list[tuple[Opened, Profile]]) -> dict[str, str]:
    """Products by squeezed name: those that are known, and those that these tables bring."""
    shelf = dict(Product.objects.present().values_list("name_key", "name"))
    for one, found in sheets:
        if one.sheet.kind == "products" and (column := one.sheet.mapping.get("product")) is not None:
            shelf.update((squeezed(name), name) for name in found.values[column])
    return shelf


def problems(one: Opened, found: Profile, shelf: Mapping[str, str], whose: Whose) -> list[Problem]:
    mapping = one.sheet.mapping
    listed: list[Problem] = []
    if "product" in mapping and one.sheet.kind != "products":
        listed += _products(mapping["product"], found, shelf)
    if "sector" in mapping:
        listed += _misspelt(mapping["sector"], found, sectors(), "sector")
    if "country" in mapping:
        named = {plain: name for plain, (name, _) in countries().items()}
        listed += _misspelt(mapping["country"], found, named, "country")
    if "parent" in mapping:
        listed += _parents(mapping["parent"], found, whose)
    if "stage" in mapping:
        listed += _stages(mapping["stage"], found)
    for name in ("owner", "colleague"):
        if name in mapping:
            listed += _colleagues(mapping[name], found)
    return sorted(listed, key=lambda p: (p.becomes is None, -p.rows))[:MOST]


def _products(column: int, found: Profile, shelf: Mapping[str, str]) -> Iterator[Problem]:
    values = {
        value: plain for value in found.values[column] if not says_nothing(value) and (plain := squeezed(value))
    }
    if not shelf:  # the column itself tells how a product is mostly spelt
        often = sorted(values, key=lambda value: found.values[column][value])
        shelf = {values[value]: value for value in often}
    for value, plain in values.items():
        rows, line = found.values[column][value], found.first[column][value]
        if plain in shelf:
            if shelf[plain] != value:
                yield Problem(
                    f"“{value}” is the product {shelf[plain]}, spelt otherwise.",
                    rows,
                    line,
                    column,
                    value,
                    shelf[plain],
                )
        elif near := meant(value, shelf):
            yield Problem(f"“{value}” is nearly {shelf[near]}.", rows, line, column, value, shelf[near])
        else:
            yield Problem(f"“{value}” stands in no table of products.", rows, line, column, value)


def _misspelt(column: int, found: Profile, words: Mapping[str, str], what: str) -> Iterator[Problem]:
    for value, rows in found.values[column].items():
        if says_nothing(value) or squeezed(value) in words:
            continue
        if near := meant(value, words):
            right = words[near].capitalize() if value[:1].isupper() else words[near]
            line = found.first[column][value]
            yield Problem(f"“{value}” is no {what} we know; {right} is.", rows, line, column, value, right)


def _parents(column: int, found: Profile, whose: Whose) -> Iterator[Problem]:
    named = {name: rows for value, rows in found.values[column].items() if (name := text(value))}
    if named:
        most = sorted(named, key=lambda name: -named[name])[:3]
        rows = sum(named.values())
        yield Problem(
            f"These are parts of other firms, of {', '.join(most)}{' and others' if len(named) > 3 else ''}; each is "
            "an account of its own, and says whose part it is.",
            rows,
            min(found.first[column][value] for value in found.values[column] if text(value)),
        )
    for name, rows in named.items():
        if name in whose.names.values():
            continue
        near = whose.near(name)
        line = found.first[column].get(name, 0)
        if near:
            yield Problem(f"The parent “{name}” is nearly the account {near}.", rows, line, column, name, near)
        elif firm_key(name) not in whose.by_key:
            yield Problem(f"The parent “{name}” is no account, here or in these tables.", rows, line, column, name)


def _stages(column: int, found: Profile) -> Iterator[Problem]:
    known = {value for value in found.values[column] if squeezed(value) in STATUS}
    other = [value for value in found.values[column] if value not in known and not says_nothing(value)]
    if other and not known:
        rows = sum(found.values[column][value] for value in other)
        shown = ", ".join(sorted(other)[:5])
        yield Problem(
            f"No stage is called won or lost, so all count as open: {shown}.", rows, found.first[column][other[0]]
        )


def _colleagues(column: int, found: Profile) -> Iterator[Problem]:
    named = {value: rows for value, rows in found.values[column].items() if text(value)}
    user_called = users_by_name()
    strangers = [value for value in named if user_called(value) is None]
    if strangers:
        shown = ", ".join(sorted(strangers)[:5]) + (f" and {len(strangers) - 5} more" if len(strangers) > 5 else "")
        yield Problem(
            f"Named as colleagues, without a login here: {shown}. Their names are kept; nobody becomes an owner.",
            sum(named[value] for value in strangers),
            found.first[column][strangers[0]],
        )
