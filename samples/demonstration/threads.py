"""A scene played between two people: mails that answer each other, and the calls and visits between them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cast import Person, Relation, World, at, number
from clock import OPENS, clock, later, next_working, together, zone
from scenes import Scene, agreed_day, capital, day_slots, fixed_slots, near_day, say

Someone = Person | str  # a person, or the bare address of a shared mailbox or list


@dataclass(slots=True)
class Mail:
    """One mail before it becomes bytes; `text` holds the paragraphs the sender wrote."""

    id: str
    when: datetime
    sender: Someone
    to: list[Someone]
    cc: list[Someone]
    subject: str
    text: list[str]
    parent: "Mail | None" = None
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = ""  # "" between people; "auto", "bulk", "list", "bounce"
    attached: str = ""


@dataclass(slots=True)
class Entry:
    """A meeting, call, visit, chat or ticket: a line of the journal."""

    id: str
    when: datetime
    channel: str
    people: list[Someone]  # the first one called, organised or opened it
    subject: str
    text: str
    minutes: int | None = None


def message_id(sender: Someone, *parts: object) -> str:
    domain = sender.address.split("@")[1] if isinstance(sender, Person) else sender.split("@")[1]
    return f"{number('mail', *parts):016x}@{domain}"


def _pick(people: list[Person], dice: Random) -> Person:
    return people[min(int(dice.expovariate(1.1)), len(people) - 1)]


def _sides(world: World, relation: Relation, day: date, dice: Random) -> tuple[Person, Person, list[Person]]:
    """Who speaks for the seller and the buyer this time, and who else is copied in."""
    sell = world.people[at(relation.owners, day)]
    team = [person for person in world.organisations[relation.seller].people if person != sell]
    contacts = [world.people[key] for key in relation.contacts]
    copied = []
    if team and not relation.alone and dice.random() < 0.3:
        other = _pick(team, dice)
        if dice.random() < 0.45:
            sell = other
        else:
            copied.append(other)
    buy = _pick([person for person in contacts if person != sell] or team, dice)
    others = [person for person in contacts if person not in (buy, sell, *copied)]
    if others and dice.random() < 0.22:
        copied.append(_pick(others, dice))
    if relation.via and dice.random() < 0.4:
        copied.append(partner(world, relation, day))
    return sell, buy, copied


def partner(world: World, relation: Relation, day: date) -> Person:
    """Who at the partner in between looks after this buyer."""
    own = next((r for r in world.relations if r.key == f"{relation.via}>{relation.buyer}"), None)
    return world.people[at(own.owners, day)] if own else world.organisations[relation.via].people[0]


def play(
    world: World, relation: Relation, scene: Scene, day: date, dice: Random,
    *, quick: bool = False, exact: bool = False, turns: int | None = None, last: date | None = None,
    copied: list[Person] | None = None,
    who: tuple[Person, Person] | None = None,
) -> list[Mail | Entry]:  # fmt: skip
    """Play `scene` from `day` on (`exact`: even if the opener is away then). `quick`: all within hours.
    `turns`: stop early. Nothing happens after `last`. `who` is seller, buyer; otherwise as the relation goes."""
    sell, buy, others = _sides(world, relation, day, dice)
    if who:
        sell, buy = who
    others = [person for person in (others if copied is None else copied) if person not in (sell, buy)]
    slots = fixed_slots(scene, relation.slots, day, dice)
    slots |= {"sell": sell.first, "buy": buy.first, "maker": world.organisations[relation.seller].name}
    slots |= {"firm": world.organisations[relation.buyer].name, "partner": others[-1].first if others else sell.first}
    agreed, near = agreed_day(day, dice), near_day(day, None, dice)
    subject = capital(dice.choice(scene.subjects).format_map(slots | day_slots(day, near, agreed)))
    played: list[Mail | Entry] = []
    parent: Mail | None = None
    when: datetime | None = None
    for step, turn in enumerate(scene.turns[:turns]):
        if quick and turn.after == -1:
            break  # the agreed day is weeks away: the conversation ends with the agreement
        me, you = (sell, buy) if turn.side == "sell" else (buy, sell)
        if when is None:
            first = day if exact else next_working(me, day)
            when = clock(me, first, OPENS + dice.random() * (3 if quick or exact else 8), dice.randrange(60))
        else:
            pace = 0.3 + dice.random() if quick else dice.lognormvariate(0.2 + me.habit / 60, 0.8)
            wait = turn.after if turn.after is not None and not quick else pace
            if played and isinstance(played[-1], Entry) and 0 <= wait < 9:  # notes after a call go out the same day
                when = when.astimezone(zone(me.zone)) + timedelta(hours=wait / 2, minutes=played[-1].minutes or 0)
            elif wait < 0 and when.date() < agreed:
                when = clock(me, agreed, 9 + dice.random() * 6)
            else:
                when = later(me, when, abs(wait), dice)
        near = near_day(when.date(), near, dice)
        if turn.channel in ("call", "meeting", "visit"):
            when = together(me, you, when, 8 if quick else 96)
        if last and when.date() > last:
            break
        said = say(turn, slots | day_slots(when.date(), near, agreed) | {"me": me.first, "to": you.first}, dice)
        if turn.channel != "mail":
            minutes = turn.minutes and max(3, round(turn.minutes * (0.6 + 0.8 * dice.random())))
            there: list[Someone] = [me, you, *([] if turn.channel == "call" else others)]
            if turn.shared:
                there = [me, shared(world, you, turn.shared)]
            name = f"demo-{number('entry', relation.key, scene.name, day, step):016x}"
            played.append(Entry(name, when, turn.channel, there, subject, " ".join(said), minutes))
            continue
        to: list[Someone] = [you]
        cc: list[Someone] = list(others)
        if turn.shared:
            to = [shared(world, you, turn.shared)]
        name = message_id(me, relation.key, scene.name, day, step)
        mail = Mail(name, when, me, to, cc, f"Re: {subject}" if parent else subject, said, parent)
        if "attached" in said[-1] and dice.random() < 0.5:
            mail.attached = subject
        played.append(mail)
        parent = mail
    return played


def shared(world: World, person: Person, box: str) -> str:
    return f"{box}@{world.organisations[person.organisation].domain}"
