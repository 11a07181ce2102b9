"""The flow of an erasure: a row "started" → records → texts → log → the tables' history → the row emptied → the
database swept → "finished". A process killed anywhere leaves the row, and the next start goes through it again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sapwood.identity.address import canonical
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Forgetting, Person, Suppression
from sapwood.records.imports.models import Import
from sapwood.records.voices.models import Identification
from sapwood.store.erasing import erase_from_log, erase_texts, leave_no_history, taken_part, texts_of, written_by
from sapwood.store.lock import one_writer
from sapwood.store.rows import address_key

from ..audit import audit
from ..installation import log, log_secret, past, suppression_secret, texts
from ..outdated import outdate_all
from ..permission import require
from ..spilled import forget_spilled
from ..take_in.erased import digest
from ..uploads import forget_uploads, holds_uploads
from .naming import naming
from .records import erase_records, whole_people

Status = Import.Status
NOT_IN = (Status.WAITING, Status.LOOKED_AT, Status.STOPPED, Status.FAILED)
UPLOAD_GONE = "Somebody was erased before it was read, and its files may have named them. Bring the files again."


@dataclass(frozen=True)
class Preview:
    """What an erasure takes away: `interactions` they took part in, of which `written` by them go altogether;
    `texts` kept of any of them; `uploads` that wait to be read and go unread."""

    addresses: list[str]
    people: list[str]
    interactions: int
    written: int
    texts: int
    logins: int
    uploads: int


def all_of(address: str) -> list[str]:
    """Every address of the person who has this one; itself where nobody is known to."""
    known = Address.objects.filter(address=canonical(address)).select_related("person").first()
    if known is None or known.person is None:
        return [canonical(address)]
    return sorted(known.person.addresses.values_list("address", flat=True))


def preview(user: User, addresses: Iterable[str]) -> Preview:
    """Raises Refused, or ValueError with a sentence where it cannot be done."""
    require(user, "forget")
    wanted = _with_voices({canonical(address) for address in addresses})
    if not wanted or not all(wanted):
        raise ValueError("No address was named. Nothing was erased.")
    keys = _keys(wanted)
    logins = User.objects.filter(email__in=wanted, is_active=True)
    others = User.objects.filter(role=User.Role.OPERATOR, is_active=True).exclude(email__in=wanted)
    if logins.filter(role=User.Role.OPERATOR).exists() and not others.exists():
        raise ValueError("That is the only operator here. Make somebody else an operator first. Nothing was erased.")
    ids = taken_part(log(), keys)
    people = Person.objects.filter(pk__in=whole_people(keys), merged_into=None).order_by("name")
    return Preview(
        wanted,
        list(people.values_list("name", flat=True)),
        len(ids),
        written_by(log(), keys),
        texts_of(texts(), ids),
        logins.count(),
        sum(holds_uploads(waiting) for waiting in Import.objects.filter(status__in=NOT_IN)),
    )


def ask_forgetting(user: User, addresses: Iterable[str], door: str = "page", queue: bool = True) -> Forgetting:
    """Keeps the addresses out from now on and begins to erase them, for good. Raises Refused or ValueError."""
    found = preview(user, addresses)
    with transaction.atomic():
        went = {name: value for name, value in asdict(found).items() if isinstance(value, int)}
        went["addresses"] = len(found.addresses)
        names = [*found.people, *_names_seen(found.addresses)]
        begun = Forgetting.objects.create(
            by=user, started=timezone.now(), addresses=found.addresses, names=names, went=went
        )
        for address in found.addresses:
            number = digest(suppression_secret(), address)
            if not Suppression.objects.standing().filter(digest=number).exists():
                Suppression.objects.create(digest=number, forgetting=begun)
        audit(user, door, "forget", begun, **went)
        if queue:
            from ..tasks import run_forgetting

            transaction.on_commit(lambda: run_forgetting.enqueue(begun.pk))
    return begun


def run(begun: Forgetting) -> None:
    """Erases, once whoever is writing has done."""
    with one_writer(settings.SAPWOOD_HOME):
        finish(begun)


def finish(begun: Forgetting) -> bool:
    """Goes through all steps; whoever calls holds the write lock. Whether nothing is left to do."""
    begun.refresh_from_db()
    if begun.finished:
        return True
    if begun.addresses:
        outdate_all()
        named = naming(begun.addresses, _nobody_elses(begun.names, begun.addresses), _keys(begun.addresses))
        erase_records(named)
        _forget_what_waits()
        ids = taken_part(log(), named.keys)
        erase_texts(texts(), ids, named.addresses)
        erase_from_log(log(), named.keys)
        begun.addresses, begun.names = [], []
        begun.save(update_fields=["addresses", "names"])
    for store in (texts(), log()):
        store.compact(thorough=True)  # what was written anew comes to stand in order again
        leave_no_history(store)
    forget_spilled(timezone.now())
    past().keep_only(())
    if not _swept():
        return False
    begun.finished = timezone.now()
    begun.save(update_fields=["finished"])
    return True


def _with_voices(addresses: set[str]) -> list[str]:
    """With them go voices under their full names that may be nobody else's: speakers whom nobody has said to be
    anybody, where no other person of a firm has that name."""
    gone = Person.objects.filter(addresses__address__in=addresses).distinct()
    names = {name for name in gone.values_list("name", flat=True) if " " in name}
    others = Person.objects.filter(name__in=names).exclude(organisation=None).exclude(pk__in=gone.values("pk"))
    names -= set(others.values_list("name", flat=True))
    voices = Address.objects.voices().filter(address__in={f"speaker:{name.casefold()}" for name in names})
    said = Identification.objects.standing().filter(voice__address=OuterRef("pk")).exclude(person=None)
    return sorted(addresses | set(voices.exclude(Exists(said)).values_list("address", flat=True)))


def lift(user: User, done: Forgetting, door: str = "page") -> None:
    """Lets later imports bring them again. What was erased stays erased."""
    require(user, "forget")
    with transaction.atomic():
        lifted = done.suppressions.standing().update(lifted=timezone.now(), lifted_by=user)
        if lifted:
            audit(user, door, "lift suppression", done, addresses=lifted)


def forgetting_of(address: str) -> Forgetting | None:
    """The erasure whose suppression of this address stands; None where it is not kept out."""
    number = digest(suppression_secret(), canonical(address))
    found = Suppression.objects.standing().filter(digest=number).select_related("forgetting").first()
    return found.forgetting if found else None


def _keys(addresses: Iterable[str]) -> list[int]:
    named = set(addresses)
    known = Address.objects.filter(address__in=named).values_list("key", flat=True)
    return sorted({*known, *(address_key(log_secret(), address) for address in named)})


def _names_seen(addresses: list[str]) -> list[str]:
    seen = Address.objects.filter(address__in=addresses).exclude(name="").values_list("name", flat=True)
    users = User.objects.filter(email__in=addresses).exclude(name="").values_list("name", flat=True)
    return sorted({*seen, *users})


def _nobody_elses(names: list[str], addresses: list[str]) -> list[str]:
    """Names that somebody who stays has too are theirs, and stay."""
    gone = whole_people(_keys(addresses))
    return [name for name in names if not Person.objects.filter(name=name).exclude(pk__in=gone).exists()]


def _forget_what_waits() -> None:
    """An upload that is not read yet may name them in any wrapping, so it goes."""
    for waiting in Import.objects.filter(status__in=NOT_IN):
        if holds_uploads(waiting):
            forget_uploads(waiting)
            Import.objects.filter(pk=waiting.pk).update(status=Status.FAILED, said=UPLOAD_GONE)
            waiting.sheets.all().delete()  # what was seen of it names people too


def _swept() -> bool:
    """Leaves no free page and no old version in SQLite's files; another database's sweeping is its operator's."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
