"""The standing cast of the measures' tests: who they are, and how to write down what happened between them."""

from datetime import UTC, datetime
from itertools import count

import ibis
import pyarrow as pa

from sapwood.measures.schema import LOG, PEOPLE

HOME, ORCHARD, BIRCH = 100, 1, 2
ANA, TOM, DESK = 1, 2, 3  # home.example: two colleagues, and the shared mailbox info@
JANE, LUIS, ORDERS = 11, 12, 13  # orchard.example: two contacts, and the shared mailbox orders@
PRIYA = 21  # birch.example
KIM = 31  # at a free-mail domain: of no organisation
LIST, ROBOT = 41, 51  # a discussion list; noreply@orchard.example

PEOPLE_ROWS = [
    (ANA, ANA, HOME, "person", True),
    (TOM, TOM, HOME, "person", True),
    (DESK, None, HOME, "shared", True),
    (JANE, JANE, ORCHARD, "person", False),
    (LUIS, LUIS, ORCHARD, "person", False),
    (ORDERS, None, ORCHARD, "shared", False),
    (PRIYA, PRIYA, BIRCH, "person", False),
    (KIM, KIM, None, "person", False),
    (LIST, None, None, "list", False),
    (ROBOT, None, ORCHARD, "robot", False),
]
CROWD = tuple(range(60, 68))  # eight more at orchard.example
PEOPLE_ROWS += [(key, key, ORCHARD, "person", False) for key in CROWD]
NUMBERS = count(1)


def people() -> pa.Table:
    rows = [dict(zip(PEOPLE.names, row, strict=True)) for row in PEOPLE_ROWS]
    return pa.Table.from_pylist(rows, schema=ibis.schema(PEOPLE).to_pyarrow())


def log(*rows: dict) -> pa.Table:
    fields = [*ibis.schema(LOG).to_pyarrow(), pa.field("import_id", pa.int64()), pa.field("mailbox", pa.int64())]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(fields))


def mail(when: str, sender: int, to: int | tuple = (), cc: int | tuple = (), **more: object) -> dict:
    """A mail at `when` (ISO, UTC; without a time: at noon). `more` overrides any column."""
    stamp = datetime.fromisoformat(when if "T" in when else f"{when}T12:00").replace(tzinfo=UTC)
    to, cc = (people if isinstance(people, tuple) else (people,) for people in (to, cc))
    number = more.pop("id", None) or next(NUMBERS)
    row = {
        "id": number,
        "when": stamp,
        "channel": "mail",
        "people": [{"key": sender, "role": "from"}]
        + [{"key": key, "role": "to"} for key in to]
        + [{"key": key, "role": "cc"} for key in cc],
        "root": None,
        "parent": None,
        "topic": None,
        "same": number,
        "words": 10,
        "questions": 0,
        "flag": "",
        "minutes": None,
        "import_id": 1,
        "mailbox": ANA,
    }
    return row | more


def call(when: str, caller: int, to: int | tuple, minutes: float | None = None, **more: object) -> dict:
    return mail(when, caller, to, words=0, minutes=minutes, **({"channel": "call"} | more))
