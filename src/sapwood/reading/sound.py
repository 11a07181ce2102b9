"""An event without what is broken in it: one property that cannot be read costs no other."""

import re
from datetime import date
from typing import Any

import icalendar
from icalendar.prop import vBroken

ESCAPED = re.compile(r"\\([\\;,nN])")  # RFC 5545, 3.3.11
DATED = ("RDATE", "EXDATE")
UNREAD = "its {}, which cannot be read"


def sound_event(text: str, description: str = "") -> tuple[Any, list[str]]:
    """The VEVENT in `text` with its `description` as it was written, and what was taken out of it, in words. Raises
    ValueError where it is none."""
    event: Any = icalendar.Event.from_ical(text)
    if description:
        event["DESCRIPTION"] = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], description)
    left = []
    for name in list(event):
        values = event[name] if isinstance(event[name], list) else [event[name]]
        kept = [
            value for value in values if not isinstance(value, vBroken) and (name not in DATED or _is_dated(value))
        ]
        if len(kept) < len(values):
            left.append(UNREAD.format(name))
            del event[name]
            if kept:
                event[name] = kept if len(kept) > 1 else kept[0]
    return event, left


def _is_dated(value: Any) -> bool:
    """A list of dates or of periods; RDATE of times alone names no day."""
    try:
        found = [one.dt for one in value.dts]
    except (AttributeError, ValueError, TypeError):
        return False
    return all(isinstance(one[0] if isinstance(one, tuple) else one, date) for one in found)
