"""The tables that measures are written over, bound to no engine: `store/` binds them.

`log` has a row per interaction (sightings of the same one are folded before a measure sees it):
people by key, never by name. `people` says what each key stands for today; merging two people or calling a
domain home changes this table, never the log.
"""

import ibis

LOG = ibis.schema(
    {
        "id": "int64",
        "when": "timestamp('UTC')",
        "channel": "string",  # facts.CHANNELS
        "people": "array<struct<key: int64, role: string>>",  # facts.ROLES
        "root": "int64",  # oldest interaction this one refers to; null where it refers to none
        "parent": "int64",  # the one it replies to; null where it replies to none
        "topic": "int64",  # hash of the subject without Re:; null where there is no subject
        "same": "int64",  # equal for copies of one mail that carry different Message-IDs
        "words": "int32",
        "questions": "int32",
        "flag": "string",  # facts.FLAGS
        "minutes": "float64",
    }
)

PEOPLE = ibis.schema(
    {
        "key": "int64",
        "person": "int64",  # null for lists, robots and shared mailboxes
        "organisation": "int64",  # null where none is known: free mail, lists
        "kind": "string",  # "person", "shared", "list" or "robot"
        "home": "boolean",
    }
)

SECOND = "second"  # `when` in whole seconds since 1970 (int64): an engine adds it, each has its own quick way to it

log = ibis.table(ibis.schema({**LOG, SECOND: "int64"}), name="log")
people = ibis.table(PEOPLE, name="people")
