"""Reading a note about a touch: word lists and rules of grammar, in English and, for what is usual, in German; no
model. What is not understood stays as words, and nothing is dropped."""

import re
from datetime import date

from .clauses import clauses, trim
from .days import FUTURE, PAST, Found, days_in
from .numbers import length_in
from .said import OUT, Said, Span, Step
from .step import step_in
from .verbs import LISTENED, MISSED
from .who import Touched, touched_in

MOST_READ = 2_000  # characters; what comes after them stays as words
MOST_STEPS = 5
IDLE = re.compile(r"[\s,;.!?:–—-]+")
JOINS = "and but then und aber dann"
JOINING = frozenset(JOINS.split())


def read_note(text: str, today: date) -> Said:
    """`text`, said on `today` in the zone of who says it, in its parts. Never raises; time is linear in its length,
    as far as it is read."""
    head = text[:MOST_READ]
    length = length_in(head)
    parts = clauses(head)
    days = days_in(head, today, PAST)
    masked = _masked(head, days, length.start if length else 0, length.end if length else 0)
    touched: Touched | None = None
    taken: list[Span] = []
    steps: list[tuple[Step, tuple[int, int]]] = []
    for start, end in parts:
        if touched is None and (touched := touched_in(head[start:end], masked[start:end])) is not None:
            taken.append(Span("touch", start + touched.start, start + touched.end))
            continue
        if len(steps) < MOST_STEPS and (step := step_in(head[start:end], today, touched is None)):
            steps.append((step, (start, end)))
    main = taken[0] if taken else None
    when, hour = _when(days, parts, head, main, [place for _, place in steps], touched)
    planned = bool(touched and (touched.planned or (when is not None and when.side == FUTURE)))
    if length:
        taken.append(Span("minutes", length.start, length.end))
    taken += [Span("day", one.start, one.end) for one in (when, hour) if one is not None]
    taken += [Span("next", *place) for _, place in steps]
    day = when.day if when else None
    if planned and when is not None and when.side != FUTURE and day is not None and day <= today:
        again = next((one for one in days_in(head, today, FUTURE) if one.start == when.start), when)
        day = again.day
    if day is not None and not planned and steps:
        steps = [(step_in(head[a:b], day, False) or step, (a, b)) for step, (a, b) in steps]
    return Said(
        channel=touched.channel if touched else "",
        direction=touched.direction if touched else "",
        people=touched.people if touched else (),
        by=touched.by if touched else (),
        account=touched.account if touched else "",
        minutes=length.minutes if length else None,
        day=day,
        at=hour.at if hour else None,
        outcome=_left(text, taken),
        steps=tuple(step for step, _ in steps),
        planned=planned,
        missed=bool(touched and touched.channel == "call" and touched.direction == OUT and MISSED.search(head)),
        listening=bool(touched and LISTENED.search(head)),
        spans=tuple(sorted(taken, key=lambda one: one.start)),
    )


def _masked(text: str, days: list[Found], start: int, end: int) -> str:
    for one in days:
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    return text[:start] + "\0" * (end - start) + text[end:]


def _when(
    days: list[Found],
    parts: list[tuple[int, int]],
    text: str,
    main: Span | None,
    steps: list[tuple[int, int]],
    touched: Touched | None,
) -> tuple[Found | None, Found | None]:
    """The day and the hour of the touch itself: named with it, or alone between two commas."""
    when = hour = None
    for one in days:
        home = next((part for part in parts if part[0] <= one.start < part[1]), None)
        if home is None or home in steps:
            continue
        alone = not IDLE.sub("", _without(text, home, days))
        with_it = main is not None and home[0] <= main.start < home[1]
        if (
            one.side == FUTURE
            and not (with_it and (touched and touched.planned))
            and not _only(with_it, one, main, text, home)
        ):
            continue
        if with_it or alone or (home[0] == one.start and home == parts[0]):
            if one.day is not None and when is None:
                when = one
            elif one.at is not None and hour is None:
                hour = one
    return when, hour


def _only(with_it: bool, one: Found, main: Span | None, text: str, home: tuple[int, int]) -> bool:
    """ "Meeting with Jane tomorrow" is still to come; "called Jane about tomorrow" is not."""
    return with_it and main is not None and not IDLE.sub("", text[main.end : one.start])


def _without(text: str, home: tuple[int, int], days: list[Found]) -> str:
    rest = text[home[0] : home[1]]
    for one in days:
        rest = rest.replace(text[one.start : one.end], "", 1) if home[0] <= one.start < home[1] else rest
    return rest


def _left(text: str, taken: list[Span]) -> str:
    """The words that were not understood, in their order."""
    kept, start = [], 0
    for one in sorted(taken, key=lambda span: span.start):
        if one.start > start:
            kept.append(text[start : one.start])
        start = max(start, one.end)
    kept.append(text[start:])
    words = [part[slice(*trim(part, 0, len(part)))].strip(" ,;.–—-\n\t") for part in kept]
    return ", ".join(word for word in words if IDLE.sub("", word) and word.lower() not in JOINING)
