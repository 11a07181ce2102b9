#!/usr/bin/env python3
"""How long pages take: the real `sapwood up` over a home of many accounts, with some clients at once.

    SAPWOOD_HOME=~/many python benchmarks/many_accounts.py --owned --texts --refresh
    SAPWOOD_HOME=~/many python benchmarks/pages.py --clients 8 --rounds 30

Each client asks for one page after the other, as soon as it has the one before (a closed loop), in an order of its
own; all in one process beside the server. Half of them are a lead, who sees every account, half a colleague.
What the same server needs for `/healthz` and for the sign-in page, which read next to nothing, stands in the same
table: it is the floor under every other figure of the run.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from many_accounts import AS_OF
from resources import with_descendants

LIMITS = {"Today": 150, "Accounts": 150, "Account": 300}  # milliseconds, 95th percentile
SORTS = ("name", "role", "state", "silent", "last", "usual", "chance", "owner")
WHO = {"lead": "lead@home.example", "colleague": "colleague0@home.example"}


def pages(accounts: list[int], rng: random.Random) -> list[tuple[str, str]]:
    """(name, address): every page once, each time with other accounts, words and page numbers."""
    last = max(1, len(accounts) // 50)
    found = [
        ("floor: /healthz", "/healthz"),
        ("floor: sign-in", "/sign-in/"),
        ("Today", "/"),
        ("Accounts", "/accounts/"),
    ]
    found += [(f"Accounts by {sort}", f"/accounts/?sort={rng.choice(['', '-'])}{sort}") for sort in SORTS]
    found += [
        ("Accounts, red ones", "/accounts/?state=red"),
        ("Accounts, silent 30 to 90 days", "/accounts/?silent_from=30&silent_to=90&sort=-silent"),
        ("Accounts, many words found", f"/accounts/?text=account{rng.randrange(10):02}"),
        ("Accounts, few words found", f"/accounts/?text={rng.choice(accounts) % 50000:05}"),
        ("Accounts, a person", f"/accounts/?text=contact+1+of+account+{rng.choice(accounts) % 50000:06}"),
        ("Accounts, a deep page", f"/accounts/?page={rng.randint(last // 2, last)}"),
        ("Accounts by silent, a deep page", f"/accounts/?sort=-silent&page={rng.randint(last // 2, last)}"),
        ("Account", f"/accounts/{rng.choice(accounts)}/"),
        ("Account, 50 touches", f"/accounts/{rng.choice(accounts)}/?show=50"),
    ]
    return found


def ask(at: http.client.HTTPConnection, address: str, cookie: str) -> tuple[int, bytes, str]:
    """(status, body, the session of the answer or the one there was)."""
    at.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "identity"})
    answer = at.getresponse()
    body = answer.read()
    given = re.search(r"sapwood_session=[^;]+", " ".join(answer.headers.get_all("Set-Cookie") or ()))
    return answer.status, body, given[0] if given else cookie


def client(host: str, links: dict[str, str], accounts: dict[str, list[int]], clients: int, rounds: int) -> None:
    """Prints one JSON document: (who, page, milliseconds) of every answer."""
    sessions = {}
    for who, link in links.items():
        at = http.client.HTTPConnection(host)
        sessions[who] = ask(at, urlsplit(link).path, "")[2]
    answers: list[tuple[str, str, float]] = []
    wrong: list[str] = []

    def one(number: int) -> None:
        rng, who = random.Random(number), list(links)[number % len(links)]
        at = http.client.HTTPConnection(host)
        for turn in range(rounds + 1):
            todo = pages(accounts[who], rng)
            rng.shuffle(todo)
            for name, address in todo:
                started = time.perf_counter()
                try:
                    status, _, _ = ask(at, address, "" if name.startswith("floor") else sessions[who])
                except OSError as error:
                    wrong.append(f"{address} was not answered: {error}. Nothing was measured.")
                    return
                took = 1000 * (time.perf_counter() - started)
                if status != 200:
                    wrong.append(f"{address} answered {status} to {who}. Nothing was measured.")
                    return
                if turn:  # the first round warms up
                    answers.append((who, name, took))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        sys.exit(wrong[0])
    print(json.dumps(answers))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--client", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.client:
        client(**json.load(sys.stdin))
        return
    if "SAPWOOD_HOME" not in os.environ:
        options.error("Name the folder of many_accounts.py in SAPWOOD_HOME.")
    os.environ["DJANGO_SETTINGS_MODULE"], os.environ["SAPWOOD_AS_OF"] = "sapwood.settings", AS_OF
    sapwood = [sys.executable, "-c", "from sapwood.surfaces.cli import main; main()"]
    accounts, interactions = _look()
    seen = ", ".join(f"{who} sees {len(accounts[who]):,}" for who in WHO)
    up = subprocess.Popen([*sapwood, "up", "--port", str(given.port)])
    try:
        _settle(given.port)
        links = {who: _link([*sapwood, "link", mail]) for who, mail in WHO.items()}
        asked = {"host": f"127.0.0.1:{given.port}", "links": links, "accounts": accounts}
        asked |= {"clients": given.clients, "rounds": given.rounds}
        command, before = [sys.executable, __file__, "--client"], _cpu_ms(up.pid)
        done = subprocess.run(command, input=json.dumps(asked).encode(), stdout=subprocess.PIPE, check=True)
        used = _cpu_ms(up.pid) - before
    finally:
        up.terminate()
        up.wait()
    _print(json.loads(done.stdout), seen, interactions, given.clients)
    asked_for = given.clients * (given.rounds + 1) * len(pages([1], random.Random(0)))
    print(f"\nProcessor time of all of Sapwood: {used / asked_for:.1f} ms a page, the floors included.")


def _look() -> tuple[dict[str, list[int]], int]:
    """Numbers of the relationships that each may see, brought up to date, and how many interactions there are."""
    import django

    django.setup()
    from django.db import connections

    from sapwood.records.access.models import User
    from sapwood.records.imports.models import Import
    from sapwood.records.relationships.models import Relationship
    from sapwood.workflows.refresh import refresh
    from sapwood.workflows.start import start

    start()
    refresh()
    users = {who: User.objects.get(email=mail) for who, mail in WHO.items()}
    accounts = {
        who: list(Relationship.objects.visible_to(user).order_by("pk").values_list("pk", flat=True))
        for who, user in users.items()
    }
    interactions = sum(i.added for i in Import.objects.all())
    connections.close_all()
    return accounts, interactions


def _settle(port: int) -> None:
    """Waits until the server answers and the worker has begun the day."""
    from django.db import connections
    from django_tasks_db.models import DBTaskResult

    for _ in range(600):
        time.sleep(0.5)
        try:
            answers = ask(http.client.HTTPConnection(f"127.0.0.1:{port}"), "/healthz", "")[0] == 200
        except OSError:
            continue
        if answers and not DBTaskResult.objects.filter(finished_at=None).exists():
            break
    connections.close_all()


def _cpu_ms(pid: int) -> float:
    """What a process and its descendants have used so far (Linux)."""
    ticks = 0
    for one in with_descendants(pid):
        ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:15]))
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _link(command: list[str]) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return re.search(r"\S*/enter/\S+", said.stdout + said.stderr)[0]


def _print(answers: list[tuple[str, str, float]], seen: str, interactions: int, clients: int) -> None:
    print(f"Of the accounts {seen}; {interactions:,} interactions, {clients} clients, {os.cpu_count()} cores.\n")
    print("| page | who | answers | p50 ms | p95 ms | limit |\n|---|---|---|---|---|---|")
    names = list(dict.fromkeys(name for name, _ in pages([1], random.Random(0))))
    for name in names:
        for who in WHO:
            took = sorted(t for w, n, t in answers if (w, n) == (who, name))
            limit = next(
                (f"{ms}" for page, ms in reversed(LIMITS.items()) if name.split(",")[0].split(" by")[0] == page), ""
            )
            p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
            print(f"| {name} | {who} | {len(took)} | {statistics.median(took):.0f} | {p95:.0f} | {limit} |")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
