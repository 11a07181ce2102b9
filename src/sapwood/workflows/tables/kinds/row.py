"""What every kind of row shares: what it is given, and what it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sapwood.facts.keys import keys_of

from ...take_in.erased import Erased
from ..whose import Found, Whose

Row = Mapping[str, Any]


@dataclass
class Given:
    """What stands around a row: the accounts, what a person chose, and what is found out on the way. `roles` says
    what tables say an account is to us, `won` which ordered, `matches` why rows went to which account."""

    whose: Whose
    secret: bytes
    choices: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    won: set[int] = field(default_factory=set)
    spoken_of: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    matches: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    erased: Erased | None = None
    _settled: dict[tuple[str | None, str | None], Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._key_of = keys_of(self.secret, "table row")

    def key(self, *parts: object) -> int:
        return self._key_of("\x1f".join(map(str, parts)))

    def account(self, row: Row, make: bool = True) -> int:
        """The number of the row's account, below 0 where it is new. Raises Left or Skipped."""
        name, web = row.get("account"), row.get("domain")
        found = self._settled.get((name, web))
        if found is None:
            found = self._settled[name, web] = self.whose.settle(name, web, None, self.choices, make)
            self.spoken_of.add(found.organisation)
        if found.why:
            self.met(found.organisation, name or web or "", found.name, found.why)
        return found.organisation

    def met(self, organisation: int, said: str, name: str, why: str) -> None:
        self.spoken_of.add(organisation)
        if organisation > 0 and why:
            _, _, often = self.matches.get(said, ("", "", 0))
            self.matches[said] = name, why, often + 1


class Made(NamedTuple):
    """`identity` makes it this thing and no other ("" where only all it says does); `values` in the order of the
    kind's columns."""

    identity: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Kind:
    """`columns` of `model` are what `make` gives; `account` is which of them is the account, None where none is.
    `later` fields were not always read: what a row says there makes no other thing of it."""

    model: Any
    columns: tuple[str, ...]
    make: Callable[[Row, Given], Made]
    account: int | None = 0
    called: str = "row"
    later: tuple[str, ...] = ()
