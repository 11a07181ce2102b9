"""The state of a relationship and the sentence that says why: first rule first. docs/measures/standing.md."""

UNKNOWN_BELOW = 3  # touches
RED_RANK, AMBER_RANK = 0.975, 0.85  # share of the predicted gaps that are shorter than the present silence
LAST_FIFTH = 0.8  # of the ceiling
Gap = tuple[float, float, float]


def state_of(
    *,
    touches: int,
    silent_days: int | None,
    floor: int | None = None,
    ceiling: int | None = None,
    usual_gap: Gap | None = None,
    silence_rank: float | None = None,
    late_promises: int = 0,
    open_incidents: int = 0,
    promises_due_soon: int = 0,
    waiting_needs: int = 0,
) -> tuple[str, str]:
    """("green", "amber", "red" or "unknown", a sentence that names the rule).

    `touches` counts interactions; `silent_days` is None where there never was one; `usual_gap` holds the 10th,
    50th and 90th percentile in days; `silence_rank` lies in [0, 1] and counts only where no ceiling is agreed.
    `promises_due_soon` are ours, due within two working days; `waiting_needs` have waited 14 days for an answer.
    """
    silent = silent_days or 0
    rank = silence_rank if ceiling is None and silence_rank is not None else 0.0
    gone = silent if silent_days is not None and ceiling is not None else -1  # measured against the ceiling
    agreed = _agreed(ceiling or 0, silent_days)
    if ceiling is not None and gone > ceiling:
        return "red", f"{agreed}."
    if rank > RED_RANK:
        return "red", f"{_usual(silent_days, usual_gap)}; {_shorter(rank, usual_gap)}."
    if late_promises:
        return "red", f"{_count(late_promises, 'promise', 'promises')} of ours {_are(late_promises)} late."
    if open_incidents:
        return "red", f"{_count(open_incidents, 'incident', 'incidents')} {_are(open_incidents)} open."
    if ceiling is not None and gone > LAST_FIFTH * ceiling:
        left = ceiling - gone
        return "amber", f"{agreed}, {_count(left, 'day', 'days') + ' left' if left else 'due today'}."
    if rank > AMBER_RANK:
        return "amber", f"{_usual(silent_days, usual_gap)}; {_shorter(rank, usual_gap)}."
    if promises_due_soon:
        promises = _count(promises_due_soon, "promise", "promises")
        return "amber", f"{promises} of ours {_are(promises_due_soon)} due within two working days."
    if waiting_needs:
        needs = _count(waiting_needs, "need or claim has", "needs or claims have")
        return "amber", f"{needs} waited 14 days for an answer."
    if silent_days is None:
        return "unknown", f"{agreed}." if ceiling is not None else "No touch is on record yet."
    if touches < UNKNOWN_BELOW and ceiling is None and floor is None:
        seen = "once" if touches == 1 else "twice"
        return "unknown", f"You have been in touch {seen} so far; it takes {UNKNOWN_BELOW} touches to judge."
    return "green", f"{_usual(silent_days, usual_gap) if ceiling is None else agreed}."


def _agreed(ceiling: int, silent: int | None) -> str:
    start = f"Agreed at least every {'day' if ceiling == 1 else _count(ceiling, 'day', 'days')}"
    if silent is None:
        return f"{start}, but no touch is on record yet"
    return f"{start}; {_silence(silent)}"


def _silence(days: int) -> str:
    return "in touch today" if days == 0 else f"silent for {_count(days, 'day', 'days')}"


def _usual(silent: int | None, gap: Gap | None) -> str:
    start = _silence(silent or 0)
    start = start[0].upper() + start[1:]
    if gap is None:
        return start
    low, middle, high = (max(1, round(days)) for days in gap)
    every = "every day" if middle == 1 else f"every {middle}"
    if low == high:
        return f"{start}. You usually speak {every}{'' if middle == 1 else ' days'}"
    return f"{start}. You usually speak {every} ({low} to {high})"


def _shorter(rank: float, gap: Gap | None) -> str:
    """Rounded so that it never reads past the threshold it has not passed."""
    share = min(99, round(rank * 100)) if rank > RED_RANK else min(97, round(rank * 100))
    return f"{share} of 100 {'such gaps' if gap else 'gaps with others'} are shorter"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
