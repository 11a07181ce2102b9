"""The cast: who there is, who deals with whom and in what rhythm, read from cast.toml and cast/*.toml."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parent


def number(*parts: object) -> int:
    """A whole number that is the same for the same words on every machine."""
    return int.from_bytes(blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address; `habit` (0–99) settles the small things: how they greet, quote and sign."""

    key: str  # "orchard/jane"
    name: str
    title: str
    address: str
    organisation: str
    zone: str
    habit: int
    level: str = "colleague"  # operator, lead or colleague, where their organisation is a home

    @property
    def first(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A firm; `shared` maps its shared mailboxes ("support") to the people who read them."""

    key: str
    name: str
    domain: str
    zone: str
    people: tuple[Person, ...]
    shared: dict[str, list[str]] = field(default_factory=dict)
    disclaimer: str = ""
    last_first: bool = False  # headers say "Keller, Tom"
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Two firms that deal with each other, seller first; both homes see the same mail.

    `rhythm` and `kits` are phases: from a day on, a conversation every so many days (0: none), about these
    kits of scenes. `owners` says who at the seller answers from when. `silent` is the number of days between
    the last touch and the fixed day. `plants` are scenes on a given day.
    """

    seller: str
    buyer: str
    since: date
    owners: list[tuple[date, str]]
    contacts: list[str]
    rhythm: list[tuple[date, float]]
    kits: list[tuple[date, list[str]]]
    buyer_is: str = "customer"
    seller_is: str = "vendor"
    floor: int | None = None
    ceiling: int | None = None
    silent: int | None = None
    via: str = ""
    alone: bool = False
    quick: bool = False
    plants: list[dict] = field(default_factory=list)
    slots: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.seller}>{self.buyer}"


def at(phases: list[tuple[date, object]], day: date) -> object:
    """The phase that holds on `day`; the first one for any earlier day."""
    return [what for start, what in phases if start <= day or start == phases[0][0]][-1]


@dataclass(slots=True)
class World:
    """Everything the demonstration knows before anybody writes a word."""

    start: date
    end: date
    as_of: date
    seed: str
    free_mail: list[str]
    homes: dict[str, str]  # folder -> organisation
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    relations: list[Relation]
    lists: list[dict]
    mailings: list[dict]


def _organisation(row: dict) -> Organisation:
    people = []
    for line in row["people"]:
        name, title, *rest = [part.strip() for part in line.split(",")]
        extra = dict(part.split("=") for part in rest)
        first, last = name.split()[0], name.split()[-1]
        plain = f"{first}.{last}".lower().translate(
            str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "é": "e", "ß": "ss"})
        )
        address = extra.get("address", f"{plain}@{row['domain']}")
        key = f"{row['key']}/{first.lower()}"
        zone = extra.get("zone", row["zone"])
        habit = number("habit", key) % 100
        people.append(Person(key, name, title, address, row["key"], zone, habit, extra.get("level", "colleague")))
    given = {k: row[k] for k in ("shared", "disclaimer", "last_first", "phone") if k in row}
    return Organisation(row["key"], row["name"], row["domain"], row["zone"], tuple(people), **given)


def _relation(row: dict, start: date, organisations: dict[str, Organisation]) -> Relation:
    row = dict(row)
    seller, buyer = row.pop("seller"), row.pop("buyer")
    owners = row.pop("owners", None) or [[start, row.pop("owner", organisations[seller].people[0].first.lower())]]
    contacts = row.pop("contacts", [person.first.lower() for person in organisations[buyer].people])
    since = row.pop("since")
    rhythm = row.pop("rhythm", None) or [[max(start, since), row.pop("every", 0)]]
    kits = row.pop("kits", None) or [[start, row.pop("kit", ["maker"])]]
    return Relation(
        seller, buyer, since,
        [(day, f"{seller}/{who}") for day, who in owners],
        [f"{buyer}/{who}" for who in contacts],
        [tuple(phase) for phase in rhythm],
        [tuple(phase) for phase in kits],
        **row,
    )  # fmt: skip


def read_cast(folder: Path = HERE) -> World:
    """Read cast.toml and every file in cast/, in order of name; a later capability adds its own file there."""
    main = tomllib.loads((folder / "cast.toml").read_text("utf-8"))
    parts = [main] + [tomllib.loads(path.read_text("utf-8")) for path in sorted((folder / "cast").glob("*.toml"))]
    organisations = {row["key"]: _organisation(row) for part in parts for row in part.get("organisation", [])}
    fixed = main["fixed"]
    return World(
        fixed["start"], fixed["end"], fixed["as_of"], fixed["seed"], fixed["free_mail"], main["homes"],
        organisations,
        {person.key: person for organisation in organisations.values() for person in organisation.people},
        [_relation(row, fixed["start"], organisations) for part in parts for row in part.get("relation", [])],
        [row for part in parts for row in part.get("list", [])],
        [row for part in parts for row in part.get("mailing", [])],
    )  # fmt: skip
