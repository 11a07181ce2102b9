"""Dates and numbers of a column: decided from all its values, asked where none of them tells."""

from datetime import UTC, date, datetime
from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.reading.table.days import DMY, MDY, SERIAL, STYLES, YMD, decide_days, read_day, read_moment
from sapwood.reading.table.full_numbers import in_full
from sapwood.reading.table.numbers import COMMA, POINT, amount_of, decide_numbers, read_number


@pytest.mark.parametrize(
    ("values", "style", "asked"),
    [
        (["3/4/2020", "15/6/2020", ""], DMY, False),
        (["3/4/2020", "6/15/2020"], MDY, False),
        (["3/4/2020", "5/6/2020"], DMY, True),
        (["3/3/2020", "4/4/2020"], YMD, False),
        (["15/6/2020", "6/15/2020"], DMY, True),
        (["1.2.2020", "03.04.20"], DMY, False),
        (["2020-01-02", "02 Mar 2020"], YMD, False),
        (["43831", "43832.5"], SERIAL, False),
    ],
)
def test_the_order_of_a_date_is_decided_by_the_whole_column(values, style, asked):
    decided = decide_days(values)
    assert (decided.style, decided.asked) == (style, asked), decided.why


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [
        ("3/4/2020", DMY, date(2020, 4, 3)),
        ("3/4/2020", MDY, date(2020, 3, 4)),
        ("13/4/2020", MDY, date(2020, 4, 13)),
        ("3.4.20", MDY, date(2020, 4, 3)),
        ("20200403", YMD, date(2020, 4, 3)),
        ("2020/4/3", DMY, date(2020, 4, 3)),
        ("3. März 2020", YMD, date(2020, 3, 3)),
        ("3 de marzo de 2020", YMD, date(2020, 3, 3)),
        ("1 août 2020", YMD, date(2020, 8, 1)),
        ("March 3rd, 2020", YMD, date(2020, 3, 3)),
        ("Mon, 3 Feb 2020", YMD, date(2020, 2, 3)),
        ("43831", SERIAL, date(2020, 1, 1)),
        ("43831", YMD, None),
        ("31.2.2020", DMY, None),
        ("2020-02-30", YMD, None),
        ("1.1.0001", DMY, None),
        ("9999-12-31", YMD, None),
        ("soon", DMY, None),
    ],
)
def test_a_date(text, style, day):
    assert read_day(text, style) == day


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("3/4/2020 2:05 PM", datetime(2020, 4, 3, 14, 5)),
        ("2020-04-03T12:00:01+02:00", datetime(2020, 4, 3, 10, 0, 1, tzinfo=UTC)),
        ("2020-04-03 12:00:01.250Z", datetime(2020, 4, 3, 12, 0, 1, tzinfo=UTC)),
        ("03.04.2020, 09.30", datetime(2020, 4, 3, 9, 30)),
        ("3/4/2020 25:00", None),
    ],
)
def test_a_moment(text, when):
    assert read_moment(text, DMY) == when


@pytest.mark.parametrize(
    ("values", "style", "asked"),
    [
        (["1.234", "2.000,50"], COMMA, False),
        (["1,234", "2,000.50"], POINT, False),
        (["1.234", "5.5"], POINT, False),
        (["1.234", "17"], COMMA, True),
        (["1,234", "17"], POINT, True),
        (["1.234.567"], COMMA, False),
        (["5,5", "5.5"], POINT, False),
        (["12", "n/a"], POINT, False),
    ],
)
def test_the_decimal_sign_is_decided_by_the_whole_column(values, style, asked):
    decided = decide_numbers(values)
    assert (decided.style, decided.asked) == (style, asked), decided.why


def test_whole_numbers_and_workbooks_need_no_question():
    assert not decide_numbers(["1,234", "17"], whole=True).asked
    assert not decide_numbers(["1.234"], exact=True).asked
    assert decide_numbers(["12", "n/a"]).unread == 1


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1.234", POINT, ("1.234", "")),
        ("1.234", COMMA, ("1234", "")),
        ("1.234,50 €", POINT, ("1234.50", "EUR")),
        ("$1,234.56", COMMA, ("1234.56", "USD")),
        ("(1,234.00)", POINT, ("-1234.00", "")),
        ("-€5", POINT, ("-5", "EUR")),
        ("CHF 1'234.50", POINT, ("1234.50", "CHF")),
        ("1 234,56 EUR", POINT, ("1234.56", "EUR")),
        ("12,5 %", POINT, ("12.5", "")),
        ("12,34,567", POINT, ("1234567", "")),
        ("1.2.3", POINT, None),
        ("1.23,45", POINT, None),
        ("12 pieces", POINT, None),
        ("1" * 40, POINT, None),
        ("1e99", POINT, None),
        ("NaN", POINT, None),
        ("", POINT, None),
    ],
)
def test_a_number(text, style, number):
    expected = number and (Decimal(number[0]), number[1])
    assert read_number(text, style) == expected


ODD = st.text(max_size=20) | st.text(alphabet="0123456789.,/-: €$%()eET", max_size=25)


@settings(max_examples=150, deadline=None)
@given(st.lists(ODD, max_size=5))
def test_no_text_makes_them_raise(values):
    decide_days(values)
    decide_numbers(values)
    for value in values:
        for style in STYLES:
            read_moment(value, style)
        for style in (POINT, COMMA):
            found = read_number(value, style)
            assert found is None or found[0].is_finite()


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_a_date_comes_back_in_every_order(day):
    assert read_day(f"{day:%d/%m/%Y}", DMY) == read_day(f"{day:%m/%d/%Y}", MDY) == read_day(f"{day}", DMY) == day
    assert read_day(f"{day:%d.%m.%y}", MDY) == day


@given(st.text(alphabet="0123456789.,", min_size=1, max_size=12))
@settings(max_examples=300)
def test_an_amount_is_read_sooner_and_not_otherwise(text):
    found = amount_of(text)
    if found is not None:
        assert {read_number(text, style) for style in (POINT, COMMA)} == {(found, "")}
        assert str(found) == str(round(found, 4)), "with four decimals, as all amounts"


# Argentina and Mexico have digits between, Italy a 0 of its own, Russia's prefix is 8, +1 and +44 are several lands'
@given(
    st.sampled_from(["49", "44", "1", "39", "54", "52", "7", "590", "999", "0"]),
    st.text(alphabet="0123456789 -", min_size=2, max_size=14),
)
@settings(max_examples=400)
def test_a_number_in_full_is_what_the_library_makes_of_it(code, rest):
    found = in_full(f"+{code}{rest}")
    if found is not None:
        parsed = phonenumbers.parse(f"+{code}{rest}", None)
        assert phonenumbers.is_possible_number(parsed)
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == found


def test_most_numbers_in_full_are_read_without_the_library():
    written = ["+49 30 1234567", "+44 20-7946-0958", "+1 212 555 0100", "+34612345678"]
    assert [in_full(one) for one in written] == ["+49301234567", "+442079460958", "+12125550100", "+34612345678"]
    left_to_it = ["+49 (0)30 1234567", "+49 030 1234567", "+39 06 1234567", "+49 30", "030 1234567", "+999 1234567"]
    assert not any(map(in_full, left_to_it))
