"""Cover briefs as a user may see them: of an absence all of them, and what one of them says. A brief is put together
for whoever opens it, so it never holds what its reader may not read, nor what an undone import said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sapwood.measures.hang import OURS, holders
from sapwood.planning.ending import sentence
from sapwood.planning.relationship import relationship as planned
from sapwood.planning.waiting import Waiting
from sapwood.records.access.models import Absence, User
from sapwood.records.directory.models import Address, Person
from sapwood.records.relationships.models import (
    Cover,
    CoverBrief,
    CoverReading,
    CoverWords,
    Hanging,
    Relationship,
    Standing,
)

from ..account import Acquaintances, Event, people_of, timeline_and_meetings
from ..endings import endings_of
from ..how_often import HowOften, how_often
from ..kept.rests import Told, rests_of
from ..meetings import Met
from ..notes.shown import Step, steps_of
from ..permission import require
from ..plan_day import persons_of_users
from ..saved import measured_again
from ..service.account import OpenEvents, open_events
from .say import away_meanwhile

TOUCHES = 8


@dataclass(frozen=True)
class Tally:
    """Of an absence, how many accounts hang on who is away, and how many of them have somebody who covers."""

    absence: Absence
    hang: int
    covered: int

    @property
    def open(self) -> int:
        return self.hang - self.covered


def tallies(user: User, absences: Iterable[Absence]) -> list[Tally]:
    """Of the accounts that the user sees."""
    absences = list(absences)
    rows = CoverBrief.objects.visible_to(user).filter(absence__in=absences, hangs=True).order_by()
    rows = rows.annotate(covered=_covered())
    counted = rows.values("absence").annotate(hang=Count("pk"), with_cover=Count("pk", filter=Q(covered=True)))
    found = {told["absence"]: (told["hang"], told["with_cover"]) for told in counted}
    return [Tally(one, *found.get(one.pk, (0, 0))) for one in absences]


def _covered() -> Exists:
    """Whether somebody covers who is there in these days."""
    away = Absence.objects.filter(
        ended=None,
        user=OuterRef("colleague"),
        since__lte=OuterRef("brief__absence__until"),
        until__gte=OuterRef("brief__absence__since"),
    )
    return Exists(Cover.objects.in_force().filter(~Exists(away), brief=OuterRef("pk"), colleague__is_active=True))


@dataclass(frozen=True)
class Line:
    """One brief of an absence: who covers (`away`: but is away meanwhile), who is offered, who has read it."""

    brief: CoverBrief
    cover: Cover | None
    away: Absence | None
    offered: User | None
    share: float | None
    words: bool
    read: bool


def briefs_of(user: User, absence: Absence) -> QuerySet[CoverBrief]:
    """Of the accounts that the user sees: those that nobody covers yet first."""
    rows = CoverBrief.objects.visible_to(user).filter(absence=absence).annotate(covered=_covered())
    return rows.select_related("relationship__organisation", "absence__user").order_by(
        "-hangs", "covered", "relationship__sort_name", "pk"
    )


def lines_of(briefs: Iterable[CoverBrief], absence: Absence) -> list[Line]:
    """Of one page of briefs."""
    briefs = list(briefs)
    about = [one.relationship_id for one in briefs]
    covers = {
        one.brief_id: one
        for one in Cover.objects.in_force().filter(brief__in=briefs).select_related("colleague", "by")
    }
    held = Hanging.objects.filter(relationship__in=about, side=Hanging.Side.OURS)
    shares = dict(held.values_list("relationship", "share"))
    read = set(CoverReading.objects.filter(brief__in=briefs).values_list("brief", "user"))
    said: dict[int, str] = {}
    for one in CoverWords.objects.filter(brief__in=briefs):  # the newest first
        said.setdefault(one.brief_id, one.words)
    offers = offered(briefs, absence)
    away = {one.user_id: one for one in away_meanwhile(absence)}
    found = []
    for one in briefs:
        cover = covers.get(one.pk)
        found.append(
            Line(
                one,
                cover,
                away.get(cover.colleague_id) if cover else None,
                offers.get(one.pk),
                shares.get(one.relationship_id),
                bool(said.get(one.pk)),
                bool(cover and (one.pk, cover.colleague_id) in read),
            )
        )
    return found


def offered(briefs: Iterable[CoverBrief], absence: Absence) -> dict[int, User]:
    """By brief, who knows the account next best of those with a login who are there in these days."""
    briefs = list(briefs)
    users = {person: number for number, person in persons_of_users().items()}
    there = User.objects.filter(is_active=True).exclude(pk=absence.user_id)
    there = there.exclude(pk__in=away_meanwhile(absence).values("user")).in_bulk()
    rows = Standing.objects.filter(relationship__in=[one.relationship_id for one in briefs])
    ties = {account: reach.get("ties", ()) for account, reach in rows.values_list("relationship", "reach")}
    found: dict[int, User] = {}
    for one in briefs:
        known = (there.get(users.get(each.person)) for each in holders(ties.get(one.relationship_id, ()), OURS))
        if best := next((each for each in known if each), None):
            found[one.pk] = best
    return found


def covering(user: User, day: date) -> list[Line]:
    """What the user covers, or will, the absence that begins first at the top."""
    briefs = CoverBrief.objects.visible_to(user).in_force(day).filter(covers__ended=None, covers__colleague=user)
    briefs = briefs.select_related("relationship__organisation", "absence__user")
    by_absence: defaultdict[Absence, list[CoverBrief]] = defaultdict(list)
    for one in briefs.order_by("absence__since", "relationship__sort_name"):
        by_absence[one.absence].append(one)
    return [line for absence, several in by_absence.items() for line in lines_of(several, absence)]


@dataclass(frozen=True)
class Brief:
    """What a brief says to its reader, as of a day."""

    people: Acquaintances
    addresses: dict[int, list[Address]]
    touches: list[Event]
    met: dict[str, Met]
    steps: list[Step]
    waiting: Waiting | None
    waits_for: str
    service: OpenEvents
    endings: list[str]
    often: HowOften
    peace: date | None
    rest: Told | None
    cover: Cover | None
    away: Absence | None
    offered: User | None
    words: CoverWords | None
    said: list[CoverWords]
    read: list[CoverReading]
    unread: list[User]
    mine_read: bool


def open_brief(user: User, brief: CoverBrief, day: date) -> Brief:
    """Raises Refused."""
    account, firm = brief.relationship, brief.relationship.organisation_id
    require(user, "see", account)
    standing = getattr(account, "standing", None)
    seen = planned(measured_again(standing)) if standing else None
    people = people_of(user, account)
    touches, met = timeline_and_meetings(user, account, TOUCHES)
    cover = brief.covers.in_force().select_related("colleague", "by").first()
    waits = seen.waiting if seen else None
    peace = seen.in_peace_until if seen else None
    said, read = list(brief.words.select_related("by")), _last_of_each(brief)
    words = next(iter(said), None)
    fresh = {one.user_id for one in read if words is None or words.made <= one.read}
    should = {one.pk: one for one in (cover and cover.colleague, account.owner) if one is not None}
    should.pop(brief.absence.user_id, None)
    return Brief(
        people=people,
        addresses=_addresses(account, people.contacts),
        touches=touches,
        met=met,
        steps=steps_of(user, account),
        waiting=waits,
        waits_for=str(Person.objects.filter(pk=waits.contact).first() or "") if waits else "",
        service=open_events(user, account),
        endings=[sentence(one, day) for one in endings_of(day, {firm}).get(firm, ())],
        often=how_often(user, account, day),
        peace=peace if peace and day < peace else None,
        rest=rests_of(user, account, day).now,
        cover=cover,
        away=away_meanwhile(brief.absence).filter(user=cover.colleague).first() if cover else None,
        offered=offered([brief], brief.absence).get(brief.pk),
        words=words if words and words.words else None,
        said=said[1:],
        read=read,
        unread=[one for number, one in should.items() if number not in fresh],
        mine_read=user.pk in fresh,
    )


def _last_of_each(brief: CoverBrief) -> list[CoverReading]:
    found: dict[int, CoverReading] = {}
    for one in brief.readings.select_related("user"):  # the newest first
        found.setdefault(one.user_id, one)
    return list(found.values())


def _addresses(account: Relationship, people: list[Person]) -> dict[int, list[Address]]:
    """Where the contacts are reached, at this account."""
    rows = Address.objects.filter(person__in=people).filter(
        Q(organisation=account.organisation_id) | Q(organisation=None)
    )
    found: defaultdict[int, list[Address]] = defaultdict(list)
    for one in rows.order_by("address"):
        if one.address.partition(":")[0] not in ("speaker", "slack", "teams"):
            found[one.person_id].append(one)
    return found
