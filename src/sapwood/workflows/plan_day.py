"""Planning the day: standings and what people decided go into planning as plain values; ranked items come back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sapwood.measures.heard import Heard
from sapwood.measures.standing import Standing as Measured
from sapwood.planning import decisions as plan
from sapwood.planning.duty import NOBODY, Duty
from sapwood.planning.hours import UNKNOWN, Hours
from sapwood.planning.relationship import Relationship as Planned
from sapwood.planning.relationship import relationship as planned_from
from sapwood.planning.service import to_call, to_tell
from sapwood.planning.today import Away, Day, Item, rank
from sapwood.planning.today import plan_day as plan_the_day
from sapwood.planning.urgency import CARE
from sapwood.records.access.models import Absence, User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import DayItem, Decision, Relationship

from .clock import moment_of
from .cover.due import covers_on
from .endings import endings_of
from .guests.contacts import left
from .guests.wishes import wished_by
from .hand_over.due import introductions_of
from .insert_rows import insert_rows
from .kept.orders import buying_of
from .kept.rests import rests_on
from .listening.due import listenings_of
from .notes.due import steps_due
from .outreach.holds import held_plans
from .said_of_cadence import calendars_of
from .sale.due import after_sale_of, done_before
from .sale.heard import saved_heard
from .service.doable import as_saved
from .service.due import services_of
from .service.on_duty import hours_of, on_duty
from .who_is_who.moved_on import moved_on
from .whom.known import count_answered, keep_answered, known_of, weights_by_tier
from .whom.lines import note_who_was_in

Measurements = Iterable[tuple[Relationship, Measured]]
WORDS = {Decision.Kind.DONE: plan.DONE, Decision.Kind.SNOOZE: plan.SNOOZED, Decision.Kind.NOT_MINE: plan.NOT_MINE}


def plan_day(as_of: date, measured: Measurements, only: set[int] | None = None) -> None:
    """Saves what the day offers, before anybody decides about it; decisions are applied when a page is read, so
    that deciding changes one row and not the plan. `only`: for these relationships, among the others as they are."""
    before = DayItem.objects.all() if only is None else DayItem.objects.filter(relationship__in=only)
    before.delete()
    measured = list(measured)
    if only is None:
        keep_answered(as_of, count_answered(as_of, (standing for _, standing in measured)))
    insert_rows(_rows(as_of, measured))


def _rows(as_of: date, measured: list[tuple[Relationship, Measured]]) -> list[DayItem]:
    by_organisation = {one.pk: one.organisation_id for one, _ in measured}
    planned = plan_values(measured)
    by_account = {one.account: one for one in planned}
    known = known_of(as_of, by_account)
    day = plan_the_day(planned, as_of, away=away_on(as_of), duty=_duty(planned, as_of), known=known)
    note_who_was_in(as_of, (*day.focus, *day.later))
    offered = [(item, DayItem.Section.TOUCH) for item in (*day.focus, *day.later)]
    offered += [(item, DayItem.Section.FADED) for item in day.faded]
    rows = [_row(item, section, rank(by_account[item.account], item.kind, as_of), as_of) for item, section in offered]
    gone = left(row.contact_id for row in rows)
    away = moved_on()
    for row in rows:
        if row.contact_id in gone or by_organisation.get(row.relationship_id) in away.get(row.contact_id, ()):
            row.contact_id = None
    for peace in day.peace:
        rows.append(
            DayItem(
                relationship_id=peace.account,
                as_of=as_of,
                section=DayItem.Section.PEACE,
                rank=peace.until.toordinal(),
                kind="peace",
                channel="",
                minutes=0,
                why=peace.why,
                until=peace.until,
            )
        )
    return rows


def plan_as_of(
    as_of: date,
    measured: Measurements,
    colleague: int | None = None,
    heard: Mapping[int, Heard] | None = None,
    minutes: int | None = None,
) -> Day:
    """The day's plan with the decisions taken until then; nothing is saved. `measured` are all there are; `heard`:
    see plan_values; `minutes`: as many as there are for it."""
    measured = list(measured)
    taken = decisions_about([r.pk for r, _ in measured], as_of)
    planned = plan_values(measured, heard)
    known = known_of(as_of, [r.pk for r, _ in measured], count_answered(as_of, (one for _, one in measured)))
    duty = _duty(planned, as_of)
    return plan_the_day(planned, as_of, taken, colleague, away_on(as_of), duty, known, minutes)


def plan_values(measured: Measurements, heard: Mapping[int, Heard] | None = None) -> list[Planned]:
    """Relationships as planning sees them; `account` is the relationship's number. `heard` is by relationship (None:
    as it was saved)."""
    owners = persons_of_users()
    measured = list(measured)
    if not measured:
        return []
    as_of, whom = measured[0][1].as_of, {r.organisation_id for r, _ in measured}
    ends, services = endings_of(as_of, whom), services_of(as_of, whom)
    rests, orders, weights = rests_on(as_of), buying_of(as_of, whom), weights_by_tier()
    steps = steps_due(as_of, [one.pk for one, _ in measured])
    done = done_before(as_of)
    listens = listenings_of(as_of, measured, done)
    sold = after_sale_of(as_of, measured, done)
    if heard is None:
        heard = saved_heard(as_of, [one.pk for one, _ in measured])
    covers = covers_on(as_of, owners)
    wished = wished_by([one.pk for one, _ in measured if one.pk])
    handed = introductions_of(as_of, measured, done, owners)
    ending = [one.pk for one, _ in measured if one.organisation_id in ends]
    taken: dict[int, list[plan.Decision]] = {}
    for decision in decisions_about(ending, as_of) if ending else ():
        taken.setdefault(decision.account, []).append(decision)
    touched = [one for one, _ in measured if one.organisation_id in services]
    hours, held = _hours(touched), _held(touched, as_of)
    found = []
    for one, standing in measured:
        seen = planned_from(standing, owners.get(one.owner_id))
        theirs = services.get(one.organisation_id, ())
        tier, weight = weights.get(one.tier_id, ("", None))
        whole = replace(
            seen,
            account=one.pk,
            endings=ends.get(one.organisation_id, ()),
            steps=steps.get(one.pk, ()),
            listening=listens[one.pk] if one.pk in listens and listens[one.pk].is_due(as_of) else None,
            after_sale=sold.get(one.pk),
            introduction=handed.get(one.pk),
            wished=wished.get(one.pk, ()),
            heard=heard.get(one.pk),
            to_call=to_call(theirs, as_of),
            to_tell=to_tell(theirs, as_of, seen.spoke, hours.get(one.organisation_id, UNKNOWN)),
            rest=rests.get(one.pk),
            buying=orders.get(one.organisation_id),
            cover=covers.get(one.pk),
            kept=is_kept(one) or one.organisation_id in orders,
            owned=one.owner_id is not None,
            hours=hours.get(one.organisation_id),
            tier=tier,
            weight=weight,
            held=held.get(one.organisation_id, ()),
        )
        found.append(plan.left_to_do(whole, taken.get(one.pk, ()), as_of) if whole.endings else whole)
    return found


def _duty(planned: Iterable[Planned], as_of: date) -> Duty:
    """Who is on duty now, where anything is to be called about."""
    return duty_for(CARE[0] if any(one.to_call or one.to_tell for one in planned) else "", as_of)


def duty_for(kind: str, as_of: date) -> Duty:
    """Who is on duty now, where that says whose an item of this kind is."""
    return on_duty(as_of, persons_of_users()) if kind in CARE else NOBODY


def _hours(touched: list[Relationship]) -> dict[int, Hours]:
    """When they may be called, by organisation; one question each however many they are."""
    if not touched:
        return {}
    whom = {one.organisation_id for one in touched}
    return hours_of(whom, calendars_of([one.pk for one in touched]))


def _held(touched: list[Relationship], as_of: date) -> dict[int, tuple[str, ...]]:
    """Names of planned touches that are held, by organisation."""
    found = held_plans({one.organisation_id for one in touched}, moment_of(as_of)) if touched else {}
    return {number: tuple(plan.name for plan in plans) for number, plans in found.items()}


def is_kept(one: Relationship) -> bool:
    """Whether somebody said what it is to us, that it is theirs, or which tier it is of."""
    return one.owner_id is not None or one.tier_id is not None or one.role != Relationship.Role.UNKNOWN


def decisions_about(relationships: list[int], as_of: date) -> list[plan.Decision]:
    found = Decision.objects.filter(undone=None, day__lte=as_of)
    if len(relationships) <= 500:
        found = found.filter(relationship__in=relationships)
    return [
        plan.Decision(d.relationship_id, WORDS[d.kind], d.day, d.colleague_id, d.until, d.item_kind)
        for d in found.order_by("pk")
    ]


def persons_of_users() -> dict[int | None, int]:
    """Which person of the directory each user is, through their addresses."""
    keys = dict(User.objects.filter(addresses__isnull=False).values_list("addresses__key", "pk"))
    found = Address.objects.filter(key__in=list(keys)).exclude(person=None).order_by("-pk")
    return {keys[key]: person for key, person in found.values_list("key", "person_id")}


def absences_on(day: date) -> dict[int, Absence]:
    """By the user who is away."""
    return {one.user_id: one for one in Absence.objects.on(day).select_related("user")}


def away_on(day: date, absences: Mapping[int, Absence] | None = None) -> dict[int, Away]:
    """Who of ours is away, by the person of the directory they are."""
    absences = absences_on(day) if absences is None else absences
    if not absences:
        return {}
    persons = persons_of_users()
    found = {persons[user]: one for user, one in absences.items() if user in persons}
    return {person: Away(str(one.user), one.until) for person, one in found.items()}


def _row(item: Item, section: str, rank: float, as_of: date) -> DayItem:
    return DayItem(
        relationship_id=item.account,
        as_of=as_of,
        section=section,
        rank=rank,
        kind=item.kind,
        colleague_id=item.colleague,
        contact_id=item.contact,
        channel=item.channel,
        minutes=item.minutes,
        why=item.why,
        note=item.note,
        turn=item.turn,
        held=item.held,
        arithmetic=list(item.arithmetic),
        hours=as_saved(item),
        evidence=[
            *item.evidence,
            *item.sources,
            *(f"service event {one}" for one in item.events),
            *(f"next step {one}" for one in item.steps),
            *([f"cover brief {item.brief}"] if item.brief else []),
        ],
    )
