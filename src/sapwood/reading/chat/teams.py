"""Chats of Microsoft Teams as JSON: Microsoft Graph's chatMessage resources (alone, in "value", or beside "members"),
and the messages.json of a personal account's export (Teams free and Skype)."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sapwood.facts.interaction import Interaction, Participant, Trouble

from ..charset import plain
from ..markup import text_of_html
from ..transcript.dates import moment
from ..transcript.read import text_of
from .bursts import Message, bursts, interaction

MOST_MESSAGES = 500_000
MOST_CC = 20
NO_MESSAGE = "No message with a sender and a date could be found in it, so it is no export of Teams that can be read."


def is_teams(head: bytes) -> bool:
    """Whether a JSON file that begins with `head` is one of the two."""
    text = text_of(head)
    if not text.lstrip().startswith(("{", "[")):
        return False
    graph = '"createdDateTime"' in text and ('"body"' in text or '"messageType"' in text)
    personal = '"conversations"' in text and ('"MessageList"' in text or '"exportDate"' in text)
    return graph or personal


def read_teams(raw: bytes, where: str, latest: datetime) -> Iterator[Interaction | Trouble]:
    """The bursts of every chat and channel in the file; never raises."""
    try:
        whole = json.loads(text_of(raw))
    except (ValueError, RecursionError):
        yield Trouble(where, "The JSON is broken, so nothing of it could be read. Export it again.")
        return
    rooms: defaultdict[str, list[Message]] = defaultdict(list)
    mails: dict[str, str] = {}
    members: defaultdict[str, dict[str, Participant]] = defaultdict(dict)
    named: dict[str, str] = {}
    found = lost = 0
    for kind, room, one in _things(whole):
        if kind == "member":
            mail, number = _word(one.get("email")).lower(), _word(one.get("userId"))
            if "@" in mail and number:
                mails[number] = mail
            if number:
                members[room][number] = _person(number, _word(one.get("displayName")), mails)
            continue
        if kind == "room":
            named.setdefault(room, _word(one.get("topic")) or _word(one.get("displayName")))
            continue
        message = _personal(one) if kind == "personal" else _graph(one, mails)
        if message is None:
            continue
        found += 1
        if message.when > latest or message.when.year < 1980 or found > MOST_MESSAGES:
            lost += 1
            continue
        rooms[room].append(message)
    for room, messages in rooms.items():
        messages.sort(key=lambda message: (message.when, message.key))
        there = {who.address: who for who in members[room].values()} if len(members[room]) <= MOST_CC else {}
        wrote = {one.sender.address: one.sender for one in messages if not one.machine}
        there = there or (wrote if len(wrote) <= MOST_CC and _is_chat(room) else {})
        begun: dict[str, str] = {}

        def identity(key: str, room: str = room, begun: dict[str, str] = begun) -> str:
            return f"teams:{room}/{begun.get(key, key)}"

        for burst in bursts(messages, begun):
            yield interaction(burst, identity, there.values(), named.get(room, ""))
    if not found:
        yield Trouble(where, NO_MESSAGE)
    elif lost:
        many = f"{lost} messages claim" if lost > 1 else "One message claims"
        yield Trouble(where, f"{many} a date before 1980 or still to come, or stand beyond the 500,000th.")


def _is_chat(room: str) -> bool:
    return "@thread.tacv2" not in room and "@thread.skype" not in room


def _things(whole: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """("member" | "room" | "graph" | "personal", its room, the object), members before messages."""
    outer = whole if isinstance(whole, dict) else {}
    if isinstance(outer.get("conversations"), list):
        for talk in _objects(outer["conversations"]):
            room = _word(talk.get("id"))
            if not room.startswith(("8:", "28:")):  # a chat of two is called after the other
                yield "room", room, talk
            for one in _objects(talk.get("MessageList")):
                yield "personal", room, one
        return
    chat = outer["chat"] if isinstance(outer.get("chat"), dict) else outer
    room = _word(chat.get("id"))
    if room:
        yield "room", room, chat
    for one in _objects(outer.get("members")) + _objects(chat.get("members")):
        yield "member", room, one
    listed = next((outer[name] for name in ("value", "messages") if isinstance(outer.get(name), list)), whole)
    for one in _objects(listed):
        place = one.get("channelIdentity")
        inside = _word(place.get("channelId")) if isinstance(place, dict) else ""
        here = _word(one.get("chatId")) or inside or room
        yield "graph", here, one
        for answer in _objects(one.get("replies")):
            yield "graph", here, {**answer, "replyToId": answer.get("replyToId") or one.get("id")}


def _graph(one: dict[str, Any], mails: dict[str, str]) -> Message | None:
    when, sender = moment(one.get("createdDateTime")), one.get("from")
    if when is None or not isinstance(sender, dict) or one.get("messageType", "message") != "message":
        return None
    user, program = sender.get("user"), sender.get("application")
    who = user if isinstance(user, dict) else program if isinstance(program, dict) else {}
    number = _word(who.get("id")) or _word(who.get("displayName"))
    if not number:
        return None
    body = one["body"] if isinstance(one.get("body"), dict) else {}
    text = _word(body.get("content"), 200_000)
    if _word(body.get("contentType")).lower() != "text":
        text = text_of_html(text)
    named = []
    for mention in _objects(one.get("mentions"))[:50]:
        meant = mention.get("mentioned")
        person = meant.get("user") if isinstance(meant, dict) else None
        if isinstance(person, dict) and _word(person.get("id")):
            named.append(_person(_word(person["id"]), _word(person.get("displayName")), mails))
    answers = _word(one.get("replyToId"))
    return Message(
        key=_word(one.get("id")) or when.isoformat(),
        when=when.astimezone(UTC),
        sender=_person(number, _word(who.get("displayName")), mails),
        text=plain(text).strip(),
        thread=answers,
        parent=answers,
        addressed=tuple(named),
        machine=not isinstance(user, dict),
        answered=not answers,
    )


def _personal(one: dict[str, Any]) -> Message | None:
    when, sender = moment(one.get("originalarrivaltime")), _word(one.get("from"))
    kind = _word(one.get("messagetype"))
    if when is None or not sender or not (kind.startswith("RichText") or kind == "Text"):
        return None
    text = _word(one.get("content"), 200_000) if not kind.startswith("RichText/Media") else ""
    return Message(
        key=_word(one.get("id")) or when.isoformat(),
        when=when.astimezone(UTC),
        sender=_person(sender, _word(one.get("displayName")), {}),
        text=plain(text_of_html(text) if kind.startswith("RichText") else text).strip(),
    )


def _person(number: str, name: str, mails: dict[str, str]) -> Participant:
    return Participant(
        "to", plain(mails.get(number) or f"teams:{number.lower()}"), plain(" ".join(name.split())[:200])
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _word(value: object, most: int = 300) -> str:
    return value[:most] if isinstance(value, str) else ""
