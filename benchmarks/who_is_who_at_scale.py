"""How long the comparing of people and organisations takes in a large directory, and the page that shows it.

    .venv/bin/python benchmarks/who_is_who_at_scale.py [--accounts 50000] [--people 4] [--json]

A home of its own under a temporary folder: invented people with common and rare names (a Zipf-like draw from made-up
syllables), one in fifty at a second firm too, one firm in a hundred under a second ending. No interaction: the log's
part is one scan, measured by the benchmark of imports. Then a hundred new people arrive, as with any import.
"""

import argparse
import json
import os
import random
import tempfile
import time

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
    from django.test import Client

    from sapwood.records.access.models import Installation, User
    from sapwood.records.directory.models import FirmMatch, Match, Organisation
    from sapwood.workflows.installation import initialise
    from sapwood.workflows.same_person import look_for_same_people

    initialise()
    rng = random.Random(1)
    fill(accounts, people, rng)
    found: dict[str, float] = {"accounts": Organisation.objects.count(), "people": accounts * people}
    begun, spent = time.perf_counter(), time.process_time()
    look_for_same_people([])
    found["first comparing, s"] = round(time.perf_counter() - begun, 1)
    found["of it processor time, s"] = round(time.process_time() - spent, 1)
    found |= {"pairs of people": Match.objects.count(), "pairs of organisations": FirmMatch.objects.count()}
    givens, families = names(random.Random(1), 400), names(random.Random(2), 20_000)
    add_people(rng, list(Organisation.objects.all()[:1000]), NEW, givens, families)
    begun, spent = time.perf_counter(), time.process_time()
    look_for_same_people([])
    found[f"{NEW} new people, s"] = round(time.perf_counter() - begun, 2)
    found["thereof processor time, s"] = round(time.process_time() - spent, 2)
    from django.utils import timezone

    Installation.objects.update_or_create(pk=1, defaults={"set_up": timezone.now(), "zone": "UTC"})
    for who in User.objects.filter(email__in=["lead@home.example"]):
        client = Client()
        client.force_login(who)
        for page in ("/who/", "/who/?page=20", "/who/firms/"):
            client.get(page)
            times = []
            for _ in range(9):
                begun = time.process_time()
                answer = client.get(page)
                times.append(time.process_time() - begun)
                assert answer.status_code == 200
            found[f"{page}, ms of processor time"] = round(sorted(times)[4] * 1000)
    colleague = User.objects.create_user("colleague@home.example", "Colleague", "colleague")
    client = Client()
    client.force_login(colleague)
    client.get("/who/")
    begun = time.process_time()
    client.get("/who/")
    found["/who/ of a colleague, ms of processor time"] = round((time.process_time() - begun) * 1000)
    connection.close()
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
