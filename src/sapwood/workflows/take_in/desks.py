"""Which desk the tickets of a file are of, where neither they nor whoever brings them says: the one that has the same
tickets. A desk goes by the folder its file lay in, or by nothing, and that may be otherwise the next time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import IO

from sapwood.collecting.piece import Piece
from sapwood.facts.case import TICKET, Case
from sapwood.facts.course import course_of, joined
from sapwood.reading.documents import KINDS, format_of
from sapwood.reading.table.workbook import OLE, ZIP
from sapwood.reading.tickets.system import WEAK, system_of
from sapwood.records.access.models import User
from sapwood.records.service.models import ServiceEvent

from ..service.batches import batches
from ..service.told import key_of
from .write_facts import opened, read

MOST_BYTES, MOST = 1 << 20, 20_000  # of a file, and of what it tells, are looked at
ENOUGH = 20  # tickets that a desk has too
SURE = 2  # tickets of the same number and opening; one, where the same person asked
UNLIKE = 9  # so many must be the same for each that is not: an opening may have been corrected

Opening = tuple[str, datetime, bool, int | None]
"""How a ticket began: its desk, when, whether the desk says so (or it is what was first heard), the key of who
asked."""
Known = dict[str, list[Opening]]


@dataclass
class _Alike:
    same: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)

    def look(self, number: str, opening: Opening, known: Known) -> None:
        _, when, said, asker = opening
        for desk, begun, was_said, whose in known.get(number, ()):
            if when == begun and (asker is None or whose is None or asker == whose):
                self.same[desk] += 1 if asker is None or whose is None else SURE
            elif said and was_said:
                self.other[desk] += SURE

    def desks(self) -> list[str]:
        return [
            desk for desk, count in self.same.most_common() if count >= SURE and count > UNLIKE * self.other[desk]
        ]


def same_desks(
    user: User, pieces: Sequence[Piece], latest: datetime, between: Callable[[], None], known: dict[str, str]
) -> dict[str, str]:
    """By the place of a document, the desk whose tickets it holds, as far as `user` sees them. Files of one folder
    are of one desk."""
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.kind in KINDS and "desk" in format_of(piece.kind).told:
            groups.setdefault(system_of("", piece.where)[0] or piece.where, []).append(piece)
    before = ServiceEvent.objects.filter(kind=ServiceEvent.Kind.TICKET).exists()
    if not groups or (len(groups) == 1 and not before):
        return {}
    found: dict[str, str] = {}
    here: Known = {}
    for several in groups.values():
        told, desk = _desk_of(user, several, latest, between, known, here)
        found |= {piece.where: desk for piece in several if desk}
        for number, (called, *rest) in told.items():
            here.setdefault(number, []).append((desk or called, *rest))  # type: ignore[arg-type]
    return found


def _desk_of(
    user: User,
    pieces: Iterable[Piece],
    latest: datetime,
    between: Callable[[], None],
    known: dict[str, str],
    here: Known,
) -> tuple[dict[str, Opening], str]:
    """The tickets of these files, as far as it had to look, and the desk that they are of ("" where that is new, or
    the one that they would be of anyway)."""
    told: dict[str, Opening] = {}
    alike, called = _Alike(), ""
    for some in batches(_cases(pieces, latest, known)):
        openings = _openings(some)
        told |= openings
        visible = _visible(user, openings)
        for number, opening in openings.items():
            called = opening[0]
            alike.look(number, opening, visible)
            alike.look(number, opening, here)
        if alike.same[called] >= ENOUGH and called in alike.desks():
            break
        between()
    desks = alike.desks()
    return told, desks[0] if desks and called not in desks else ""


def _cases(pieces: Iterable[Piece], latest: datetime, known: dict[str, str]) -> Iterator[Case]:
    for piece in pieces:
        form = format_of(piece.kind)
        with opened(piece) as file:
            part = file if form.whole else _beginning(file)
            for item in islice(read(form, part, piece.where, latest, known), MOST):
                if isinstance(item, Case) and item.kind == TICKET and item.told_by in WEAK:
                    yield item


def _beginning(file: IO[bytes]) -> IO[bytes]:
    """A table is read to its end before it tells anything; a workbook cannot be cut."""
    head = file.read(MOST_BYTES)
    file.seek(0)
    return file if head.startswith((ZIP, OLE)) or len(head) < MOST_BYTES else BytesIO(head[: head.rfind(b"\n") + 1])


def _openings(cases: Iterable[Case]) -> dict[str, Opening]:
    several: dict[str, list[Case]] = {}
    for case in cases:
        several.setdefault(case.number[:100], []).append(case)
    found = {}
    for number, said in several.items():
        case = joined(said)
        course = course_of(case)
        if course.opened is not None:
            mail = not case.asker.startswith("speaker:")
            asker = key_of(case.asker) if case.asker and mail else None
            found[number] = case.system[:100], course.opened, course.said, asker
    return found


def _visible(user: User, openings: Iterable[str]) -> Known:
    seen = ServiceEvent.objects.visible_to(user).filter(kind=ServiceEvent.Kind.TICKET, number__in=list(openings))
    found: Known = {}
    for number, *opening in seen.exclude(opened=None).values_list(
        "number", "system", "opened", "opened_said", "asker"
    ):
        found.setdefault(number, []).append(tuple(opening))  # type: ignore[arg-type]
    return found
