"""WhatsApp's text export ("Export chat"): Android's and the iPhone's form, in whatever language and order of dates.

A line that begins with a date is a message or a notice; any other goes on with the message above it. A notice has no
"Name: ", whatever language it is in, so no list of languages is needed to know it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

from sapwood.facts.interaction import Interaction, Participant, Trouble

from ..transcript.read import text_of
from ..voice import voice
from .bursts import Message, bursts, interaction

MOST_MEMBERS = 100
_DATE = r"(?P<one>\d{1,4})(?P<sign>[./-])\s?(?P<two>\d{1,2})(?P=sign)\s?(?P<three>\d{1,4})\.?"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
_LINE = re.compile(
    rf"[\u200e\u200f\ufeff]*(?P<open>\[)?{_DATE},?\s{{1,2}}{_TIME}(?(open)\]|\s[-–])\s", re.IGNORECASE | re.ASCII
)
_SENDER = re.compile(r"[\u200e\u200f\u202a\u202c~\s]*([^:\"“„«\u200e]{1,64}):(?:\s|$)")
_MEDIA = re.compile(
    r"\u200e?<[^<>]{1,60}>|\u200e[^\n]{1,80}|[^\n]{0,120}\((?:file attached|Datei angehängt|fichier joint"
    r"|archivo adjunto|arquivo anexado|file allegato|bestand bijgevoegd)\)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:WhatsApp[ -]*Chat(?:[ -]+(?:with|mit|avec|con|com|met))?|Chat (?:de )?WhatsApp (?:con|com)"
    r"|Discussion WhatsApp avec|Conversa do WhatsApp com|WhatsApp-chat met)"
    r"[ -]+(.{1,100}?)(?:\.(?:txt|zip))?(?:/_chat\.txt|/[^/]*)?$",
    re.IGNORECASE,
)
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})


@dataclass(frozen=True, slots=True)
class _Entry:
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    sender: str
    text: str


def is_whatsapp(head: bytes) -> bool:
    """Whether a file that begins with `head` is an exported chat: its first line has a date, and one a sender."""
    lines = text_of(head).translate(SPACES).split("\n")[:60]
    told = [line[found.end() :] for line in lines if (found := _LINE.match(line))]
    return bool(told) and bool(_LINE.match(lines[0])) and any(_SENDER.match(rest) for rest in told)


def read_whatsapp(raw: bytes, where: str, latest: datetime, region: str = "") -> Iterator[Interaction | Trouble]:
    """The bursts of an exported chat. Times are the telephone's own and named without a zone: taken as UTC."""
    entries, dates = _entries(text_of(raw).translate(SPACES))
    if not entries:
        yield Trouble(where, "No message with a date and a sender could be found in it, so it is no exported chat.")
        return
    order = _order(dates)
    title = _title(where)
    people = _people(entries, title, region)
    members = list({who.address: who for who in people.values()}.values())
    if len(members) == 1 and (other := _other(title, region)) and other.address != members[0].address:
        members.append(other)
    lost = 0

    def messages() -> Iterator[Message]:
        nonlocal lost
        for entry in entries:
            when = _when(entry, order)
            if when is None or when > latest or entry.sender not in people:
                lost += 1
                continue
            key = f"{title.casefold()}\n{people[entry.sender].address}\n{when:%Y%m%d%H%M}\n{entry.text}"
            yield Message(sha256(key.encode()).hexdigest()[:32], when, people[entry.sender], _said(entry.text))

    for burst in bursts(messages()):
        yield interaction(burst, "whatsapp:{}".format, members[:MOST_MEMBERS], "")
    if lost:
        many = f"{lost} messages have" if lost > 1 else "One message has"
        yield Trouble(where, f"{many} an impossible date, or a sender without a name. The others are in.")


