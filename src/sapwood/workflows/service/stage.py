"""Writing what an import tells of service events: rows of an import that is not done, which nobody reads, some
hundred in each transaction. A process killed in between leaves nothing that shows; `sweep_tellings` takes it away."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from django.db import transaction

from sapwood.facts.case import Case
from sapwood.facts.course import joined
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.records.imports.models import Import
from sapwood.records.service.models import EventProduct, ServiceEvent, Telling
from sapwood.store.rows import TEXT_ROW_GROUP, text_table
from sapwood.store.sealing import Sealer
from sapwood.store.staged import Staged as StagedTexts

from ..insert_rows import insert_numbered, insert_values
from ..installation import text_key
from ..take_in.erased import Erased
from .batches import batches
from .firms import Firms
from .settle import HEADER, Named, describe
from .told import COLUMNS, Tells, event_key, telling_of, without_erased
from .waiting import Waiting

MOST_TROUBLES = 10_000
AT_ONCE = 2000  # cases in each transaction
EVENT = ("key", "kind", "system", "number", "page", "asker", "organisation_id", "about", *HEADER)


@dataclass
class StagedCases:
    """What came of the cases that count for themselves: `added` and `known`, and those that stay out. `met` are
    events that other imports told of before; `said` says how systems were told apart."""

    added: int = 0
    known: int = 0
    left: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    met: list[int] = field(default_factory=list)
    told_by: Counter[tuple[str, str]] = field(default_factory=Counter)

    def said(self) -> str:
        listed = [f"{system} (by {told})" for (system, told), _ in self.told_by.most_common(5)]
        more = len(self.told_by) - len(listed)
        return f"Tickets are of {', '.join(listed)}{f' and {more} more' if more > 0 else ''}." if listed else ""


def stage_cases(
    running: Import, waiting: Waiting, folder: Path, keep: str, erased: Erased, between: Callable[[StagedCases], None]
) -> StagedCases:
    """`keep` is what is kept of what was written: "own words", "subject" or "nothing". `between` is told how far it
    is, and may raise to end it."""
    sweep_tellings([running.pk])
    staged = StagedCases()
    if not waiting:
        return staged
    texts = StagedTexts(folder / "texts-service.parquet", TEXT_ROW_GROUP)
    sealer, firms = Sealer(text_key()), Firms(running.by)
    for some in batches(_cases(waiting, erased), AT_ONCE):
        with transaction.atomic():
            kept = _stage(running, some, firms, staged)
        if keep != "nothing":
            rows = [(number, 0, _written(case)) for number, case in kept]
            texts.add(text_table(rows, sealer, running.pk, keep_own=keep == "own words"))
        between(staged)
    texts.close()
    return staged


def sweep_tellings(imports: Iterable[int]) -> int:
    """Deletes what these imports tell, and events that nothing tells of and nobody spoke about. How many went."""
    mine = Telling.objects.filter(of__in=list(imports))
    if not mine.exists():
        return 0
    gone = mine._raw_delete(mine.db)
    idle = ServiceEvent.objects.filter(tellings=None, said=None)
    EventProduct.objects.filter(event__in=idle.values("pk")).delete()
    idle.delete()
    return gone


def _cases(waiting: Waiting, erased: Erased) -> Iterator[Case]:
    for several in waiting.cases():
        case = joined(several)
        yield without_erased(case, erased) if erased else case


def _stage(running: Import, cases: Iterable[Case], firms: Firms, staged: StagedCases) -> list[tuple[int, Case]]:
    """The cases whose words are to be kept, each with the number they lie under."""
    read: dict[int, tuple[Case, Tells]] = {}
    for case in cases:
        if case.told_by and case.kind == ServiceEvent.Kind.TICKET:
            staged.told_by[case.system, case.told_by] += 1
        organisation = firms.find(case)
        if organisation is None and not case.said_by and case.kind == ServiceEvent.Kind.TICKET:
            staged.left += 1
            if staged.left <= MOST_TROUBLES:
                staged.troubles.append(Trouble(case.where, firms.why_not(case)))
            continue
        read[event_key(case.identity)] = case, telling_of(case, running.pk, organisation)
    present = ServiceEvent.objects.filter(key__in=list(read)).order_by()
    events: dict[int, int] = dict(present.values_list("key", "pk"))
    told = _told(events.values())
    fresh = {key: _event(key, case, telling) for key, (case, telling) in read.items() if key not in events}
    rows = ([getattr(event, name) for name in EVENT] for event, _ in fresh.values())
    events |= zip(fresh, insert_numbered(ServiceEvent, EVENT, rows), strict=True)
    named = ([events[key], one["name"], one["name_key"]] for key, (_, products) in fresh.items() for one in products)
    insert_values(EventProduct, ("event_id", "name", "name_key"), named)
    tellings, kept = [], []
    for key, (case, telling) in read.items():
        number = events[key]
        before = told.get(number, {})
        if not case.said_by:
            staged.known += bool(before)
            staged.added += not before
        if (running.by_id, running.text) in before.get(telling.digest, ()):
            continue
        if key not in fresh:
            staged.met.append(number)
        tellings.append((*telling, number))
        if case.title or case.words or any(state.words for state in case.states):
            kept.append((key, case))
    insert_values(Telling, COLUMNS, tellings)
    return kept


def _told(events: Iterable[int]) -> dict[int, dict[int, set[tuple[int, str]]]]:
    """By event and digest, who told it and for whom: telling the same again for the same readers adds nothing."""
    found: dict[int, dict[int, set[tuple[int, str]]]] = {}
    rows = Telling.objects.counting().filter(event__in=list(events))
    for event, digest, by, text in rows.values_list("event_id", "digest", "of__by", "of__text"):
        found.setdefault(event, {}).setdefault(digest, set()).add((by, text))
    return found


def _event(key: int, case: Case, telling: Tells) -> tuple[SimpleNamespace, list[Named]]:
    """What becomes a row of ServiceEvent, by EVENT: an object of it would take longer to make than to add."""
    page = case.told_by if case.kind == ServiceEvent.Kind.EVENT else ""
    event = SimpleNamespace(
        key=key,
        kind=str(case.kind),
        system=case.system[:100],
        number=case.number[:100],
        page=page[:250],
        asker=telling.asker,
        organisation_id=telling.organisation_id,
    )
    return event, describe(event, case)


def _written(case: Case) -> Interaction:
    """Title and words in the form in which texts are kept; words by the state they belong to."""
    words = {one.mark: one.words for one in case.states if one.words} | ({"": case.words} if case.words else {})
    when = case.opened or case.states[0].when
    return Interaction("", when, None, "ticket", (), subject=case.title, own=json.dumps(words) if words else "")
