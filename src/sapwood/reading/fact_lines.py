"""Interactions as lines of text, on their way from the reader of a document into the log: revision, identity and the
rest, parted by tabs."""

import json
from datetime import datetime

from sapwood.facts.interaction import Interaction, Participant, Trouble

MOST_LINE_BYTES = 4 * 1024 * 1024
MOST_PEOPLE, MOST_REFERENCES, MOST_SUBJECT, MOST_OWN = 1000, 50, 10_000, 100_000
PLAIN = ("channel", "topic", "words", "questions", "flag", "flag_reason", "minutes", "series", "shape")


def line_of(item: Interaction, where: str) -> bytes:
    """`item` on one line, with where it stands for people."""
    rest = {
        "where": where,
        "when": item.when.isoformat(),
        "offset": item.offset_minutes,
        "people": [(p.role, p.address, p.name) for p in item.participants[:MOST_PEOPLE]],
        "subject": item.subject[:MOST_SUBJECT],
        "references": item.references[:MOST_REFERENCES],
        "own": item.own[:MOST_OWN],
        "left": item.left,
        **{name: getattr(item, name) for name in PLAIN},
    }
    revision = -item.revision if item.only_known else item.revision
    return f"{revision}\t{json.dumps(item.identity)}\t{json.dumps(rest)}\n".encode("ascii")


def mark_of(line: bytes) -> tuple[str, int]:
    """Identity and revision of the interaction on `line`; the revision is below 0 where it counts only if known."""
    revision, identity, _ = line.split(b"\t", 2)
    plain = b"\\" not in identity  # as nearly all are: then it is what stands between the quotes
    return identity[1:-1].decode("ascii") if plain else json.loads(identity), int(revision)


def read_line(line: bytes) -> tuple[Interaction, str]:
    """The interaction on `line`, and where it stands for people."""
    (identity, revision), rest = mark_of(line), json.loads(line.split(b"\t", 2)[2])
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
