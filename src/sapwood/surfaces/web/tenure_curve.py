"""How long relationships last as a picture: the steps of the record with their interval, the forecast carried on."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.html import escape

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 44, 8, 12, 30, 280
Point = tuple[float, float, float | None, float | None]  # years, share, low, high; None: no interval


def tenure_curve(
    steps: Sequence[Point], foretold: Sequence[Point], years: float, year: int = 7, width: int = 960, label: str = ""
) -> str:
    """SVG of `years` years. `steps` are the points at which the record's share falls, the last one where the record
    ends; `foretold` those of the forecast, in order; `year` is the one to be marked."""
    years = max(years, 1.0)

    def x(age: float) -> float:
        return round(LEFT + min(age, years) / years * (width - LEFT - RIGHT), 1)

    def y(share: float) -> float:
        return round(TOP + (1.0 - share) * (HEIGHT - TOP - BOTTOM), 1)

    shapes = []
    if year <= years:
        across = f'x="{x(year - 1)}" width="{x(year) - x(year - 1):.1f}"'
        shapes.append(f'<rect class="year" {across} y="{TOP}" height="{HEIGHT - TOP - BOTTOM}"/>')
    shapes += _axes(years, x, y, width)
    known = [point for point in foretold if point[2] is not None]
    if known:
        shapes.append(_band([(x(a), y(low), y(high)) for a, _, low, high in known], "may"))
    shapes += _record_bands(steps, x, y)
    if foretold:
        line = " ".join(f"{x(age)},{y(share)}" for age, share, _, _ in foretold)
        shapes.append(f'<polyline class="foretold" points="{line}"/>')
    if steps:
        corners = [f"{x(steps[0][0])},{y(steps[0][1])}"]
        for (_, before, _, _), (age, share, _, _) in pairwise(steps):
            corners += [f"{x(age)},{y(before)}", f"{x(age)},{y(share)}"]
        shapes.append(f'<polyline class="lasted" points="{" ".join(corners)}"/>')
    size = "narrow" if width < 600 else "wide"
    opening = f'<svg class="tenure {size}" viewBox="0 0 {width} {HEIGHT}" role="img"><title>{escape(label)}</title>'
    return f"{opening}{''.join(shapes)}</svg>"


def _record_bands(steps: Sequence[Point], x, y) -> list[str]:
    """The interval holds from one step to the next; where there is none, nothing is drawn."""
    found = []
    for (age, _, low, high), (until, *_) in pairwise(steps):
        if low is not None and high is not None and x(until) > x(age):
            found.append(
                f'<rect class="sure" x="{x(age)}" width="{x(until) - x(age):.1f}" y="{y(high)}" '
                f'height="{y(low) - y(high):.1f}"/>'
            )
    return found


def _band(points: Sequence[tuple[float, float, float]], kind: str) -> str:
    there = [f"{a},{high}" for a, _, high in points]
    back = [f"{a},{low}" for a, low, _ in reversed(points)]
    return f'<polygon class="{kind}" points="{" ".join(there + back)}"/>'


def _axes(years: float, x, y, width: int) -> list[str]:
    found = []
    for share in (1.0, 0.75, 0.5, 0.25, 0.0):
        found.append(f'<line class="grid" x1="{LEFT}" x2="{width - RIGHT}" y1="{y(share)}" y2="{y(share)}"/>')
        found.append(
            f'<text class="when" x="{LEFT - 6}" y="{y(share) + 4}" text-anchor="end">{share * 100:.0f} %</text>'
        )
    apart = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if years / step <= (14 if width >= 600 else 7))
    for age in range(0, int(years) + 1, apart):
        name = f"{age} years" if age == apart and width >= 600 else f"{age}"
        anchor = "start" if age == 0 else "end" if age == int(years) and years - age < apart / 4 else "middle"
        found.append(f'<text class="when" x="{x(age)}" y="{HEIGHT - 10}" text-anchor="{anchor}">{name}</text>')
    return found
