"""When we last met and when we meet next, in words."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from sapwood.surfaces.web import words
from sapwood.surfaces.web.account_facts import Fact
from sapwood.workflows.meetings import Met

COUNTED = "Meetings and visits count that somebody of theirs and of ours organised or accepted."
PLANNED = "Looked for in every calendar and journal that was read, as far as 400 days ahead."


def meeting_facts(meetings: Mapping[str, Met], as_of: date, shown: set[int]) -> list[Fact]:
    """`shown` are the interactions that the page lists, so that a meeting can be pointed to."""
    return [_last(meetings.get("last"), as_of, shown), _next(meetings.get("next"), as_of)]


def _last(met: Met | None, as_of: date, shown: set[int]) -> Fact:
    if met is None:
        return Fact("Last met", "unknown", "no meeting on record", [COUNTED])
    on = timezone.localtime(met.when).date()
    ago = (as_of - on).days
    value = "today" if ago <= 0 else f"{words.days(ago)} ago"
    evidence = (f"e{met.id}", "The meeting") if met.id in shown else None
    return Fact("Last met", value, words.day(met.when, as_of), [*_about(met), COUNTED], evidence)


def _next(met: Met | None, as_of: date) -> Fact:
    if met is None:
        return Fact("Next meeting", "none planned", "", [PLANNED])
    on = timezone.localtime(met.when).date()
    note = words.day(met.when, as_of) if met.agreed else f"{words.day(met.when, as_of)}, not yet accepted"
    return Fact(
        "Next meeting",
        f"in {words.days((on - as_of).days)}" if on > as_of else "today",
        note,
        [*_about(met), PLANNED],
    )


def _about(met: Met) -> list[str]:
    when = timezone.localtime(met.when)
    length = f", {words.count(round(met.minutes), 'minute')}" if met.minutes else ""
    said = [f"{when:%A}, {words.day(met.when)}, {when:%H:%M}{length}."]
    if not met.agreed:
        said.append("They or we were asked and have not accepted yet.")
    if met.subject:
        said.append(f"“{met.subject}”")
    elif met.hidden:
        said.append("What it is about is for those who are on it.")
    return said
