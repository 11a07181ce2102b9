"""Several ordered queries as one long list, of which a page is read without reading what comes before it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from django.db.models import QuerySet

FAR = 1000  # rows: from here on it pays to look first where a page begins
ALIKE = 500  # rows before it that are looked at for where its first value begins; all are counted where it is further
Leap = Callable[[int, int, int], tuple[QuerySet, int] | None]


@dataclass(frozen=True)
class Part:
    """`rows()` in order, asked for only where a page shows some of them. `number` is how many they are, or counts
    them where that is asked. `leap` says, for a page far down so many, which rows begin shortly before it and how far
    down among those it is; None where it cannot say, and then a page nearer to the end is read from there."""

    rows: Callable[[], QuerySet]
    number: int | Callable[[], int]
    leap: Leap = field(default=lambda start, stop, number: None)

    def read(self, start: int, stop: int) -> list[int]:
        found = self.leap(start, stop, self.count()) if start > FAR else None
        if found is None and start > FAR and (behind := self.count() - stop) < start:
            last = self.rows().reverse().values_list("pk", flat=True)
            return list(last[max(0, behind) : max(0, behind + stop - start)])[::-1]
        rows, skipped = found or (self.rows(), start)
        return list(rows.values_list("pk", flat=True)[skipped : skipped + stop - start])

    def count(self) -> int:
        return self.number() if callable(self.number) else self.number


@dataclass(frozen=True)
class Chain:
    """The numbers of relationships, `number` in all: what a paginator slices. A part is counted only where a page
    reaches beyond it, or begins far down, where to look for it in vain takes longer than to count."""

    parts: list[Part]
    number: int

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, wanted: slice) -> list[int]:
        start, stop, _ = wanted.indices(self.number)
        found: list[int] = []
        left = stop - start
        for part in self.parts:
            if left <= 0:
                break
            known = part.count() if start > FAR or not callable(part.number) else None
            if known is None or start < known:
                some = part.read(start, start + left if known is None else min(start + left, known))
                found += some
                left -= len(some)
            start = 0 if len(found) else max(0, start - (part.count() if left > 0 else 0))
        return found


def leaping(rows: Callable[[], QuerySet], column: str, values: Callable[[], QuerySet], down: bool) -> Leap:
    """A leap for `rows()` ordered by `column` first, what is unknown last: `values()` are all the same values alone,
    which an index holds together, under the column's last name."""
    name = column.split("__")[-1]
    beyond, here = ("gt", "lte") if down else ("lt", "gte")

    def leap(start: int, stop: int, number: int) -> tuple[QuerySet, int] | None:
        known = values().filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
        unknown = values().filter(**{f"{name}__isnull": True})
        if number - stop < start:  # nearer to the end
            number -= unknown.count()
            if number < stop:
                return None  # the page reaches into what is unknown
            nearest = known.order_by(name if down else f"-{name}")[number - stop : number - start + ALIKE]
            found = list(nearest)[::-1]
        else:
            found = list(known.order_by(f"-{name}" if down else name)[start - ALIKE : stop])
            if len(found) < ALIKE + stop - start:
                return None
        first = found[ALIKE]
        alike = sum(1 for _ in takewhile(first.__eq__, reversed(found[:ALIKE])))
        before = start - alike if alike < ALIKE else values().filter(**{f"{name}__{beyond}": first}).count()
        return rows().filter(**{f"{column}__{here}": first}), start - before

    return leap
