"""The words: kits of scenes from scenes/*.toml, and how a turn of a scene becomes a text."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Turn:
    """One step: who acts ("sell" or "buy"), by which channel, after how many working hours (None: as they
    please; -1: on the day that was agreed), and groups of interchangeable sentences; a group that starts with
    "?" is said half the time."""

    side: str
    channel: str
    minutes: int | None
    after: float | None
    shared: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation: alternatives for the subject, and the turns. `only`: never by chance. `short`: may end
    a history, because nobody is left waiting."""

    name: str
    subjects: tuple[str, ...]
    turns: tuple[Turn, ...]
    slots: dict[str, list[str]]
    only: bool = False
    short: bool = False


def _turn(row: list[str]) -> Turn:
    side, *rest = row[0].split()
    channel, minutes, after, shared = "mail", None, None, ""
    for word in rest:
        if word == "@date":
            after = -1.0
        elif word[0] == "+":
            after = float(word[1:-1]) * (9.5 if word[-1] == "d" else 1)
        elif word.endswith("@"):
            shared = word[:-1]
        else:
            channel, _, length = word.partition(":")
            minutes = int(length) if length else None
    return Turn(side, channel, minutes, after, shared, tuple(tuple(group.split("|")) for group in row[1:]))


@cache
def kits(folder: Path = HERE) -> dict[str, dict[str, Scene]]:
    """kit -> scene name -> scene."""
    found = {}
    for path in sorted((folder / "scenes").glob("*.toml")):
        kit = tomllib.loads(path.read_text("utf-8"))
        found[path.stem] = {
            name: Scene(
                f"{path.stem}.{name}", tuple(row["subject"]), tuple(map(_turn, row["turns"])),
                kit.get("slots", {}), row.get("only", False), row.get("short", False),
            )
            for name, row in kit["scene"].items()
        }  # fmt: skip
    return found


def choose(names: list[str], dice: Random, short: bool = False) -> Scene:
    """A scene of these kits by chance."""
    pool = [
        scene for name in names for scene in kits()[name].values() if not scene.only and (scene.short or not short)
    ]
    return dice.choice(pool)


def fixed_slots(scene: Scene, own: dict[str, list[str]], day: date, dice: Random) -> dict[str, str]:
    """What stays the same throughout a conversation: product, site, figures, month."""
    chosen = {name: dice.choice(words) for name, words in {**scene.slots, **own}.items()}
    before = day.replace(day=1) - timedelta(days=1)
    n = dice.randrange(12, 980)
    return chosen | {
        "month": f"{before:%B}", "n": str(n), "m": str(n + dice.randrange(3, 90)), "few": str(dice.randrange(2, 9)),
        "order": f"{dice.randrange(10000, 99999)}", "year": str(day.year),
        "version": f"{dice.randrange(3, 6)}.{dice.randrange(10)}",
    }  # fmt: skip


def agreed_day(day: date, dice: Random) -> date:
    """The {date} of a conversation that starts on `day`: a working day one to three weeks on."""
    agreed = day + timedelta(days=dice.randrange(9, 22))
    while agreed.weekday() > 4 or (agreed.month, agreed.day) >= (12, 21) or (agreed.month, agreed.day) <= (1, 2):
        agreed += timedelta(days=1)
    return agreed


def near_day(day: date, named: date | None, dice: Random) -> date:
    """The {day} of a turn written on `day`: the one named before while it still lies ahead, else a new one."""
    if named and named > day:
        return named
    ahead = day + timedelta(days=dice.randrange(1, 5))
    while ahead.weekday() > 4:
        ahead += timedelta(days=1)
    return ahead


def day_slots(day: date, near: date, agreed: date) -> dict[str, str]:
    """How days are named in a text written on `day`."""
    return {"day": f"{near:%A}", "date": f"{agreed.day} {agreed:%B}", "today": f"{day:%A}"}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def say(turn: Turn, slots: dict[str, str], dice: Random) -> list[str]:
    """The paragraphs of a turn."""
    said = []
    for group in turn.groups:
        sentence = dice.choice(group)
        if group[0].startswith("?"):
            if dice.random() < 0.5:
                continue
            sentence = sentence.removeprefix("?")
        said.append(capital(sentence.strip().format_map(slots)))
    return said
