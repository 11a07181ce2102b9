"""Outlook's recurrence blob (MS-OXOCAL 2.2.1.44) as a rule of RFC 5545, with the dates taken out and moved."""

import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta

EPOCH = datetime(1601, 1, 1)  # noqa: DTZ001 - the series' own clock: local, without a zone
DAY, WEEK, MONTH, MONTH_NTH, MONTH_END = 0, 1, 2, 3, 4
HIJRI = (0xA, 0xB, 0xC)
YEARLY = 0x200D
FREQUENCIES = {0x200A: "DAILY", 0x200B: "WEEKLY", 0x200C: "MONTHLY", YEARLY: "YEARLY"}
UNTIL, COUNT = 0x2021, 0x2022
DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
MOST_EXCEPTIONS = 5000
MINUTES_A_DAY = 1440
# Bits of an exception that bring fields of their own, and how long these are (0: a text with its length before it).
SUBJECT, LOCATION = 0x1, 0x10
LENGTHS = {0x2: 4, 0x4: 4, 0x8: 4, 0x20: 4, 0x40: 4, 0x80: 4, 0x100: 4}


@dataclass
class Moved:
    """One date of a series that took place otherwise: when it was meant for, and when it was (the series' clock)."""

    meant: datetime
    start: datetime
    end: datetime
    subject: str = ""


@dataclass
class Pattern:
    """`rule` is an RRULE without its end, `until` the last occurrence where it has one by date; `first` the first
    occurrence, `out` and `moved` what differs, all by the series' own clock."""

    rule: str
    first: datetime
    until: datetime | None = None
    out: list[datetime] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def pattern_of(raw: bytes) -> Pattern | None:
    """The pattern in `raw`; None where it is broken, or of a calendar other than the Gregorian."""
    try:
        return _Blob(raw).pattern()
    except (struct.error, ValueError, OverflowError, KeyError):
        return None


class _Blob:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._place = raw, 0

    def _take(self, form: str) -> int:
        (found,) = struct.unpack_from("<" + form, self._raw, self._place)
        self._place += struct.calcsize("<" + form)
        return int(found)

    def _moments(self) -> list[datetime]:
        count = self._take("I")
        if count > MOST_EXCEPTIONS:
            raise ValueError
        return [EPOCH + timedelta(minutes=self._take("I")) for _ in range(count)]

    def pattern(self) -> Pattern | None:
        self._place = 4  # two versions
        frequency, kind, calendar = FREQUENCIES[self._take("H")], self._take("H"), self._take("H")
        self._take("I")  # FirstDateTime
        period, _ = self._take("I"), self._take("I")
        if calendar not in (0, 1) or kind in HIJRI:
            return None
        parts = [f"FREQ={frequency}", *self._days(frequency, kind, period)]
        ends, count, first_day = self._take("I"), self._take("I"), self._take("I")
        out = self._moments()
        changed = self._moments()
        first, last = self._take("I"), self._take("I")
        self._take("I"), self._take("I")  # versions
        start, _ = self._take("I"), self._take("I")
        if frequency == "WEEKLY" and first_day < 7:
            parts.append(f"WKST={DAYS[first_day]}")
        if ends == COUNT:
            parts.append(f"COUNT={count}")
        moved = [self._exception() for _ in range(min(self._take("H"), len(changed)))]
        days = {one.meant.date() for one in moved}
        at = timedelta(minutes=start % MINUTES_A_DAY)
        return Pattern(
            ";".join(parts),
            first=EPOCH + timedelta(minutes=first) + at,
            until=EPOCH + timedelta(minutes=last) + at if ends == UNTIL else None,
            out=[day + at for day in out if day.date() not in days],
            moved=moved,
        )

    def _days(self, frequency: str, kind: int, period: int) -> list[str]:
        """INTERVAL and BY… of the rule. A year is twelve months here, a daily rule counts minutes."""
        if frequency == "DAILY" and kind == DAY:
            return [f"INTERVAL={max(1, period // MINUTES_A_DAY)}"]
        every = max(1, period // 12 if frequency == "YEARLY" else period)
        if kind == WEEK:  # also "every weekday", which calls itself daily
            return [f"INTERVAL={every if frequency == 'WEEKLY' else 1}", f"BYDAY={self._weekdays()}"]
        if kind in (MONTH, MONTH_END):
            day = self._take("I")
            return [f"INTERVAL={every}", "BYMONTHDAY=-1" if kind == MONTH_END or day == 31 else f"BYMONTHDAY={day}"]
        if kind == MONTH_NTH:
            days, place = self._weekdays(), self._take("I")
            return [f"INTERVAL={every}", f"BYDAY={days}", f"BYSETPOS={-1 if place == 5 else place}"]
        raise ValueError

    def _weekdays(self) -> str:
        mask = self._take("I")
        found = ",".join(day for number, day in enumerate(DAYS) if mask >> number & 1)
        if not found:
            raise ValueError
        return found

    def _exception(self) -> Moved:
        start, end, meant = (EPOCH + timedelta(minutes=self._take("I")) for _ in range(3))
        flags, subject = self._take("H"), ""
        for bit in (1 << number for number in range(10)):
            if not flags & bit:
                continue
            if bit in (SUBJECT, LOCATION):
                self._take("H")
                length = self._take("H")
                text = self._raw[self._place : self._place + length].decode("cp1252", "replace")
                subject = text if bit == SUBJECT else subject
                self._place += length
            else:
                self._place += LENGTHS.get(bit, 0)
        return Moved(meant, start, end, subject)
