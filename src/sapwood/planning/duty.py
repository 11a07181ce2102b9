"""Who is to call when something breaks: of those on duty, whoever knows them best."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date

from .decisions import NOT_MINE, Decision, assignee
from .relationship import Relationship
from .urgency import CARE, HAND_OVER

Duty = Mapping[int, bool]  # people's numbers on duty now; whether each sees every account
NOBODY: Duty = {}
NONE_THERE = "Nobody is on duty now, as far as anybody said; offered to who knows them best."
NONE_KNOWS = "Nobody on duty may see this account; offered to who knows them best."


def whose(
    one: Relationship, decisions: Iterable[Decision], as_of: date, kind: str, away: Container[int], duty: Duty
) -> int | None:
    """Whose an item of this kind is."""
    if kind in CARE:
        return on_call(one, decisions, as_of, away, duty)[0]
    if kind == HAND_OVER:  # the new owner's, whoever gave their word before
        one = replace(one, steps=())
    return assignee(one, decisions, as_of, away)


def on_call(
    one: Relationship, decisions: Iterable[Decision], as_of: date, away: Container[int], duty: Duty
) -> tuple[int | None, str]:
    """Whose call it is, and why it is not (only) who knows them best. Of those on duty who may see the account, are
    there and did not say "not mine": the strongest tie first, then the owner; where there is none, as ever."""
    decisions = list(decisions)
    declined = {d.colleague for d in decisions if d.what == NOT_MINE and d.on <= as_of}
    sums: dict[int, float] = {}
    for tie in one.ties:
        sums[tie.colleague] = sums.get(tie.colleague, 0.0) + tie.strength
    there = [person for person in duty if person not in declined and person not in away]
    theirs = {one.owner, one.cover.person if one.cover else None}
    able = [person for person in there if person in sums or person in theirs or not one.owned or duty[person]]
    if not able:
        said = NONE_KNOWS if there else NONE_THERE
        return assignee(one, decisions, as_of, away), said
    chosen = min(able, key=lambda person: (-sums.get(person, 0.0), person != one.owner, person))
    best = max(sums, key=lambda person: (sums[person], -person), default=None)
    if chosen not in sums and chosen != one.owner:
        return chosen, "On duty now; nobody on duty has been in touch with them before."
    return chosen, "" if chosen == best else "On duty now, and of those on duty knows them best."
