#!/usr/bin/env python3
"""How long it takes to measure every relationship from scratch, and what changed after a thousand interactions.

    python benchmarks/standings.py                      # 20,000 accounts, 1,000,000 interactions
    python benchmarks/standings.py --accounts 2000 --interactions 100000

Makes a home with many_accounts.py, then measures in turn, in one process:

  - the limit: DuckDB alone, over the same files, counts days with a touch and the last one per account, by one SQL
    statement: no threads, replies, ties, rhythm, sentences;
  - standings from scratch: the log and the map of people as Python objects with every measure, nothing saved;
  - the whole refresh: that, and its rows, the day's plan and what a search looks through, saved;
  - a refresh after 1,000 new interactions, accounts drawn as often as they are busy: five times, with others each
    time, the median and the slowest of the five;
  - a refresh with nothing new.

Seconds are wall clock, CPU is this process's with all its threads. Prints a Markdown table.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import many_accounts

NEW, TIMES = 1000, 5
COUNT_ALONE = """
    SELECT p.organisation, count(DISTINCT epoch(l."when")::BIGINT // 86400), max(epoch(l."when"))
    FROM (SELECT id, "when", flag, unnest(people) AS one FROM read_parquet({files})) l
    JOIN people p ON p.key = l.one.key
    WHERE NOT p.home AND l.flag IN ('', 'list')
    GROUP BY p.organisation
"""


def timed(what: str, task: Callable[[], object], size: Callable[[object], str]) -> tuple[str, str, float, float]:
    """(what was done, how much was found, seconds, CPU seconds)."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    found = task()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return what, size(found), time.monotonic() - start, cpu


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--accounts", type=int, default=20_000)
    options.add_argument("--interactions", type=int, default=1_000_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sapwood-benchmark-") as home:
        os.environ |= {
            "SAPWOOD_HOME": home,
            "SAPWOOD_AS_OF": many_accounts.AS_OF,
            "DJANGO_SETTINGS_MODULE": "sapwood.settings",
        }
        import django

        django.setup()
        rows = _measure(given.accounts, given.interactions)
    print(f"{given.accounts:,} accounts, {given.interactions:,} interactions; {os.cpu_count()} cores.\n")
    print("| what | relationships | seconds | CPU seconds |\n|---|---|---|---|")
    for what, number, seconds, cpu in rows:
        print(f"| {what} | {number} | {seconds:.2f} | {cpu:.2f} |")


def _measure(accounts: int, interactions: int) -> list[tuple[str, str, float, float]]:
    from sapwood.workflows.installation import log
    from sapwood.workflows.measure import engine, measure
    from sapwood.workflows.refresh import refresh

    many_accounts.make(accounts, interactions)
    as_of = date.fromisoformat(many_accounts.AS_OF)
    length, number = (lambda found: f"{len(found):,}"), (lambda found: f"{found:,}")
    floor = engine()._connection.con  # the people are in it already
    files = log().files()
    rows = [
        timed(
            "DuckDB alone, counting (the limit)",
            lambda: floor.execute(COUNT_ALONE.format(files=files)).fetchall(),
            length,
        ),
        timed("standings from scratch", lambda: measure(as_of), length),
        timed("refresh, everything saved", refresh, number),
    ]
    again = []
    for turn in range(TIMES):
        _bring(accounts, NEW, seed=99 + turn)
        again.append(timed(f"refresh after {NEW:,} new", refresh, number))
    again.sort(key=lambda row: row[2])
    rows += [
        (f"{row[0]}, {which} of {TIMES}", *row[1:])
        for which, row in (("median", again[TIMES // 2]), ("slowest", again[-1]))
    ]
    rows.append(timed("refresh with nothing new", refresh, number))
    return rows


def _bring(accounts: int, count: int, seed: int = 99) -> None:
    """Another import of invented interactions, without its refresh."""
    import numpy as np
    import pyarrow.parquet as pq

    from sapwood.records.imports.models import Import
    from sapwood.store.rows import address_key
    from sapwood.workflows.installation import log, log_secret, operator

    now, secret = datetime.now(UTC), log_secret()
    done = Import.objects.create(
        by=operator(), source="later", asked=now, finished=now, status=Import.Status.DONE, read=count, added=count
    )
    ours = [address_key(secret, f"colleague{n}@home.example") for n in range(many_accounts.COLLEAGUES)]
    theirs = [
        [address_key(secret, f"contact{c}@account{n:06d}.example") for c in range(many_accounts.CONTACTS)]
        for n in range(accounts)
    ]
    keys = (np.array(ours), np.array(theirs))
    fresh = many_accounts.rows_of(np.random.default_rng(seed), accounts, count, keys, done.pk)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "later.parquet"
        pq.write_table(fresh, file)
        log().append([str(file)])


if __name__ == "__main__":
    main()
