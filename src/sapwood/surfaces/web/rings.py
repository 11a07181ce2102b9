"""Growth rings: an account's history as the cross-section of a tree, drawn as SVG.

One ring a quarter, the oldest inside. The outline is the account's own and is the same wherever and whenever it is
drawn; width and tone of a ring are what ring_growth says of its quarter.
"""

import hashlib
import math
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape

from sapwood.surfaces.web.ring_growth import Ring

PITH = 0.3  # radius of the middle before the first quarter, in widths of a usual ring
THIN = 0.14  # a quarter without a touch is still a ring
WIDEST = 2.6  # one loud quarter must not crush the others
STAMP_RINGS = 10  # what still reads apart at 40 pixels
AGAINST = {
    "more": "much more than usual",
    "usual": "as usual",
    "less": "much less than usual",
    "untold": "too early to compare",
}


@lru_cache(maxsize=4096)
def rings(name: str, grown: tuple[Ring, ...], units: int = 1000, points: int = 32) -> str:
    """The full picture, for 200 px and up."""
    title = escape(f"Growth rings of {name}, {_span(grown)}")
    if not grown:
        return _svg("rings", units, title, f'<path class="ring seed" d="{_outline(name, 0.4, units, points)}"/>')
    radii = _radii(grown)
    shapes = []
    for at in reversed(range(len(grown))):
        ring, classes = grown[at], _classes(grown, at)
        said = f"{ring.label[:4]}, quarter {ring.label[-1]}: {ring.touches} "
        said += f"{'touch' if ring.touches == 1 else 'touches'}, {AGAINST[ring.tone]}"
        path = _outline(name, radii[at], units, points)
        shapes.append(f'<path class="{classes}" d="{path}"><title>{escape(said)}</title></path>')
    x, y = _centre(name, 0, units)
    shapes.append(f'<circle class="pith" cx="{x:.0f}" cy="{y:.0f}" r="{units * 0.009:.0f}"/>')
    return _svg("rings", units, title, "".join(shapes))


@lru_cache(maxsize=8192)
def stamp(name: str, grown: tuple[Ring, ...], units: int = 200, points: int = 16) -> str:
    """The same account at 40 to 64 px, light enough for fifty in a list; years of a long history grow together. It
    stands beside the account's name, so screen readers pass over it."""
    if not grown:
        seed = _outline(name, 0.4, units, points)
        return _svg("rings stamp", units, None, f'<path class="ring seed" d="{seed}"/>')
    radii, newest = _radii(grown), len(grown) - 1
    step = _years_together(len(grown))
    shown = [at for at, ring in enumerate(grown) if at == newest or step == 0 or _ends(ring, step)]
    shapes = [
        f'<path class="{_classes(grown, at)}" d="{_outline(name, radii[at], units, points)}"/>'
        for at in reversed(shown)
    ]
    return _svg("rings stamp", units, None, "".join(shapes))


def _years_together(quarters: int) -> int:
    """0 where each quarter is drawn, else how many years share a line."""
    return 0 if quarters <= STAMP_RINGS else math.ceil(quarters / 4 / STAMP_RINGS)


def _ends(ring: Ring, years: int) -> bool:
    return ring.label.endswith("Q4") and int(ring.label[:4]) % years == 0


def _classes(grown: tuple[Ring, ...], at: int) -> str:
    told = {"more": " more", "less": " less"}.get(grown[at].tone, "")
    year = " year" if grown[at].label.endswith("Q4") else ""
    return f"ring{told}{year}{' bark' if at == len(grown) - 1 else ''}"


def _span(grown: tuple[Ring, ...]) -> str:
    if not grown:
        return "no touches yet"
    return (
        f"one ring for each quarter from {grown[0].label} to {grown[-1].label}; width and tone say how much happened"
    )


def _radii(grown: tuple[Ring, ...]) -> list[float]:
    """The radius of each ring as a share of the frame; a young account is a thin stem that grows year by year."""
    size = 1 - 0.7 * math.exp(-len(grown) / 3.5)
    widths = [max(THIN, min(ring.width, WIDEST)) for ring in grown]
    scale, radius, found = size / (PITH + sum(widths)), PITH, []
    for width in widths:
        radius += width
        found.append(radius * scale)
    return found


@lru_cache(maxsize=4096)
def _shape(name: str) -> tuple[list[tuple[int, float, float]], float, float, float]:
    """From a digest of the name: (k, size, phase) of the waves around the outline, the same unevenness for all but
    each in its own way; where the middle lies (x, y); how far the waves reach out at most."""
    seed = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    rough = [(k, (0.15 + seed[k] / 255) / k**1.2, seed[k + 8] / 255 * math.tau) for k in range(2, 7)]
    even = 0.1 / math.sqrt(sum(size * size for _, size, _ in rough))
    waves = [(k, size * even, phase) for k, size, phase in rough]
    far = max(sum(s * math.cos(k * t / 30 + p) for k, s, p in waves) for t in range(189))
    turn = seed[16] / 255 * math.tau
    off = 0.03 + 0.06 * seed[17] / 255
    return waves, off * math.cos(turn), off * math.sin(turn), far


def _outline(name: str, radius: float, units: int, points: int) -> str:
    """One ring as a closed path. Inner rings are rounder than outer ones and turned a little against them, as in
    wood.

    A quadratic B-spline: its corners are even numbers, so that the points between them are whole and "t", which
    mirrors the corner before, meets every next corner exactly. Two numbers a point, where Béziers need four.
    """
    waves, _, _, far = _shape(name)
    x0, y0 = _centre(name, radius, units)
    bend, reach = 0.3 + 0.7 * radius, radius * units / 2 * 0.98 / (1 + far)
    corners = []
    for step in range(points):
        angle = step / points * math.tau
        r = reach * (1 + bend * sum(s * math.cos(k * angle + p + 0.7 * (1 - radius)) for k, s, p in waves))
        corners.append((2 * round((x0 + r * math.cos(angle)) / 2), 2 * round((y0 + r * math.sin(angle)) / 2)))
    between = [
        ((x + nx) // 2, (y + ny) // 2) for (x, y), (nx, ny) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    (x, y), (cx, cy), rest = between[-1], corners[0], between
    parts = [f"M{x} {y}q{_pair(cx - x, cy - y)}{_pair(rest[0][0] - x, rest[0][1] - y, first=False)}t"]
    for (px, py), (nx, ny) in pairwise(rest):
        parts.append(_pair(nx - px, ny - py, first=len(parts) == 1))
    return "".join(parts) + "z"


def _pair(x: int, y: int, first: bool = True) -> str:
    return f"{'' if first or x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}"


def _centre(name: str, radius: float, units: int) -> tuple[float, float]:
    """The middle lies off, as in most trunks; `radius` is 0 there and about 1 at the bark."""
    _, x, y, _ = _shape(name)
    return tuple(units * (0.5 + off * (1 - radius)) for off in (x, y))


def _svg(classes: str, units: int, title: str | None, shapes: str) -> str:
    named = f'role="img"><title>{title}</title>' if title else 'aria-hidden="true">'
    return f'<svg class="{classes}" viewBox="0 0 {units} {units}" {named}{shapes}</svg>'
