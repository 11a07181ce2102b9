"""What a sentence about a touch says: "called Jane at Orchard, 10 min, she will send the volumes Friday"."""

from dataclasses import dataclass
from datetime import date, time

US, THEM = "us", "them"
OUT, IN, BOTH = "out", "in", "both"


@dataclass(frozen=True, slots=True)
class Span:
    """Some of the sentence: `field` is what it was understood as, from `start` to `end` (characters)."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: `what` as it was said, `by` US or THEM, due on a day or at no time that was named."""

    what: str
    by: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in its parts. `channel` is one of facts.CHANNELS, "" where nothing tells; `direction` likewise OUT,
    IN or BOTH (a meeting). `people` are names as they were said; `by` those of whom it says that they called or
    wrote, who may be at either side of the table. `day` and `at` are in the zone of whoever says it, None where they
    are not said. `planned`: it is still to come. `missed`: nobody was reached. `listening`: it says that
    there was no agenda but to listen. `outcome` are the words that were not
    understood as anything else; with the spans they are all that was said."""

    channel: str = ""
    direction: str = ""
    people: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    account: str = ""
    minutes: float | None = None
    day: date | None = None
    at: time | None = None
    outcome: str = ""
    steps: tuple[Step, ...] = ()
    planned: bool = False
    missed: bool = False
    listening: bool = False
    spans: tuple[Span, ...] = ()
