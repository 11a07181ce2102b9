"""How long the comparing of people and organisations takes in a large directory, and the page that shows it.

    .venv/bin/python benchmarks/who_is_who_at_scale.py [--accounts 50000] [--people 4] [--json]

A home of its own under a temporary folder: invented people with common and rare names (a Zipf-like draw from made-up
syllables), one in fifty at a second firm too, one firm in a hundred under a second ending. No interaction: the log's
part is one scan for each slice that has an offer to make. Then a hundred new people arrive, as with any import.
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable

SYLLABLES = ["ba", "den", "fi", "gor", "hal", "ka", "lin", "mo", "nes", "or", "pel", "ri", "sa", "tor", "ul", "ve"]
NEW = 100


def names(rng: random.Random, how_many: int) -> list[str]:
    return ["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize() for _ in range(how_many)]


def draw(rng: random.Random, from_names: list[str]) -> str:
    """A few names are many people's: the rank is drawn log-uniformly."""
    return from_names[int(len(from_names) ** rng.random()) - 1]


def fill(accounts: int, people: int, rng: random.Random) -> None:
    from sapwood.records.access.models import User
    from sapwood.records.directory.models import Domain, Organisation
    from sapwood.records.relationships.models import Relationship

    words = names(rng, accounts)
    said = [f"{word} {draw(rng, words)}" for word in words]
    doubled = [n for n in range(accounts) if n % 100 == 0]
    firms = [(said[n], f"f{n}.example") for n in range(accounts)]
    firms += [(f"{said[n]} GmbH", f"g{n}.example") for n in doubled]
    made = Organisation.objects.bulk_create((Organisation(name=name) for name, _ in firms), batch_size=2000)
    Domain.objects.bulk_create(
        (Domain(name=domain, organisation=o) for (_, domain), o in zip(firms, made, strict=True)), batch_size=2000
    )
    Relationship.objects.bulk_create((Relationship(organisation=o) for o in made), batch_size=2000)
    User.objects.create_user("lead@home.example", "Lead", "lead")
    givens, families = names(rng, 400), names(rng, 20_000)
    add_people(rng, made[:accounts], accounts * people, givens, families)


def fill_apart(accounts: int, people: int) -> None:
    """In a process of its own, so that its memory is not taken for that of comparing."""
    import django

    django.setup()
    fill(accounts, people, random.Random(1))


def add_people(rng: random.Random, firms: list, number: int, givens: list[str], families: list[str]) -> None:
    from sapwood.records.directory.models import Address, Person

    twice: list[str] = []
    rows = []
    for at in range(number):
        name = twice.pop() if twice and rng.random() < 0.5 else f"{draw(rng, givens)} {draw(rng, families)}"
        if rng.random() < 0.02:
            twice.append(name)
        rows.append((name, firms[at % len(firms)], rng.getrandbits(60)))
    persons = Person.objects.bulk_create((Person(name=n, organisation=o) for n, o, _ in rows), batch_size=2000)
    Address.objects.bulk_create(
        (
            Address(
                key=key,
                address=f"{name.replace(' ', '.').lower()}.{key % 10**6}@{firm.pk}.example",
                name=name,
                kind="person",
                person=person,
                organisation=firm,
            )
            for (name, firm, key), person in zip(rows, persons, strict=True)
        ),
        batch_size=2000,
    )


def measure(accounts: int, people: int) -> dict[str, float]:
    from django.db import connection

    from sapwood.records.directory.models import FirmMatch, Match, Organisation
    from sapwood.workflows.installation import initialise
    from sapwood.workflows.same_person import look_for_same_people

    initialise()
    filling = multiprocessing.get_context("spawn").Process(target=fill_apart, args=(accounts, people))
    filling.start()
    filling.join()
    rng = random.Random(2)
    found: dict[str, float] = {"organisations": Organisation.objects.count(), "people": accounts * people}
    found["memory before, MB"] = memory()
    found |= timed("within each organisation", lambda: look_for_same_people([]))
    found |= timed("across all of them", look_through)
    found |= {"pairs of people": Match.objects.count(), "pairs of organisations": FirmMatch.objects.count()}
    found["memory at its peak, MB"] = memory()
    givens, families = names(random.Random(1), 400), names(random.Random(2), 20_000)
    add_people(rng, list(Organisation.objects.all()[:1000]), NEW, givens, families)
    found |= timed(f"{NEW} new people", lambda: (look_for_same_people([]), look_through()))
    found |= pages()
    connection.close()
    return found


def timed(what: str, work: Callable[[], object]) -> dict[str, float]:
    """Seconds on the clock, and of all processors, of the system on our behalf too."""
    begun, spent = time.perf_counter(), os.times()
    longest = work()
    now = os.times()
    cpu = sum(now[:4]) - sum(spent[:4])
    found = {f"{what}, s": round(time.perf_counter() - begun, 2), f"{what}, CPU s": round(cpu, 2)}
    if isinstance(longest, float):
        found[f"{what}, the longest slice, s"] = round(longest, 2)
    return found


def look_through() -> float:
    """As the worker does it: slice by slice."""
    from sapwood.workflows.who_is_who.look import look_at_some

    longest, over = 0.0, False
    while not over:
        begun = time.perf_counter()
        over = look_at_some().over
        longest = max(longest, time.perf_counter() - begun)
    return longest


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def pages() -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from sapwood.records.access.models import Installation, User

    Installation.objects.update_or_create(pk=1, defaults={"set_up": timezone.now(), "zone": "UTC"})
    User.objects.create_user("colleague@home.example", "Colleague", "colleague")
    found: dict[str, float] = {}
    for who in User.objects.filter(email__in=["lead@home.example", "colleague@home.example"]):
        client = Client()
        client.force_login(who)
        for page in ("/healthz", "/who/", "/who/?page=20", "/who/firms/", "/who/firms/?page=10"):
            client.get(page)
            asked: list[str] = []
            with connection.execute_wrapper(lambda run, sql, *rest: asked.append(sql) or run(sql, *rest)):  # noqa: B023
                client.get(page)
            times = []
            for _ in range(9):
                begun = time.process_time()
                answer = client.get(page)
                times.append(time.process_time() - begun)
                assert answer.status_code == 200
            found[f"{page} of the {who.role}, CPU ms"] = round(sorted(times)[4] * 1000, 1)
            found[f"{page} of the {who.role}, queries"] = len(asked)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--accounts", type=int, default=50_000)
    asked.add_argument("--people", type=int, default=4, help="at each account")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SAPWOOD_HOME": home, "DJANGO_SETTINGS_MODULE": "sapwood.settings", "SAPWOOD_HOSTS": "*"}
        os.environ.pop("SAPWOOD_DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        found = measure(given.accounts, given.people)
    print(json.dumps(found, indent=2) if given.json else "\n".join(f"{k}: {v:,}" for k, v in found.items()))


if __name__ == "__main__":
    main()