def _entries(text: str) -> tuple[list[_Entry], list[tuple[int, int, int]]]:
    """Messages, and the dates of all lines in their order: notices help to tell the order of dates."""
    entries: list[_Entry] = []
    dates: list[tuple[int, int, int]] = []
    open_: tuple[re.Match[str], str, list[str]] | None = None

    def close() -> None:
        if open_ is not None:
            date, time = _numbers(open_[0])
            entries.append(_Entry(date, time, open_[1], "\n".join(open_[2]).strip("\n ")))

    for line in text.split("\n"):
        line = line[:100_000]
        found = _LINE.match(line) if len(line) > 8 else None
        if found is None:
            if open_ is not None and len(open_[2]) < 10_000:
                open_[2].append(line)
            continue
        close()
        open_ = None
        dates.append(_numbers(found)[0])
        rest = line[found.end() :]
        sender = _SENDER.match(rest)
        if sender and not _notice(rest[sender.end() :]):
            open_ = (found, " ".join(sender.group(1).split()), [rest[sender.end() :]])
    close()
    return entries, dates


# What the iPhone writes as if a member had said it; behind a mark that nobody types.
_NOTICE_WORDS = (
    "end-to-end|ende-zu-ende|bout en bout|extremo a extremo|ponta a ponta|crittografi|added|left|removed"
    "|created|changed|joined|hinzugefügt|verlassen|entfernt|erstellt|geändert|beigetreten|ajouté|quitté|supprimé|créé|modifié|rejoint"
    "|añadió|salió|eliminó|creó|cambió|unió|adicionou|saiu|removeu|criou|mudou|entrou|aggiunto|abbandonato|rimosso"
    "|creato|cambiato|toegevoegd|verlaten|verwijderd|aangemaakt|gewijzigd"
)
_NOTICE = re.compile(rf"\u200e.{{0,200}}?\b(?:{_NOTICE_WORDS})\b", re.IGNORECASE)


def _notice(text: str) -> bool:
    return text.startswith("\u200e") and bool(_NOTICE.match(text[:300]))


def _numbers(found: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    half, hour = found["half"], int(found["hour"])
    hours = hour % 12 + (12 if half.lower() == "p" else 0) if half else hour
    date = int(found["one"]), int(found["two"]), int(found["three"])
    return date, (hours, int(found["minute"]), int(found["second"] or 0))


def _order(dates: list[tuple[int, int, int]]) -> str:
    """ "dmy", "mdy" or "ymd": the order in which every date exists and none goes back; day first where both do."""
    if dates[0][0] > 31:
        return "ymd"
    best, least = "dmy", None
    for order in ("dmy", "mdy"):
        days = [_day(date, order) for date in dates]
        good = [day for day in days if day]
        wrong = len(days) - len(good) + sum(after < before for before, after in pairwise(good))
        # a chat of one month read the wrong way spans years: the shorter history is the likelier
        span = (max(good) - min(good)).days if good else 0
        score = (wrong, span)
        if least is None or score < least:
            best, least = order, score
    return best


def _day(date: tuple[int, int, int], order: str) -> datetime | None:
    year, month, day = (date[order.index(part)] for part in "ymd")
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _when(entry: _Entry, order: str) -> datetime | None:
    day = _day(entry.date, order)
    hour, minute, second = entry.time
    if day is None or hour > 23 or minute > 59 or second > 59 or day.year < 2009:
        return None
    return day.replace(hour=hour, minute=minute, second=second)


def _people(entries: list[_Entry], title: str, region: str) -> dict[str, Participant]:
    chat = sha256((title or entries[0].text).casefold().encode()).hexdigest()[:16]
    people: dict[str, Participant] = {}
    for name in dict.fromkeys(entry.sender for entry in entries):
        if len(people) < 1000 and (who := voice(name, chat, "to", region)):
            people[name] = who
    return people


def _other(title: str, region: str) -> Participant | None:
    return voice(title, sha256(title.casefold().encode()).hexdigest()[:16], "to", region) if title else None


def _title(where: str) -> str:
    """Whom the chat is with, by the export's name: "WhatsApp Chat with Jane Doyle.txt"."""
    for part in (where.rpartition("/")[2], where):
        if found := _TITLE.search(part.replace("/_chat.txt", "")):
            return found[1].strip()
    return ""


def _said(text: str) -> str:
    """What was written; a picture or a recording says no words."""
    first, _, rest = text.strip("\n ").partition("\n")
    return (rest if _MEDIA.fullmatch(first) else text).replace("\u200e", "").strip()
