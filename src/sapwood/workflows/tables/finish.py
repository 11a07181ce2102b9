"""The end of an import of tables, in the transaction that makes it done: accounts and people of the directory, each
change of what was there noted so that it can be taken back."""

from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Outdated, Relationship
from sapwood.records.trade.models import AccountChange, Firm

from ..outdated import outdate_all
from .people import bring_people
from .stage import Staged

BATCH = 2000
MOST_OUTDATED = 2000
Role = Relationship.Role


def finish(running: Import, staged: Staged) -> None:
    roles: dict[int, str] = {}
    names: dict[int, str] = {}
    spoken_of: set[int] = set()
    for _, given in staged.given:
        spoken_of |= {staged.number(number) for number in given.spoken_of}
        names |= {staged.number(number): name for number, name in given.names.items()}
        for number, role in given.roles.items():
            bought = "customer" if number in given.won else "prospect"
            number = staged.number(number)
            if role or not roles.get(number):
                roles[number] = role or bought
            elif not role and roles[number] == "prospect" and bought == "customer":
                roles[number] = bought
    _parents(running, staged)
    changes = _domains(running, staged) + _names(running, names) + _relationships(running, spoken_of, roles)
    AccountChange.objects.bulk_create(changes, batch_size=BATCH)
    bring_people(running)
    noticed = any(sheet.kind == "notices" and sheet.added for sheet, _ in staged.given)  # whoever has the product
    if noticed or len(spoken_of) > MOST_OUTDATED:
        outdate_all()
    else:
        Outdated.objects.bulk_create(Outdated(organisation_id=number) for number in spoken_of)


def _relationships(running: Import, spoken_of: set[int], roles: dict[int, str]) -> list[AccountChange]:
    there: dict[int, list[Relationship]] = {}
    for some in _slices(sorted(spoken_of)):
        for one in Relationship.objects.filter(organisation__in=some):
            there.setdefault(one.organisation_id, []).append(one)
    fresh = [
        Relationship(organisation_id=number, role=roles.get(number) or Role.UNKNOWN)
        for number in sorted(spoken_of - there.keys())
    ]
    Relationship.objects.bulk_create(fresh, batch_size=BATCH)
    changes = [AccountChange(of=running, relationship=one, field="made") for one in fresh]
    for number, several in there.items():
        unsaid = next((one for one in several if one.role == Role.UNKNOWN), None)
        role = roles.get(number)
        if unsaid is None or not role or any(one.role == role for one in several):
            continue
        changes.append(AccountChange(of=running, relationship=unsaid, field="role", before=unsaid.role, after=role))
        Relationship.objects.filter(pk=unsaid.pk).update(role=role)
    return changes


def _names(running: Import, names: dict[int, str]) -> list[AccountChange]:
    """The name in a table comes before one made of a domain, never before one that a person gave."""
    changes = []
    for some in _slices(sorted(names)):
        unnamed = Organisation.objects.filter(pk__in=some, named_by_person=False, home=False)
        for organisation in unnamed.prefetch_related("relationships"):
            after = names[organisation.pk][:200]
            one = next(iter(organisation.relationships.all()), None)
            if organisation.name == after or one is None:
                continue
            before = organisation.name
            changes.append(AccountChange(of=running, relationship=one, field="name", before=before, after=after))
            Organisation.objects.filter(pk=organisation.pk).update(name=after, compared=False)
    return changes


def _domains(running: Import, staged: Staged) -> list[AccountChange]:
    changes = []
    told = list(staged.whose.new_domains)
    for some in (told[at : at + BATCH] for at in range(0, len(told), BATCH)):
        there = set(Domain.objects.filter(name__in=[domain for _, domain in some]).values_list("name", flat=True))
        fresh: dict[str, int] = {}
        for number, domain in some:
            if domain not in there:
                fresh.setdefault(domain, number)
        Domain.objects.bulk_create(Domain(name=domain, organisation_id=number) for domain, number in fresh.items())
        firsts = {
            one.organisation_id: one
            for one in Relationship.objects.filter(organisation__in=set(fresh.values())).order_by("-pk")
        }
        changes += [
            AccountChange(of=running, relationship=firsts[number], field="domain", after=domain)
            for domain, number in fresh.items()
            if number in firsts
        ]
    return changes


def _parents(running: Import, staged: Staged) -> None:
    """Once all accounts of all tables are known: a parent may stand below its parts."""
    rows = Firm.objects.filter(sheet__of=running).exclude(says__parent=None).only("organisation_id", "says")
    changed = []
    for row in rows.iterator(BATCH):
        numbers = {staged.number(n) for n in staged.whose.called(row.says["parent"])} - {row.organisation_id}
        if len(numbers) == 1:
            row.parent_id = numbers.pop()
            changed.append(row)
    Firm.objects.bulk_update(changed, ["parent"], batch_size=500)


def _slices(numbers: list[int]):
    return (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH))
