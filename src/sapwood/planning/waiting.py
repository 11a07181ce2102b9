"""Whether they wrote last and wait for an answer. docs/measures/today.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from math import ceil
from typing import Any

import numpy as np

PATIENCE = 2  # working days a question may wait; what asks nothing waits one more
LONGEST = 5  # working days beyond which our being slow is no excuse
STALE_DAYS = 30  # after which a question is history, and the silence itself is the matter


@dataclass(frozen=True, slots=True)
class Waiting:
    """Their oldest mail since we were last in touch that wants an answer; `contact` wrote it (None: nobody known)."""

    since: date
    working_days: int
    questions: int
    evidence: tuple[int, ...]
    contact: int | None = None


def waiting(recent: Iterable[Mapping[str, Any]], as_of: date, usual_hours: float | None = None) -> Waiting | None:
    """From touches, newest first (measures/recent.py); None where nothing waits.

    A mail wants an answer when it is written to us, not merely copied, and asks something or starts a conversation.
    A question may wait two working days, or as many as we usually take to answer (`usual_hours`, elapsed) up to
    five; other mail one more.
    """
    open_mail = []
    for touch in recent:
        if touch["channel"] != "mail" or touch["direction"] != "in":
            break
        if touch["direct"] and (touch["questions"] or touch["parent"] is None):
            open_mail.append(touch)
    if not open_mail:
        return None
    oldest = open_mail[-1]
    since = oldest["when"].astimezone(UTC).date()
    waited = int(np.busday_count(since, as_of))
    questions = sum(touch["questions"] or 0 for touch in open_mail)
    patience = max(PATIENCE, min(LONGEST, ceil((usual_hours or 0) / 24))) + (0 if questions else 1)
    if waited < patience or (as_of - since).days > STALE_DAYS:
        return None
    return Waiting(since, waited, questions, tuple(touch["id"] for touch in open_mail), oldest["contact"])
