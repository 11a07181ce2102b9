"""Interactions as lines of text, on their way from the reader of a document into the log: revision, identity and the
rest, parted by tabs."""

import json
import marshal
from binascii import a2b_base64, b2a_base64
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from sapwood.facts.interaction import Interaction, Participant, Trouble

MOST_LINE_BYTES = 4 * 1024 * 1024
MOST_PEOPLE, MOST_REFERENCES, MOST_SUBJECT, MOST_OWN = 1000, 50, 10_000, 100_000
PLAIN = ("channel", "topic", "words", "questions", "flag", "flag_reason", "minutes", "series", "shape")


def line_of(item: Interaction, where: str) -> bytes:
    """`item` on one line, with where it stands for people. Python's own form of plain values takes a fourth of the
    time that JSON does, which is felt with every row of a large table."""
    rest = (
        where,
        item.when.isoformat(),
        item.offset_minutes,
        item.channel,
        tuple([(p.role, p.address, p.name) for p in item.participants[:MOST_PEOPLE]]),
        item.subject[:MOST_SUBJECT],
        item.topic,
        item.references[:MOST_REFERENCES],
        item.own[:MOST_OWN],
        item.words,
        item.questions,
        item.flag,
        item.flag_reason,
        item.minutes,
        item.left,
        item.series,
        item.shape,
    )
    revision = -item.revision if item.only_known else item.revision
    return b"%d\t%b\t%b" % (revision, quoted(item.identity).encode("ascii"), b2a_base64(marshal.dumps(rest)))


def mark_of(line: bytes) -> tuple[str, int]:
    """Identity and revision of the interaction on `line`; the revision is below 0 where it counts only if known."""
    revision, identity, _ = line.split(b"\t", 2)
    plain = b"\\" not in identity  # as nearly all are: then it is what stands between the quotes
    return identity[1:-1].decode("ascii") if plain else json.loads(identity), int(revision)


def read_line(line: bytes) -> tuple[Interaction, str]:
    """The interaction on `line`, and where it stands for people."""
    (identity, revision), rest = mark_of(line), line.split(b"\t", 2)[2]
    if rest.startswith(b"{"):
        return _as_json(identity, revision, json.loads(rest))
    (
        where,
        when,
        offset,
        channel,
        people,
        subject,
        topic,
        references,
        own,
        words,
        questions,
        flag,
        reason,
        minutes,
        left,
        series,
        shape,
    ) = marshal.loads(a2b_base64(rest))  # noqa: S302 - written here, by nobody else
    item = Interaction(
        identity,
        datetime.fromisoformat(when),
        offset,
        channel,
        tuple([Participant(*person) for person in people]),
        subject,
        topic,
        references,
        own,
        words,
        questions,
        flag,
        reason,
        minutes,
        left,
        abs(revision),
        revision < 0,
        series,
        shape,
    )
    return item, where


def _as_json(identity: str, revision: int, rest: dict[str, Any]) -> tuple[Interaction, str]:
    """As lines were written until 2026: a note may have waited for its turn while the program was exchanged."""
    item = Interaction(
        identity=identity,
        when=datetime.fromisoformat(rest["when"]),
        offset_minutes=rest["offset"],
        participants=tuple(Participant(*person) for person in rest["people"]),
        subject=rest["subject"],
        references=tuple(rest["references"]),
        own=rest["own"],
        left=tuple(rest["left"]),
        revision=abs(revision),
        only_known=revision < 0,
        **{name: rest[name] for name in PLAIN},
    )
    return item, rest["where"]


def read_fact(line: bytes, where: str, latest: datetime | None = None) -> Interaction | Trouble:
    """The interaction on `line`. A reader has looked at it before: nothing is judged here."""
    return read_line(line)[0]
