"""The rhythm strip: touches along a line of days, the silence since the last one, and the gap that was usual."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

AXIS, LANE, HEIGHT = 52, 34, 104


def rhythm_strip(
    touches: Sequence[tuple[date, str]],
    as_of: date,
    usual: Sequence[float] | None,
    days: int = 240,
    width: int = 960,
    label: str = "",
) -> str:
    """SVG of the last `days` days before `as_of` (more where the last touch lies further back).

    `touches` are (day, "in" or "out"): what they wrote stands above the line, what we wrote below it, so that
    the two read apart in black and white. `usual` is [p10, p50, p90] of the gap in days, or None.
    """
    last = max((day for day, _ in touches if day <= as_of), default=None)
    silent = (as_of - last).days if last else 0
    days = max(days, round(silent * 1.25))
    due = last + timedelta(days=round(usual[2])) if last and usual else as_of
    ahead = min(max((due - as_of).days, 0) + days // 40, days // 3)  # room for what is still to come
    first = as_of - timedelta(days=days)

    def x(day: date) -> float:
        return round(min(max((day - first).days / (days + ahead), 0), 1) * (width - 8) + 4, 1)

    shapes = [f'<line class="axis" x1="0" x2="{width}" y1="{AXIS}" y2="{AXIS}"/>', *_months(first, as_of, x, days)]
    if last and usual:
        left, right = x(last + timedelta(days=round(usual[0]))), x(due)
        across = f'x="{left}" width="{max(right - left, 3):.1f}"'
        shapes.append(f'<rect class="band" {across} y="{AXIS - LANE}" height="{2 * LANE}"/>')
    shapes += _ticks(touches, first, as_of, x)
    if last and silent:
        shapes.append(f'<line class="silence" x1="{x(last)}" x2="{x(as_of)}" y1="{AXIS}" y2="{AXIS}"/>')
    shapes.append(
        f'<line class="now" x1="{x(as_of)}" x2="{x(as_of)}" y1="{AXIS - LANE - 6}" y2="{AXIS + LANE + 6}"/>'
    )
    size = "narrow" if width < 600 else "wide"
    opening = f'<svg class="strip {size}" viewBox="0 0 {width} {HEIGHT}" role="img"><title>{label}</title>'
    return f"{opening}{''.join(shapes)}</svg>"


def _ticks(touches, first: date, as_of: date, x) -> list[str]:
    found = []
    for (day, direction), count in sorted(Counter(t for t in touches if first <= t[0] <= as_of).items()):
        reach = min(10 + 6 * count, LANE)
        end = AXIS - reach if direction == "in" else AXIS + reach
        side = "in" if direction == "in" else "out"
        found.append(f'<line class="tick {side}" x1="{x(day)}" x2="{x(day)}" y1="{AXIS}" y2="{end}"/>')
    return found


def _months(first: date, as_of: date, x, days: int) -> list[str]:
    """A name under every first of a month; of long strips, the years only."""
    found, day = [], date(first.year, first.month, 1)
    while day <= as_of:
        yearly = days > 500
        if day >= first and (not yearly or day.month == 1):
            name = day.strftime("%Y") if yearly or day.month == 1 else day.strftime("%b")
            found.append(
                f'<line class="month" x1="{x(day)}" x2="{x(day)}" y1="{AXIS + LANE}" y2="{AXIS + LANE + 5}"/>'
            )
            found.append(f'<text class="when" x="{x(day) + 3}" y="{AXIS + LANE + 15}">{name}</text>')
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found
