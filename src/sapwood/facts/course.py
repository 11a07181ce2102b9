"""The course of a case: what several sources, or several rows, say of it together; since when, until when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from .case import Case, State

MOST_STATES = 5_000
WORDS = (
    "resolved closed completed complete solved done fixed cancelled canceled postmortem finished terminated "
    "gelöst geloest geschlossen erledigt abgeschlossen behoben storniert "
    "résolu resolu fermé ferme clos clôturé terminé annulé resuelto cerrado finalizado completado"
)
OVER = frozenset(WORDS.split())
HEADER = ("title", "words", "status", "impact", "priority", "products", "opened", "resolved")
WHOSE = ("asker", "company", "domain", "about")
EARLIEST = datetime.min.replace(tzinfo=UTC)


@lru_cache(maxsize=4096)
def is_over(status: str) -> bool:
    """Whether a desk or a page that calls a case so means that it is over: by the first word ("Closed - by caller"),
    in English, German, French and Spanish."""
    words = "".join(sign if sign.isalpha() else " " for sign in status.casefold()).split()
    return bool(words) and words[0] in OVER


def joined(cases: Iterable[Case]) -> Case:
    """One case out of several that speak of the same: every state any of them tells of, oldest first (of what was
    corrected, the later word), and else what the latest says. At least one is needed."""
    several = list(cases)
    if len(several) == 1 and _in_order(several[0]):
        return several[0]
    several.sort(key=told_at)
    states: dict[str, State] = {}
    for case in several:
        states.update((one.mark, one) for one in case.states)
    latest = several[-1]
    found: dict[str, object] = {
        name: next((said for case in reversed(several) if (said := getattr(case, name))), getattr(latest, name))
        for name in (*HEADER, *WHOSE)
    }
    ordered = tuple(sorted(states.values(), key=lambda one: one.when))
    said_by = tuple(dict.fromkeys(one for case in several for one in case.said_by))
    return replace(latest, **found, states=ordered[-MOST_STATES:], said_by=said_by[:MOST_STATES])  # type: ignore[arg-type]


def _in_order(case: Case) -> bool:
    """Whether `case` alone is what it comes to."""
    whens = [one.when for one in case.states]
    marks = {one.mark for one in case.states}
    return len(marks) == len(whens) <= MOST_STATES and len(case.said_by) <= MOST_STATES and whens == sorted(whens)


def told_at(case: Case) -> datetime:
    """As of when `case` is told: of several, the latest decides."""
    said = [one for one in (case.changed, *(state.when for state in case.states), case.opened) if one is not None]
    return case.changed or max(said, default=EARLIEST)


@dataclass(frozen=True, slots=True)
class Course:
    """`opened` is when it began, or (not `said`) the first that is heard of it; `resolved` None while it is open, and
    where it is `over` nobody knows since when. `reopened` counts how often it was open again after it was over."""

    opened: datetime | None
    said: bool
    resolved: datetime | None
    over: bool
    status: str
    changed: datetime | None
    reopened: int


def course_of(case: Case) -> Course:
    """A time of resolving before the opening, or before the case was last open, is no time: it is unknown then."""
    opened = case.opened or (case.states[0].when if case.states else None)
    last_open, over_since, reopened = None, None, 0
    for state in case.states:
        if not is_over(state.status):
            reopened += over_since is not None
            last_open, over_since = state.when, None
        elif over_since is None:
            over_since = state.when
    status = case.states[-1].status if case.states else case.status
    over = is_over(status) if status else case.resolved is not None
    resolved = None
    if over:
        after = max(one for one in (opened, last_open, EARLIEST) if one is not None)
        resolved = next((one for one in (case.resolved, over_since) if one is not None and one >= after), None)
    heard = [one for one in (case.changed, case.states[-1].when if case.states else None, resolved, opened) if one]
    return Course(opened, case.opened is not None, resolved, over, status, max(heard, default=None), reopened)
