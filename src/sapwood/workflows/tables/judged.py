"""Row by row: what each becomes, whether that is known, or why it stays out. Looking and writing both go this way, so
that what was shown is what comes in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sapwood.reading.table.delimited import Record
from sapwood.reading.table.vocabulary import BY_NAME

from .kinds import KINDS, Given
from .left import Left, Skipped
from .opened import Opened
from .profile import Profile, Rows

ERASED = "Somebody whom it names was erased from here."
AT_ONCE = 1000  # rows
ADDED, CHANGED, KNOWN, SKIPPED, LEFT = "added", "changed", "known", "skipped", "left"


@dataclass(slots=True)
class Verdict:
    """`values` follow the kind's columns, behind the row's key and digest; None where the row is not new."""

    record: Record
    outcome: str
    why: str = ""
    ask: str = ""
    meant: str = ""
    key: int = 0
    digest: int = 0
    values: tuple[Any, ...] | None = None
    row: dict[str, Any] | None = None


@dataclass
class Present:
    """What is known of a kind: key → digest; grows with what the import itself brings."""

    known: dict[int, int]
    here: dict[int, int] = field(default_factory=dict)
    repeats: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, model: Any) -> "Present":
        return cls(dict(model.objects.present().order_by().values_list("key", "digest").iterator(20_000)))


def judged(one: Opened, found: Profile, given: Given, present: Present) -> Iterator[Verdict]:
    kind, make, later = BY_NAME[one.sheet.kind], KINDS[one.sheet.kind].make, KINDS[one.sheet.kind].later
    rows, records = Rows(one.table, kind, one.sheet, found.decided), one.table.rows()
    name, number = one.sheet.kind, given.key
    known, here, repeats = present.known, present.here, present.repeats
    said = [str(answer) for answer in sorted(given.answers.items())]
    later = [field for field in later if field in one.sheet.mapping]
    takes_currency = "amount" in one.sheet.mapping and "currency" not in one.sheet.mapping
    takes_currency = takes_currency and not given.answers.get("currency")
    while some := list(islice(records, AT_ONCE)):
        for record, row in zip(some, rows.read(some), strict=True):
            try:
                if given.erased and any(given.erased.unnamed(cell) != cell for cell in record[1]):
                    record = (record[0], [], record[2])
                    raise Left(ERASED)
                if isinstance(row, Left):
                    raise row
                if takes_currency:
                    row["currency"] = rows.currency(record)
                identity, values = make(row, given)
            except Left as left:
                yield Verdict(record, LEFT, left.why, left.ask, left.meant)
                continue
            except Skipped:
                yield Verdict(record, SKIPPED)
                continue
            told = [row[field] for field in row if field not in later or row[field]] if later else row.values()
            digest = number(name, *told, *said)
            if identity:
                key = number(identity)
                before = here.get(key)
                if before is not None and before != digest:
                    yield Verdict(record, LEFT, "A row above has the same number or name and says something else.")
                    continue
            else:  # the same thing again is another of the same: two orders of one day
                same = number(name, *(row[field] for field in row if field not in later), *said) if later else digest
                repeats[same] += 1
                key, before = number(name, same, repeats[same]), None
            if before == digest or known.get(key) == digest:
                here[key] = digest
                yield Verdict(record, KNOWN, row=row)
                continue
            here[key] = digest
            yield Verdict(record, CHANGED if key in known else ADDED, "", "", "", key, digest, values, row)
