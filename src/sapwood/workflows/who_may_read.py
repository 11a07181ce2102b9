"""Who may read what was written. A text belongs to the sighting it was read in, and that sighting alone decides:
whoever brings another mail under a known Message-ID reads what they brought."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from sapwood.facts.revision import RANK
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship, Sharing
from sapwood.store.texts import Sighting, Text

from .installation import log, texts

Seen = Mapping[str, Any]  # a row of log().sightings


class Source(NamedTuple):
    """What an import says about who may read: who brought it, and whether a person said whose mailbox it is."""

    by: int
    mailbox_given: bool
    text: str


@dataclass(frozen=True)
class Reader:
    """A user, and the keys of their addresses."""

    pk: int
    keys: frozenset[int]

    def held(self, seen: Seen, source: Source) -> bool:
        """Whether it was in the user's own mailbox, as they or somebody responsible said. An owner that was only
        inferred from mail that somebody else brought may be wrong, and opens nothing."""
        return seen["mailbox"] in self.keys and (source.mailbox_given or source.by == self.pk)

    def named(self, seen: Seen) -> bool:
        """Whether the mail itself names them. An unnamed owner of the mailbox stands in the log as a blind copy."""
        blind = ("bcc", seen["mailbox"])
        return any(p["key"] in self.keys and (p["role"], p["key"]) != blind for p in seen["people"])

    def took_part(self, seen: Seen, source: Source) -> bool:
        return self.held(seen, source) or self.named(seen)


class May(NamedTuple):
    """A sighting that one may know all of; `own`: held in a mailbox of theirs; `silent`: its words stay closed;
    `revision`: which state of it this is."""

    sighting: Sighting
    own: bool
    silent: bool
    revision: int


Readable = Mapping[int, list[May]]  # by interaction


@dataclass(frozen=True)
class Words:
    """What a user may know of what was written in some interactions."""

    readable: Readable
    kept: Mapping[int, Text]

    def hidden(self, interaction: int) -> bool:
        """Whether it is for others."""
        return interaction not in self.readable

    def subject(self, interaction: int) -> str | None:
        text = self.kept.get(interaction)
        return text.subject if text else None

    def own(self, interaction: int) -> str | None:
        text = self.kept.get(interaction)
        return text.own if text else None


def words_about(user: User, relationship: Relationship, ids: Collection[int]) -> Words:
    """Of interactions with the relationship's account. Each question costs a look into the log, so one is asked for
    all that a page shows."""
    readable = sightings_to_read(user, relationship, ids)
    return Words(readable, words_of(readable))


def sightings_to_read(user: User, relationship: Relationship | None, ids: Collection[int]) -> Readable:
    """Of interactions with the relationship's account, the sightings that are the user's to read: those they took
    part in, and those that who took part in them, or who brought them, shares with all who see the
    account. Without a relationship, only those that are theirs or everybody's."""
    if not ids:
        return {}
    rows = log().sightings(list(ids)).to_pylist()
    sources = _sources({seen["import_id"] for seen in rows})
    said = _said(Q(kind=Sharing.Kind.NONE) | Q(kind=Sharing.Kind.SHARED, relationship=relationship))
    readers = _readers({user.pk, *(by for _, by, _ in said)})
    me = readers[user.pk]
    sharers = [readers[by] for kind, by, _ in said if kind == Sharing.Kind.SHARED]
    closers = _closers(rows, [(readers[by], firm) for kind, by, firm in said if kind == Sharing.Kind.NONE])
    found: defaultdict[int, list[May]] = defaultdict(list)
    for seen in rows:
        if (source := sources.get(seen["import_id"])) is None:
            continue  # not yet in, or undone
        closed = [who for who, keys in closers if any(p["key"] in keys for p in seen["people"])]
        shared = source.text == Import.Text.SHARED or any(s.took_part(seen, source) for s in sharers)
        kept_close = any(who.took_part(seen, source) for who in closed)
        if me.took_part(seen, source) or (shared and not kept_close):
            silent = source.text == Import.Text.NONE or any(who.held(seen, source) for who in closed)
            sighting = (seen["id"], seen["import_id"], seen["mailbox"])
            found[seen["id"]].append(May(sighting, me.held(seen, source), silent, seen["revision"] or 0))
    return found


def words_of(readable: Readable) -> dict[int, Text]:
    """What is kept of each interaction, all of it from one sighting: one's own before others', the latest state
    before earlier ones, one whose words are kept before one that lost them, the earliest import before later ones."""
    said = [may for several in readable.values() for may in several if not may.silent]
    owned = {may.sighting: may.own for may in said}
    states = {may.sighting: may.revision for may in said}
    found = texts().read(owned)
    found.sort(key=lambda t: (not _own(t, owned), *_order(t, states)), reverse=True)
    return {text.id: text for text in found}


def _order(text: Text, states: Mapping[Sighting, int]) -> tuple[int, bool, int]:
    """As in store/settled.py: of states of the same rank what came last, of what has none what came first."""
    state = states.get((text.id, text.import_id, text.mailbox), 0)
    return -(state >> RANK), text.own is None, -text.import_id if state else text.import_id


def _own(text: Text, owned: Mapping[Sighting, bool]) -> bool:
    """A text of before sightings had texts of their own is as good as the best sighting of its import."""
    if text.mailbox is not None:
        return owned[text.id, text.import_id, text.mailbox]
    return any(own for sighting, own in owned.items() if sighting[:2] == (text.id, text.import_id))


def _readers(users: Collection[int]) -> dict[int, Reader]:
    keys: defaultdict[int, set[int]] = defaultdict(set)
    for pk, key in User.objects.filter(pk__in=users).values_list("pk", "addresses__key"):
        keys[pk] |= {key} - {None}
    return {pk: Reader(pk, frozenset(held)) for pk, held in keys.items()}


def closings() -> list[tuple[Reader, int]]:
    """Who keeps which organisation to who and when."""
    said = _said(Q(kind=Sharing.Kind.NONE))
    readers = _readers({by for _, by, _ in said})
    return [(readers[by], firm) for _, by, firm in said]


def _said(about: Q) -> list[tuple[str, int, int]]:
    """(kind, by whom, of which organisation) of the sharings in force."""
    return list(Sharing.objects.in_force().filter(about).values_list("kind", "by", "relationship__organisation"))


def _closers(rows: list[dict[str, Any]], closed: list[tuple[Reader, int]]) -> list[tuple[Reader, set[int]]]:
    """Who keeps which of the people in these rows to who and when."""
    if not closed:
        return []
    keys = {p["key"] for seen in rows for p in seen["people"]}
    whose = dict(Address.objects.filter(key__in=keys).values_list("key", "organisation"))
    return [(who, {key for key, org in whose.items() if org == organisation}) for who, organisation in closed]


def _sources(imports: Collection[int]) -> dict[int, Source]:
    """Those of them that count."""
    rows = Import.objects.counting().filter(pk__in=imports).values_list("pk", "by", "mailbox_given", "text")
    return {pk: Source(*told) for pk, *told in rows}
