"""From an interaction to its row in the log (keys, never names) and its row among the texts (encrypted)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pyarrow as pa

from sapwood.facts.interaction import Interaction
from sapwood.facts.keys import key

from .columns import table
from .sealing import Sealer

# Rows that are read together: small enough to fetch twenty by their ids, large enough to scan all.
LOG_ROW_GROUP, TEXT_ROW_GROUP = 2048, 1024

LOG_SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("import_id", pa.int64(), nullable=False),
        pa.field("mailbox", pa.int64(), nullable=False),  # key of its owner's address; 0 where nobody is known to be
        pa.field("when", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("offset_min", pa.int16()),
        pa.field("channel", pa.string(), nullable=False),
        pa.field(
            "people",
            pa.list_(pa.field("element", pa.struct([pa.field("key", pa.int64()), pa.field("role", pa.string())]))),
        ),
        pa.field("root", pa.int64()),
        pa.field("parent", pa.int64()),
        pa.field("topic", pa.int64()),
        pa.field("same", pa.int64(), nullable=False),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("questions", pa.int32(), nullable=False),
        pa.field("flag", pa.string(), nullable=False),
        pa.field("flag_reason", pa.string(), nullable=False),
        pa.field("minutes", pa.float64()),
        pa.field("revision", pa.int64()),  # facts/revision.py; 0, or null in rows of before there were any: none
        pa.field("series", pa.int64()),  # of meetings: equal for all under one UID
        pa.field("shape", pa.int64()),  # of meetings: the rule that named it; of an answer: the SEQUENCE it answers
    ]
)

TEXT_SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("import_id", pa.int64(), nullable=False),
        pa.field("mailbox", pa.int64()),  # of its sighting; null where it was kept before each had its own
        pa.field("subject", pa.binary()),
        pa.field("own", pa.binary()),  # null where the operator keeps no own words, or once their time is over
    ]
)


def interaction_id(secret: bytes, identity: str) -> int:
    return key(secret, "interaction", identity)


@lru_cache(maxsize=65_536)
def address_key(secret: bytes, address: str) -> int:
    return key(secret, "address", address)


@lru_cache(maxsize=1024)  # what happened to one ticket, or in one conversation, comes one after the other
def topic_key(secret: bytes, topic: str) -> int:
    return key(secret, "topic", topic)


def log_row(item: Interaction, number: int, secret: bytes, import_id: int, mailbox: int) -> tuple[object, ...]:
    """The row of LOG_SCHEMA, as a tuple in its order; `number` is the interaction's id."""
    people = [(address_key(secret, p.address), p.role) for p in item.participants]
    if mailbox and item.channel == "mail" and not item.flag and all(key != mailbox for key, _ in people):
        people.append((mailbox, "bcc"))  # it reached them unnamed: a blind copy, or a group address
    references = item.references
    root = parent = interaction_id(secret, references[0]) if references else None
    if len(references) > 1:
        parent = interaction_id(secret, references[-1])
    topic = item.topic.casefold()
    return (
        number,
        import_id,
        mailbox,
        item.when,
        item.offset_minutes,
        item.channel,
        people,
        root,
        parent,
        topic_key(secret, topic) if topic else None,
        _same(item, secret, topic),
        item.words,
        item.questions,
        item.flag,
        item.flag_reason,
        item.minutes,
        item.revision,
        interaction_id(secret, item.series) if item.series else None,
        _shape(item, secret),
    )


def _shape(item: Interaction, secret: bytes) -> int | None:
    if not item.shape:
        return None
    return int(item.shape) if item.flag == "answer" else key(secret, "shape", item.shape)


def _same(item: Interaction, secret: bytes, topic: str) -> int:
    """Equal for copies of one mail under different Message-IDs: same second, topic, sender and recipients."""
    people = " ".join(sorted([f"{p.role == 'from'}{p.address}" for p in item.participants]))
    when = item.when
    second = f"{when.year:04}{when.month:02}{when.day:02}{when.hour:02}{when.minute:02}{when.second:02}"
    return key(secret, "copy", f"{second}\n{item.channel}\n{topic}\n{people}")


def log_table(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    return table(list(zip(*rows, strict=True)) or [()] * len(LOG_SCHEMA), LOG_SCHEMA)


def text_table(
    items: Iterable[tuple[int, int, Interaction]], sealer: Sealer, import_id: int, keep_own: bool
) -> pa.Table:
    """One row a sighting, from (id, mailbox, interaction): the subject, and own words where they are kept; sealed,
    so that the files alone tell nothing."""
    ids, mailboxes, subjects, owns = [], [], [], []
    for number, mailbox, item in items:
        own = item.own if keep_own else ""
        if item.subject or own:
            ids.append(number)
            mailboxes.append(mailbox)
            subjects.append(sealer.seal(number, item.subject) if item.subject else None)
            owns.append(sealer.seal(number, own) if own else None)
    return table([ids, [import_id] * len(ids), mailboxes, subjects, owns], TEXT_SCHEMA)
