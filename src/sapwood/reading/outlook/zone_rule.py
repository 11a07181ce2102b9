"""The rule by which a series' clock changes between winter and summer, where Outlook names no known zone: the
structure that Outlook has always written (PidLidTimeZoneStruct, MS-OXOCAL 2.2.1.39), and the like in a definition
of a zone (TZRule, 2.2.1.41.1)."""

import struct
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

from .item import ZONE_OF_SERIES, ZONE_RULE, Item

DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST = 5
MOST_MINUTES = 24 * 60 - 1
SINCE = 1970  # no meeting is from before 1980
NOW = 0x1  # the rule that the series ran by when it was made (TZRULE_FLAG_RECUR_CURRENT_TZREG)
RULE_SIZE, BEFORE_BIAS = 66, 22


@dataclass(frozen=True)
class Change:
    """The `week`th `day` (0 is Sunday; LAST the last) of `month`, and the local time at which the clock changes."""

    month: int
    week: int
    day: int
    hour: int
    minute: int

    def posix(self) -> str:
        return f"M{self.month}.{self.week}.{self.day}/{self.hour}:{self.minute:02}"

    def rule(self) -> str:
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={-1 if self.week == LAST else self.week}{DAYS[self.day]}"

    def first(self) -> datetime:
        """The first of them in `SINCE`."""
        days = monthrange(SINCE, self.month)[1]
        found = [day for day in range(1, days + 1) if date(SINCE, self.month, day).isoweekday() % 7 == self.day]
        day = found[-1] if self.week == LAST else found[self.week - 1]
        return datetime(SINCE, self.month, day, self.hour, self.minute)  # noqa: DTZ001 - by the clock that changes


@dataclass(frozen=True)
class Rule:
    """Minutes that are added to local time for UTC, in winter and in summer, and when each begins."""

    winter: int
    summer: int
    to_winter: Change
    to_summer: Change

    @property
    def name(self) -> str:
        """The same for the same rule; no zone is called so."""
        return f"Outlook {self._posix()}".replace(",", " ").replace("/", " at ").replace(":", ".")

    def zone(self) -> ZoneInfo:
        return _zone(self._posix(), self.name)

    def text(self) -> str:
        """A VTIMEZONE (RFC 5545 3.6.5)."""
        lines = ["BEGIN:VTIMEZONE", f"TZID:{self.name}"]
        for what, change, before, after in (
            ("STANDARD", self.to_winter, self.summer, self.winter),
            ("DAYLIGHT", self.to_summer, self.winter, self.summer),
        ):
            lines += [f"BEGIN:{what}", f"DTSTART:{change.first():%Y%m%dT%H%M%S}", f"RRULE:{change.rule()}"]
            lines += [f"TZOFFSETFROM:{_ahead(before)}", f"TZOFFSETTO:{_ahead(after)}", f"END:{what}"]
        return "\r\n".join([*lines, "END:VTIMEZONE", ""])

    def _posix(self) -> str:
        winter, summer = (
            f"{'-' * (one < 0)}{abs(one) // 60}:{abs(one) % 60:02}" for one in (self.winter, self.summer)
        )
        return f"WIN{winter}SUM{summer},{self.to_summer.posix()},{self.to_winter.posix()}"

    def fits(self, local: datetime, behind: timedelta) -> bool:
        """Whether the clock was `behind` UTC at `local`, as the series' own first date says."""
        return self.zone().utcoffset(local) == -behind


def rule_of(item: Item) -> Rule | None:
    """The rule of a series; None where it has none, the clock never changes, or it does on days of one year alone."""
    raw, defined = item.named.get(ZONE_RULE), item.named.get(ZONE_OF_SERIES)
    found = _rule(raw, 14, 32) if isinstance(raw, bytes) else None
    return found or (_defined(defined) if isinstance(defined, bytes) else None)


def _defined(raw: bytes) -> Rule | None:
    """The rule in a definition: behind the zone's name, the number of rules and these, each of its year."""
    place = 8 + int.from_bytes(raw[6:8], "little") * 2
    rules = [raw[at : at + RULE_SIZE] for at in range(place + 2, len(raw) - RULE_SIZE + 1, RULE_SIZE)]
    rules = rules[: min(100, int.from_bytes(raw[place : place + 2], "little"))]
    rules.sort(key=lambda one: one[4] & NOW, reverse=True)
    # two dates of eight words each follow upon the three biases
    return _rule(rules[0][BEFORE_BIAS:], 12, 28) if rules and rules[0][4] & NOW else None


def _rule(raw: bytes, winter: int, summer: int) -> Rule | None:
    """The rule in `raw`: three biases, and at `winter` and `summer` when each begins."""
    try:
        bias, in_winter, in_summer = struct.unpack_from("<3i", raw)
        to_winter, to_summer = _change(raw, winter), _change(raw, summer)
    except (struct.error, ValueError):
        return None
    biases = bias + in_winter, bias + in_summer
    if to_winter is None or to_summer is None or biases[0] == biases[1] or max(map(abs, biases)) > MOST_MINUTES:
        return None
    return Rule(*biases, to_winter, to_summer)


def _change(raw: bytes, place: int) -> Change | None:
    """A SYSTEMTIME that holds for every year; raises struct.error, and ValueError where it is no day."""
    year, month, day, week, hour, minute = struct.unpack_from("<6H", raw, place)
    if year or not month:
        return None
    if month > 12 or day > 6 or not 1 <= week <= LAST or hour > 23 or minute > 59:
        raise ValueError
    return Change(month, week, day, hour, minute)


def _ahead(behind: int) -> str:
    return f"{'-' if behind > 0 else '+'}{abs(behind) // 60:02}{abs(behind) % 60:02}"


@lru_cache(maxsize=100)
def _zone(posix: str, name: str) -> ZoneInfo:
    """A zone that is nothing but its rule: a compiled file (RFC 9636) without a single past change."""
    part = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lBB", 0, 0, 0) + b"UTC\0"
    return ZoneInfo.from_file(BytesIO(part + part + f"\n{posix}\n".encode()), key=name)
