"""What planning needs to know of a relationship: plain values, from a standing and from what people have agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sapwood.measures.answered import NEVER
from sapwood.measures.heard import Heard
from sapwood.measures.recent import DIRECTIONS, EPOCH, Recent
from sapwood.measures.standing import Standing

from .after_sale import AfterSale
from .buying import Buying
from .ending import Ending
from .hours import Hours
from .introduction import Introduction
from .listening import Listening
from .rest import Rest
from .service import Service
from .step import Step
from .waiting import Waiting, waiting
from .wished import Wished


@dataclass(frozen=True, slots=True)
class Tie:
    """How well a colleague knows a contact (people's numbers); `strength` as in measures/reach."""

    colleague: int
    contact: int
    strength: float


@dataclass(frozen=True, slots=True)
class Cover:
    """Who covers it today, while somebody on whom it hangs is away: their number and name, and that of the brief."""

    person: int
    name: str = ""
    brief: int | None = None


@dataclass(frozen=True, slots=True)
class Relationship:
    """One account as Today sees it.

    `history_days` lie between its first and its last touch. `ties` come strongest first. `channels` counts the
    newest touches by channel. `lasting` is the share of predicted gaps shorter than a third of the silence.
    `newest` holds ids of the newest touches, newest first. `one_sided`: they only ever wrote, and named none of us in
    To, as a news service does. `endings`: what they have from us that is due (ending.due), most pressing first.
    `to_call` and `to_tell`: events that affect them (service.py). `spoke` is the last day on which one of ours turned
    to them, by anything but a ticket. `floor` and `ceiling` are those that apply, with `floor_said` in a sentence and
    `cadence_said` in several; the ceiling ends on the day `due`, the floor holds until `peace_until` (None: every day
    counts); `off` names days off the clock. `dealt_with`: every reason but what ends was dealt with (decisions.py).
    `rest`: that somebody put it to rest. `buying`: the rhythm of its orders, None where unknown. `kept`: somebody
    said what it is to us, owns it, or it ordered something; then it is never taken for over.
    `steps` are due by somebody's word (step.is_due), the oldest first. `owned`: a colleague owns it, known as a
    person or not. `hours`: when they may be called, None where it was not asked. `listening` is due on the day,
    `after_sale` likewise; `heard` what they heard from us before and after they bought. None: there is none.
    `ceiling_from` says whose word the ceiling is (planning/which_cadence.py). `starts`: conversations on record that
    we began, of how many. `weight` is what a lead says an account of its `tier` is worth (None: nobody did). `recent`
    are the newest touches themselves, `unheard_days` lie since the last of theirs (None: none is known). `held`:
    names of planned touches that a service event holds. `introduction`: the owner is new, and owes one.
    `wished`: how their people wish to be reached.
    """

    account: int
    state: str
    why: str
    touches: int
    touch_days: int
    last_day: date | None = None
    silent_days: int | None = None
    history_days: int = 0
    floor: int | None = None
    ceiling: int | None = None
    floor_said: str = ""
    cadence_said: tuple[str, ...] = ()
    due: date | None = None
    peace_until: date | None = None
    off: tuple[tuple[date, str], ...] = ()
    usual_gap: tuple[float, float, float] | None = None
    silence_rank: float | None = None
    lasting: float | None = None
    p_touch_30d: float | None = None
    owner: int | None = None
    ties: tuple[Tie, ...] = ()
    channels: Mapping[str, int] | None = None
    waiting: Waiting | None = None
    newest: tuple[int, ...] = ()
    one_sided: bool = False
    endings: tuple[Ending, ...] = ()
    to_call: tuple[Service, ...] = ()
    to_tell: tuple[Service, ...] = ()
    spoke: date | None = None
    dealt_with: bool = False
    rest: Rest | None = None
    buying: Buying | None = None
    kept: bool = False
    steps: tuple[Step, ...] = ()
    owned: bool = False
    hours: Hours | None = None
    listening: Listening | None = None
    after_sale: AfterSale | None = None
    heard: Heard | None = None
    cover: Cover | None = None
    ceiling_from: str = ""
    starts: tuple[int, int] = (0, 0)
    tier: str = ""
    weight: float | None = None
    recent: Recent | None = None
    held: tuple[str, ...] = ()
    unheard_days: int | None = None
    introduction: Introduction | None = None
    wished: tuple[Wished, ...] = ()

    @property
    def strength(self) -> float:
        return sum(tie.strength for tie in self.ties)

    @property
    def beyond(self) -> bool:
        """Silent for longer than the ceiling allows."""
        if self.ceiling is None or self.silent_days is None:
            return False
        if self.due is None or self.last_day is None:
            return self.silent_days > self.ceiling
        return self.last_day + timedelta(days=self.silent_days) > self.due

    @property
    def forgotten(self) -> bool:
        """Silent since they bought, for longer than ever before it, and not by chance. Where a cadence is agreed, it
        is judged by that alone."""
        found = self.heard
        return found is not None and self.ceiling is None and found.forgotten and found.silent == found.silence_after

    @property
    def in_peace_until(self) -> date | None:
        """The day on which the floor has gone by since the last touch."""
        if not self.floor or self.last_day is None:
            return None
        return self.peace_until or self.last_day + timedelta(days=self.floor)


def relationship(standing: Standing, owner: int | None = None) -> Relationship:
    """From a standing (state, cadence and figures are its own) and the colleague who owns the relationship."""
    known = standing.reach.get("ties", ())
    latency = standing.balance.get("our_reply_hours", {}) or {}
    starts = standing.balance.get("starts") or {}
    numbers: Mapping[str, Any] = standing.arithmetic
    silent = standing.silent_days
    return Relationship(
        account=standing.organisation,
        state=standing.state,
        why=standing.why,
        touches=standing.touches,
        touch_days=standing.touch_days,
        last_day=None if silent is None else standing.as_of - timedelta(days=silent),
        silent_days=silent,
        history_days=int(numbers.get("t_x", 0)),
        floor=numbers.get("floor"),
        ceiling=numbers.get("ceiling"),
        floor_said=numbers.get("floor_said", ""),
        cadence_said=tuple(numbers.get("cadence_said", ())),
        due=_day(numbers.get("due")),
        peace_until=_day(numbers.get("peace_until")),
        off=tuple((date.fromisoformat(day), why) for day, why in numbers.get("days_off", ())),
        usual_gap=standing.usual_gap,
        silence_rank=standing.silence_rank,
        lasting=numbers.get("rank_of_third"),
        p_touch_30d=standing.p_touch_30d,
        owner=owner,
        ties=tuple(Tie(tie["colleague"], tie["contact"], tie["strength"]) for tie in known),
        channels=standing.recent.channels(),
        waiting=waiting(standing.recent, standing.as_of, latency.get("median")),
        newest=standing.recent.ids(3),
        one_sided=only_wrote(standing),
        spoke=_spoke(standing),
        ceiling_from=numbers.get("ceiling_from", ""),
        starts=(starts.get("ours", 0), starts.get("of", 0)),
        recent=standing.recent,
        unheard_days=_unheard(standing),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _spoke(standing: Standing) -> date | None:
    ours = (t["when"].date() for t in standing.recent if t["direction"] != "in" and t["channel"] != "ticket")
    return next(ours, None)


def _unheard(standing: Standing) -> int | None:
    """Days since a touch of theirs, or with both sides; many where all of the newest are ours."""
    rows = standing.recent.rows
    if not len(rows):
        return None
    theirs = rows["direction"] != DIRECTIONS.index("out")
    if not theirs.any():
        return NEVER
    microseconds = int(rows["when"][theirs.argmax()])
    return (standing.as_of - (EPOCH + timedelta(microseconds=microseconds)).date()).days


def only_wrote(standing: Standing) -> bool:
    """By all mail of ours ever; whom theirs named, and other channels, by the newest touches."""
    mails: Mapping[str, Any] = standing.balance.get("mails") or {}
    ours = bool(mails.get("given"))
    return not ours and not any(t["channel"] != "mail" or t["direct"] for t in standing.recent)
