"""Since when a relationship has been, and whether it is over: by silence, by its contracts."""

from datetime import date

import pytest

from sapwood.planning.tenure import BOUGHT, FIRST, SAID, TABLE, Bought, Known, beginning, spans

AS_OF, RECORDS, ENDINGS = date(2026, 6, 15), date(2016, 1, 1), date(2017, 1, 1)
QUARTERS = ({"label": "2018-Q3", "touches": 4}, {"label": "2018-Q4", "touches": 2})
MET = Known(
    touches=40, first_touch=date(2018, 7, 5), last_touch=date(2022, 3, 1), quarters=QUARTERS, silent_days=1567
)


def changed(**fields):
    return Known(**{name: getattr(MET, name) for name in Known.__dataclass_fields__} | fields)


def only(one):
    (found,) = spans(one, AS_OF, RECORDS, ENDINGS)
    return found


def test_silence_ends_a_relationship_with_its_last_touch():
    gone = only(changed(lasting=0.99))
    assert (gone.by, gone.until, gone.over) == ("silence", date(2022, 3, 1), True)
    assert gone.entered == date(2019, 1, 1), "the end of the quarter of the fifth touch"
    slow = only(changed(lasting=0.9))
    assert (slow.until, slow.over) == (date(2022, 3, 1), False), "long for others, not for them"


def test_who_was_in_touch_within_the_year_is_known_to_have_been_there_a_year_ago():
    lately = only(changed(last_touch=date(2026, 1, 2), silent_days=164, lasting=0.999))
    assert (lately.until, lately.over) == (date(2025, 6, 15), False)


def test_four_touches_are_no_relationship():
    assert spans(changed(touches=4, quarters=QUARTERS[:1]), AS_OF, RECORDS, ENDINGS) == []


def test_contracts_end_it_once_they_cannot_be_renewed():
    def contract(*untils, orders=()):
        held = Bought(tuple((date(2015, 3, 1), until) for until in untils), orders)
        (found,) = spans(Known(bought=held), AS_OF, RECORDS, ENDINGS)
        return found.until, found.over

    assert contract(date(2020, 12, 31), date(2024, 12, 31)) == (date(2024, 12, 31), True)
    assert contract(date(2024, 12, 31), date(2026, 12, 31)) == (AS_OF, False)
    assert contract(date(2024, 12, 31), None) == (AS_OF, False), "one has no end"
    assert contract(date(2026, 5, 1)) == (date(2026, 5, 1), False), "it may still be renewed"
    assert contract(date(2024, 12, 31), orders=(date(2025, 2, 1),)) == (AS_OF, False), "they still buy"


def test_what_ended_before_any_end_is_on_record_cannot_be_known():
    held = Bought(((date(2012, 3, 1), date(2024, 12, 31)),))
    (found,) = spans(Known(bought=held), AS_OF, RECORDS, ENDINGS)
    assert (found.began, found.entered) == (date(2012, 3, 1), ENDINGS)
    assert spans(Known(bought=held), AS_OF, RECORDS, None) == []


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (changed(since_said=date(2010, 1, 1), since_table=date(2011, 1, 1)), (date(2010, 1, 1), SAID)),
        (changed(since_table=date(2011, 1, 1)), (date(2011, 1, 1), TABLE)),
        (changed(bought=Bought(orders=(date(2014, 5, 5),))), (date(2014, 5, 5), BOUGHT)),
        (changed(), (date(2018, 7, 5), FIRST)),
        (changed(first_touch=date(2016, 9, 1)), (None, "")),  # within a year of the first record: perhaps older
    ],
)
def test_when_it_began(one, expected):
    assert beginning(one, RECORDS) == expected
