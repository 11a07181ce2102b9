"""After an import: which speakers, handles and numbers it brought, and where they were heard."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heappush, heappushpop

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from django.db import transaction

from sapwood.records.directory.models import Address
from sapwood.records.imports.models import Import
from sapwood.records.voices.models import Heard, Voice

from ..insert_rows import insert_values
from ..installation import log

MOST_HEARD = 10  # of one voice in one import, the newest
MOST_BESIDE = 12  # others named with one of them
BATCH = 2000
COLUMNS = ["id", "when", "channel", "people", "minutes"]
Row = dict[str, object]
Newest = dict[int, list[tuple[datetime, int, Row]]]


def listen(brought: Import) -> list[int]:
    """Remembers the voices of an import whose rows are in the log, and where they were heard; until it is done they
    are heard nowhere. Returns the numbers of those that nobody has said anything about yet."""
    found = _newest(brought.pk)
    if not found:
        return []
    with transaction.atomic():
        fresh = (Voice(address_id=key) for key in sorted(found.keys() - _voices(found).keys()))
        Voice.objects.bulk_create(fresh, batch_size=BATCH)
        voices = _voices(found)
        _remember(brought, found, voices)
    return [pk for some in _batches(sorted(voices.values())) for pk in _unanswered(some)]


def _newest(import_id: int) -> Newest:
    """By key of a voice, the newest interactions of the import it took part in."""
    wanted = (ds.field("import_id") == import_id) & (ds.field("channel") != "mail")
    newest: defaultdict[int, list[tuple[datetime, int, Row]]] = defaultdict(list)
    told: dict[int, bool] = {}
    for batch in log().dataset().scanner(COLUMNS, filter=wanted).to_batches():
        people = batch["people"]
        keys = people.flatten().field("key").to_numpy()
        _tell(told, set(np.unique(keys).tolist()))
        voices = np.fromiter((key for key, is_one in told.items() if is_one), np.int64)
        heard = np.flatnonzero(np.isin(keys, voices))
        keys, places = keys[heard], pc.list_parent_indices(people).to_numpy()[heard]
        for key, place in _last_of_each(keys, places, batch):
            [row] = batch.slice(place, 1).to_pylist()
            held = newest[key]
            push = heappush if len(held) < MOST_HEARD else heappushpop
            push(held, (row["when"], row["id"], row))
    return newest


def _last_of_each(keys: np.ndarray, places: np.ndarray, rows: pa.RecordBatch) -> list[tuple[int, int]]:
    """(key, place of a row) of the newest MOST_HEARD rows of each: most rows of a desk name its few colleagues."""
    when, number = rows["when"].cast(pa.int64()).to_numpy()[places], rows["id"].to_numpy()[places]
    order = np.lexsort((number, when, keys))[::-1]
    keys, places = keys[order], places[order]
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    nth = np.arange(len(keys)) - np.repeat(firsts, np.diff(np.append(firsts, len(keys))))
    kept = nth < MOST_HEARD
    return list(zip(keys[kept].tolist(), places[kept].tolist(), strict=True))


def _tell(told: dict[int, bool], keys: set[int]) -> None:
    """Which of these keys are voices."""
    asked = sorted(keys - told.keys())
    for some in _batches(asked):
        voices = set(Address.objects.voices().filter(key__in=some).values_list("key", flat=True))
        told |= {key: key in voices for key in some}


def _voices(keys: Iterable[int]) -> dict[int, int]:
    found = {}
    for some in _batches(sorted(keys)):
        found |= dict(Voice.objects.filter(address__in=some).values_list("address_id", "pk"))
    return found


def _unanswered(voices: list[int]) -> Iterable[int]:
    return Voice.objects.filter(pk__in=voices, identifications=None).values_list("pk", flat=True)


def _remember(brought: Import, found: Newest, voices: dict[int, int]) -> None:
    Heard.objects.filter(of=brought).delete()  # of an import that was broken off and is finished now
    heard = [
        (voices[key], brought.pk, number, when, row["channel"], row["minutes"])
        for key, held in found.items()
        for when, number, row in held
    ]
    insert_values(Heard, ["voice_id", "of_id", "interaction", "when", "channel", "minutes"], heard)
    made = {
        (voice, number): pk
        for pk, voice, number in Heard.objects.filter(of=brought).values_list("pk", "voice_id", "interaction")
    }
    pairs = [
        (made[voices[key], number], other)
        for key, held in found.items()
        for _, number, row in held
        for other in [one["key"] for one in row["people"] if one["key"] != key][:MOST_BESIDE]
    ]
    present = {k for some in _batches(sorted({other for _, other in pairs})) for k in _present(some)}
    there = sorted({(pk, other) for pk, other in pairs if other in present})
    insert_values(Heard.beside.through, ["heard_id", "address_id"], there)


def _present(keys: list[int]) -> Iterable[int]:
    return Address.objects.filter(key__in=keys).values_list("key", flat=True)


def _batches(items: list[int]) -> Iterator[list[int]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))
