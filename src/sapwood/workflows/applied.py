"""Decisions applied to the day's saved items, without reading more than what somebody decided about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from sapwood.planning.decisions import NOT_MINE, set_aside
from sapwood.planning.decisions import Decision as Taken
from sapwood.planning.duty import whose
from sapwood.planning.relationship import Cover, Tie
from sapwood.planning.relationship import Relationship as Planned
from sapwood.planning.today import Away
from sapwood.records.relationships.models import DayItem, Decision, Standing

from .cover.due import who_covers
from .plan_day import WORDS, away_on, duty_for, persons_of_users

Section = DayItem.Section
COLUMNS = ("relationship", "state", "why", "touches", "touch_days", "as_of", "silent_days", "usual_gap_days")
BESIDES = ("arithmetic__ceiling", "relationship__owner", "reach")


@dataclass(frozen=True)
class Applied:
    """`aside` counts, by section, the items that are snoozed or dealt with; `gone` are their relationships.
    `passed` says whose an item is now that somebody said "not mine" of."""

    gone: Mapping[int, str] = field(default_factory=dict)
    passed: Mapping[int, int | None] = field(default_factory=dict)

    def number(self, section: str) -> int:
        return sum(1 for where in self.gone.values() if where == section)


def applied(items: QuerySet, as_of: date, away: Mapping[int, Away] | None = None) -> Applied:
    """What the decisions taken until `as_of` make of `items`. Of several alike, the latest says all there is to say:
    it stands longest. `away`: who of ours is, where that is known already."""
    taken = Decision.objects.filter(undone=None, day__lte=as_of).order_by()
    planned_today = DayItem.objects.filter(relationship=OuterRef("relationship")).exclude(section=Section.PEACE)
    taken = taken.filter(Exists(planned_today)).exclude(kind=Decision.Kind.SNOOZE, until__lte=as_of)
    by_account: dict[int, list[Taken]] = {}
    found = taken.values_list("relationship", "kind", "colleague", "item_kind").annotate(Max("day"), Max("until"))
    for account, kind, colleague, about, day, until in found:
        by_account.setdefault(account, []).append(Taken(account, WORDS[kind], day, colleague, until, about))
    if not by_account:
        return Applied()
    rows = items.filter(relationship__in=list(by_account)).values_list("relationship", "section", "kind")
    sections, kinds = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
    gone: dict[int, str] = {}
    passed: dict[int, int | None] = {}
    away = away_on(as_of) if away is None else away
    for one in planned(sections, as_of):
        decisions = by_account[one.account]
        if set_aside(one, decisions, as_of, kinds[one.account]):
            gone[one.account] = sections[one.account]
        elif any(decision.what == NOT_MINE for decision in decisions):
            kind = kinds[one.account]
            passed[one.account] = whose(one, decisions, as_of, kind, away, duty_for(kind, as_of))
    return Applied(gone, passed)


def planned(relationships: Iterable[int], as_of: date) -> list[Planned]:
    """Relationships as far as decisions about them ask: how long silent, what is agreed or usual, who knows them, who
    covers."""
    owners = persons_of_users()
    rows = Standing.objects.filter(relationship__in=list(relationships)).annotate(covers=who_covers(as_of))
    rows = rows.values_list(*COLUMNS, *BESIDES, "covers")
    return [_planned(row, owners) for row in rows]


def _planned(row: tuple, owners: Mapping[int | None, int]) -> Planned:
    account, state, why, touches, touch_days, as_of, silent, gap, ceiling, owner, reach, covers = row
    return Planned(
        account=account,
        state=state,
        why=why,
        touches=touches,
        touch_days=touch_days,
        last_day=None if silent is None else as_of - timedelta(days=silent),
        silent_days=silent,
        ceiling=ceiling,
        usual_gap=tuple(gap) if gap else None,
        owner=owners.get(owner),
        owned=owner is not None,
        cover=Cover(owners[covers]) if covers in owners else None,
        ties=tuple(Tie(tie["colleague"], tie["contact"], tie["strength"]) for tie in reach.get("ties", ())),
    )
