"""A section of what is held about a firm: a title, and rows that can be corrected or not."""

from dataclasses import dataclass, field

from sapwood.records.guests.models import Correction


@dataclass(frozen=True)
class Row:
    """One thing that is held: `value` for people, `data` for machines, `note` says how we come to it. `item` names
    it within the page ("person 12"); `may` are the kinds of correction it takes, `about` what else
    one would be about."""

    name: str
    value: str
    data: object = None
    note: str = ""
    item: str = ""
    may: tuple[Correction.Kind, ...] = ()
    person: int | None = None
    address: int | None = None
    about: str = ""


@dataclass(frozen=True)
class Section:
    """`key` names it in the download, `lead` says in a sentence what it is."""

    key: str
    title: str
    lead: str
    rows: list[Row] = field(default_factory=list)
