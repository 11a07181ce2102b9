"""Who may read what was written. A text belongs to the sighting it was read in, and that sighting alone decides:
whoever brings another mail under a known Message-ID reads what they brought."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.store.texts import Sighting, Text

from .installation import log, texts


class Source(NamedTuple):
    """What an import says about who may read: who brought it, and whether a person said whose mailbox it is."""

    by: int
    mailbox_given: bool
    text: str


class May(NamedTuple):
    """A sighting that one may read, and whether it is one's own: held in a mailbox of theirs."""

    own: bool
    sighting: Sighting


Readable = Mapping[int, list[May]]  # by interaction


def sightings_to_read(user: User, ids: Collection[int]) -> Readable:
    """By interaction, the sightings that are the user's to read: in a mailbox of theirs, or naming an address of
    theirs, or brought by somebody who shares them."""
    mine = set(user.addresses.values_list("key", flat=True))
    sources = _sources()
    found: defaultdict[int, list[May]] = defaultdict(list)
    for seen in log().sightings(list(ids), list(sources)).to_pylist() if ids else ():
        source = sources[seen["import_id"]]
        own = held_by(mine, user.pk, seen, source)
        if own or named(mine, seen) or source.text == Import.Text.SHARED:
            found[seen["id"]].append(May(own, (seen["id"], seen["import_id"], seen["mailbox"])))
    return found


def words_of(readable: Readable) -> dict[int, Text]:
    """What is kept of each interaction, all of it from one sighting: one's own before others', one whose words are
    kept before one that lost them, the earliest before later ones."""
    silent = set(Import.objects.filter(text=Import.Text.NONE).values_list("pk", flat=True))
    owned = {may.sighting: may.own for several in readable.values() for may in several}
    found = texts().read(s for s in owned if s[1] not in silent)
    found.sort(key=lambda t: (not _own(t, owned), t.own is None, t.import_id), reverse=True)
    return {text.id: text for text in found}


def _own(text: Text, owned: Mapping[Sighting, bool]) -> bool:
    """A text of before sightings had texts of their own is as good as the best sighting of its import."""
    if text.mailbox is not None:
        return owned[text.id, text.import_id, text.mailbox]
    return any(own for sighting, own in owned.items() if sighting[:2] == (text.id, text.import_id))


def held_by(mine: set[int], user: int, seen: Mapping[str, Any], source: Source) -> bool:
    """Whether it was in the user's own mailbox, as they or somebody responsible said. An owner that was only inferred
    from the mail of somebody else may be wrong, and opens nothing."""
    return seen["mailbox"] in mine and (source.mailbox_given or source.by == user)


def named(mine: set[int], seen: Mapping[str, Any]) -> bool:
    """Whether the mail itself names them. An unnamed owner of the mailbox stands in the log as addressed by Bcc."""
    return any(p["key"] in mine and (p["role"], p["key"]) != ("bcc", seen["mailbox"]) for p in seen["people"])


def _sources() -> dict[int, Source]:
    rows = Import.objects.counting().values_list("pk", "by", "mailbox_given", "text")
    return {pk: Source(*told) for pk, *told in rows}
