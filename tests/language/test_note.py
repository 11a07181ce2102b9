"""Sentences about a touch, and what is understood of each. Said on Monday, 23 November 2026."""

import re
from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sapwood.language.note.read import JOINING, MOST_READ, read_note
from sapwood.language.note.said import Step

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def day(number, month=11):
    return date(2026, month, number)


TABLE = [
    (
        "called Jane at Orchard, 10 min, she will send the volumes Friday",
        {"channel": "call", "direction": "out", "people": ("Jane",), "account": "Orchard", "minutes": 10.0}
        | {"steps": (Step("send the volumes", "them", FRIDAY),), "outcome": ""},
    ),
    (
        "rang Jane and Ana at Orchard yesterday for half an hour about the new prices",
        {"people": ("Jane", "Ana"), "minutes": 30.0, "day": day(22), "outcome": "about the new prices"},
    ),
    (
        "Jane from Orchard called me back, 5 minutes, wants the offer by Wednesday",
        {"direction": "in", "by": ("Jane",), "account": "Orchard", "outcome": "wants the offer by Wednesday"},
    ),
    (
        "met Jane Doyle and Luis Ortega at Orchard on Tuesday at 3 pm, I will send the minutes tomorrow",
        {"channel": "meeting", "direction": "both", "people": ("Jane Doyle", "Luis Ortega"), "day": day(17)}
        | {"at": time(15), "steps": (Step("send the minutes", "us", day(18)),)},  # tomorrow of that Tuesday
    ),
    ("Jane called", {"channel": "call", "direction": "in", "by": ("Jane",)}),
    (
        "got a call from Luis (Orchard) this morning, 12 mins",
        {"direction": "in", "people": ("Luis",), "account": "Orchard", "minutes": 12.0, "day": MONDAY},
    ),
    (
        "video call with Priya Nair at Birch Ltd, 1 h 30, agreed on the pilot",
        {"channel": "meeting", "account": "Birch Ltd", "minutes": 90.0, "outcome": "agreed on the pilot"},
    ),
    ("visited Orchard last Friday", {"channel": "visit", "people": ("Orchard",), "day": day(20)}),
    ("mailed Jane at Orchard about the invoice", {"channel": "mail", "outcome": "about the invoice"}),
    (
        "texted Luis, he'll call back tomorrow",
        {"channel": "chat", "people": ("Luis",), "steps": (Step("call back", "them", day(24)),)},
    ),
    ("tried to call Jane at Orchard, left a voicemail", {"missed": True, "outcome": "left a voicemail"}),
    ("call Jane at Orchard on Friday", {"planned": True, "day": FRIDAY, "people": ("Jane",)}),
    ("meeting with Jane at Orchard tomorrow", {"planned": True, "channel": "meeting", "day": day(24)}),
    (
        "mit Jane von Orchard telefoniert, 10 Minuten, sie schickt die Mengen bis Freitag",
        {"channel": "call", "people": ("Jane",), "account": "Orchard", "minutes": 10.0}
        | {"steps": (Step("schickt die Mengen", "them", FRIDAY),)},
    ),
    (
        "Jane Doyle bei Orchard angerufen, eine halbe Stunde, ich schicke das Angebot morgen",
        {"direction": "out", "people": ("Jane Doyle",), "minutes": 30.0}
        | {"steps": (Step("schicke das Angebot", "us", day(24)),)},
    ),
    ("Jane von Orchard hat angerufen", {"direction": "in", "by": ("Jane",), "account": "Orchard"}),
    ("Anruf von Luis gestern", {"direction": "in", "people": ("Luis",), "day": day(22)}),
    ("Treffen mit Jane bei Orchard vor zwei Wochen", {"channel": "meeting", "day": day(9)}),
    ("Tom called Jane at Orchard, 20 min", {"by": ("Tom",), "people": ("Jane",), "direction": ""}),
    ("Tom and I met Jane at Orchard", {"by": ("Tom", "I"), "people": ("Jane",), "channel": "meeting"}),
    ("called jane at orchard, 10 min", {"people": ("jane",), "account": "orchard"}),
    ("spoke to jane about the volumes", {"people": ("jane",), "outcome": "about the volumes"}),
    ("called jane doyle", {"people": ("jane doyle",)}),
    ("和Jane打了电话", {"channel": "", "people": (), "outcome": "和Jane打了电话"}),
    ("10 min", {"channel": "", "minutes": 10.0, "outcome": ""}),
    ("Jane Doyle", {"channel": "", "people": (), "outcome": "Jane Doyle"}),
    ("", {"channel": "", "outcome": ""}),
    ("had lunch with Jane and Luis from Orchard, two hours", {"channel": "meeting", "minutes": 120.0}),
    ("called Jane at Orchard, follow up next week", {"steps": (Step("follow up", "us", day(30)),)}),
    (
        "called Jane at Orchard. She promised to send the list by 3 December. I owe her the price list.",
        {"steps": (Step("send the list", "them", day(3, 12)), Step("owe her the price list", "us"))},
    ),
    (
        "called Jane at Orchard Fruit GmbH & Co. KG because of the delay",
        {"account": "Orchard Fruit GmbH & Co. KG", "outcome": "because of the delay"},
    ),
    ("called Jane van der Berg at Orchard", {"people": ("Jane van der Berg",), "account": "Orchard"}),
    ("0 min call with Jane at Orchard", {"channel": "call", "minutes": 0.0, "people": ("Jane",)}),
    ("called Jane at Orchard, 3000 min", {"minutes": 3000.0}),
    (
        "called Jane at Orchard on 3 May, she will send it next Friday",  # as it was on 3 May
        {"day": day(3, 5), "steps": (Step("send it", "them", day(8, 5)),)},
    ),
    (
        "Call with Jane at Orchard, 15 min. Next: send offer by 12.12.",
        {"steps": (Step("send offer", "us", day(12, 12)),)},
    ),
    (
        "quick call with Jane at Orchard and she will send the volumes by end of month",
        {"steps": (Step("send the volumes", "them", day(30)),), "outcome": ""},
    ),
    ("Orchard called, they need a new quote", {"by": ("Orchard",), "outcome": "they need a new quote"}),
    ("was called by Jane at Orchard two days ago at 16:30", {"direction": "in", "day": day(21), "at": time(16, 30)}),
    ("called Jane at Orchard, an hour and a half", {"minutes": 90.0}),
    ("called Jane at orchard.example on 2026-11-20", {"account": "orchard.example", "day": day(20)}),
    ("called Jane about tomorrow's meeting", {"planned": False, "people": ("Jane",)}),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text[:40] or "nothing" for text, _ in TABLE])
def test_sentences(text, expected):
    said = read_note(text, MONDAY)
    assert {name: getattr(said, name) for name in expected} == expected


WORDS = st.sampled_from(
    [*" ".join(text for text, _ in TABLE).split(), "31.02.", "at", "25:70", "\0", "ß", "次", ",", ".", "-"]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join)), st.dates())
@example("in 9999 weeks, by end of next year, next month", date(9999, 12, 31))
@example("3000 weeks ago, the day before yesterday", date(1, 1, 1))
def test_never_raises_and_keeps_every_word(text, today):
    said = read_note(text, today)
    covered = [False] * len(text)
    for span in said.spans:
        assert 0 <= span.start <= span.end <= len(text)
        covered[span.start : span.end] = [True] * (span.end - span.start)
    left = "".join(" " if taken else sign for sign, taken in zip(text, covered, strict=True))
    for word in re.findall(r"\w+", left):
        assert word in said.outcome or word.lower() in JOINING


def test_time_is_linear_in_the_length():
    text = "called Jane and Ana at Orchard, 10 min, she will send the volumes by Friday next week; " * 4000
    said = read_note(text, MONDAY)
    assert said.minutes == 10.0
    assert len(said.outcome) > len(text) - MOST_READ
