"""One person, several addresses: found after each import, merged where it is certain, offered where it is not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from sapwood.identity.likeness import Known, Likeness
from sapwood.identity.moved import Span, joined_span
from sapwood.identity.same_person import Pair, Proposal, Together, likely_pairs, proposals
from sapwood.records.directory.models import Address, Match, Organisation, Person
from sapwood.store.spans import spans_of
from sapwood.store.together import counts_of

from .audit import audit
from .installation import counting_imports, log
from .join_people import join
from .listed import listed
from .spilled import spill
from .tasks import look_across_firms
from .who_is_who.offer_people import as_seen

BATCH = 1000
Met = set[tuple[int, frozenset[int]]]


def look_for_same_people(imports: Collection[int] | None = None) -> int:
    """Compares addresses that were never compared with the others of their organisation, and asks the worker to
    compare those people with everybody. What the mail of `imports` shows counts as evidence (of all, where None are
    named: a fresh address stands in no other). Returns how many merged by themselves; at home none does, because that
    decides who may read whose mail."""
    uncompared = dict(
        Address.objects.filter(compared=False, kind=Address.Kind.PERSON).values_list("key", "organisation_id")
    )
    fresh = {key: organisation for key, organisation in uncompared.items() if organisation is not None}
    found = _found(fresh, counting_imports() if imports is None else imports)  # takes a while, so it locks nothing
    met, home = _met(found), _home()
    unsaid = {o: [one for one in some if (o, one.persons) not in met] for o, some in found.items()}
    seen = _seen(
        {n for o, some in unsaid.items() for one in some if o in home or not one.certain for n in one.persons}
    )
    with transaction.atomic():
        merged = sum(_keep(o, some, o in home, met, seen) for o, some in unsaid.items())
        if offered := sum(map(len, found.values())):
            audit(None, "import", "compare people", "people", merged=merged, offered=offered - merged)
        for keys in _batches(sorted(uncompared)):
            Person.objects.filter(addresses__in=listed(keys)).update(compared=False, counted=False)
            Address.objects.filter(key__in=listed(keys)).update(compared=True)
        transaction.on_commit(look_across_firms.enqueue)
    return merged


def _found(fresh: Mapping[int, int], imports: Collection[int]) -> dict[int, list[Proposal]]:
    """Proposals by organisation. The log is read once, for all pairs that look alike."""
    alike: dict[int, tuple[list[Known], dict[Pair, Likeness]]] = {}
    for organisations in _batches(sorted(set(fresh.values()))):
        for organisation, known in _known(organisations).items():
            if likely := likely_pairs(known, {one.key for one in known} & fresh.keys()):
                alike[organisation] = known, likely
    pairs = {pair for _, likely in alike.values() for pair in likely}
    seen = counts_of(log().files(), pairs, imports, spill())
    together = {pair: Together(c.addressed, c.wrote, c.answered) for pair, c in seen.items()}
    return {o: offered for o, (known, likely) in alike.items() if (offered := proposals(known, likely, together))}


def _known(organisations: list[int]) -> dict[int, list[Known]]:
    known: defaultdict[int, list[Known]] = defaultdict(list)
    rows = Address.objects.filter(organisation__in=listed(organisations), kind=Address.Kind.PERSON)
    columns = ("organisation", "key", "address", "name", "person", "person__name", "person__named_by_person")
    for organisation, key, address, name, person, called, by_person in rows.exclude(person=None).values_list(
        *columns
    ):
        known[organisation].append(Known(key, address, called if by_person else name, person))
    return known


def _home() -> set[int]:
    return set(Organisation.objects.filter(home=True).values_list("pk", flat=True))


def _met(organisations: Iterable[int]) -> Met:
    """Which people were said to be one before, and where."""
    rows = Match.objects.filter(organisation__in=listed(sorted(organisations)))
    return {(o, frozenset((kept, other))) for o, kept, other in rows.values_list("organisation", "kept", "other")}


def _keep(organisation: int, unsaid: Iterable[Proposal], home: bool, met: Met, seen: Mapping[int, object]) -> int:
    """Saves what was not said before; merges what is certain. Returns how many merged."""
    merged = 0
    for proposal in unsaid:
        match = Match.objects.create(
            organisation_id=organisation,
            kept_id=proposal.first,
            other_id=proposal.second,
            certain=proposal.certain,
            evidence=list(proposal.evidence),
            against=list(proposal.against),
            before={"spoke": list(proposal.spoke)},
            seen={str(n): seen[n] for n in (proposal.first, proposal.second) if n in seen},
            proposed=timezone.now(),
        )
        one, other = (Person.objects.get(pk=pk).now() for pk in (proposal.first, proposal.second))
        known = one == other or (organisation, frozenset((one.pk, other.pk))) in met
        if proposal.certain and not home and not known:
            join(match, None)
            merged += 1
    return merged


def _seen(persons: Collection[int]) -> dict[int, dict[str, object]]:
    """How often and when those were in touch whom somebody will be asked about. Reads the log once."""
    keys = dict(Address.objects.filter(person__in=listed(sorted(persons))).values_list("key", "person_id"))
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for key, span in spans_of(log().files(), keys, counting_imports(), spill()).items():
        spans[keys[key]].append(span)
    return {person: as_seen(whole) for person, some in spans.items() if (whole := joined_span(some))}


def _batches(items: list[int]) -> Iterable[list[int]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))
