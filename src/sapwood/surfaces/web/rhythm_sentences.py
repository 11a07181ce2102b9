"""What was learned from everybody, in sentences: the clock that time is told by, and what corrected the model."""

from datetime import date, timedelta

from sapwood.surfaces.web.words import count, day, percent

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clock_sentences(numbers: dict) -> list[str]:
    """What of the calendar hardly counts, if anything."""
    if "week" not in numbers:
        return []
    slow = [f"a {name} {speed:.2g}" for name, speed in zip(WEEKDAYS, numbers["week"], strict=True) if speed < 1]
    said = []
    if slow:
        said.append(f"A working day counts 1, {' and '.join(slow)}: so everybody's touches fall.")
    for first, last, share in numbers["spells"]:
        dates = [date(1970, 1, 1) + timedelta(days=one) for one in (first, last)]
        span = f"On {day(dates[0])}" if first == last else f"From {day(dates[0])} to {day(dates[1])}"
        said.append(f"{span} hardly anybody was in touch, so the time counts {percent(share)}.")
    return said


def blend_sentences(touch: float, numbers: dict) -> list[str]:
    """How the model's own answer and what the past taught make the figure."""
    said = []
    if "learned" in numbers:
        dates = count(numbers["dates"], "date")
        said.append(
            f"The rhythm alone says {percent(numbers['alone'])}. What it missed on {dates} before, judged by "
            f"silence, number of touches and length of history, makes that {percent(touch)}."
        )
    if "change" in numbers:
        said.append(
            f"Of 100 relationships that the rhythm expected lately, {100 * numbers['change']:.0f} had a touch: "
            "something changed for all. Go by the silence until that is learned."
        )
    return said
