"""The state of a relationship and the sentence that says why: first rule first. docs/measures/standing.md."""

UNKNOWN_BELOW = 3  # days with a touch
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

    `touches` counts days with a touch; `silent_days` is None where there never was one; `usual_gap` holds the 10th,
    50th and 90th percentile in days; `silence_rank` lies in [0, 1] and counts only where no ceiling is agreed.
    `promises_due_soon` are ours, due within two working days; `waiting_needs` have waited 14 days for an answer.
    """
    silent = silent_days or 0
    rank = silence_rank if ceiling is None and silence_rank is not None else 0.0
    agreed = f"Agreed at least every {_count(ceiling or 0, 'day')}; {_silence(silent_days, 'silent for')}."
    usual = _usual(silent_days, usual_gap)
    if silent_days is not None and ceiling is not None and silent > ceiling:
        return "red", agreed
    if rank > RED_RANK:
        return "red", f"{usual[:-1]}; {_shorter(rank)}."
    if late_promises:
        return "red", f"{_count(late_promises, 'promise')} of ours {_is(late_promises)} late."
    if open_incidents:
        return "red", f"{_count(open_incidents, 'incident')} {_is(open_incidents)} open."
    if silent_days is not None and ceiling is not None and silent > LAST_FIFTH * ceiling:
        left = ceiling - silent
        return "amber", f"{agreed[:-1]}, {_count(left, 'day')} left." if left else f"{agreed[:-1]}, due today."
    if rank > AMBER_RANK:
        return "amber", f"{usual[:-1]}; {_shorter(rank)}."
    if promises_due_soon:
        return (
            "amber",
            f"{_count(promises_due_soon, 'promise')} of ours {_is(promises_due_soon)} due by the day after next.",
        )
    if waiting_needs:
        has = "has" if waiting_needs == 1 else "have"
        return (
            "amber",
            f"{_count(waiting_needs, 'need or claim', 'needs or claims')} {has} waited 14 days for an answer.",
        )
    if silent_days is None:
        return (
            "unknown",
            f"{agreed[:-1].split(';')[0]}, but no touch is on record yet."
            if ceiling
            else "No touch is on record yet.",
        )
    if touches < UNKNOWN_BELOW and ceiling is None and floor is None:
        seen = "a single day" if touches == 1 else f"{touches} days"
        return "unknown", f"You have been in touch on {seen} so far; it takes {UNKNOWN_BELOW} to know what is usual."
    return "green", agreed if ceiling is not None else usual


def _silence(days: int | None, words: str) -> str:
    if days is None:
        return "no touch is on record yet"
    return "in touch today" if days == 0 else f"{words} {_count(days, 'day')}"


def _usual(silent: int | None, gap: Gap | None) -> str:
    start = _silence(silent, "silent for")
    start = start[0].upper() + start[1:]
    if gap is None:
        return f"{start}."
    low, middle, high = (max(1, round(days)) for days in gap)
    every = "every day" if middle == 1 else f"every {middle}"
    if low == high:
        return f"{start}. You usually speak {_every(middle)}."
    return f"{start}. You usually speak {every} ({low} to {high})."


def _every(days: int) -> str:
    return "every day" if days == 1 else f"every {days} days"


def _shorter(rank: float) -> str:
    return f"{min(99, int(rank * 100))} of 100 such gaps are shorter"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
