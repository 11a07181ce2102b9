"""Growth rings: an account's history as the cross-section of a tree, drawn as SVG.

One ring a quarter, the oldest inside. The outline is the account's own and is the same wherever and whenever it is
drawn; width and tone of a ring are what ring_growth says of its quarter.
"""

import hashlib
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from django.utils.html import escape

from sapwood.surfaces.web.ring_growth import Ring

SEED = 0.4  # radius where there is no ring yet
PITH = 0.3  # radius of the middle before the first quarter, in widths of a usual ring
THIN = 0.14  # a quarter without a touch is still a ring
WIDEST = 2.6  # one loud quarter must not crush the others
WAVES = np.arange(2, 7)  # how many there are of each around an outline
STAMP_RINGS = 10  # what still reads apart at 40 pixels
AGAINST = {
    "more": "much more than usual",
    "usual": "as usual",
    "less": "much less than usual",
    "untold": "too early to compare",
}


@lru_cache(maxsize=512)
def rings(name: str, grown: tuple[Ring, ...], units: int = 1000, points: int = 32) -> str:
    """The full picture, for 200 px and up."""
    title = escape(f"Growth rings of {name}, {_span(grown)}")
    if not grown:
        return _svg("rings", units, title, _seed(name, units, points))
    outlines = _outlines(name, _radii(grown), units, points)
    shapes = []
    for at in reversed(range(len(grown))):
        ring, classes = grown[at], _classes(grown, at)
        said = f"{ring.label[:4]}, quarter {ring.label[-1]}: {ring.touches} "
        said += f"{'touch' if ring.touches == 1 else 'touches'}, {AGAINST[ring.tone]}"
        shapes.append(f'<path class="{classes}" d="{outlines[at]}"><title>{escape(said)}</title></path>')
    x, y = _centre(name, units)
    shapes.append(f'<circle class="pith" cx="{x:.0f}" cy="{y:.0f}" r="{units * 0.009:.0f}"/>')
    return _svg("rings", units, title, "".join(shapes))


@lru_cache(maxsize=1024)
def stamp(name: str, grown: tuple[Ring, ...], units: int = 200, points: int = 16) -> str:
    """The same account at 40 to 64 px, light enough for fifty in a list; years of a long history grow together. It
    stands beside the account's name, so screen readers pass over it."""
    if not grown:
        return _svg("rings stamp", units, None, _seed(name, units, points))
    radii, newest = _radii(grown), len(grown) - 1
    step = _years_together(len(grown))
    shown = [at for at, ring in enumerate(grown) if at == newest or step == 0 or _ends(ring, step)]
    outlines = zip(shown, _outlines(name, [radii[at] for at in shown], units, points), strict=True)
    shapes = [f'<path class="{_classes(grown, at)}" d="{path}"/>' for at, path in reversed([*outlines])]
    return _svg("rings stamp", units, None, "".join(shapes))


def _seed(name: str, units: int, points: int) -> str:
    return f'<path class="ring seed" d="{_outlines(name, [SEED], units, points)[0]}"/>'


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
def _shape(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """From a digest of the name: sizes and phases of the waves around the outline, the same unevenness for all but
    each in its own way; where the middle lies, (2,); how far the waves reach out at most."""
    seed = np.frombuffer(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest(), np.uint8) / 255
    rough, phases = (0.15 + seed[2:7]) / WAVES**1.2, seed[10:15] * math.tau
    sizes = rough * (0.1 / math.sqrt((rough * rough).sum()))
    far = (sizes[:, None] * np.cos(WAVES[:, None] * (np.arange(189) / 30) + phases[:, None])).sum(axis=0).max()
    turn, off = seed[16] * math.tau, 0.03 + 0.06 * seed[17]
    return sizes, phases, np.array([off * math.cos(turn), off * math.sin(turn)]), float(far)


@lru_cache(maxsize=4)
def _around(points: int) -> tuple[np.ndarray, np.ndarray]:
    """Angles of the waves (wave, 1, point) and of the points on the circle (x or y, 1, point)."""
    angles = np.arange(points) / points * math.tau
    return WAVES[:, None, None] * angles, np.stack([np.cos(angles), np.sin(angles)])[:, None, :]


def _outlines(name: str, radii: Sequence[float], units: int, points: int) -> list[str]:
    """Each ring as a closed path. Inner rings are rounder than outer ones and turned a little against them, as in
    wood.

    A quadratic B-spline: its corners are even numbers, so that the points between them are whole and "t", which
    mirrors the corner before, meets every next corner exactly. Two numbers a point, where Béziers need four.
    """
    sizes, phases, middle, far = _shape(name)
    waves, circle = _around(points)
    inward = 1 - np.asarray(radii)[:, None]
    uneven = (sizes[:, None, None] * np.cos(waves + phases[:, None, None] + 0.7 * inward)).sum(axis=0)
    reach = (1 - inward) * (units / 2 * 0.98 / (1 + far)) * (1 + (1 - 0.7 * inward) * uneven)
    centre = units * (0.5 + middle[:, None, None] * inward)
    halves = np.rint((centre + reach * circle) / 2).astype(int)  # of the corners: (x or y, ring, point)
    between = halves + np.roll(halves, -1, axis=2)
    begin = between[:, :, -1:]
    first = np.concatenate([2 * halves[:, :, :1], between[:, :, :1]], axis=2) - begin
    return [
        f"M{_numbers(where)}q{_numbers(bend)}t{_numbers(rest)}z"
        for where, bend, rest in zip(
            *(part.transpose(1, 2, 0).reshape(len(radii), -1).tolist() for part in (begin, first, np.diff(between))),
            strict=True,
        )
    ]


def _numbers(row: list[int]) -> str:
    return "".join([f" {n}" if n >= 0 else f"{n}" for n in row]).lstrip()


def _centre(name: str, units: int) -> tuple[float, float]:
    """The middle lies off, as in most trunks."""
    return tuple(units * (0.5 + _shape(name)[2]))


def _svg(classes: str, units: int, title: str | None, shapes: str) -> str:
    named = f'role="img"><title>{title}</title>' if title else 'aria-hidden="true">'
    return f'<svg class="{classes}" viewBox="0 0 {units} {units}" {named}{shapes}</svg>'
