from collections import Counter

import pytest

from sapwood.identity.people import clean_name, display_name, name_from_address


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jane Doyle", "Jane Doyle"),
        ("Doyle, Jane", "Jane Doyle"),
        ("'Doyle, Jane'", "Jane Doyle"),
        ('"Jane Doyle"', "Jane Doyle"),
        ("Doyle, Jane (E-mail)", "Jane Doyle"),
        ("Jane Doyle (E-mail 2)", "Jane Doyle"),
        ("Jane Doyle [mailto:jane@orchard.example]", "Jane Doyle"),
        ("DOYLE, JANE M.", "Jane M. Doyle"),
        ("jane doyle", "Jane Doyle"),
        ("DOYLE, JANE", "Jane Doyle"),
        ("MEIER-SCHULZ, ANA", "Ana Meier-Schulz"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("SEAN MCKAY", "Sean McKay"),
        ("O'BRIEN, PAT", "Pat O'Brien"),
        ("Jane Doyle, PhD", "Jane Doyle"),
        ("Doyle, John, Jr.", "John Doyle Jr."),
        ("Orchard, Inc.", "Orchard, Inc."),
        ("Jane Doyle via gardeners", "Jane Doyle"),
        ("Jane Doyle/HOU/Orchard@Orchard", "Jane Doyle"),
        ("Jane", "Jane"),
        ("jane.doyle@orchard.example", ""),
        ("/O=ORCHARD/OU=NA/CN=RECIPIENTS/CN=JDOYLE", ""),
        ("...", ""),
        ("", ""),
        ("x" * 1000, ""),
    ],
)
def test_a_written_name_becomes_a_name(written, name):
    assert clean_name(written) == name


def test_the_most_frequent_full_name_wins():
    names = Counter({"Doyle, Jane": 2, "Jane Doyle": 3, "Jane M. Doyle": 4, "Jane": 50, "jane@orchard.example": 90})
    assert display_name(names, "jane@orchard.example") == "Jane Doyle"


def test_equal_counts_give_the_same_answer_in_any_order():
    names = {"Jane Doyle": 1, "JANE  Doyle": 1, "Jane Doyle-Smith": 1}
    forward = display_name(Counter(names), "j@orchard.example")
    assert forward == display_name(Counter(dict(reversed(names.items()))), "j@orchard.example")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("jane.doyle@orchard.example", "Jane Doyle"),
        ("jane_doyle2@orchard.example", "Jane Doyle"),
        ("j.doyle@orchard.example", "J. Doyle"),
        ("jane.doyle+orders@orchard.example", "Jane Doyle"),
        ("jdoyle@orchard.example", "jdoyle@orchard.example"),
        ("info@orchard.example", "info@orchard.example"),
        ("accounts.payable@orchard.example", "accounts.payable@orchard.example"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
    ],
)
def test_an_address_gives_a_name_only_where_that_is_no_guess(address, name):
    assert name_from_address(address) == name
    assert display_name(Counter(), address) == name
