"""What Today says: the reason in a sentence, and the arithmetic below it."""

from datetime import date, timedelta

from sapwood.measures.heard import Heard

from . import after_sale, ending, hours, introduction, listening, service, step
from .buying import buying_sentences, no_pitch, stopped
from .ending import Ending
from .relationship import Relationship
from .rest import rest_sentence
from .urgency import (
    AFTER_SALE,
    BEYOND,
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
)

MOST_ENDINGS = 5
MOST_DAYS_OFF = 8
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def why(one: Relationship, kind: str, as_of: date | None = None) -> str:
    """The reason; then who put the account to rest, on the day to look again; then that a touch is no pitch."""
    said = [_why(one, kind, as_of)]
    if one.rest is not None and one.rest.over and kind != LOOK_AGAIN:
        said.append(rest_sentence(one.rest))
    said += _besides(one, kind)
    if kind == SOLVED and one.held and not one.to_call:
        said.append(f"{_held(one)}; it may be released now.")
    if one.buying is not None and one.buying.stopped:
        said.append(no_pitch(one.buying))
    return " ".join(said)


def _besides(one: Relationship, kind: str) -> list[str]:
    """What the same touch settles, or makes more pressing."""
    said = []
    if one.introduction is not None and kind == HAND_OVER:
        if one.beyond:
            said.append(one.why)
        if still := introduction.open_things(one.introduction, one.waiting, one.endings):
            said.append(still)
    elif one.introduction is not None:
        said.append(introduction.sentence(one.introduction))
    if one.listening is not None and kind not in (LISTEN, REPLY):
        said.append("It is time to listen to them, too: one touch without an agenda is both.")
    if one.forgotten and kind in (SILENT, BEYOND, AFTER_SALE, LISTEN) and one.heard is not None:
        said.append(heard_sentence(one.heard))
    return said


def heard_sentence(one: Heard) -> str:
    """ "Since they bought on 3 March 2026 they heard nothing from us for 80 days …" """
    whole = f"{day(one.won)} {one.won.year}"
    now = ", and it lasts" if one.silent == one.silence_after else ""
    nothing = f"they heard nothing from us for {_count(one.silence_after or 0, 'day', 'days')}{now}"
    return (
        f"Since they bought on {whole} {nothing}; in the {one.before.days:,} days before it never for more than "
        f"{_count(one.silence_before or 0, 'day', 'days')}."
    )


def _why(one: Relationship, kind: str, as_of: date | None) -> str:
    if kind == HAND_OVER and one.introduction is not None:
        return introduction.sentence(one.introduction)
    if kind == LOOK_AGAIN and one.rest is not None:
        return rest_sentence(one.rest)
    if kind == STOPPED and one.buying is not None:
        return f"No order for {_count(one.buying.silent, 'day', 'days')}; never so long before."
    if kind == AFTER_SALE and one.after_sale is not None and as_of is not None:
        return after_sale.sentence(one.after_sale, as_of)
    if kind == LISTEN and one.listening is not None and as_of is not None:
        return listening.sentence(one.listening, as_of)
    if kind == FORGOTTEN and one.heard is not None:
        return heard_sentence(one.heard)
    if kind in (SERVICE, SOLVED) and as_of is not None:
        return service.sentence((one.to_call if kind == SERVICE else one.to_tell)[0], as_of)
    if kind == STEP:
        return step.sentence(one.steps[0])
    if kind == ENDING and as_of is not None:
        return ending.together(one.endings, as_of)
    if kind != REPLY or one.waiting is None:
        return one.why
    asked = one.waiting.questions
    question = "" if not asked else " with a question" if asked == 1 else f" with {asked} questions"
    days = "working day" if one.waiting.working_days == 1 else "working days"
    return f"They wrote on {day(one.waiting.since)}{question}; no answer for {one.waiting.working_days} {days}."


