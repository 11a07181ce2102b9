"""Firms by name and domain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.identity.firm_name import firm, label_of
from sapwood.identity.same_firm import firm_blocks, part_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH", "ACME Deutschland"),
        ("Acme, Inc.", "The Acme Company"),
        ("Müller & Söhne KG", "Muller und Sohne"),
        ("Acme Holding AG", "acme group"),
        ("Rowan S.A.", "Rowan SAS"),
    ],
)
def test_one_name_but_for_legal_form_and_country(one, other):
    assert firm(1, one, ()).core == firm(2, other, ()).core != ""


@pytest.mark.parametrize(("one", "other"), [("Acme", "Acne"), ("Group AG", "Holding GmbH"), ("HP Inc", "HP")])
def test_other_names_and_nothing_left_are_not_one(one, other):
    assert firm(1, one, ()).core != firm(2, other, ()).core or firm(1, one, ()).core == ""


def test_a_domain_says_the_same_under_every_ending_and_free_mail_says_nothing():
    assert label_of("acme.de") == label_of("mail.acme.co.uk") == label_of("acme.com") == "acme"
    assert label_of("gmail.com") == label_of("localhost") == ""


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Rowan Mills, an Acme company", "Acme Inc."),
        ("Rowan (part of the Acme Group)", "ACME"),
        ("Tidewater Logistics", "Tidewater"),
    ],
)
def test_a_part_that_says_so(part, whole):
    one, other = firm(1, part, ["rowan.example"]), firm(2, whole, ["acme.example"])
    assert part_of(one, other) == part_of(other, one) == (one, other)
    assert firm_blocks(one) & firm_blocks(other), "they are compared at all"


def test_two_that_are_no_part_of_one_another():
    assert part_of(firm(1, "Acme", ["acme.de"]), firm(2, "Acme Europe", ["acme.com"])) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_is_taken(name, domains):
    one = firm(1, name, domains)
    assert firm_blocks(one) == firm_blocks(firm(1, name, domains))
    assert one.core == one.core.lower()
