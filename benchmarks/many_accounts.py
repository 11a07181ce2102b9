#!/usr/bin/env python3
"""Makes a home with many accounts and a long history, for benchmarks: invented people, written straight to the log.

    SAPWOOD_HOME=~/many python benchmarks/many_accounts.py --owned --texts --refresh

Activity is uneven as in real mail: a few accounts hold most of it (lognormal), a touch is answered three times in
five, a tenth are meetings or calls. Seeded: the same numbers make the same home. `--owned` gives every colleague a
login, their own mail to read, private sources, and some hundreds of accounts to own; `--texts` keeps a sealed subject
and words for each interaction; `--refresh` measures everything at the end. The day is AS_OF, for SAPWOOD_AS_OF.
"""

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

AS_OF = "2026-06-15"
COLLEAGUES, CONTACTS = 40, 3  # at home; at each account
YEARS = 3
BATCH = 200_000
WORDS = ("the", "volumes", "price", "order", "delivery", "contract", "meeting", "valve", "sample", "week", "report")


def make(accounts: int, interactions: int, texts: bool = False, seed: int = 1, owned: bool = False) -> None:
    """Fills the installation that the settings name; Django is set up already."""
    from sapwood.workflows.installation import initialise, log, operator

    initialise()
    keys = _directory(accounts)
    users = _logins(COLLEAGUES if owned else 5)
    if owned:
        _owners(users)
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        staged = []
        for start in range(0, interactions, BATCH):
            count = min(BATCH, interactions - start)
            done = _import(users[start // BATCH % len(users)] if owned else operator(), count)
            rows = rows_of(rng, accounts, count, keys, done.pk)
            staged.append(str(Path(folder) / f"{start}.parquet"))
            pq.write_table(rows, staged[-1], compression="lz4")
            if texts:
                _texts(rows, done.pk, folder, start)
        log().append(staged)


def _import(by: Any, count: int) -> Any:
    """Private, as every import is until somebody shares it."""
    from sapwood.records.imports.models import Import

    now = datetime.now(UTC)
    figures = {"read": count, "added": count, "status": Import.Status.DONE, "asked": now, "finished": now}
    return Import.objects.create(by=by, source="an invented history", **figures)


def _logins(colleagues: int) -> list[Any]:
    from sapwood.records.access.models import User

    User.objects.create_user("lead@home.example", "Lead", "lead")
    who = ((f"colleague{number}@home.example", f"Colleague {number}") for number in range(colleagues))
    return [User.objects.create_user(mail, name, "colleague") for mail, name in who]


def _owners(users: list[Any]) -> None:
    """Each colleague owns an account in three of those they know best; so two thirds are nobody's yet. What mail
    they took part in is theirs to read, and refresh finds in which accounts that was."""
    from sapwood.records.directory.models import Organisation
    from sapwood.records.relationships.models import Relationship
    from sapwood.workflows.set_up import give_address

    for user in users:
        give_address(user, user.email)
    firms = Organisation.objects.filter(home=False).order_by("pk").values_list("pk", flat=True)
    Relationship.objects.bulk_create(
        (
            Relationship(organisation_id=firm, role="customer", owner=users[account * 7 % len(users)])
            for account, firm in enumerate(firms)
            if account % 3 == 0
        ),
        batch_size=1000,
    )


def _directory(accounts: int) -> tuple[np.ndarray, np.ndarray]:
    """Organisations, people and addresses; returns the keys of colleagues and, by account, of contacts."""
    from django.db import transaction

    from sapwood.records.directory.models import Address, Domain, Organisation, Person
    from sapwood.store.rows import address_key
    from sapwood.workflows.installation import log_secret

    secret = log_secret()
    with transaction.atomic():
        home = Organisation.objects.create(name="Home", home=True)
        firms = Organisation.objects.bulk_create(
            (Organisation(name=f"Account {number:06d}") for number in range(accounts)), batch_size=2000
        )
        names = ["home.example", *(f"account{number:06d}.example" for number in range(accounts))]
        organisations = [home, *firms]
        Domain.objects.bulk_create(
            (
                Domain(name=name, organisation=o, said="given" if o is home else "seen")
                for name, o in zip(names, organisations, strict=True)
            ),
            batch_size=2000,
        )
        who = [(f"colleague{number}@home.example", f"Colleague {number}", home) for number in range(COLLEAGUES)]
        who += [
            (f"contact{number}@{name}", f"Contact {number} of {firm.name}", firm)
            for firm, name in zip(firms, names[1:], strict=True)
            for number in range(CONTACTS)
        ]
        people = Person.objects.bulk_create(
            (Person(name=name, organisation=firm) for _, name, firm in who), batch_size=2000
        )
        keys = [address_key(secret, address) for address, _, _ in who]
        Address.objects.bulk_create(
            (
                Address(key=key, address=address, name=name, kind="person", person=person, organisation=firm)
                for key, (address, name, firm), person in zip(keys, who, people, strict=True)
            ),
            batch_size=1000,
        )
    return np.array(keys[:COLLEAGUES]), np.array(keys[COLLEAGUES:]).reshape(accounts, CONTACTS)


def rows_of(
    rng: np.random.Generator, accounts: int, count: int, keys: tuple[np.ndarray, np.ndarray], import_id: int
) -> pa.Table:
    from sapwood.store.rows import LOG_SCHEMA

    colleagues, contacts = keys
    weight = np.random.default_rng(7).lognormal(0, 1.2, accounts)  # the same accounts are busy in every batch
    each = np.arange(accounts)[: count // 20]  # nobody is left out
    account = np.concatenate([each, rng.choice(accounts, count, p=weight / weight.sum())])[:count]
    end = datetime.fromisoformat(AS_OF).replace(tzinfo=UTC).timestamp()
    when = ((end - rng.uniform(0, YEARS * 365 * 86_400, count)) * 1e6).astype(np.int64)
    ours = colleagues[(account * 7 + rng.choice(3, count, p=[0.7, 0.2, 0.1])) % COLLEAGUES]
    theirs = contacts[account, rng.choice(CONTACTS, count, p=[0.6, 0.3, 0.1])]
    third = contacts[account, rng.integers(0, CONTACTS, count)]
    out, crowd = rng.random(count) < 0.5, rng.random(count) < 0.3
    people = np.stack([np.where(out, ours, theirs), np.where(out, theirs, ours), third], axis=1)
    keep = np.stack([np.ones(count, bool), np.ones(count, bool), crowd], axis=1)
    roles = np.broadcast_to(np.array(["from", "to", "cc"]), people.shape)[keep]
    ids = rng.integers(-(2**63), 2**63 - 1, count)
    topic = account * 50 + rng.integers(0, 50, count)
    root = _roots(account, when, ids, rng.random(count) < 0.6)
    channel = np.where(rng.random(count) < 0.9, "mail", np.where(rng.random(count) < 0.5, "meeting", "call"))
    mail = channel == "mail"
    words = np.where(mail, rng.lognormal(4, 1, count), 0).astype(np.int32)
    lists = pa.ListArray.from_arrays(
        np.concatenate([[0], np.cumsum(keep.sum(axis=1))]).astype(np.int32),
        pa.StructArray.from_arrays([pa.array(people[keep]), pa.array(roles.tolist())], ["key", "role"]),
    )
    columns = {
        "id": pa.array(ids),
        "import_id": pa.array(np.full(count, import_id, np.int64)),
        "mailbox": pa.array(ours),
        "when": pa.array(when, pa.timestamp("us", tz="UTC")),
        "offset_min": pa.array(np.zeros(count, np.int16)),
        "channel": pa.array(channel.tolist()),
        "people": lists,
        "root": pa.array(root, mask=root == 0),
        "parent": pa.array(root, mask=root == 0),
        "topic": pa.array(topic, mask=~mail),
        "same": pa.array(ids),
        "words": pa.array(words),
        "questions": pa.array((words // 60).astype(np.int32)),
        "flag": pa.array(np.where(rng.random(count) < 0.95, "", "bulk").tolist()),
        "flag_reason": pa.array([""] * count),
        "minutes": pa.array(np.where(mail, np.nan, rng.integers(5, 90, count)), mask=mail),
        "revision": pa.array(np.zeros(count, np.int64)),
        "series": pa.nulls(count, pa.int64()),
        "shape": pa.nulls(count, pa.int64()),
    }
    return pa.table([columns[name] for name in LOG_SCHEMA.names], schema=LOG_SCHEMA)


def _roots(account: np.ndarray, when: np.ndarray, ids: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """The id of what each interaction answers: the account's last one before it that began something; 0 for none."""
    order = np.lexsort((when, account))
    place = np.maximum.accumulate(np.where(answers[order], -1, np.arange(len(order))))
    start = order[np.maximum(place, 0)]
    found = answers[order] & (place >= 0) & (account[start] == account[order])
    root = np.zeros(len(order), np.int64)
    root[order[found]] = ids[start[found]]
    return root


def _texts(rows: pa.Table, import_id: int, folder: str, start: int) -> None:
    from sapwood.store.rows import TEXT_SCHEMA
    from sapwood.workflows.installation import texts

    store = texts()
    ids, mailboxes = rows["id"].to_pylist(), rows["mailbox"].to_pylist()
    rng = np.random.default_rng(start)
    said = [" ".join(WORDS[i] for i in line) for line in rng.integers(0, len(WORDS), (1000, 40))]
    columns = {
        "id": ids,
        "import_id": [import_id] * len(ids),
        "mailbox": mailboxes,
        "subject": [store.sealer.seal(one, said[i % 1000][:40]) for i, one in enumerate(ids)],
        "own": [store.sealer.seal(one, said[i % 997]) for i, one in enumerate(ids)],
    }
    file = str(Path(folder) / f"texts-{start}.parquet")
    pq.write_table(pa.table([columns[name] for name in TEXT_SCHEMA.names], schema=TEXT_SCHEMA), file)
    store.append([file])


def _in_order() -> None:
    """As the worker leaves it after an import: in the order of ids, which finds some rows without reading all."""
    from sapwood.workflows.installation import log, texts

    for store in (log(), texts()):
        store.compact()
        store.vacuum()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--accounts", type=int, default=50_000)
    options.add_argument("--interactions", type=int, default=1_000_000)
    options.add_argument("--owned", action="store_true")
    options.add_argument("--texts", action="store_true")
    options.add_argument("--refresh", action="store_true")
    given = options.parse_args()
    if "SAPWOOD_HOME" not in os.environ:
        options.error("Name an empty folder in SAPWOOD_HOME.")
    os.environ["DJANGO_SETTINGS_MODULE"], os.environ["SAPWOOD_AS_OF"] = "sapwood.settings", AS_OF
    import django

    django.setup()
    make(given.accounts, given.interactions, given.texts, owned=given.owned)
    if given.texts:
        _in_order()
    if given.refresh:
        from sapwood.workflows.refresh import refresh

        print(f"{refresh():,} relationships measured.")


if __name__ == "__main__":
    main()
