"""The probability adds up from its bits, and grows with what two records share."""

import math

import pyarrow as pa
import pytest

from sapwood.store.comparisons import FIRMS, LEVELS, comparison, settings
from sapwood.store.likeness import odds_in_bits, weigh

ROW = pa.schema(
    [
        ("number", pa.int64()),
        ("blocks", pa.list_(pa.int64())),
        ("core", pa.string()),
        ("tf_core", pa.float64()),
        ("labels", pa.list_(pa.string())),
    ]
)


def row(number, core, rare, labels, blocks):
    return {"number": number, "core": core, "tf_core": rare, "labels": labels, "blocks": blocks}


@pytest.fixture(scope="module")
def weighed():
    rows = [
        row(1, "acme", 1e-6, ["acme"], [1, 2, 3]),
        row(2, "acme", 1e-6, ["acme"], [1]),
        row(3, "acme", 1e-6, ["other"], [2]),
        row(4, "tidewater", 1e-6, [], [3]),
        row(5, "united", 0.02, ["a"], [4]),
        row(6, "united", 0.02, [], [4]),
    ]
    return {(one.first, one.second): one for one in weigh(pa.Table.from_pylist(rows, ROW), settings(FIRMS, "", 1e-4))}


def test_only_what_shares_a_block_is_weighed(weighed):
    assert weighed.keys() == {(1, 2), (1, 3), (1, 4), (5, 6)}


def test_a_probability_is_the_sum_of_its_bits(weighed):
    for one in weighed.values():
        odds = 2 ** (odds_in_bits(1e-4) + sum(one.bits.values()))
        assert one.probability == pytest.approx(odds / (1 + odds), rel=0.02)


def test_what_is_shared_counts_and_what_is_rare_counts_more(weighed):
    assert (
        weighed[1, 2].probability
        > weighed[1, 3].probability
        > 0.5
        > weighed[5, 6].probability
        > weighed[1, 4].probability
    )
    assert weighed[1, 2].bits["name"] == pytest.approx(math.log2(0.75 / 1e-6), abs=0.01)
    assert weighed[5, 6].bits["domain"] == 0, "what is unknown speaks neither for nor against"


def test_one_record_alone_is_nobodys_pair():
    assert weigh(pa.Table.from_pylist([row(1, "acme", 1e-6, [], [1])], ROW), settings(FIRMS, "", 1e-4)) == []


@pytest.mark.parametrize("what", sorted(LEVELS))
def test_each_comparison_begins_with_what_is_unknown_and_ends_with_anything_else(what):
    levels = comparison(what)["comparison_levels"]
    assert levels[0].get("is_null_level")
    assert levels[-1]["sql_condition"] == "ELSE"
