#!/usr/bin/env python3
"""How fast calendars are read: every occurrence as a meeting, beside bare recurring-ical-events on the same file.

    python benchmarks/read_calendars.py --events 4000

Makes one calendar of `--events` events: of ten, three are weekly series of two years with an exception and a date
that was moved, one is monthly without end, six are single; four attendees each, a description of 200 characters, a
zone of its own. Then, in processes of their own and in turn, `--rounds` times:

  - bare: icalendar parses the file, recurring-ical-events expands it between the same two moments, nothing else;
  - Sapwood's reader: the same, and who was there, in which state, which words; nothing is stored;
  - `sapwood import` of the same file into a fresh SAPWOOD_HOME, measures included.

Prints a Markdown table of the best of the rounds; seconds are processor time (user + system) of the process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

LATEST = datetime(2024, 6, 1, tzinfo=UTC)
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


def made(events: int) -> str:
    """A calendar as an office exports one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made//EN", "X-WR-CALNAME:ana@home.example"]
    lines += ZONE.split("\n")
    for number in range(events):
        start = datetime(2020, 1, 6, 8) + timedelta(days=number % 1400, hours=number % 9)  # noqa: DTZ001
        lines += [*_event(number, start), *_repeats(number, start), "END:VEVENT"]
        if number % 10 < 3:
            moved = start + timedelta(days=35)
            lines += [
                *_event(number, moved + timedelta(hours=2)),
                f"RECURRENCE-ID;TZID=Europe/Berlin:{_local(moved)}",
            ]
            lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _event(number: int, start: datetime) -> list[str]:
    people = (f"ATTENDEE;CN=P {n};PARTSTAT=ACCEPTED:mailto:p{n}@firm{number % 200}.example" for n in range(4))
    return [
        *("BEGIN:VEVENT", f"UID:{number}@made.example", f"SUMMARY:Volumes and prices {number}", "SEQUENCE:1"),
        *("DTSTAMP:20240101T000000Z", "LAST-MODIFIED:20240101T000000Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE"),
        *(f"DTSTART;TZID=Europe/Berlin:{_local(start)}", "DURATION:PT1H", "DESCRIPTION:" + "What we agreed. " * 13),
        *("ORGANIZER;CN=Ana Brandt:mailto:ana@home.example", *people),
    ]


def _repeats(number: int, start: datetime) -> list[str]:
    if number % 10 < 3:
        skipped = _local(start + timedelta(days=14))
        return ["RRULE:FREQ=WEEKLY;COUNT=104", f"EXDATE;TZID=Europe/Berlin:{skipped}"]
    return ["RRULE:FREQ=MONTHLY"] if number % 10 == 3 else []


def _local(when: datetime) -> str:
    return f"{when:%Y%m%dT%H%M%S}"


def bare(path: Path) -> int:
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    begin, end = datetime(1980, 1, 1, tzinfo=UTC), LATEST + timedelta(days=366)
    return len(recurring_ical_events.of(calendar).between(begin, end))


def ours(path: Path) -> int:
    from sapwood.facts.interaction import Interaction
    from sapwood.reading.icalendar import read_calendar

    with path.open("rb") as file:
        found = read_calendar(file, path.name, LATEST)
        return sum(isinstance(one, Interaction) and not one.only_known for one in found)


def whole(path: Path) -> int:
    sapwood = Path(sys.executable).with_name("sapwood")
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sapwood, "import", path, "--home-domain", "home.example", "--json"],
            env=os.environ | {"SAPWOOD_HOME": home},
            capture_output=True,
            check=True,
        )
    return json.loads(done.stdout)["added"]


WAYS = {"bare recurring-ical-events": bare, "Sapwood's reader": ours, "`sapwood import`, to measured": whole}


def measure(way: str, path: Path) -> tuple[int, float]:
    """Meetings, and seconds of processor time, of one way in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--way", way, "--file", path], capture_output=True, check=True)
    meetings, seconds = json.loads(done.stdout)
    return meetings, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.way:
        found = WAYS[asked.way](asked.file)
        spent = os.times()
        print(json.dumps([found, sum(spent[:4])]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.ics"
        path.write_text(made(asked.events), newline="")
        best: dict[str, tuple[float, int]] = {}
        for _ in range(asked.rounds):
            for way in WAYS:
                meetings, seconds = measure(way, path)
                best[way] = min(best.get(way, (seconds, meetings)), (seconds, meetings))
        size = path.stat().st_size / 1e6
    print(f"{asked.events:,} events, {size:.1f} MB, {time.strftime('%Y-%m-%d')}\n")
    print("| | meetings | CPU s | meetings/s |\n|---|--:|--:|--:|")
    for way, (seconds, meetings) in best.items():
        print(f"| {way} | {meetings:,} | {seconds:.1f} | {meetings / seconds:,.0f} |")


if __name__ == "__main__":
    main()
