"""What fills a mailbox besides the conversations: newsletters, robots, lists, absences, mail that bounced."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from cast import Person, World, number
from clock import DAY, clock, is_away, is_lull, later, next_working, works, zone
from scenes import agreed_day, day_slots, fixed_slots, kits, near_day, say
from threads import Mail, message_id

REASONS = ("on holiday", "out of the office", "travelling")


def mailings(world: World) -> Iterator[Mail]:
    """Newsletters (flag bulk) and notices by machines (flag auto), one copy to each reader."""
    for row in world.mailings:
        dice = Random(number(world.seed, "mailing", row["from"]))
        day = max(world.start, row.get("since", world.start)) + timedelta(days=dice.randrange(1, row["every"] + 1))
        issue = 0
        while day <= world.end:
            if works(day) and not is_lull(day):
                issue += 1
                subject = dice.choice(row["subjects"]).format(issue=issue, n=dice.randrange(100, 999))
                text = dice.sample(row["lines"], 1 if row.get("auto") else 3)
                hour = 6 + dice.random() * 3
                for reader in row["to"]:
                    person = world.people[reader]
                    name = message_id(row["from"], row["from"], day, reader)
                    headers = {"Auto-Submitted": "auto-generated"}
                    if not row.get("auto"):
                        link = f"https://{row['from'].split('@')[1]}/leave/{number(reader) % 10**8}"
                        headers = {"List-Unsubscribe": f"<{link}>", "Precedence": "bulk"}
                    kind = "auto" if row.get("auto") else "bulk"
                    when = clock(person, day, hour, dice.randrange(60))
                    yield Mail(name, when, row["from"], [person], [], subject, text, None, headers, kind)
            day += timedelta(days=max(1, round(row["every"] * (0.8 + 0.4 * dice.random()))))


def discussions(world: World) -> Iterator[Mail]:
    """Mailing lists: members ask and answer; everybody on the list gets a copy."""
    for row in world.lists:
        dice = Random(number(world.seed, "list", row["address"]))
        members = [world.people[key] for key in row["members"]]
        day = world.start
        while day <= world.end:
            day += timedelta(days=max(1, round(dice.expovariate(1 / row["every"]))))
            if not works(day) or is_lull(day) or day > world.end - 4 * DAY:
                continue
            yield from _discussion(world, row, members, day, dice)


def _discussion(world: World, row: dict, members: list[Person], day: date, dice: Random) -> Iterator[Mail]:
    """One question on the list and its answers."""
    local, host = row["address"].split("@")
    headers = {"List-Id": f"<{local}.{host}>", "List-Post": f"<mailto:{row['address']}>"}
    scene = dice.choice(list(kits()[row["kit"]].values()))
    slots = fixed_slots(scene, {}, day, dice)
    agreed, near = agreed_day(day, dice), near_day(day, None, dice)
    subject = f"[{row['tag']}] " + dice.choice(scene.subjects).format_map(slots)
    talk = dice.sample(members, 2)
    when = clock(talk[0], next_working(talk[0], day), 8 + dice.random() * 8)
    parent: Mail | None = None
    for step, turn in enumerate(scene.turns):
        me = talk[step % 2]
        if parent:
            when = later(me, when, 1 + dice.random() * 5, dice)
        if when.date() > world.end:
            break
        near = near_day(when.date(), near, dice)
        said = say(turn, slots | day_slots(when.date(), near, agreed), dice)
        name = message_id(me, row["address"], day, step)
        title = f"Re: {subject}" if parent else subject
        parent = Mail(name, when, me, [row["address"]], [], title, said, parent, dict(headers), "list")
        yield parent


def answers_by_machine(mails: Iterable[Mail], world: World) -> Iterator[Mail]:
    """Out-of-office replies to whoever writes to somebody away, and bounces of a mistyped address."""
    told: set[tuple[str, str, int, int]] = set()
    for mail in mails:
        if mail.kind or not isinstance(mail.sender, Person):
            continue
        for reader in mail.to:
            if not isinstance(reader, Person) or reader.organisation == mail.sender.organisation:
                continue
            when = mail.when.astimezone(zone(reader.zone)) + timedelta(seconds=40)
            once = (reader.key, mail.sender.key, when.year, when.month)
            if is_away(reader, when.date()) and once not in told:
                told.add(once)
                why = REASONS[reader.habit % 3]
                text = [f"Thank you for your message. I am {why} and will answer when I am back.",
                        "In urgent cases please write to my colleagues."]  # fmt: skip
                headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
                yield Mail(message_id(reader, "away", mail.id), when, reader, [mail.sender], [],
                           f"Automatic reply: {mail.subject}", text, mail, headers, "auto")  # fmt: skip
            elif number("typo", mail.id) % 260 == 0:
                host = mail.sender.address.split("@")[1]
                wrong = reader.address.replace(".", "", 1)
                text = [f"Your message to <{wrong}> could not be delivered.", "550 5.1.1 no such mailbox here",
                        f"Subject: {mail.subject}"]  # fmt: skip
                headers = {"Auto-Submitted": "auto-replied", "X-Failed-Recipients": wrong}
                yield Mail(f"bounce.{number(mail.id):016x}@{host}", when, f"mailer-daemon@{host}", [mail.sender], [],
                           "Undelivered mail returned to sender", text, mail, headers, "bounce")  # fmt: skip
