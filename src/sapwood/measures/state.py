"""The state of a relationship and the sentence that says why: first rule first. docs/measures/standing.md."""

from .cadence import every

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
    said: str = "",
    left_days: int | None = None,
    counted_days: int | None = None,
    off_note: str = "",
    in_peace: str = "",
) -> tuple[str, str]:
    """("green", "amber", "red" or "unknown", a sentence that names the rule).

    `touches` counts interactions; `silent_days` is None where there never was one; `usual_gap` holds the 10th,
    50th and 90th percentile in days; `silence_rank` lies in [0, 1] and counts only where no ceiling is agreed.
    `promises_due_soon` are ours, due within two working days; `waiting_needs` have waited 14 days for an answer.
    `said` begins the sentence about the ceiling (measures/cadence.py), `off_note` follows the silence. `counted_days`
    are those of the silence that are on the account's clock, `left_days` those to the end of the ceiling, which is a
    working day; where nobody gives them, every day counts. `in_peace` says why they are left in peace now: then the
    rhythm is no reason, for a silence that was asked for is none.
    """
    silent = silent_days or 0
    rank = silence_rank if ceiling is None and silence_rank is not None and not in_peace else 0.0
    gone = -1 if silent_days is None or ceiling is None else silent if counted_days is None else counted_days
    left = (ceiling or 0) - gone if left_days is None else left_days
    agreed = _agreed(said or f"Agreed {every(ceiling or 0)}", silent_days, off_note)
    if ceiling is not None and gone >= 0 and left < 0:
        return "red", f"{agreed}."
    if rank > RED_RANK:
        return "red", f"{_usual(silent_days, usual_gap, off_note)}; {_shorter(rank, usual_gap)}."
    if late_promises:
        return "red", f"{_count(late_promises, 'promise', 'promises')} of ours {_are(late_promises)} late."
    if open_incidents:
        return "red", f"{_count(open_incidents, 'incident', 'incidents')} {_are(open_incidents)} open."
    if ceiling is not None and gone > LAST_FIFTH * ceiling:
        return "amber", f"{agreed}, {_count(left, 'day', 'days') + ' left' if left else 'due today'}."
    if rank > AMBER_RANK:
        return "amber", f"{_usual(silent_days, usual_gap, off_note)}; {_shorter(rank, usual_gap)}."
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
    if in_peace and ceiling is None:
        return "green", f"{_capital(_silence(silent))}{off_note}; {in_peace}."
    return "green", f"{_usual(silent_days, usual_gap, off_note) if ceiling is None else agreed}."


def _agreed(start: str, silent: int | None, off_note: str) -> str:
    if silent is None:
        return f"{start}, but no touch is on record yet"
    return f"{start}; {_silence(silent)}{off_note}"


def _silence(days: int) -> str:
    return "in touch today" if days == 0 else f"silent for {_count(days, 'day', 'days')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _usual(silent: int | None, gap: Gap | None, off_note: str) -> str:
    start = _capital(_silence(silent or 0)) + off_note
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
