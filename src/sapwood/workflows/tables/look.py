"""Looking at tables: what each of them is, what would come in, what would not and why. Nothing is written but what
was seen, so that the page shows it at once."""

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from sapwood.collecting.piece import Piece
from sapwood.reading.table.vocabulary import BY_NAME
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Sheet

from ..installation import log_secret
from ..no_garbage import no_garbage
from ..suppression import suppressed
from .judged import ADDED, CHANGED, KNOWN, LEFT, SKIPPED, Present, Verdict, judged
from .kinds import KINDS, Given
from .opened import Opened, opened
from .problems import problems, shelf_of
from .profile import Profile, profile
from .whose import Whose

FIRST, LEFT_SHOWN, MATCHES, FRESH = 12, 30, 100, 30


@no_garbage()
def look_at(running: Import, pieces: Iterable[Piece], on_rows: Callable[[int], None] = lambda _: None) -> None:
    """Fills `look` of the sheets of an import."""
    with opened(running, pieces) as (tables, troubles):
        known_of = [one for one in tables if one.sheet.kind in BY_NAME]
        profiled = [(one, profile(one.table, BY_NAME[one.sheet.kind], one.sheet, on_rows)) for one in known_of]
        shelf = shelf_of(profiled)
        whose = Whose()
        present: dict[str, Present] = {}
        for one, found in profiled:
            here = present.setdefault(one.sheet.kind, Present.of(KINDS[one.sheet.kind].model))
            given = given_to(one.sheet, whose)
            look = _look(one, found, given, here)
            look["problems"] = [p.as_json() for p in problems(one, found, shelf, whose)]
            _keep(one.sheet, look, found.rows)
        for one in tables:
            if one.sheet.kind not in BY_NAME:
                rows = [
                    [line, cells, "", "", {}]
                    for (line, cells, _), _ in zip(one.table.rows(), range(FIRST), strict=False)
                ]
                _keep(one.sheet, {"first": rows, "counts": {}, "troubles": []}, sum(1 for _ in one.table.rows()))
        running.said = " ".join(f"{trouble.where}: {trouble.what}" for trouble in troubles)[:2000]


def given_to(sheet: Sheet, whose: Whose) -> Given:
    whose.begin()
    choices = dict(sheet.choices.values_list("reference", "act"))
    gone = suppressed()
    return Given(whose, log_secret(), choices, sheet.answers, erased=gone if gone else None)


def _look(one: Opened, found: Profile, given: Given, present: Present) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    reasons: dict[str, list[Any]] = {}
    first: list[Any] = []
    left: list[Any] = []
    before = len(given.whose.fresh)
    for verdict in judged(one, found, given, present):
        counts[verdict.outcome] += 1
        line, cells, _ = verdict.record
        if len(first) < FIRST:
            first.append([line, cells, verdict.outcome, verdict.why, _read(verdict)])
        if verdict.outcome == LEFT:
            seen = reasons.setdefault(
                verdict.why, [verdict.why, 0, line, verdict.ask, _said(one, cells), verdict.meant]
            )
            seen[1] += 1
            if len(left) < LEFT_SHOWN:
                left.append([line, cells, verdict.outcome, verdict.why, {}])
            if len(reasons) > 2_000:
                reasons = dict(sorted(reasons.items(), key=lambda item: -item[1][1])[:1_000])
    fresh = given.whose.fresh[before:]
    matches = sorted(given.matches.items(), key=lambda item: (item[1][1] == "its name is the same", -item[1][2]))
    return {
        "counts": {name: counts[name] for name in (ADDED, CHANGED, KNOWN, SKIPPED, LEFT)},
        "reasons": sorted(reasons.values(), key=lambda r: (not r[3], -r[1]))[:50],
        "more_reasons": max(len(reasons) - 50, 0),
        "first": first,
        "left": left,
        "matches": [[said, *told] for said, told in matches[:MATCHES]],
        "matched": len(matches),
        "fresh": [account.name for account in fresh[:FRESH]],
        "made": len(fresh),
        "decided": {
            str(column): {"style": d.style, "asked": d.asked, "why": d.why, "examples": list(d.examples)}
            for column, d in found.decided.items()
        },
    }


def _read(verdict: Verdict) -> dict[str, str]:
    """The row as it will be."""
    return {name: _as_text(value) for name, value in (verdict.row or {}).items() if value not in (None, "")}


def _as_text(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _said(one: Opened, cells: list[str]) -> str:
    """What the row calls its account, for choosing about it."""
    columns = (one.sheet.mapping.get(name) for name in ("account", "domain"))
    return next((cells[c] for c in columns if c is not None and c < len(cells) and cells[c]), "")


def _keep(sheet: Sheet, look: dict[str, Any], rows: int) -> None:
    sheet.look, sheet.rows = look, rows
    sheet.save()
