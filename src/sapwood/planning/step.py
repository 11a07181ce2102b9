"""What comes next by somebody's word, and when it is a reason to be in touch. docs/measures/today.md."""

from dataclasses import dataclass
from datetime import date

US, THEM = "us", "them"
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Step:
    """`number` is the record's; `by` US or THEM, `whose` a person's number (None: nobody is named). `said` is the day
    of the touch it was said in, `interaction` its id (None: it was only planned), `channel` by which it would be."""

    number: int
    by: str
    due: date
    said: date
    whose: int | None = None
    interaction: int | None = None
    channel: str = ""

    @property
    def ours(self) -> bool:
        return self.by == US


def is_due(step: Step, as_of: date) -> bool:
    """Ours on its day, theirs once the day has passed."""
    return step.due <= as_of if step.ours else step.due < as_of


def sentence(step: Step, what: str = "") -> str:
    """Why it is offered; with `what` it was, for who may know."""
    due, said = _day(step.due), _day(step.said)
    if step.ours:
        return f"We said on {said} what we would do by {due}" + (f": {what}." if what else ".")
    if what:
        return f"They said on {said} that by {due} they would: {what}. Ask after it."
    return f"They said on {said} what they would do by {due}, and that day has passed. Ask after it."


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]}"
