"""Slack's export: a zip with users.json, channels.json and a folder a channel with a file a day
(slack.com/help/articles/220556107, "How to read Slack data exports")."""

import json
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import IO, Any

from sapwood.facts.interaction import Interaction, Participant, Trouble

from ..charset import decode, plain
from .bursts import Message, bursts, interaction

MOST_MEMBER = 64 * 1024 * 1024
MOST_ROOMS = 100_000
MOST_CC = 20  # members of a room who count as having read along; in a larger one only those who spoke or were named
ROOMS = ("channels.json", "groups.json", "dms.json", "mpims.json")
SYSTEM = frozenset(
    str.split(
        "channel_join channel_leave channel_topic channel_purpose channel_name channel_archive channel_unarchive "
        "group_join group_leave group_topic group_purpose group_name pinned_item unpinned_item tombstone "
        "reminder_add bot_add bot_remove channel_convert_to_private channel_posting_permissions sh_room_created "
        "huddle_thread"
    )
)
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_TOO_LARGE = f"It is larger than {MOST_MEMBER // 1024**2} MB, so it was left out."
_DAY = re.compile(r"(.{1,300})/\d{4}-\d\d-\d\d(?:-\d+)?\.json")
_MARK = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")


def is_slack(names: Collection[str]) -> bool:
    """Whether a zip with these members is a Slack export (also one folder down)."""
    tops = {name.removesuffix("users.json") for name in names if name.endswith("users.json") and name.count("/") < 2}
    return any(f"{top}{rooms}" in names for top in tops for rooms in ROOMS)


def read_slack(file: IO[bytes], where: str, latest: datetime) -> Iterator[Interaction | Trouble]:
    """Bursts of all rooms of the export in `file`; one day of one room is held in memory."""
    try:
        archive = zipfile.ZipFile(file)
        infos = {info.filename: info for info in archive.infolist()}
    except BROKEN:
        yield Trouble(where, "The zip is broken, so nothing of it could be read. Export it again.")
        return
    top = min((name for name in infos if name.endswith("users.json")), key=len, default="users.json")
    top = top.removesuffix("users.json")
    export = _Export(archive, infos, where, latest)
    people = {str(one["id"]): one for one in export.listed(f"{top}users.json") if one.get("id")}
    rooms: dict[str, tuple[str, dict[str, Any]]] = {}
    for kind in ROOMS:
        for room in export.listed(f"{top}{kind}") if f"{top}{kind}" in infos else ():
            folder = str(room.get("id") if kind == "dms.json" else room.get("name") or room.get("id") or "")
            if len(rooms) < MOST_ROOMS:
                rooms.setdefault(folder, (kind, room))
    days: dict[str, list[str]] = {}
    for name in sorted(infos):
        if name.startswith(top) and (found := _DAY.fullmatch(name[len(top) :])):
            days.setdefault(found[1], []).append(name)
    yield from export.said()
    for folder, names in days.items():
        kind, room = rooms.get(folder, ("", {}))
        yield from _room(export, people, kind, room, folder, names)
        yield from export.said()


class _Export:
    """The members of the zip as lists of objects; what could not be read is kept to be told."""

    def __init__(self, archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], where: str, latest: datetime):
        self.archive, self.infos, self.where, self.latest = archive, infos, where, latest
        self.troubles: list[Trouble] = []

    def listed(self, name: str) -> list[dict[str, Any]]:
        info = self.infos.get(name)
        if info is None:
            return []
        if info.file_size > MOST_MEMBER:
            self.trouble(name, _TOO_LARGE)
            return []
        try:
            with self.archive.open(info) as member:
                found = json.loads(decode(member.read(MOST_MEMBER), "utf-8"))
        except (*BROKEN, RecursionError, zipfile.zlib.error):  # type: ignore[attr-defined]
            self.trouble(name, "It could not be read: it is broken, encrypted or no JSON. The other days are in.")
            return []
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def trouble(self, name: str, what: str) -> None:
        if len(self.troubles) < 1000:
            self.troubles.append(Trouble(f"{self.where}/{name}", what))

    def said(self) -> Iterator[Trouble]:
        yield from self.troubles
        self.troubles.clear()


