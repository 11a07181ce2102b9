"""Who is compared with whom, how rare a name is, who moved."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.identity.across import Side, likely_move, odd_locals, sentences
from sapwood.identity.blocks import CROWD, blocks, pairs, soundex, wide_blocks
from sapwood.identity.described import Described, described
from sapwood.identity.moved import Span, moved, side_by_side
from sapwood.identity.rareness import full_name_share, prior, share

DAY = date(2026, 1, 1)


def span(first, last):
    return Span(DAY + timedelta(first), DAY + timedelta(last), 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jane Doyle", "jane@orchard.example"), ("Doyle, Jane", "jd@birch.example")),
        (("Bob Miller", "bob@orchard.example"), ("Robert Miller", "rm@birch.example")),
        (("Jon Smyth", "js@orchard.example"), ("John Smith", "smith@birch.example")),
        (("J. Doyle", "x@orchard.example"), ("Jane Doyle", "y@birch.example")),
        (("Jane Doyle", "sunflower7@orchard.example"), ("JD", "sunflower@birch.example")),
        (("Jane Doyle", "tel:+4930123456"), ("Front desk", "tel:+4930123456")),
        (("Jane Doyle", "jane@orchard.example"), ("Doyle Jane", "dj@birch.example")),
    ],
)
def test_these_are_compared(one, other):
    a, b = (described(n, name, [address]) for n, (name, address) in enumerate((one, other)))
    assert pairs([(0, blocks(a)), (1, blocks(b))]) == {(0, 1)}


def test_a_common_name_and_a_short_local_part_are_nobodys_block():
    crowd = [described(n, "John Smith", [f"jo@firm{n}.example"]) for n in range(CROWD + 1)]
    assert pairs((who.number, blocks(who)) for who in crowd) == set()


def test_soundex_as_russell_has_it():
    assert [soundex(name) for name in ("robert", "rupert", "ashcraft", "tymczak", "pfister", "")] == [
        "r163",
        "r163",
        "a261",
        "t522",
        "p236",
        "",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=30), max_size=3))
def test_any_name_and_address_is_taken_and_wide_blocks_hold_the_narrow(name, addresses):
    who = described(1, name, addresses)
    assert blocks(who) <= wide_blocks(who)
    odd_locals(who, name)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(2, 10**6))
def test_a_share_is_between_0_and_1_and_grows_with_who_has_the_name(count, more, people):
    count, more = min(count, people), min(count + more, people)
    assert 0 < share(count, people, 1 / 5000) <= share(more, people, 1 / 5000) <= 1
    assert 0 < full_name_share(count, more, people) <= 1
    assert 0 < prior(people) <= 0.01


def test_the_two_at_hand_do_not_make_their_own_name_common():
    assert share(2, 1000, 1 / 5000) == share(0, 1000, 1 / 5000) < share(3, 1000, 1 / 5000)


@pytest.mark.parametrize(
    ("there", "here", "did"),
    [
        (span(0, 100), span(120, 200), True),
        (span(0, 100), span(80, 200), True),  # a notice period
        (span(0, 100), span(40, 200), False),  # at both for months
        (span(0, 100), span(20, 100), False),
        (span(120, 200), span(0, 100), False),  # the other way
        (None, span(0, 1), False),
        (span(0, 1), None, False),
    ],
)
def test_moved_is_silent_at_one_and_then_at_the_other(there, here, did):
    assert moved(there, here) is did


def test_whoever_is_at_both_for_months_has_that_said_against_them():
    one, other = (Side(described(n, "Jane Doyle", []), "Jane Doyle", f"Firm {n}", span(0, 90)) for n in (1, 2))
    assert likely_move(one, other) is None
    assert side_by_side(one.span, other.span)
    evidence, against = sentences(one, other, {"name": 20.0}, 4, 1200)
    assert evidence == ["Both are called Jane Doyle, and 2 more of the 1,200 people here."]
    assert against == ["Both were in touch over the same months."]


def test_a_move_has_a_firm_on_both_sides_and_one_name():
    jane = described(1, "Jane Doyle", [])
    at_home = Side(jane, "Jane Doyle", "", span(0, 10))
    at_birch = Side(described(2, "Jane Doyle", []), "Jane Doyle", "Birch", span(60, 90))
    assert likely_move(at_home, at_birch) is None
    other = Side(described(3, "Ida Holm", []), "Ida Holm", "Orchard", span(0, 10))
    assert likely_move(other, at_birch) is None


def test_a_local_part_that_the_name_explains_says_nothing():
    assert odd_locals(described(1, "Jane Doyle", ["jane.doyle@orchard.example"]), "Jane Doyle") == []
    assert odd_locals(described(1, "Jane Doyle", ["sunflower@orchard.example"]), "Jane Doyle") == ["sunflower"]


def test_an_address_without_a_name_is_described_by_nothing_it_does_not_have():
    assert described(1, "tel:+4930123456", ["tel:+4930123456"]) == Described(1, numbers=("tel:+4930123456",))
