"""The time zones that a calendar file brings along, as far as they can be trusted to end."""

import warnings
from collections.abc import Iterable

from icalendar import Timezone
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import tzp

warnings.filterwarnings("ignore", category=GloballyUniqueTZIDGuessed)  # "/vendor/Europe/Berlin" is Berlin's
MOST_RULES, MOST_PARTS = 40, 40


def learn_zones(texts: Iterable[str]) -> None:
    """Makes VTIMEZONEs known to the parser, in place of those of the file before. One whose clock changes more often
    than by the year would be followed second by second: it is left unknown, as is one that cannot be read."""
    tzp.use_default()
    for text in texts:
        lines = [line.strip().upper() for line in text.split("\r\n")]
        rules = [line for line in lines if line.startswith(("RRULE", "EXRULE"))]
        parts = sum(line.startswith("BEGIN:") for line in lines)
        if len(rules) > MOST_RULES or parts > MOST_PARTS or any("FREQ=YEARLY" not in rule for rule in rules):
            continue
        if any("INTERVAL" in rule or rule.count("BY") > 3 for rule in rules):
            continue
        try:
            zone = Timezone.from_ical(text)
            if isinstance(zone, Timezone):
                tzp.cache_timezone_component(zone)
        except Exception:  # noqa: S112 - whatever the parser makes of it: its times are taken as UTC, and that is said
            continue
