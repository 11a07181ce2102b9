"""The end of an import of tables, in the transaction that makes it done: accounts and people of the directory, each
change of what was there noted so that it can be taken back."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Outdated, Relationship
from sapwood.records.trade.models import AccountChange, Firm

from ..insert_rows import insert_numbered, insert_values, update_values
from ..listed import listed
from ..no_garbage import no_garbage
from ..outdated import outdate_all
from .people import bring_people
from .stage import Staged

BATCH = 2000
MOST_OUTDATED = 2000
Role = Relationship.Role


class Change(NamedTuple):
    """An AccountChange."""

    relationship_id: int
    field: str
    before: str = ""
    after: str = ""


@no_garbage()
def finish(running: Import, staged: Staged) -> None:
    roles: dict[int, str] = {}
    names: dict[int, str] = {}
    spoken_of: set[int] = set()
    for _, given in staged.given:
        spoken_of |= {staged.number(number) for number in given.spoken_of}
        # those below 0 were made with the name their row gives
        names |= {number: name for number, name in given.names.items() if number > 0}
        for number, role in given.roles.items():
            bought = "customer" if number in given.won else "prospect"
            number = staged.number(number)
            if role or not roles.get(number):
                roles[number] = role or bought
            elif not role and roles[number] == "prospect" and bought == "customer":
                roles[number] = bought
    _parents(running, staged)
    changes = chain(_domains(staged), _names(names), _relationships(spoken_of, roles))
    insert_values(AccountChange, ["of_id", *Change._fields], ((running.pk, *change) for change in changes))
    bring_people(running)
    noticed = any(sheet.kind == "notices" and sheet.added for sheet, _ in staged.given)  # whoever has the product
    if noticed or len(spoken_of) > MOST_OUTDATED:
        outdate_all()
    else:
        Outdated.objects.bulk_create(Outdated(organisation_id=number) for number in spoken_of)


def _relationships(spoken_of: set[int], roles: dict[int, str]) -> Iterator[Change]:
    there: dict[int, dict[str, int]] = {}
    for some in _slices(sorted(spoken_of)):
        rows = Relationship.objects.filter(organisation__in=listed(some)).values_list("organisation_id", "role", "pk")
        for number, role, one in rows:
            there.setdefault(number, {})[role] = one
    unknown = Role.UNKNOWN.value
    fresh = ((number, roles.get(number) or unknown) for number in sorted(spoken_of - there.keys()))
    made = insert_numbered(Relationship, ["organisation_id", "role"], fresh)
    said = []
    for number, has in there.items():
        role, unsaid = roles.get(number), has.get(Role.UNKNOWN)
        if unsaid is not None and role and role not in has:
            said.append(Change(unsaid, "role", Role.UNKNOWN.value, role))
    update_values(Relationship, ["role"], ((change.after, change.relationship_id) for change in said))
    yield from (Change(one, "made") for one in made)
    yield from said


def _names(names: dict[int, str]) -> list[Change]:
    """The name in a table comes before one made of a domain, never before one that a person gave."""
    changes: list[Change] = []
    for some in _slices(sorted(names)):
        firsts = _firsts(some)
        unnamed = Organisation.objects.filter(pk__in=listed(some), named_by_person=False, home=False)
        renamed = [
            (number, before, after)
            for number, before in unnamed.values_list("pk", "name")
            if number in firsts and before != (after := names[number][:200])
        ]
        update_values(Organisation, ["name", "compared"], ((after, False, number) for number, _, after in renamed))
        changes += [Change(firsts[number], "name", before, after) for number, before, after in renamed]
    return changes


def _domains(staged: Staged) -> list[Change]:
    changes = []
    told = list(staged.whose.new_domains)
    for some in (told[at : at + BATCH] for at in range(0, len(told), BATCH)):
        there = set(Domain.objects.filter(name__in=[domain for _, domain in some]).values_list("name", flat=True))
        fresh: dict[str, int] = {}
        for number, domain in some:
            if domain not in there:
                fresh.setdefault(domain, number)
        # what somebody else has said of a domain in the meantime, stays, and is not this import's to take back
        ours = insert_numbered(Domain, ["name", "organisation_id"], fresh.items(), unless_there=True)
        made = Domain.objects.filter(pk__in=listed(ours)).values_list("name", "organisation_id")
        firsts = _firsts({number for _, number in made})
        changes += [Change(firsts[number], "domain", after=domain) for domain, number in made if number in firsts]
    return changes


def _firsts(numbers: Iterable[int]) -> dict[int, int]:
    """Organisation -> its oldest relationship."""
    rows = Relationship.objects.filter(organisation__in=listed(numbers)).order_by("-pk")
    return dict(rows.values_list("organisation_id", "pk"))


def _parents(running: Import, staged: Staged) -> None:
    """Once all accounts of all tables are known: a parent may stand below its parts."""
    rows = Firm.objects.filter(sheet__of=running).exclude(says__parent=None)
    changed = []
    for row, number, says in rows.values_list("pk", "organisation_id", "says").iterator(BATCH):
        numbers = {staged.number(n) for n in staged.whose.called(says["parent"])} - {number}
        if len(numbers) == 1:
            changed.append((numbers.pop(), row))
    update_values(Firm, ["parent_id"], changed)


def _slices(numbers: list[int]):
    return (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH))
