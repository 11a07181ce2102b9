"""The course of an event as a picture: a line from its opening to its end, a mark for each thing that was said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.html import escape

AXIS, HEIGHT, SIDE = 40, 84, 6
Mark = tuple[datetime, str, bool]


def course_line(
    marks: Sequence[Mark], opened: datetime, end: datetime, over: bool, width: int = 960, label: str = ""
) -> str:
    """SVG. `marks` are (when, what was said, whether it is over by that), oldest first; the line runs from `opened`
    to `end`, the day's where it is not `over`. Words stand above the line where there is room for them."""
    first = min([opened, *(when for when, _, _ in marks)])
    last = max([end, *(when for when, _, _ in marks)])
    span = max((last - first).total_seconds(), 1.0)

    def x(when: datetime) -> float:
        return round(SIDE + (when - first).total_seconds() / span * (width - 2 * SIDE), 1)

    shapes, begun, open_now = [], first, True
    for when, _, is_over in marks:  # what was open is drawn strong, what was over pale
        if is_over == open_now:
            shapes.append(_stretch(x(begun), x(when), open_now))
            begun, open_now = when, not is_over
    shapes.append(_stretch(x(begun), x(last), open_now))
    shapes.append(_began(x(opened)))
    shapes += [_dot(x(when), "over" if is_over else "said") for when, _, is_over in marks]
    if not over:
        shapes.append(f'<line class="now" x1="{x(last)}" x2="{x(last)}" y1="{AXIS - 14}" y2="{AXIS + 14}"/>')
    shapes += _words(marks, x, width)
    shapes += _ends(first, last, over, width)
    size = "narrow" if width < 600 else "wide"
    opening = f'<svg class="course {size}" viewBox="0 0 {width} {HEIGHT}" role="img"><title>{escape(label)}</title>'
    return f"{opening}{''.join(shapes)}</svg>"


def _stretch(start: float, end: float, is_open: bool) -> str:
    kind = "open" if is_open else "closed"
    return f'<line class="{kind}" x1="{start}" x2="{max(end, start + 1)}" y1="{AXIS}" y2="{AXIS}"/>'


def _began(place: float) -> str:
    """An upright, for something is often said in the same minute: it shows above and below what lies on it."""
    return f'<rect class="point began" x="{place - 2.5}" y="{AXIS - 12}" width="5" height="24"/>'


def _dot(place: float, kind: str) -> str:
    if kind == "over":  # a square: the shape says it as well as the colour does
        return f'<rect class="point over" x="{place - 5}" y="{AXIS - 5}" width="10" height="10"/>'
    return f'<circle class="point {kind}" cx="{place}" cy="{AXIS}" r="4"/>'


def _words(marks: Sequence[Mark], x, width: int) -> list[str]:
    found, free = [], 0.0
    for when, said, _ in marks:
        place = x(when)
        length = min(len(said), 24) * 7.0
        start = min(max(place - length / 2, 0), width - length)
        if start >= free:
            found.append(f'<text class="said-as" x="{start:.1f}" y="{AXIS - 16}">{escape(said[:24])}</text>')
            free = start + length + 12
    return found


def _ends(first: datetime, last: datetime, over: bool, width: int) -> list[str]:
    short = last - first < timedelta(days=2)
    said = [f"{one:%-d %b %H:%M}" if short else f"{one:%-d %b %Y}" for one in (first, last)]
    until = said[1] if over else "still open"
    return [
        f'<text class="when" x="0" y="{AXIS + 30}">{said[0]}</text>',
        f'<text class="when" x="{width}" y="{AXIS + 30}" text-anchor="end">{until}</text>',
    ]
