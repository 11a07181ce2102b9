"""The clock that an appointment of Outlook's runs by, and which date of its series it stands for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .item import REPLACED, START_OF_SERIES, UID, ZONE, ZONE_OF_SERIES, Item, Value
from .zone_rule import rule_of

NONE, HALF_A_DAY = timedelta(0), timedelta(hours=12)


@dataclass(frozen=True)
class Clock:
    """A zone, or where none is known how far the series' own clock was behind UTC at its first occurrence. Of `whole`
    days only the date is told: its midnight, wherever that was."""

    zone: ZoneInfo | None
    behind: timedelta = NONE
    whole: bool = False

    def moment(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone) if self.zone else (local + self.behind).replace(tzinfo=UTC)

    def line(self, name: str, when: datetime) -> str:
        if self.whole:
            return f"{name};VALUE=DATE:{day_of(when):%Y%m%d}"
        if self.zone is None:
            return f"{name}:{utc_text(when)}"
        return f"{name};TZID={self.zone.key}:{when.astimezone(self.zone):%Y%m%dT%H%M%S}"

    def until(self, last: datetime) -> str:
        return f"{day_of(last):%Y%m%d}" if self.whole else utc_text(last)


def zone_of(item: Item) -> ZoneInfo | None:
    """The zone a series runs in, by Windows' name (MS-OXOCAL 2.2.1.41); None where it is not named or not known."""
    return _zone(item.named.get(ZONE_OF_SERIES)) or _zone(item.named.get(ZONE))


def is_one_date(item: Item) -> bool:
    """Whether the item stands for one date of a series: its global id holds the day (MS-OXOCAL 2.2.1.27)."""
    return _day(item.named.get(UID)) is not None or isinstance(item.named.get(REPLACED), datetime)


def meant_for(item: Item, start: datetime, whole: bool) -> datetime | None:
    """When the date of a series that the item stands for was first meant to be; None where it does not say."""
    day, replaced = _day(item.named.get(UID)), item.named.get(REPLACED)
    if day is not None and whole:
        return datetime.combine(day, time(), UTC)
    if isinstance(replaced, datetime) or day is None:
        return replaced if isinstance(replaced, datetime) else None
    rule, packed = rule_of(item), item.named.get(START_OF_SERIES)
    zone = zone_of(item) or (rule.zone() if rule else None)
    if zone is not None and isinstance(packed, int):
        try:  # hours, minutes and seconds, six bits each
            return datetime.combine(day, time(packed >> 12, packed >> 6 & 63, packed & 63), zone)
        except ValueError:
            pass
    return start if start.astimezone(zone or UTC).date() == day else None


def day_of(when: datetime) -> date:
    """The day whose midnight `when` is, in some zone or other."""
    return (when.astimezone(UTC) + HALF_A_DAY).date()


def utc_text(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _day(raw: Value | None) -> date | None:
    if not isinstance(raw, bytes):
        return None
    try:
        return date(int.from_bytes(raw[16:18], "big"), raw[18], raw[19])
    except (ValueError, IndexError):
        return None


def _zone(raw: Value | None) -> ZoneInfo | None:
    if not isinstance(raw, bytes) or len(raw) < 8:
        return None
    length = int.from_bytes(raw[6:8], "little") * 2
    name = WINDOWS_TO_OLSON.get(raw[8 : 8 + length].decode("utf-16-le", "replace"))
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError):
        return None
