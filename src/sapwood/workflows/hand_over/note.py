"""Writing down that accounts changed hands, and from which day their new owner owes an introduction."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sapwood.planning.introduction import introduced, spread
from sapwood.records.access.models import Absence, User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import HandOver, Relationship, Standing

from .. import clock
from ..judge_again import plan_many
from ..listed import listed
from ..notes.addresses import person_of_user
from ..plan_day import persons_of_users
from ..saved import measured_again
from ..whom.known import weights_by_tier
from .before import since_of

AT_ONCE = 500


@dataclass(frozen=True)
class Changed:
    """An account, and the users whose it was and is (None: nobody's)."""

    account: int
    before: int | None
    after: int | None


def note_owners(user: User, changes: Collection[Changed]) -> None:
    """A row for each whose owner is another; inside the transaction that changed it. An introduction is owed by who
    takes over what was somebody's; not by who gets back what nobody introduced themselves to since."""
    changes = [one for one in changes if one.before != one.after]
    for at in range(0, len(changes), AT_ONCE):
        _note(user, changes[at : at + AT_ONCE], clock.today())
    for owner in dict.fromkeys(one.after for one in changes if one.after is not None):
        _plan_days(owner, clock.today(), {one.account for one in changes})


def _note(user: User, changes: list[Changed], today: date) -> None:
    accounts = [one.account for one in changes]
    last = {one.relationship_id: one for one in HandOver.objects.in_force().filter(relationship__in=listed(accounts))}
    told = since_of([number for number in accounts if number not in last])
    mails = dict(User.objects.filter(pk__in={one.before for one in changes}).values_list("pk", "email"))
    back = _given_back([one for one in changes if _returns(one, last.get(one.account))], last)
    rows = []
    for one in changes:
        newest = last.get(one.account)
        had, since = one.before, None
        if newest is not None and newest.owner_id == one.before:
            since = newest.day
            if had is None:  # nobody's for a while
                had, since = newest.before_id, newest.since
        elif one.account in told and told[one.account][0] == mails.get(one.before):
            since = told[one.account][1]
        owes = one.after is not None and had is not None and had != one.after and one.account not in back
        rows.append(
            HandOver(
                relationship_id=one.account,
                before_id=had,
                since=since,
                owner_id=one.after,
                by=user,
                made=timezone.now(),
                day=today,
                offered=date.max if owes else None,  # until its day is found
            )
        )
    HandOver.objects.filter(pk__in=[one.pk for one in last.values()]).update(until=today)
    HandOver.objects.bulk_create(rows)


def _returns(one: Changed, newest: HandOver | None) -> bool:
    return newest is not None and newest.offered is not None and newest.before_id == one.after


def _given_back(changes: list[Changed], last: Mapping[int, HandOver]) -> set[int]:
    """Of those that go back to whose they were: to which nobody introduced themselves since."""
    if not changes:
        return set()
    owners = persons_of_users()
    rows = Standing.objects.filter(relationship__in=listed([one.account for one in changes]))
    standings = {row.relationship_id: measured_again(row) for row in rows.select_related("relationship")}
    return {
        one.account
        for one in changes
        if one.account not in standings
        or not introduced(owners.get(one.before), last[one.account].day, standings[one.account])
    }


def _plan_days(owner: int, today: date, changed: set[int]) -> None:
    """Spreads what the owner is still to be offered over the working days on which they are there, the most important
    first: by the weight of its tier, then by how well we know them."""
    ahead = HandOver.objects.in_force().filter(owner=owner, offered__gt=today).select_related("relationship")
    rows = {row.relationship_id: row for row in ahead}
    if not rows:
        return
    colleague = User.objects.get(pk=owner)
    if (home := Organisation.of_home()) and owner not in persons_of_users():
        person_of_user(colleague, home)  # who is new here wrote nothing yet, and has items all the same
    taken = Counter(HandOver.objects.in_force().filter(owner=owner, offered=today).values_list("offered", flat=True))
    off = {
        day
        for one in Absence.objects.in_force().filter(user=colleague, until__gte=today)
        for day in _days(max(one.since, today), one.until)
    }
    days = spread(_by_importance([row.relationship for row in rows.values()]), today, taken, off)
    moved: defaultdict[date, list[int]] = defaultdict(list)
    for number, day in days.items():
        if rows[number].offered != day:
            moved[day].append(number)
    for day, numbers in moved.items():
        HandOver.objects.in_force().filter(relationship__in=listed(numbers)).update(offered=day)
    plan_many({number for numbers in moved.values() for number in numbers} - changed)


def _by_importance(relationships: Collection[Relationship]) -> list[int]:
    weights = weights_by_tier()
    reach = Standing.objects.filter(relationship__in=listed([one.pk for one in relationships]))
    known = {
        number: sum(tie["strength"] for tie in found.get("ties", ()))
        for number, found in reach.values_list("relationship", "reach")
    }

    def importance(one: Relationship) -> tuple[float, float, int]:
        return -weights.get(one.tier_id, ("", 1.0))[1], -known.get(one.pk, 0.0), one.pk

    return [one.pk for one in sorted(relationships, key=importance)]


def _days(since: date, until: date) -> list[date]:
    return [date.fromordinal(number) for number in range(since.toordinal(), min(until, date.max).toordinal() + 1)]
