"""Saving which accounts hang on one person: disposable rows, made by every refresh of what it measured."""

from collections.abc import Iterator

from sapwood.measures.hang import OURS, THEIRS, hang
from sapwood.measures.standing import Standing as Measured
from sapwood.planning.relationship import only_wrote
from sapwood.records.relationships.models import Hanging, Relationship
from sapwood.workflows.insert_rows import insert_values
from sapwood.workflows.listed import listed
from sapwood.workflows.measure import Measurements

SIDES = {Hanging.Side.OURS: OURS, Hanging.Side.THEIRS: THEIRS}
COLUMNS = ("relationship_id", "side", "person_id", "share", "next_id", "next_share", "since")


def save_hangings(measured: Measurements, looked_at: set[int] | None = None) -> None:
    """In place of what was saved before; `looked_at`: of these organisations only."""
    before = Hanging.objects.all()
    if looked_at is not None:
        before = before.filter(relationship__organisation__in=listed(looked_at))
    before.delete()
    insert_values(Hanging, COLUMNS, _rows(measured))


def _rows(measured: Measurements) -> Iterator[tuple]:
    for one, standing in measured:
        if _news(one, standing):
            continue
        ties = standing.reach.get("ties", ())
        for side, who in SIDES.items():
            if (found := hang(ties, who)) is None:
                continue
            nxt, first = found.next, standing.first_touch
            since = found.since or (first and first.date())
            share = (found.holder.person, found.holder.share)
            yield (one.pk, str(side), *share, nxt and nxt.person, nxt and nxt.share, since and since.isoformat())


def _news(one: Relationship, standing: Measured) -> bool:
    """Who only ever wrote, as a news service does, and is nothing to us, is nobody's to cover."""
    return one.owner_id is None and one.role == Relationship.Role.UNKNOWN and only_wrote(standing)
