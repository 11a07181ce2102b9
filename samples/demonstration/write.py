"""Write the invented mail, meetings, calls and tickets of three firms that deal with each other.

python samples/demonstration/write.py OUT_FOLDER: OUT/{vendor,reseller,customer}/mail/<colleague>.mbox,
journal.jsonl and home.json. The same bytes on every run: no clock is asked, and every relation has dice of
its own, so that adding people leaves everybody else's mail as it was.
"""

import json
import sys
from datetime import UTC
from pathlib import Path
from random import Random

from cast import Person, Relation, World, at, number, read_cast
from clock import DAY
from noise import answers_by_machine, discussions, mailings
from post import address, in_mbox, received, to_bytes
from rhythm import last_day, openings
from scenes import choose, kits
from threads import Entry, Mail, play


def story(relation: Relation, world: World) -> list[Mail | Entry]:
    """Everything between two firms, from the first conversation to the last touch."""
    dice = Random(number(world.seed, relation.key))
    told: list[Mail | Entry] = []
    planted = [(plant["on"], plant) for plant in relation.plants]
    last = last_day(relation, world, dice)
    if any(every for _, every in relation.rhythm):
        for day in openings(relation, last, dice):
            if any(abs((day - on).days) < 2 for on, _ in planted):
                continue
            scene = choose(at(relation.kits, day), dice)
            turns = len(scene.turns) - (1 if dice.random() < 0.06 and len(scene.turns) > 2 else 0)
            told += play(world, relation, scene, day, dice, quick=relation.quick, turns=turns, last=last - DAY)
        if not any(plant.get("last", on) >= last for on, plant in planted):
            scene = choose(at(relation.kits, last), dice, short=True)
            told += play(world, relation, scene, last, dice, quick=True, exact=True, last=last, copied=[])
    for on, plant in planted:
        kit, name = plant["scene"].split(".")
        who = (world.people[plant["sell"]], world.people[plant["buy"]]) if "sell" in plant else None
        given = {key: plant[key] for key in ("quick", "turns") if key in plant}
        copied = [world.people[key] for key in plant.get("copied", [])]
        until = plant.get("last", world.end)
        own = Random(number(relation.key, on))
        told += play(
            world, relation, kits()[kit][name], on, own, exact=True, last=until, copied=copied, who=who, **given
        )
    return told


def everything(world: World) -> list[Mail | Entry]:
    """All that happened, in order of time; ids break ties."""
    told = [event for relation in world.relations for event in story(relation, world)]
    told += [*mailings(world), *discussions(world)]
    told += list(answers_by_machine([event for event in told if isinstance(event, Mail)], world))
    told = [event for event in told if event.when.date() <= world.end]
    return sorted(told, key=lambda event: (event.when.astimezone(UTC), event.id))


def readers(event: Mail, world: World, boxes: dict[str, list[str]], members: dict[str, list[str]]) -> set[str]:
    """Whose mailboxes hold a copy: writer, addressed, readers of a shared mailbox or of a list."""
    found = {event.sender.address} if isinstance(event.sender, Person) else set()
    for someone in event.to + event.cc:
        one = address(someone)
        found |= set(boxes.get(one) or members.get(one) or [one])
    return found


def home_file(home: str, world: World) -> dict:
    """What the operator of this home would tell: who works here, whom they deal with, what is agreed."""
    firm = world.organisations[home]
    accounts = []
    for relation in world.relations:
        if relation.seller == relation.buyer or home not in (relation.seller, relation.buyer):
            continue
        selling = relation.seller == home
        other = world.organisations[relation.buyer if selling else relation.seller]
        owner = at(relation.owners, world.end) if selling else relation.contacts[0]
        role = relation.buyer_is if selling else relation.seller_is
        account = {"name": other.name, "domains": [other.domain], "role": role, "owner": world.people[owner].address}
        agreed = {"since": relation.since.isoformat(), "floor": relation.floor, "ceiling": relation.ceiling}
        accounts.append(account | agreed)
    people = [{"name": p.name, "address": p.address, "role": p.level} for p in firm.people]
    return {
        "name": firm.name, "domains": [firm.domain], "as_of": world.as_of.isoformat(), "colleagues": people,
        "accounts": accounts, "free_mail": world.free_mail,
    }  # fmt: skip


def line(entry: Entry, world: World) -> str:
    people = []
    for place, someone in enumerate(entry.people):
        name = someone.name if isinstance(someone, Person) else ""
        people.append({"role": "to" if place else "from", "address": address(someone), "name": name})
    row = {"id": entry.id, "when": entry.when.isoformat(), "channel": entry.channel, "people": people,
           "subject": entry.subject, "text": entry.text}  # fmt: skip
    if entry.minutes is not None:
        row["minutes"] = entry.minutes
    return json.dumps(row, ensure_ascii=False) + "\n"


def write(out: Path, world: World) -> dict[str, tuple[int, int]]:
    """Write all homes; return for each folder the number of different mails and of journal lines."""
    boxes = {f"{box}@{firm.domain}": [world.people[key].address for key in who]
             for firm in world.organisations.values() for box, who in firm.shared.items()}  # fmt: skip
    members = {row["address"]: [world.people[key].address for key in row["members"]] for row in world.lists}
    told = everything(world)
    mails = [event for event in told if isinstance(event, Mail)]
    to_whom = [readers(mail, world, boxes, members) for mail in mails]
    raw = [to_bytes(mail, world) for mail in mails]
    counts = {}
    for folder, home in world.homes.items():
        ours = [person.address for person in world.organisations[home].people]
        (out / folder / "mail").mkdir(parents=True, exist_ok=True)
        held = {one: [] for one in ours}
        seen = 0
        for mail, who, plain in zip(mails, to_whom, raw, strict=True):
            seen += not who.isdisjoint(ours)
            for one in who.intersection(ours):
                sent = address(mail.sender)
                copy = plain if one == sent else received(plain, mail, world, one)
                held[one].append(in_mbox(copy, sent, mail.when))
        for one, copies in held.items():
            (out / folder / "mail" / f"{one}.mbox").write_bytes(b"".join(copies))
        here = {*ours, *(box for box in boxes if box.endswith("@" + world.organisations[home].domain))}
        rows = [line(e, world) for e in told if isinstance(e, Entry) and here & {address(p) for p in e.people}]
        (out / folder / "journal.jsonl").write_text("".join(rows), "utf-8", newline="\n")
        (out / folder / "home.json").write_text(
            json.dumps(home_file(home, world), indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n"
        )
        counts[folder] = (seen, len(rows))
    return counts


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Say where to write: python samples/demonstration/write.py OUT_FOLDER", file=sys.stderr)
        return 2
    for folder, (mails, entries) in write(Path(arguments[0]), read_cast()).items():
        print(f"{folder}: {mails} mails, {entries} meetings, calls, visits, chats and tickets.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
