"""Addresses of one organisation that are one person's: what is certain, what is offered, what is neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.identity.likeness import Known, one_slip
from sapwood.identity.local_part import fits
from sapwood.identity.people import name_from_address
from sapwood.identity.personal_name import personal_name
from sapwood.identity.same_person import Together, likely_pairs, proposals


def look(*written, together=None, fresh=None):
    """Proposals between "Name <address>"s, each a person of its own, numbered from 1; no name: as a mail shows it."""
    known = []
    for number, text in enumerate(written, 1):
        name, _, address = text.rpartition("<")
        address = address.rstrip(">")
        known.append(Known(number, address, name.strip() or name_from_address(address), number))
    return proposals(known, likely_pairs(known, fresh), {(1, 2): together} if together else {})


CERTAIN = [
    ("Jane Doyle <jane.doyle@orchard.example>", "Jane Doyle <jdoyle@orchard.example>"),
    ("Doyle, Jane <jdoyle@orchard.example>", "'Jane Doyle' <jane_doyle@orchard.example>"),
    ("JANE DOYLE <doyle@orchard.example>", "Jane Doyle <jane@orchard.example>"),
    ("Jörg Müller <joerg.mueller@orchard.example>", "Jorg Muller <jmuller@orchard.example>"),
    ("Dr. Jane Doyle <janed@orchard.example>", "Jane Doyle, PhD <jane.doyle@orchard.example>"),
    (
        "Maarten van den Berg <m.vandenberg@orchard.example>",
        "Maarten van den Berg <maartenvandenberg@orchard.example>",
    ),
    ("Jane Doyle <jane.doyle@orchard.example>", "Jane Doyle <jane.doyle@mail.orchard.example>"),
    ("<jane.doyle@orchard.example>", "<jane_doyle@orchard.example>"),
]
OFFERED = [
    ("J. Doyle <j.doyle@orchard.example>", "Jane Doyle <jane.doyle@orchard.example>"),
    ("<jdoyle@orchard.example>", "Jane Doyle <jane.doyle@orchard.example>"),
    ("Bob Stone <bob.stone@orchard.example>", "Robert Stone <robert.stone@orchard.example>"),
    ("John Smith <john.smith@orchard.example>", "John Smith <john.smith2@orchard.example>"),
    ("John Smith <john.smith@orchard.example>", "John Smith Jr. <johnsmith@orchard.example>"),
    ("John Smith <jsmith@orchard.example>", "John A. Smith <john.a.smith@orchard.example>"),
    ("Jane Doyle <jane.doyle@orchard.example>", "Jane Doyle <trivial@orchard.example>"),
    ("Jane Doyle <jane.doyle@east.orchard.example>", "Jane Doyle <jdoyle@west.orchard.example>"),
    ("Jane Doyle <jane@orchard.example>", "Jane Miller <jane@orchard-it.example>"),
    ("Jane Doyle <jane.doyle@orchard.example>", "Jane Doyle-Miller <jane.doyle-miller@orchard.example>"),
    ("Heather Dunton <heather.dunton@orchard.example>", "Eather Dunton <eather.dunton@orchard.example>"),
    ("<freude@orchard.example>", "<freude@de.orchard.example>"),
]
NEITHER = [
    ("Jane Doyle <jane.doyle@orchard.example>", "Luis Doyle <luis.doyle@orchard.example>"),
    ("Jane Doyle <jane.doyle@orchard.example>", "Jane Ortega <jane.ortega@orchard.example>"),
    ("John Smith Sr. <john.smith@orchard.example>", "John Smith Jr. <johnsmith@orchard.example>"),
    ("John A. Smith <jasmith@orchard.example>", "John B. Smith <jbsmith@orchard.example>"),
    ("<jane@orchard.example>", "Jane Doyle <jane.doyle@orchard.example>"),
    ("<ana@orchard.example>", "<anna@orchard.example>"),
    ("Ines Roth <ines.roth@orchard.example>", "Ines Rost <ines.rost@orchard.example>"),
]


@pytest.mark.parametrize("pair", CERTAIN)
def test_certain(pair):
    (found,) = look(*pair)
    assert found.certain, found
    assert found.evidence
    assert found.against == ()


@pytest.mark.parametrize("pair", OFFERED)
def test_offered_for_a_person_to_decide(pair):
    (found,) = look(*pair)
    assert not found.certain
    assert found.evidence


@pytest.mark.parametrize("pair", NEITHER)
def test_neither(pair):
    assert look(*pair) == []


def test_an_initial_that_fits_two_is_nobodys():
    jane, john = "Jane Doyle <jane.doyle@orchard.example>", "John Doyle <john.doyle@orchard.example>"
    assert look("<jdoyle@orchard.example>", jane, john) == []
    assert look("J. Doyle <j.doyle@orchard.example>", jane, john) == []


def test_a_second_of_that_name_makes_nobody_certain():
    three = (
        "<john.smith@orchard.example>",
        "John Smith <jsmith@orchard.example>",
        "John Smith <js2@orchard.example>",
    )
    assert {p.certain for p in look(*three)} == {False}
    assert "There is more than one person of that name there." in look(*three)[0].against


def test_side_by_side_is_never_certain_and_too_often_ends_a_guess():
    (found,) = look(*CERTAIN[0], together=Together(addressed=3))
    assert not found.certain
    assert found.against == ("Both were addressed side by side in 3 mails.",)
    assert look(*OFFERED[2], together=Together(addressed=3)) == []


def test_answering_for_the_other_speaks_for_one():
    (found,) = look(*OFFERED[1], together=Together(answered=2))
    assert found.evidence[-1] == "One answered 2 mails that had been sent to the other alone."


def test_only_pairs_with_a_fresh_address_are_looked_at():
    assert look(*CERTAIN[0], fresh=[]) == []
    assert len(look(*CERTAIN[0], fresh=[2])) == 1


def test_several_addresses_of_one_person_make_one_proposal():
    known = [
        Known(1, "jane.doyle@orchard.example", "Jane Doyle", 7),
        Known(2, "janed@orchard.example", "Jane Doyle", 7),
        Known(3, "jdoyle@orchard.example", "Jane Doyle", 8),
    ]
    (found,) = proposals(known, likely_pairs(known), {})
    assert (found.first, found.second, found.certain) == (7, 8, True)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("woulfe", "wolfe", True),
        ("wolfe", "woulfe", True),
        ("miller", "mliler", True),
        ("miller", "muller", True),
        ("miller", "miller", False),
        ("miller", "muller2", False),
        ("roth", "rost", False),
        ("abcdef", "badcef", False),
    ],
)
def test_one_slip(one, other, slip):
    assert one_slip(one, other) == slip


@pytest.mark.parametrize(
    "text", ["Jane", "jane.doyle@orchard.example", "Orchard, Inc", "", "Room 17", "a b c d e f g h"]
)
def test_what_is_no_full_name(text):
    assert personal_name(text) is None


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_taken_apart_without_a_fall(name, local):
    parsed = personal_name(name)
    if parsed:
        assert parsed.given
        assert parsed.family
        fits(f"{local}@orchard.example", parsed)
