"""The rhythm strip of a standing: a wide one, and a narrow one of fewer days for small screens."""

from django.utils.safestring import mark_safe

from sapwood.surfaces.web import words
from sapwood.surfaces.web.rhythm_strip import rhythm_strip

SIDES = {"in": ("in",), "out": ("out",), "both": ("in", "out")}


def strips(standing, zone) -> list[str]:
    """[wide, narrow] as SVG, or [] where nothing happened yet."""
    touches = [(_day(t["when"], zone), side) for t in standing.newest for side in SIDES[t["direction"]]]
    if not touches:
        return []
    said = f"Touches up to {words.day(standing.as_of)}. Silent for {words.days(standing.silent_days)}; "
    said += f"usual: {words.usual(standing.usual_gap_days)}."
    usual = standing.usual_gap_days
    back = 10_000
    if standing.touches > len(standing.newest):  # older ones are not at hand: the strip must not show them as silence
        back = (standing.as_of - min(day for day, _ in touches)).days
    wide = rhythm_strip(touches, standing.as_of, usual, days=min(240, back), width=960, label=said)
    narrow = rhythm_strip(touches, standing.as_of, usual, days=min(90, back), width=360, label=said)
    return [mark_safe(wide), mark_safe(narrow)]  # noqa: S308 - numbers and words of ours


def _day(when, zone):
    return when.astimezone(zone).date()
