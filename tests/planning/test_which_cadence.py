"""Which cadence applies, and how it says so."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measures.cadence import NOTHING
from sapwood.planning.which_cadence import Policy, Wish, cadence, source_of

AS_OF = date(2026, 6, 15)
ASKED = Wish(None, 30, date(2026, 5, 4))
TIER = Policy("tier", "A", 14, 30, "Ana Brandt", date(2026, 3, 3))
RHYTHM = (6.0, 9.2, 14.1)


def days(one):
    return one.floor and one.floor.days, one.ceiling and one.ceiling.days


def test_the_first_that_says_it_applies_to_each_of_floor_and_ceiling():
    none = (None, None)
    assert cadence(None, none, [], AS_OF) is NOTHING
    every = [(ASKED, (7, 60), "asked"), (None, (7, 60), "agreed"), (None, none, "policy")]
    assert [source_of(cadence(wish, agreed, [TIER], AS_OF, RHYTHM)) for wish, agreed, _ in every] == [
        source for *_, source in every
    ]
    assert source_of(cadence(None, none, [], AS_OF, RHYTHM)) == "learned"
    mixed = cadence(ASKED, (None, 60), [TIER], AS_OF)
    assert (days(mixed), mixed.floor.source, mixed.ceiling.source) == ((14, 30), "policy", "asked")


def test_each_says_whose_it_is():
    assert cadence(ASKED, (None, None), [], AS_OF).said == (
        "They asked on 4 May 2026 to hear from us at least every 30 days.",
    )
    at_most = cadence(Wish(30, None, date(2026, 5, 4), date(2026, 12, 31)), (None, None), [], AS_OF)
    assert at_most.said == (
        "They asked on 4 May 2026 to hear from us at most every 30 days, until 31 December 2026.",
    )
    assert at_most.floor.said == "they asked on 4 May 2026 to be left in peace for 30 days"
    assert cadence(None, (14, 90), [], AS_OF).said == ("Agreed: at least every 90 days, not within 14 days.",)
    by_tier = cadence(None, (None, None), [TIER], AS_OF)
    assert by_tier.said == ("Policy of tier A: every 14 to 30 days, by Ana Brandt, 3 March 2026.",)
    assert by_tier.ceiling.said == "Policy of tier A: at least every 30 days"


def test_what_contradicts_something_before_it_does_not_apply_and_is_named():
    one = cadence(Wish(60, None, date(2026, 5, 4)), (7, 30), [Policy("tier", "C", None, 180)], AS_OF)
    assert days(one) == (60, 180)
    assert (
        "not forgetting them for 30 days (agreed), because it contradicts a floor of 60 days (asked)" in one.said[1]
    )


def test_a_wish_counts_from_the_day_it_was_heard_to_the_day_it_runs_out():
    wish = Wish(None, 30, date(2026, 5, 4), date(2026, 6, 14))
    found = [
        source_of(cadence(wish, (None, None), [], date(2026, month, day)))
        for month, day in [(5, 3), (5, 4), (6, 14), (6, 15)]
    ]
    assert found == ["none", "asked", "asked", "none"]


def test_a_tag_comes_before_the_tier_and_of_several_tags_the_strictest_counts():
    press = Policy("tag", "Press", 20, None)
    launch = Policy("tag", "Launch", 40, 35)  # no person can say this; a reader of old rows may
    renewal = Policy("tag", "Renewal", 10, 25)
    one = cadence(None, (None, None), [press, renewal, Policy("tag", "Slow", 5, 90), TIER], AS_OF)
    assert days(one) == (20, 25)
    other = cadence(None, (None, None), [launch, renewal], AS_OF)
    assert days(other) == (10, 25)
    assert any("40 days (policy of tag Launch)" in sentence for sentence in other.said)
    assert days(cadence(None, (None, None), [press, TIER], AS_OF)) == (20, 30)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_floor_is_always_below_the_ceiling(data):
    one = st.none() | st.integers(1, 90)
    policies = [
        Policy(kind, str(i), data.draw(one), data.draw(one)) for i, kind in enumerate(["tag", "tag", "tag", "tier"])
    ]
    found = cadence(
        Wish(data.draw(one), data.draw(one), AS_OF), (data.draw(one), data.draw(one)), policies, AS_OF, (3, 9, 400)
    )
    floor, ceiling = days(found)
    assert ceiling is not None, "a rhythm always says something"
    assert floor is None or floor < ceiling
