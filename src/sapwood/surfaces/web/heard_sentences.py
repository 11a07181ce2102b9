"""What the pages say of what an account heard before and after it bought: a figure, and its arithmetic."""

from sapwood.measures.heard import LEAST_DAYS, Heard, Rate
from sapwood.surfaces.web.words import UNKNOWN, count, percent

LESS, LONGER = "hears less", "hears nothing for longer"


def rate(one: Rate) -> str:
    """ "4.2 in 30 days (2.5 to 6.6)"."""
    if one.per_month is None or one.interval is None:
        return UNKNOWN
    low, high = one.interval
    return f"{one.per_month:.1f} in 30 days ({low:.1f} to {high:.1f})"


def counted(one: Rate) -> str:
    too_few = "" if one.known else f"; it takes {LEAST_DAYS} days to tell"
    return f"{count(one.touches, 'touch', 'touches')} of ours on {count(one.days, 'day')}{too_few}"


def silence(days: int | None) -> str:
    return UNKNOWN if days is None else count(days, "day")


def arithmetic(one: Heard) -> list[str]:
    """Why it is, or is not, said that they hear less or nothing for longer."""
    lines = [f"Before: {counted(one.before)}. After: {counted(one.after)}."]
    if one.ratio is None:
        lines.append("Whether they hear less is unknown: there is too little on one side, or nothing on both.")
    else:
        low, high = one.ratio
        upper = "without bound" if high is None else f"{high:.2f}"
        said = "all of it below 1, so they hear less" if one.less else "which does not lie below 1 as a whole"
        lines.append(f"The rate after is {low:.2f} to {upper} times the rate before (95 %, exact), {said}.")
    if one.longer is None:
        lines.append("Whether they hear nothing for longer is unknown: too few touches of ours before, or too early.")
    elif not one.longer:
        lines.append("No silence since was longer than the longest before.")
    elif one.chance is not None:
        told = "so it is no chance" if one.forgotten else "so it may be chance"
        lines.append(
            f"Had we gone on as before, {percent(one.chance)} of such times would hold no silence as long as "
            f"{count(one.silence_after or 0, 'day')}, {told}."
        )
    return lines


def named(less: bool, longer: bool) -> list[str]:
    return [name for name, so in ((LESS, less), (LONGER, longer)) if so]
