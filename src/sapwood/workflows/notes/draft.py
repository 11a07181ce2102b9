"""A note before it is saved: what was understood, what it may mean, and what speaks against it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from sapwood.language.note.said import US
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship

CHANNELS = {"call": "call", "meeting": "meeting", "mail": "mail", "chat": "chat", "visit": "visit"}
DIRECTIONS = {"out": "we turned to them", "in": "they turned to us", "both": "both met"}


@dataclass
class Who:
    """A name as it was said, and whom it means: `person`, or one of `choices`, or (`new`) somebody not known so far.
    With none of these it stays a word."""

    name: str
    person: Person | None = None
    choices: list[Person] = field(default_factory=list)
    new: bool = False

    @property
    def shown(self) -> str:
        return self.person.name if self.person else self.name


@dataclass
class Next:
    """`by` is US or THEM. Without `what` there is none."""

    what: str = ""
    by: str = US
    due: date | None = None
    trouble: str = ""


@dataclass
class Other:
    """Another touch: who of ours was in touch with whom, when, by which channel."""

    when: datetime
    channel: str
    colleague: str
    contact: str
    minutes: float | None = None
    said_by: str = ""
    mine: bool = False


@dataclass
class Floor:
    """That a touch on this day lies within the time they are to be left in peace: `days` from `last` on, to the day
    `until`. `said` says whose wish that is."""

    days: int
    until: date
    said: str
    last: Other | None = None


@dataclass
class Draft:
    """`account` is None where none is meant, or several may be (`accounts`); `new_account` names one to be made.
    `me`: who says it took part, beside `colleagues`. `troubles` names, by field, what keeps it from being saved;
    `doubts` are sentences that do not. `listening`: it had no agenda but to listen."""

    text: str
    words: str = ""
    outcome: str = ""
    account: Relationship | None = None
    accounts: list[Relationship] = field(default_factory=list)
    account_said: str = ""
    new_account: str = ""
    channel: str = ""
    direction: str = ""
    people: list[Who] = field(default_factory=list)
    me: bool = True
    colleagues: list[Person] = field(default_factory=list)
    when: datetime | None = None
    minutes: float | None = None
    steps: list[Next] = field(default_factory=list)
    planned: bool = False
    missed: bool = False
    listening: bool = False
    floor: Floor | None = None
    reason: str = ""
    same: list[Other] = field(default_factory=list)
    another: bool = False
    token: str = ""
    troubles: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def planned_for(self) -> datetime | None:
        """When what is planned would take place: where a day is named, at noon."""
        due = next((step.due for step in self.steps if step.due), None) if self.planned else None
        return datetime.combine(due, time(12), self.when.tzinfo) if due and self.when else None

    @property
    def ready(self) -> bool:
        """Whether it can be saved as it stands."""
        return not self.troubles and not (self.floor and not self.reason) and not (self.same and not self.another)
