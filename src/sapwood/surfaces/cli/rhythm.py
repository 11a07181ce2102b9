"""`sapwood rhythm EVENTS.csv`: how long is usual for each id, and how likely is a touch within the horizon?"""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from .rhythm_events import EPOCH, read_events

SHOWN = 50  # rows of the table on a terminal
TOLD = 20  # bad rows told one by one


def rhythm(
    path: Path | str,
    as_of: date,
    horizon: int,
    tell: Callable[[str], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> list[dict[str, Any]]:
    """One answer per id with a touch on or before `as_of`, in the file's order; the fields are in the contract.

    `horizon` is in days. `tell` is called with a sentence for each row that could not be read; the others are
    answered all the same. `say` is called with what all of them have in common at the moment. Raises ValueError with
    a sentence where the file as a whole cannot be used, and OSError where it cannot be opened.
    """
    names, codes, days = read_events(Path(path), tell or (lambda sentence: None))
    return answers(names, codes, days, as_of, horizon, say)


def answers(
    names: list[str], codes: Any, days: Any, as_of: date, horizon: int, say: Callable[[str], None] | None = None
) -> list[dict[str, Any]]:
    """The contract's rows from events by number of name and day."""
    import numpy as np

    from sapwood.measures.rhythm import forecast, learn, notices

    last_day = as_of.toordinal() - EPOCH
    code, day = np.asarray(codes, dtype=np.int64), np.asarray(days, dtype=np.int64)
    learned, summary = learn(code, day, last_day, horizon)
    if not len(summary) or summary.ids is None or summary.last is None:
        return []
    ahead = forecast(learned, summary)
    for notice in notices(learned) if say else []:
        say(notice)
    usual = np.stack(ahead.gaps, axis=1).astype(np.int64).tolist()
    chances = (values.round(6).tolist() for values in (ahead.blend.touch, ahead.low, ahead.high, ahead.blend.number))
    rows = zip(
        summary.ids.tolist(), summary.x.astype(int).tolist(), (last_day - summary.last).tolist(), usual,
        *chances, ahead.rank.round(4).tolist(), strict=True,
    )  # fmt: skip
    return [
        {
            "id": names[code],
            "touches": repeats + 1,
            "last": date.fromordinal(last_day - quiet + EPOCH).isoformat(),
            "usual_gap_days": gaps if repeats >= 2 else None,
            "p_touch": p,
            "p_touch_range": [low, high],
            "expected_touches": mean,
            "silence_days": quiet,
            "silence_rank": longer if repeats >= 2 else None,
        }
        for code, repeats, quiet, gaps, p, low, high, mean, longer in rows
    ]


def rhythm_command(
    events: Annotated[Path, typer.Argument(help="CSV with the columns id and time, a row per event.")],
    as_of: Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Look from the end of this day.")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, help="Days to look ahead.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """How long is usual for each id, how surprising is its silence, and how likely is a touch?"""
    troubles: list[str] = []
    rows: list[dict[str, Any]] = []
    refused = False
    try:
        rows = rhythm(events, as_of.date(), horizon, troubles.append, _aside)
    except OSError as error:
        refused = True
        troubles.append(f"{events} could not be opened: {error.strerror}. Nothing was read; check the path.")
    except ValueError as error:
        refused = True
        troubles.append(str(error))
    for sentence in troubles[:TOLD]:
        print(sentence, file=sys.stderr)
    if len(troubles) > TOLD:
        print(f"{len(troubles) - TOLD} more rows were left out.", file=sys.stderr)
    if troubles and not refused:
        print(f"The other rows are answered ({len(rows)} ids).", file=sys.stderr)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
    elif not refused:
        _show(rows, horizon)
    if troubles:
        raise typer.Exit(1)


def _aside(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _show(rows: list[dict[str, Any]], horizon: int) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "touches", "last", "silent", "usual gap, days", "longer than", f"touch in {horizon} days")
    for row in sorted(rows, key=lambda row: -(row["silence_rank"] or 0))[:SHOWN]:
        gaps, rank = row["usual_gap_days"], row["silence_rank"]
        table.add_row(
            row["id"], str(row["touches"]), row["last"], f"{row['silence_days']} d",
            "unknown" if gaps is None else f"{gaps[1]} ({gaps[0]}–{gaps[2]})",
            "unknown" if rank is None else f"{rank:.0%} of its gaps",
            _chance(row),
        )  # fmt: skip
    console = Console()
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"The {SHOWN} most surprising silences of {len(rows)} ids; --json has them all.")


def _chance(row: dict[str, Any]) -> str:
    low, high = row["p_touch_range"]
    if row["touches"] < 3:
        return f"too early to tell ({low:.0%} to {high:.0%})"
    return f"{row['p_touch']:.0%} ({low:.0%} to {high:.0%})"