def _room(
    export: _Export,
    people: dict[str, dict[str, Any]],
    kind: str,
    room: dict[str, Any],
    folder: str,
    names: list[str],
) -> Iterator[Interaction]:
    place = str(room.get("id") or folder)
    team = next((str(one.get("team_id")) for one in people.values() if one.get("team_id")), "").lower()
    who = _Who(people, team)
    listed = room.get("members")
    ids = [str(one) for one in listed] if isinstance(listed, list) else []
    members = [who.of(one) for one in ids] if kind in ("dms.json", "mpims.json") or len(ids) <= MOST_CC else []
    members = [one for one in members if not who.is_machine(one.address)]
    subject = f"#{room.get('name') or folder}" if kind in ("channels.json", "groups.json") else ""

    def identity(key: str) -> str:
        return f"slack:{team}/{place}/{key}"

    begun: dict[str, str] = {}
    for burst in bursts(_messages(export, who, names), begun):
        yield interaction(burst, lambda key: identity(begun.get(key, key)), members, subject)


def _messages(export: _Export, who: "_Who", names: list[str]) -> Iterator[Message]:
    for name in names:
        told = [(at, one) for one in export.listed(name) if (at := _when(one.get("ts"), export.latest))]
        for when, one in sorted(told, key=lambda pair: (pair[0], str(pair[1].get("ts")))):
            sender = one.get("user") or one.get("bot_id") or one.get("username")
            if one.get("type", "message") != "message" or one.get("subtype") in SYSTEM or not sender:
                continue
            ts, thread = str(one["ts"]), str(one.get("thread_ts") or "")
            raw = one.get("text")
            text, named = who.text(raw if isinstance(raw, str) else "")
            answers = thread not in ("", ts)
            yield Message(
                key=ts,
                when=when,
                sender=who.of(str(sender), _profile_name(one)),
                text=text,
                thread=thread if answers else "",  # what is answered stays where it stands, also before its answers
                parent=thread if answers else "",
                addressed=named,
                machine=one.get("subtype") == "bot_message" or "bot_id" in one or who.bot(str(sender)),
                answered=bool(thread) and not answers,
            )


class _Who:
    """Slack's users as participants: by mail where the export tells it, else by team and number."""

    def __init__(self, people: dict[str, dict[str, Any]], team: str):
        self.people, self.team = people, team

    def of(self, number: str, name: str = "") -> Participant:
        one = self.people.get(number, {})
        held = one.get("profile")
        profile: dict[str, Any] = held if isinstance(held, dict) else {}
        mail = str(profile.get("email") or "").strip().lower()
        name = str(profile.get("real_name") or one.get("real_name") or name or one.get("name") or "")
        team = str(one.get("team_id") or self.team).lower()
        plausible = "@" in mail and " " not in mail and len(mail) <= 320
        address = mail if plausible else f"slack:{team}/{number.lower()[:200]}"
        return Participant("to", plain(address), plain(" ".join(name.split())[:200]))

    def bot(self, number: str) -> bool:
        return bool(self.people.get(number, {}).get("is_bot")) or number == "USLACKBOT"

    def is_machine(self, address: str) -> bool:
        number = address.rpartition("/")[2].upper()
        return address.startswith("slack:") and self.bot(number)

    def text(self, text: str) -> tuple[str, tuple[Participant, ...]]:
        """Slack's marks as people read them, and who is named."""
        named: dict[str, Participant] = {}

        def read(mark: re.Match[str]) -> str:
            sign, what, label = mark.groups()
            if sign == "@":
                person = self.of(what)
                if len(named) < 50 and what in self.people and not self.bot(what):
                    named.setdefault(person.address, person)
                return f"@{label or person.name or what}"
            return f"{'#' if sign == '#' else '@' if sign == '!' else ''}{label or what}"

        return unescape(_MARK.sub(read, text[:100_000])), tuple(named.values())


def _profile_name(one: dict[str, Any]) -> str:
    profile = one.get("user_profile")
    return str(profile.get("real_name") or "") if isinstance(profile, dict) else str(one.get("username") or "")


def _when(ts: object, latest: datetime) -> datetime | None:
    try:
        when = datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if when.year >= 1980 and when <= latest else None
