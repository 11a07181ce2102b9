"""The end of an import of tables, in the transaction that makes it done: accounts and people of the directory, each
change of what was there noted so that it can be taken back."""

from collections import Counter

from sapwood.identity.address import canonical
from sapwood.records.directory.models import Address, Domain, Organisation, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Outdated, Relationship
from sapwood.records.trade.models import AccountChange, Contact, Firm
from sapwood.store.rows import address_key

from ..installation import log_secret
from ..outdated import outdate_all
from ..take_in.learn_addresses import learn_addresses
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
    _people(running)
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
    for number, domain in staged.whose.new_domains:
        made = Domain.objects.get_or_create(name=domain, defaults={"organisation_id": number})[1]
        one = Relationship.objects.filter(organisation=number).order_by("pk").first()
        if made and one is not None:
            changes.append(AccountChange(of=running, relationship=one, field="domain", after=domain))
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


def _people(running: Import) -> None:
    """Mail addresses and telephone numbers become addresses of one person each, at the account the row names."""
    rows = list(Contact.objects.filter(sheet__of=running))
    mails = {row.says["mail"]: row for row in rows if row.says.get("mail")}
    known = set(
        Address.objects.filter(address__in=[canonical(mail) for mail in mails]).values_list("address", flat=True)
    )
    learn_addresses({canonical(mail): (Counter({row.name: 1}), {"to"}) for mail, row in mails.items()})
    found = {
        a.address: a
        for a in Address.objects.filter(address__in=[canonical(m) for m in mails]).select_related("person")
    }
    for row in rows:
        address = found.get(canonical(row.says.get("mail", "")))
        if address is not None and address.address not in known and address.organisation_id is None:
            address.organisation_id = row.organisation_id  # free mail, but the table says for whom they work
            address.save(update_fields=["organisation"])
            Person.objects.filter(pk=address.person_id).update(organisation=row.organisation_id)
        person = address.person if address else None
        row.keys = [address.key] if address else []
        for number in row.says.get("phones", ()):
            if number.startswith("+"):
                person = _telephone(f"tel:{number}", row, person)
                row.keys.append(address_key(log_secret(), f"tel:{number}"))
        row.person = person
    Contact.objects.bulk_update(rows, ["person", "keys"], batch_size=500)


def _telephone(text: str, row: Contact, person: Person | None) -> Person | None:
    there = Address.objects.filter(address=text).select_related("person").first()
    if there is not None:
        return person or there.person
    person = person or Person.objects.create(name=row.name, organisation_id=row.organisation_id)
    Address.objects.create(
        key=address_key(log_secret(), text),
        address=text,
        name=row.name,
        kind=Address.Kind.PERSON,
        person=person,
        organisation_id=person.organisation_id,
    )
    return person


def _slices(numbers: list[int]):
    return (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH))
