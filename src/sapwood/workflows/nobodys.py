"""What only an undone import had brought goes after it: addresses, people, organisations and domains that no row of
the log speaks of any more, and that nobody here wrote anything about."""

import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sapwood.records.access.models import UserAddress
from sapwood.records.directory.models import Address, Domain, FirmMatch, Match, Organisation, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Decision, Relationship
from sapwood.records.trade.models import Contact
from sapwood.records.voices.models import Identification

from .audit import audit
from .installation import log

Status = Import.Status
BATCH = 500
OF_NOTES = "contact:"


def clear_nobodys() -> dict[str, int]:
    """How many of each went. Whoever calls holds the write lock: an import that is running has saved its addresses
    before its rows."""
    spoken_of = _keys_in_the_log() | _keys_in_tables()
    kept_by_people = Match.objects.decided_by_people()
    with transaction.atomic():
        written = Address.objects.exclude(person__named_by_person=True).exclude(
            Q(key__in=UserAddress.objects.values("key"))
            | Exists(Identification.objects.exclude(by=None).filter(voice__address=OuterRef("pk")))
            | Exists(kept_by_people.filter(Q(kept=OuterRef("person")) | Q(other=OuterRef("person"))))
        )
        if Import.objects.filter(status=Status.WAITING, note__isnull=False).exists():
            written = written.exclude(address__startswith=OF_NOTES)  # whom a note names that is not in the log yet
        addresses = [key for key in written.values_list("key", flat=True) if key not in spoken_of]
        gone = {"addresses": _delete(Address, addresses)}
        idle = Person.objects.filter(addresses=None, named_by_person=False).exclude(
            Exists(Decision.objects.filter(colleague=OuterRef("pk")))
        )
        part_of = Match.objects.merged_now().values("other")  # an empty row that undoing a merge still needs
        stays = idle.exclude(pk__in=part_of) | idle.filter(merged_into__addresses=None)
        gone["people"] = _delete(Person, list(stays.distinct().values_list("pk", flat=True)))
        empty = Organisation.objects.filter(home=False, named_by_person=False, addresses=None, people=None)
        empty = empty.exclude(pk__in=FirmMatch.objects.in_force().values("other"))  # undoing a merge needs them
        untold = empty.exclude(Exists(Relationship.objects.filter(organisation=OuterRef("pk"))))
        gone["organisations"] = _delete(Organisation, list(untold.values_list("pk", flat=True)))
        gone["home domains"] = _forget_inferred_home()
        if any(gone.values()):
            audit(None, "undo", "clear nobody's", "directory", **gone)
    return gone


def _keys_in_the_log() -> set[int]:
    over = Import.objects.filter(status__in=[Status.WITHDRAWN, Status.FAILED, Status.STOPPED])
    rows = log().dataset()
    counting = ~pc.field("import_id").isin(list(over.values_list("pk", flat=True)))
    found: set[int] = set()
    for batch in rows.scanner(["mailbox", "people"], filter=counting).to_batches():
        found.update(pc.unique(batch["mailbox"]).to_pylist())
        found.update(pc.unique(pc.struct_field(batch["people"].flatten(), "key")).to_pylist())
    return found


def _keys_in_tables() -> set[int]:
    rows = Contact.objects.filter(sheet__of__status=Status.DONE).values_list("keys", flat=True)
    return {key for keys in rows.iterator(5000) for key in keys}


def _forget_inferred_home() -> int:
    """What was taken for home by mail that is gone, and that nobody confirmed."""
    if Import.objects.exclude(status__in=[Status.WITHDRAWN, Status.FAILED, Status.STOPPED]).exists():
        return 0
    guessed = Domain.objects.filter(organisation__home=True, said=Domain.Said.INFERRED)
    domains = guessed.filter(organisation__addresses=None, organisation__people=None)
    homes = list(domains.values_list("organisation", flat=True))
    return sum(_delete(Organisation, [home]) for home in homes if not _confirmed(home))


def _confirmed(home: int) -> bool:
    named = Organisation.objects.filter(pk=home, named_by_person=True).exists()
    return named or Domain.objects.filter(organisation=home).exclude(said=Domain.Said.INFERRED).exists()


def _delete(model: type, keys: list[int]) -> int:
    for at in range(0, len(keys), BATCH):
        model.objects.filter(pk__in=keys[at : at + BATCH]).delete()
    return len(keys)
