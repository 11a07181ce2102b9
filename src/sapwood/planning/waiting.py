"""Whether they wrote last and wait for an answer. docs/measures/today.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from math import ceil
from typing import Any

import numpy as np

PATIENCE = 2  # working days a question may wait; what asks nothing waits one more
LONGEST = 5  # working days beyond which our being slow is no excuse
STALE_DAYS = 30  # after which a question is history, and the silence itself is the matter
STALE_UNASKED_DAYS = 14  # likewise for what asks nothing
CROWD = 15  # people; who writes to more asks nobody in particular

Touch = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Their oldest mail since we were last in touch that wants an answer; `contact` wrote it (None: nobody known)."""

    since: date
    working_days: int
    questions: int
    evidence: tuple[int, ...]
    contact: int | None = None


def waiting(recent: Sequence[Touch], as_of: date, usual_hours: float | None = None) -> Waiting | None:
    """From touches, newest first (measures/recent.py); None where nothing waits.

    A mail wants an answer when it is written to us, neither merely copied nor sent to a crowd, and asks something or
    starts a conversation. A question may wait two working days, or as many as we usually take to answer
    (`usual_hours`, elapsed) up to five; other mail one more, and only where no question has waited too long.
    """
    asking, starting = [], []
    threads: list[Any] = []
    for place, touch in enumerate(recent):
        if touch["channel"] != "mail" or touch["direction"] != "in":
            break
        if not touch["direct"] or (touch.get("addressed") or 0) > CROWD:
            continue
        if touch["questions"]:
            asking.append(touch)
        elif touch["parent"] is None:
            # much mail names nothing it replies to: then its thread, which goes by subject, tells
            threads = threads or [one["thread"] for one in recent]
            if touch["thread"] not in threads[place + 1 :]:
                starting.append(touch)
    patience = max(PATIENCE, min(LONGEST, ceil((usual_hours or 0) / 24)))
    return _overdue(asking, as_of, patience, STALE_DAYS) or _overdue(
        starting, as_of, patience + 1, STALE_UNASKED_DAYS
    )


def _overdue(mails: Sequence[Touch], as_of: date, patience: int, stale_days: int) -> Waiting | None:
    """What the oldest of these mails that is no history yet has waited, where that is `patience` or more."""
    fresh = [one for one in mails if (as_of - _day(one)).days <= stale_days]
    if not fresh:
        return None
    since = _day(fresh[-1])
    waited = int(np.busday_count(since, as_of))
    if waited < patience:
        return None
    questions = sum(one["questions"] or 0 for one in fresh)
    return Waiting(since, waited, questions, tuple(one["id"] for one in fresh), fresh[-1]["contact"])


def _day(touch: Touch) -> date:
    when: date = touch["when"].astimezone(UTC).date()
    return when
