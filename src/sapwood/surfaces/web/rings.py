"""Growth rings: an account's history as the cross-section of a tree, drawn as SVG.

One ring a quarter, the oldest inside. Its width says how much happened; the outline is the account's own and
is the same wherever and whenever it is drawn. The tone is "held" as long as no trust is measured.
"""

import hashlib
import math
from functools import lru_cache

from django.utils.html import escape

UNITS = 1000  # the drawing's own units across: whole numbers are then fine enough for print
PITH = 8.0  # radius of the middle before the first quarter, in the units of a ring's width
STAMP_LINES = 7  # what still reads apart at 40 pixels


@lru_cache(maxsize=4096)
def rings(name: str, quarters: tuple[tuple[str, int], ...], steps: int = 120) -> str:
    """The full picture, for 200 px and up. `quarters` are (label such as "2024-Q3", touches), the oldest first."""
    title = escape(f"Growth rings of {name}, {_span(quarters)}")
    if not quarters:
        return _svg("rings", title, f'<path class="ring seed" d="{_path(_outline(name, 220, steps))}"/>')
    shapes = []
    for index, (label, touches, radius) in reversed(list(enumerate(_radii(quarters)))):
        classes = ["ring", "held"]
        if label.endswith("Q4"):
            classes.append("year")
        if index == len(quarters) - 1:
            classes.append("bark")
        said = escape(f"{label[:4]}, quarter {label[-1]}: {touches} {'touch' if touches == 1 else 'touches'}")
        path = _path(_outline(name, radius, steps))
        shapes.append(f'<path class="{" ".join(classes)}" d="{path}"><title>{said}</title></path>')
    x, y = _centre(name, 0)
    shapes.append(f'<circle class="pith" cx="{x:.0f}" cy="{y:.0f}" r="9"/>')
    return _svg("rings", title, "".join(shapes))


@lru_cache(maxsize=8192)
def stamp(name: str, quarters: tuple[tuple[str, int], ...], steps: int = 36) -> str:
    """The same account at 40 to 64 px, light enough for fifty in a list: its outline and a few lines. It stands
    beside the account's name, so screen readers pass over it."""
    if not quarters:
        seed = _path(_outline(name, 220, steps))
        return _svg("rings stamp", None, f'<path class="ring seed" d="{seed}"/>')
    radii = _radii(quarters)
    every = math.ceil(len(radii) / STAMP_LINES)  # a line a quarter; of a long history a line for several
    lines = [radius for _, _, radius in radii[-1 - every :: -every]]
    bark = f'<path class="ring held bark" d="{_path(_outline(name, radii[-1][2], steps))}"/>'
    inner = "".join(_path(_outline(name, radius, steps)) for radius in lines)
    return _svg("rings stamp", None, bark + (f'<path class="grain" d="{inner}"/>' if inner else ""))


def _span(quarters: tuple[tuple[str, int], ...]) -> str:
    if not quarters:
        return "no touches yet"
    return f"one ring for each quarter from {quarters[0][0]} to {quarters[-1][0]}"


def _radii(quarters: tuple[tuple[str, int], ...]) -> list[tuple[str, int, float]]:
    widths = [3 + 2.6 * math.sqrt(touches) for _, touches in quarters]
    # a young account is a thin stem: it fills the frame only as its quarters come in
    grown = min(1.0, 0.45 + 0.1 * len(quarters))
    scale = UNITS / 2 * 0.9 * grown / (PITH + sum(widths))
    radius, found = PITH, []
    for (label, touches), width in zip(quarters, widths, strict=True):
        radius += width
        found.append((label, touches, radius * scale))
    return found


@lru_cache(maxsize=4096)
def _seed(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()


def _outline(name: str, radius: float, steps: int) -> list[tuple[int, int]]:
    """Points of one ring, from a digest of the name. Inner rings are rounder than outer ones and turned a little
    against them, as in wood."""
    seed, grown = _seed(name), radius / (UNITS / 2)
    bend = 0.35 + 0.65 * grown
    waves = [
        (k, bend * (seed[k] / 255 - 0.5) * 0.12 / k**0.7, seed[k + 8] / 255 * math.tau + 0.6 * (1 - grown))
        for k in range(2, 8)
    ]
    x0, y0 = _centre(name, grown)
    points = []
    for step in range(steps):
        angle = step / steps * math.tau
        r = radius * (1 + sum(size * math.cos(k * angle + phase) for k, size, phase in waves))
        points.append((round(x0 + r * math.cos(angle)), round(y0 + r * math.sin(angle))))
    return points


def _centre(name: str, grown: float) -> tuple[float, float]:
    """The middle lies a little off; `grown` is 0 there and about 1 at the bark."""
    seed = _seed(name)
    return tuple(UNITS / 2 + (seed[place] / 255 - 0.5) * 90 * (1 - grown) for place in (16, 17))


def _path(points: list[tuple[int, int]]) -> str:
    """Steps relative to the point before: half the bytes of absolute ones."""
    parts, (x, y) = [f"M{points[0][0]} {points[0][1]}l"], points[0]
    for i, (nx, ny) in enumerate(points[1:]):
        dx, dy = nx - x, ny - y
        parts.append(f"{'' if dx < 0 or i == 0 else ' '}{dx}{'' if dy < 0 else ' '}{dy}")
        x, y = nx, ny
    return "".join(parts) + "z"


def _svg(classes: str, title: str | None, shapes: str) -> str:
    named = f'role="img"><title>{title}</title>' if title else 'aria-hidden="true">'
    return f'<svg class="{classes}" viewBox="0 0 {UNITS} {UNITS}" {named}{shapes}</svg>'