def arithmetic(one: Relationship, as_of: date | None = None) -> tuple[str, ...]:
    lines = [service.line(each) for each in (*one.to_call, *one.to_tell)[:MOST_ENDINGS]]
    if lines and one.in_peace_until is not None and as_of is not None and as_of < one.in_peace_until:
        lines.append(f"{peace_sentence(one)} To call about what is out of order is care, so it breaks no peace.")
    lines += [hours.line(one.hours)] if lines and one.hours else []
    lines += [f"{_held(one)} until a person releases it."] if one.held else []
    lines += [_ending(each, as_of) for each in one.endings[:MOST_ENDINGS]] if as_of is not None else []
    if len(one.endings) > MOST_ENDINGS:
        lines.append(f"And {len(one.endings) - MOST_ENDINGS:,} more that end; the account lists them.")
    lines += introduction.lines(one.introduction) if one.introduction is not None else ()
    lines += after_sale.lines(one.after_sale) if one.after_sale is not None else ()
    lines += listening.lines(one.listening, as_of) if one.listening is not None and as_of is not None else ()
    lines += [rest_sentence(one.rest)] if one.rest is not None else []
    lines += buying_sentences(one.buying) if one.buying is not None and stopped(one.buying) else ()
    if one.last_day is None:
        return (*lines, "No touch is on record yet.")
    return (*lines, *_touched(one))


def _held(one: Relationship) -> str:
    more = f" and {len(one.held) - 1} more" if len(one.held) > 1 else ""
    return f"The planned touch “{one.held[0]}”{more} is held for them"


def _ending(one: Ending, as_of: date) -> str:
    begins = ending.lead(one)
    ahead = f"; from {_count(begins, 'day', 'days')} ahead it is a reason to call" if begins else ""
    source = f" From {one.source}." if one.source else ""
    return f"{ending.sentence(one, as_of)[:-1]} ({day(one.day)} {one.day.year}{ahead}).{source}"


def _touched(one: Relationship) -> tuple[str, ...]:
    lines = [f"{_count(one.touches, 'touch', 'touches')} on {_count(one.touch_days, 'day', 'days')}"]
    if one.last_day is not None:
        first = one.last_day - timedelta(days=one.history_days)
        lines[0] += (
            f" since {MONTHS[first.month - 1]} {first.year}; the last on {day(one.last_day)} {one.last_day.year}"
        )
    lines[0] += "."
    lines += one.cadence_said
    if one.off:
        lines.append(_off_the_clock(one))
    if one.due is not None and one.last_day is not None and one.ceiling is not None:
        plain = one.last_day + timedelta(days=one.ceiling)
        if one.due != plain:
            lines.append(f"{_count(one.ceiling, 'day', 'days')} on their clock end on {weekday(one.due)}.")
    if one.usual_gap is not None and one.silence_rank is not None:
        low, middle, high = (max(1, round(days)) for days in one.usual_gap)
        lines.append(
            f"Usual gap {_count(middle, 'day', 'days')}, 10–90 %: {low} to {high}; "
            f"this silence is longer than {min(99, int(one.silence_rank * 100))} of 100 such gaps."
        )
    if one.p_touch_30d is not None and one.usual_gap is None:
        lines.append("It is too early to tell how likely a touch is if nobody does anything.")
    elif one.p_touch_30d is not None:
        lines.append(f"Chance of a touch in the next 30 days if nobody does anything: {_percent(one.p_touch_30d)}.")
    return tuple(lines)


def _percent(share: float) -> str:
    """Whole per cent, but never 0 or 100: nothing is certain."""
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"


def _off_the_clock(one: Relationship) -> str:
    counted = (one.silent_days or 0) - len(one.off)
    runs: list[tuple[date, date, str]] = []
    for at, name in one.off:
        if runs and runs[-1][2] == name and at - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], at, name)
        else:
            runs.append((at, at, name))
    named = [
        f"{day(first)} ({name})" if first == last else f"{day(first)} to {day(last)} ({name})"
        for first, last, name in runs[-MOST_DAYS_OFF:]
    ]
    more = f" and {len(runs) - MOST_DAYS_OFF} before" if len(runs) > MOST_DAYS_OFF else ""
    silent = _count(one.silent_days or 0, "day", "days")
    return f"{counted:,} of {silent} count; off the clock: {', '.join(named)}{more}."


def peace_sentence(one: Relationship) -> str:
    silent = one.silent_days or 0
    ago = {0: "today", 1: "yesterday"}.get(silent, f"{silent} days ago")
    until = day(one.in_peace_until or date.min)
    asked = " They wait for an answer." if one.waiting is not None else ""
    said = one.floor_said or f"agreed to be left in peace for {_count(one.floor or 0, 'day', 'days')}"
    return f"Last in touch {ago}; {said}, until {until}.{asked}"


def weekday(one: date) -> str:
    return f"{WEEKDAYS[one.weekday()]}, {day(one)}"


def day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]}"


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"
