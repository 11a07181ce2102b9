"""Today: whom we neglect, whom to leave in peace, and why, most deserving first. docs/measures/today.md."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from . import wished
from .buying import stopped
from .decisions import Decision, assignee, set_aside
from .duty import NOBODY as NOBODY_ON_DUTY
from .duty import Duty, on_call
from .duty import whose as whose_item
from .fit import first_of, turn_of
from .held_back import held_back
from .hours import Hours, Window, windows
from .introduction import waits
from .owed import is_owed
from .relationship import Relationship
from .sentences import arithmetic, day, peace_sentence, why
from .urgency import (
    AFTER_SALE,
    BEYOND,
    CARE,
    ENDING,
    FORGOTTEN,
    HAND_OVER,
    LISTEN,
    LOOK_AGAIN,
    REPLY,
    SERVICE,
    SILENT,
    SOLVED,
    STEP,
    STOPPED,
    faded,
    kind_of,
    urgency,
)
from .worth import NOTHING_KNOWN, Known, Worth, worth, worth_sentences

NOBODY: Mapping[int, "Away"] = {}
MINUTES = {"mail": 5, "chat": 5, "ticket": 5, "call": 10, "meeting": 30, "visit": 60}


@dataclass(frozen=True, slots=True)
class Item:
    """One account to be in touch with: `kind` is one of urgency's ("service event", "reply", "silent" …);
    `colleague` and `contact` are people's numbers, None where nobody is known; `evidence` are ids of interactions,
    `sources` the rows of tables that it rests on, `events` the numbers of service events, `steps` of next steps,
    `no_pitch` that they have stopped buying; `note` says where whose it would be is away, or who is on duty; `brief`
    is the number of the cover brief then; in `hours` (UTC) they may be called, at any time where there are none, and
    these are those of `zone`; `turn` says when it comes where minutes are counted (fit.turn_of), `held` what holds it
    back; `worth` is None of what is owed."""

    account: int
    kind: str
    state: str
    colleague: int | None
    contact: int | None
    channel: str
    why: str
    arithmetic: tuple[str, ...]
    evidence: tuple[int, ...]
    minutes: int
    silent_days: int | None
    usual_gap: tuple[float, float, float] | None
    sources: tuple[str, ...] = ()
    events: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    note: str = ""
    no_pitch: bool = False
    hours: tuple[Window, ...] = ()
    zone: str = ""
    brief: int | None = None
    turn: float = 0.0
    held: str = ""
    worth: Worth | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A colleague who is away until `until`, that day included."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Peace:
    """An account to leave in peace: the floor that applies ends on `until`, from which day it may be touched
    again."""

    account: int
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """`focus`: at most six, or what the minutes hold, `later`: the other items, `faded`: relationships that are over
    rather than neglected, each list most deserving first. `well` and `unjudged` count green and unknown accounts,
    `set_aside` those snoozed or dealt with. An account in `peace` is in none of the lists."""

    focus: list[Item] = field(default_factory=list)
    later: list[Item] = field(default_factory=list)
    faded: list[Item] = field(default_factory=list)
    peace: list[Peace] = field(default_factory=list)
    well: int = 0
    unjudged: int = 0
    set_aside: int = 0


def plan_day(
    relationships: Iterable[Relationship],
    as_of: date,
    decided: Iterable[Decision] = (),
    colleague: int | None = None,
    away: Mapping[int, Away] = NOBODY,
    duty: Duty = NOBODY_ON_DUTY,
    known: Known = NOTHING_KNOWN,
    minutes: int | None = None,
) -> Day:
    """The day's picture of these relationships, or of those that are `colleague`'s (see decisions.assignee); `away`
    holds who of ours is, by number; `duty` who is on duty now, to whom calls about service go. `minutes`: as many as
    there are for it (None: unknown); then `focus` holds what is owed, whatever it takes, and of the rest what gains
    most together.

    One item an account. Nothing inside the floor that applies but care about what is out of order, and a word of ours
    that is due; where there is none, nothing inside the 10 % point of
    the usual gap (at least a day; not where that contradicts the ceiling) but an answer to their question.
    """
    by_account: dict[int, list[Decision]] = defaultdict(list)
    for decision in decided:
        by_account[decision.account].append(decision)
    due: list[tuple[tuple[int, float], Item]] = []
    over: list[tuple[tuple[int, float], Item]] = []
    peace: list[Peace] = []
    counts = {"well": 0, "unjudged": 0, "set_aside": 0}
    for one in relationships:
        decisions = by_account[one.account]
        if one.introduction is not None and one.introduction.to in away:
            one = replace(one, introduction=None)  # nobody else can introduce them
        kind = kind_of(one)
        person, on_duty = whose_item(one, decisions, as_of, kind or "", away, duty), ""
        if kind in CARE:
            person, on_duty = on_call(one, decisions, as_of, away, duty)
        if colleague is not None and person != colleague:
            continue
        counts["well"] += one.state == "green"
        counts["unjudged"] += one.state == "unknown"
        until = one.in_peace_until
        if until is not None and as_of < until and kind not in CARE and not _promised(one):
            peace.append(Peace(one.account, until, peace_sentence(one)))
            continue
        if kind is None or _too_soon(one, kind):
            continue
        if set_aside(one, decisions, as_of, kind):
            counts["set_aside"] += 1
            continue
        note = on_duty or _instead(one, decisions, as_of, away)
        (over if faded(one) else due).append(
            (urgency(one, kind, as_of), _item(one, kind, person, as_of, note, known))
        )
    ranked, gone = _ranked(due), _ranked(over)
    peace.sort(key=lambda p: (p.until, p.account))
    if minutes is not None:
        ranked.sort(key=lambda item: item.turn)
    first, later = first_of(ranked, minutes)
    return Day(first, later, gone, peace, **counts)


def _promised(one: Relationship) -> bool:
    """A word of ours that is due is kept: they wait for it, and it breaks no peace."""
    return any(each.ours for each in one.steps)


def _too_soon(one: Relationship, kind: str) -> bool:
    if kind in (SERVICE, SOLVED, LOOK_AGAIN, STOPPED):
        return False  # they may have written today because of it; or a day was named, or orders say when
    if kind == STEP and one.steps[0].ours:
        return False  # they expect it
    if kind in (ENDING, STEP, AFTER_SALE, LISTEN, FORGOTTEN, HAND_OVER):
        return one.silent_days == 0  # they were spoken to today
    silent = one.silent_days or 0
    asked = kind == REPLY and one.waiting is not None and one.waiting.questions > 0
    learned = one.usual_gap[0] if one.usual_gap and one.floor is None and not asked else 1.0
    if one.ceiling is not None and learned >= one.ceiling:
        learned = 1.0  # a rhythm that contradicts the ceiling does not apply
    return silent < max(1.0, learned)


def _ranked(entries: list[tuple[tuple[int, float], Item]]) -> list[Item]:
    return [item for _, item in sorted(entries, key=lambda entry: (entry[0], entry[1].account))]


def _instead(one: Relationship, decisions: list[Decision], as_of: date, away: Mapping[int, Away]) -> str:
    """Why it is not the item of whom it would be, where they are away."""
    theirs = away.get(assignee(replace(one, cover=None), decisions, as_of) or 0) if away else None
    if theirs is None:
        return ""
    absent = f"{theirs.name} is away until {day(theirs.until)}"
    person = assignee(one, decisions, as_of, away)
    if person is None:
        return f"{absent}, and nobody who is there knows them."
    if one.cover and person == one.cover.person:
        return f"{absent}; {one.cover.name} covers."
    return f"{absent}; offered to who knows them next best."


def rank(one: Relationship, kind: str, as_of: date) -> float:
    """Urgency as one number in the same order, so that one item can be placed among saved ones."""
    tier, weight = urgency(one, kind, as_of)
    return tier + 1 / (1 - weight)


def _item(one: Relationship, kind: str, person: int | None, as_of: date, note: str, known: Known) -> Item:
    asked = one.waiting if kind == REPLY else None
    contact = (asked and asked.contact) or _contact(one, person)
    wish = wished.of(contact, one.wished)
    channel = wished.way(_channel(one, kind), wish)
    hours = wished.hours(wish, one.hours if kind in CARE else None) if kind in CARE or channel == "call" else None
    minutes = MINUTES.get(channel, 5)
    owed = is_owed(one, kind)
    counted = worth(one, minutes, known)
    held = "" if owed else _held(one, kind, channel, as_of, known)
    return Item(
        account=one.account,
        kind=kind,
        state=one.state,
        colleague=person,
        contact=contact,
        channel=channel,
        why=f"{why(one, kind, as_of)} {wished.sentence(wish)}" if wish else why(one, kind, as_of),
        arithmetic=(*arithmetic(one, as_of), *worth_sentences(one, kind, counted)),
        evidence=asked.evidence if asked else _said_in(one, kind) or one.newest,
        minutes=minutes,
        silent_days=one.silent_days,
        usual_gap=one.usual_gap,
        events=_events(one, kind),
        no_pitch=stopped(one.buying),
        turn=turn_of(owed, bool(held), rank(one, kind, as_of), counted.density),
        held=held,
        worth=None if owed else counted,
        steps=tuple(each.number for each in one.steps)[:5] if kind == STEP else (),
        sources=tuple(each.source for each in one.endings if each.source)[:5] if kind == ENDING else (),
        note=note,
        hours=_windows(one, hours, kind, as_of, wish) if hours else (),
        zone=hours.zone if hours else "",
        brief=one.cover.brief if note and one.cover and person == one.cover.person else None,
    )


def _held(one: Relationship, kind: str, channel: str, as_of: date, known: Known) -> str:
    if kind == HAND_OVER and one.introduction is not None:
        return waits(one.introduction)
    return held_back(one, channel, as_of, known)


def _windows(
    one: Relationship, hours: Hours, kind: str, as_of: date, wish: wished.Wished | None
) -> tuple[Window, ...]:
    """Whoever reported it in the night may be answered, but for who named hours of their own."""
    named = wish is not None and wish.opens is not None
    reported = [] if named else [each.reported for each in (*one.to_call, *one.to_tell) if each.reported is not None]
    return windows(hours, as_of, reported)


def _events(one: Relationship, kind: str) -> tuple[int, ...]:
    found = {SERVICE: one.to_call, SOLVED: one.to_tell}.get(kind, ())
    return tuple(each.event for each in found)[:5]


def _said_in(one: Relationship, kind: str) -> tuple[int, ...]:
    """The touches in which it was said what is due."""
    return tuple(each.interaction for each in one.steps if each.interaction is not None)[:3] if kind == STEP else ()


def _contact(one: Relationship, person: int | None) -> int | None:
    """Whom the colleague knows best; where they know nobody, whom any of us knows best."""
    everybody = [tie.contact for tie in one.ties]
    silent = wished.unreachable(one.wished)
    own = [tie.contact for tie in one.ties if tie.colleague == person]
    some = [*own, *everybody]
    return next((each for each in some if each not in silent), next(iter(some), None))


def _channel(one: Relationship, kind: str) -> str:
    """An answer goes by mail; a long silence is broken by a call where we ever called; else the usual channel."""
    if kind == STEP and one.steps[0].channel:
        return one.steps[0].channel
    if kind in (ENDING, SERVICE, SOLVED, AFTER_SALE, LISTEN):
        return "call"
    if kind == REPLY or not one.channels:
        return "mail"
    if kind in (BEYOND, SILENT, FORGOTTEN, HAND_OVER) and one.channels.get("call"):
        return "call"
    return max(one.channels, key=lambda name: (one.channels[name], name == "mail", name))  # type: ignore[index]
