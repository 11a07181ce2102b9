"""Invented tables of each kind that a CRM writes: semicolons, European dates, decimals; one cell in fifty quoted."""

import csv
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

STAGES = ["Won", "Won", "Lost", "Negotiation", "Proposal"]
SECOND = (
    "wood field bridge gate haven mere port ridge shore vale well wick worth ford mill hill lake crest dale brook"
)
FIRMS = [
    f"{a}{b} {c}"
    for a in ("North", "Red", "Oak", "River", "Stone")
    for b in SECOND.split()
    for c in ("GmbH", "Ltd", "AG")
]
PEOPLE = [f"Colleague {number}" for number in range(30)]
PRODUCTS = [f"Part {number}" for number in range(40)]
GIVEN = ("Ana", "Luis", "Jane", "Tom", "Priya", "Marie", "Omar", "Lena", "Ivo", "Rosa", "Karl", "Nina", "Paul", "Max")
FIRST = date(2020, 1, 1)
Rows = Iterator[tuple[object, ...]]


def _deals(rng: random.Random, rows: int) -> Rows:
    for number in range(rows):
        opened, closed = _span(rng)
        title = f"Order {number}" if number % 50 else f"Order {number}; with options"
        ids = (f"D-{number}", rng.choice(FIRMS), title, rng.choice(PRODUCTS), _amount(rng), "EUR", rng.choice(STAGES))
        yield (*ids, _day(opened), _day(closed), rng.choice(PEOPLE))


def _orders(rng: random.Random, rows: int) -> Rows:
    for number in range(rows):
        item = rng.choice(PRODUCTS) if number % 50 else f"{rng.choice(PRODUCTS)}; with options"
        yield f"O-{number}", rng.choice(FIRMS), item, rng.randrange(1, 40), _amount(rng), "EUR", _day(_span(rng)[0])


def _accounts(rng: random.Random, rows: int) -> Rows:
    for number in range(rows):
        name = f"{_word(rng)} {_word(rng)} {number} GmbH" if number % 50 else f"{_word(rng)}; {number} Ltd"
        web, size = f"www.firm-{number}.example", rng.randrange(2, 5000)
        rest = (rng.choice(["Retail", "Energy"]), _word(rng), "Germany", size, _amount(rng), rng.choice(PEOPLE))
        yield (f"A-{number}", name, web, *rest)


def _contacts(rng: random.Random, rows: int) -> Rows:
    for number in range(rows):
        given, family = rng.choice(GIVEN), f"{_word(rng).title()}{_word(rng)}"
        mail = f"{given}.{family}{number}@{rng.choice(SECOND.split())}{rng.randrange(300)}.example".lower()
        title = "Buyer" if number % 50 else "Buyer; deputy"
        yield given, family, mail, f"+49 30 {rng.randrange(1_000_000, 9_999_999)}", title, rng.choice(FIRMS)


def _holdings(rng: random.Random, rows: int) -> Rows:
    for number in range(rows):
        since, until = _span(rng)
        kind = rng.choice(["Warranty", "Support contract", "Licence"])
        what = rng.choice(PRODUCTS) if number % 50 else f"{rng.choice(PRODUCTS)}; with options"
        yield rng.choice(FIRMS), what, f"SN-{number}", kind, rng.randrange(1, 9), _day(since), _day(until)


def _tickets(rng: random.Random, rows: int) -> Rows:
    """A row a ticket, with its words, as most desks export them."""
    for number in range(rows):
        opened, closed = _span(rng)
        family, firm = f"{_word(rng).title()}{_word(rng)}", f"{rng.choice(SECOND.split())}{rng.randrange(300)}"
        given, text = rng.choice(GIVEN), f"The {_word(rng)} does not turn. Since {_word(rng)} it stands. What now?"
        over = _day(closed) if number % 4 else ""
        people = (f"{given} {family}", f"{given}.{family}@{firm}.example".lower(), rng.choice(PEOPLE))
        status = "solved" if over else "open"
        words = (f"The {_word(rng)} stands still", text, status, rng.choice(["High", "Low"]))
        yield (f"T-{number}", *words, _day(opened), _day(closed), over, *people)


HEADERS = {
    "deals": "Deal ID,Account Name,Deal Name,Product,Amount,Currency,Stage,Created Date,Close Date,Deal Owner",
    "orders": "Order Number,Customer,Item,Quantity,Amount,Currency,Order Date",
    "accounts": "Account ID,Account Name,Website,Industry,City,Country,Employees,Annual Revenue,Owner",
    "people": "First Name,Last Name,Email,Phone,Job Title,Account Name",
    "tickets": "Ticket ID,Subject,Description,Status,Priority,Created,Updated,Resolved,Requester,"
    "Requester Email,Assignee",
    "installed base": "Customer,Product,Serial Number,Contract Type,Quantity,Start Date,End Date",
}
KINDS: dict[str, Callable[[random.Random, int], Rows]] = {
    "deals": _deals,
    "orders": _orders,
    "accounts": _accounts,
    "people": _contacts,
    "installed base": _holdings,
    "tickets": _tickets,
}


def write(path: Path, kind: str, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADERS[kind].split(","))
        out.writerows(KINDS[kind](random.Random(7), rows))


def _span(rng: random.Random) -> tuple[date, date]:
    since = FIRST + timedelta(days=rng.randrange(1500))
    return since, since + timedelta(days=rng.randrange(1, 200))


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _amount(rng: random.Random) -> str:
    return f"{rng.randrange(1, 90)}.{rng.randrange(1000):03},{rng.randrange(100):02}"


def _word(rng: random.Random) -> str:
    return rng.choice(WORDS)


WORDS = SECOND.split()
