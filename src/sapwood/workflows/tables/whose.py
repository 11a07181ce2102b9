"""Which account a row is about: found by its domain, then by its number in another system, then by its name without
case, signs and legal forms. What is nearly an account's name is asked about, never taken for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process

from sapwood.identity.firm_name import firm_key
from sapwood.identity.organisation import organisation_domain, organisation_name
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.trade.models import Firm

from .left import Left, Skipped

ALIKE = 88.0  # per cent of the signs in order
SHORTEST = 5  # letters of a name that another may be nearly
REMEMBERED = 20_000  # names that were compared with all others
MANY = 5_000  # names: beyond it only those that begin alike are compared
SKIP, UPDATE, CREATE = "skip", "update", "create"
ACTS = (SKIP, UPDATE, CREATE)


@dataclass(slots=True)
class Fresh:
    """An account to be made: `number` is below 0 until it is."""

    number: int
    name: str
    domain: str | None = None


@dataclass(frozen=True)
class Found:
    """The account a reference stands for: its number, its name, and why it is that one ("" where it is new)."""

    organisation: int
    name: str
    why: str = ""


class Whose:
    """Looks up, and remembers what is to be made, in the order of the tables of one import."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.by_key: dict[str, tuple[int, ...]] = {}  # mostly one: a set of one takes five times the room
        self.by_domain: dict[str, int] = {}
        self.by_crm: dict[str, int] = {}
        self.home: set[int] = set()
        self.fresh: list[Fresh] = []
        self.new_domains: dict[tuple[int, str], None] = {}  # in the order in which they were met
        self._near: dict[str, str | None] = {}
        self._met: list[int] = []
        self._also_called: list[tuple[int, str]] = []
        self._spelt: dict[str, int] = {}
        self._begins: dict[str, list[str]] = {}
        merged: list[tuple[int, str]] = []
        rows = Organisation.objects.values_list("pk", "name", "home", "merged_into")
        for number, name, home, became in rows.iterator(5000):
            if home:
                self.home.add(number)
            if became is None:
                self._learn(number, name)
            else:
                merged.append((became, name))
        for became, name in merged:  # a name that went in a merge leads to what it became
            if became in self.names:
                self._call(became, name)
        self.by_domain.update(Domain.objects.values_list("name", "organisation_id").iterator(5000))
        for crm_id, number in Firm.objects.present().exclude(crm_id="").values_list("crm_id", "organisation_id"):
            self.by_crm[crm_id] = number

    def find(self, name: str | None, web: str | None, crm_id: str | None = None) -> Found | None:
        """The account that is there. Raises Left where the row contradicts itself, or several could be meant."""
        domain = organisation_domain(web) if web else None
        by = self.by_domain.get(domain) if domain else None
        if by is not None:
            return self._found(by, f"its domain is {domain}")
        if crm_id and (by := self.by_crm.get(crm_id)) is not None:
            return self._found(by, f"its number is {crm_id}")
        if not name:
            return None
        numbers = self.by_key.get(firm_key(name), ())
        if len(numbers) > 1:
            exact = tuple(number for number in numbers if self.names[number] == name)
            if len(exact) != 1:
                called = ", ".join(sorted({self.names[number] for number in numbers})[:3])
                raise Left(f"Several accounts are called that: {called}. A domain in the row would tell.")
            numbers = exact
        for number in numbers:
            same = self.names[number] == name
            return self._found(number, "its name is the same" if same else f"it is called {self.names[number]} here")
        return None

    def settle(
        self, name: str | None, web: str | None, crm_id: str | None, choices: Mapping[str, str], make: bool = True
    ) -> Found:
        """The account a row is about, made where it is new. Raises Left or Skipped."""
        said = name or web or crm_id or ""
        if not said:
            raise Left("It names no account.", "no account")
        found = self.find(name, web, crm_id)
        act = choices.get(said) or choices.get("") or UPDATE
        if found is not None and (found.organisation < 0 or act == UPDATE):
            return found
        if found is not None and act == SKIP:
            raise Skipped
        if found is None and choices.get(said) == SKIP:
            raise Skipped
        if found is None and name and choices.get(said) != CREATE and (near := self.near(name)):
            raise Left(f"“{name}” is nearly {near}: the same account, or a new one?", "account", near)
        if not make and found is None and choices.get(said) != CREATE:
            raise Left(f"“{said}” is no account here.", "account")
        return self._make(name, web, crm_id)

    def near(self, name: str) -> str | None:
        """The name of another account that `name` is nearly."""
        if name not in self._near:
            if len(self._near) > REMEMBERED:
                self._near.clear()
            self._near[name] = None
            for spelt in dict.fromkeys((firm_key(name), squeezed(name))):  # a legal form may be misspelt too
                if len(spelt) < SHORTEST or not (others := self._candidates(spelt)):
                    continue
                found = process.extractOne(spelt, others, scorer=fuzz.ratio, score_cutoff=ALIKE)
                if found and self._near[name] is None:
                    self._near[name] = self.names[self._spelt[str(found[0])]]
        return self._near[name]

    def begin(self) -> None:
        """At the beginning of each table: names it brings itself are not held against each other, so that which rows
        stay out does not hang on their order, and a second run finds the same."""
        for number, name in chain(((number, self.names[number]) for number in self._met), self._also_called):
            for spelt in (firm_key(name), squeezed(name)):
                if spelt not in self._spelt:
                    self._spelt[spelt] = number
                    self._begins.setdefault(spelt[:4], []).append(spelt)
        self._met.clear()
        self._also_called.clear()
        self._near.clear()

    def called(self, name: str) -> set[int]:
        return set(self.by_key.get(firm_key(name), ()))

    def know_crm(self, crm_id: str, number: int) -> None:
        self.by_crm.setdefault(crm_id, number)

    def know_name(self, number: int, name: str) -> None:
        """What a table of accounts calls one that was found by its domain or its number is its name too."""
        self._call(number, name)
        self._also_called.append((number, name))

    def know_domain(self, number: int, web: str | None) -> None:
        """Notes a domain the table names for an account that is there. Raises Left where it is another's."""
        domain = organisation_domain(web) if web else None
        if domain is None:
            return
        known = self.by_domain.setdefault(domain, number)
        if known != number:
            raise Left(f"{domain} is the domain of {self.names.get(known, 'another account')} here.")
        if number > 0:
            self.new_domains[number, domain] = None

    def _found(self, number: int, why: str) -> Found:
        if number in self.home:
            raise Left("That is home, not an account.")
        return Found(number, self.names.get(number, ""), why)

    def _make(self, name: str | None, web: str | None, crm_id: str | None) -> Found:
        domain = organisation_domain(web) if web else None
        if not name and domain is None:
            raise Left(f"“{web or crm_id}” names nobody in particular: a name or a domain of their own is needed.")
        called = (name or organisation_name(domain or ""))[:200]
        number = -len(self.fresh) - 1
        self.fresh.append(Fresh(number, called, None if domain in self.by_domain else domain))
        if domain:
            self.by_domain.setdefault(domain, number)
        if crm_id:
            self.by_crm.setdefault(crm_id, number)
        self._learn(number, called)
        return Found(number, called)

    def _learn(self, number: int, name: str) -> None:
        self.names[number] = name
        self._call(number, name)
        self._met.append(number)

    def _call(self, number: int, name: str) -> None:
        key = firm_key(name)
        called = self.by_key.get(key, ())
        if number not in called:
            self.by_key[key] = (*called, number)

    def _candidates(self, key: str) -> list[str]:
        return list(self._spelt) if len(self._spelt) <= MANY else self._begins.get(key[:4], [])
