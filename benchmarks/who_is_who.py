"""How well records of one person are found again: Splink with the blocks and comparisons of this project beside
Splink with its own comparisons and a block for each column, on its own fake_1000 and on Febrl's first data set.

    .venv/bin/python benchmarks/who_is_who.py [--json]

Nothing is learned from the truth, which is opened for the score alone: u by random pairs, m by expectation
maximisation, and a pair counts as one person from a probability of 0.5 on, where one person is more likely than two.
"""

import csv
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb
import pyarrow as pa

from sapwood.identity.blocks import pairs, wide_blocks
from sapwood.identity.described import Described
from sapwood.identity.personal_name import plain
from sapwood.store.comparisons import comparison, settings
from sapwood.store.likeness import linker_of, weighed

PROJECT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SAPWOOD_DATA", PROJECT.parent / "shared" / "data")) / "entity_resolution"
ONE_PERSON = 0.5
SEED = 1
Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Records:
    """`rows` as the file has them; `people` as this project describes them; `prior_by` says which columns, equal in
    two records, make one person almost certain; `learn_by` which to hold still, in turn, for learning m."""

    name: str
    rows: list[dict[str, str | None]]
    people: list[Described]
    truth: Pairs
    compared: tuple[str, ...]
    prior_by: list[tuple[str, ...]]
    learn_by: list[tuple[str, ...]]
    peer: Callable[[], tuple[dict, list[tuple[str, ...]], list[tuple[str, ...]]]]


def fake_1000() -> Records:
    rows = _read("splink_fake_1000.csv")
    people = [
        Described(
            number,
            plain(row["first_name"] or ""),
            plain(row["surname"] or ""),
            (row["email"].lower(),) if row["email"] else (),
            birth=row["dob"] or "",
            place=(row["city"] or "").lower(),
        )
        for number, row in enumerate(rows)
    ]
    truth = _truth([row["cluster"] for row in rows])
    learn = [("birth",), ("address",), ("given", "family")]
    prior = [("given", "family", "birth"), ("address",)]
    return Records("fake_1000", rows, people, truth, ("name", "birth", "address", "place"), prior, learn, _fake_peer)


def febrl1() -> Records:
    rows = _read("febrl_dataset1.csv")
    people = [
        Described(
            number,
            plain(row["given_name"] or ""),
            plain(row["surname"] or ""),
            (),
            (row["soc_sec_id"],) if row["soc_sec_id"] else (),
            _iso(row["date_of_birth"] or ""),
            row["postcode"] or "",
        )
        for number, row in enumerate(rows)
    ]
    truth = _truth([row["rec_id"].split("-")[1] for row in rows])
    learn = [("birth",), ("number_of",), ("given", "family")]
    prior = [("given", "family", "birth"), ("number_of",)]
    return Records("febrl1", rows, people, truth, ("name", "birth", "number", "place"), prior, learn, _febrl_peer)


def ours(records: Records) -> dict[str, object]:
    begun = time.perf_counter()
    blocks = {who.number: wide_blocks(who) for who in records.people}
    rows = pa.Table.from_pylist([_row(who, sorted(blocks[who.number])) for who in records.people])
    found = settings([comparison(what) for what in records.compared], "")
    with duckdb.connect() as engine:
        scored = _learned(rows, found, records.prior_by, records.learn_by, engine)
    candidates = {(one.first, one.second) for one in scored}
    assert candidates == pairs(blocks.items(), crowd=len(rows)), "Splink compares what the blocks say"
    return _score(records, scored, time.perf_counter() - begun)


def peer(records: Records) -> dict[str, object]:
    """Splink by itself: its ready-made comparisons, and a block for each column but the place."""
    begun = time.perf_counter()
    made, prior_by, learn_by = records.peer()
    rows = pa.Table.from_pylist([row | {"number": number} for number, row in enumerate(records.rows)])
    with duckdb.connect() as engine:
        scored = _learned(rows, made, prior_by, learn_by, engine)
    return _score(records, scored, time.perf_counter() - begun)


def _learned(rows, made, prior_by, learn_by, engine):
    from splink import block_on

    linker = linker_of(rows, made, engine)
    linker.training.estimate_probability_two_random_records_match([block_on(*by) for by in prior_by], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
    for by in learn_by:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*by))
    return weighed(linker.inference.predict().as_pyarrow_table())


def _fake_peer():
    import splink.comparison_library as cl

    made = _ready_made(
        [
            cl.NameComparison("first_name"),
            cl.JaroAtThresholds("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        [("first_name",), ("surname",), ("dob",), ("email",)],
    )
    return made, [("first_name", "surname"), ("email",)], [("first_name", "surname"), ("dob",), ("email",)]


def _febrl_peer():
    import splink.comparison_library as cl

    made = _ready_made(
        [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        ],
        [("given_name",), ("surname",), ("date_of_birth",), ("soc_sec_id",)],
    )
    learn = [("given_name", "surname"), ("date_of_birth",), ("soc_sec_id",)]
    return made, [("given_name", "surname"), ("soc_sec_id",)], learn


def _ready_made(comparisons, blocking):
    from splink import SettingsCreator, block_on

    made = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*by) for by in blocking],
        unique_id_column_name="number",
    )
    return made.create_settings_dict("duckdb")


def _row(who: Described, blocks: list[str]) -> dict[str, object]:
    address = who.addresses[0] if who.addresses else None
    return {
        "number": who.number,
        "given": who.given or None,
        "family": who.family or None,
        "address": address,
        "local": plain(address.partition("@")[0]) if address else None,
        "number_of": who.numbers[0] if who.numbers else None,
        "birth": who.birth or None,
        "place": who.place or None,
        "blocks": blocks,
    }


def _score(records: Records, scored, seconds: float) -> dict[str, object]:
    compared = {(one.first, one.second) for one in scored}
    said = {(one.first, one.second) for one in scored if one.probability >= ONE_PERSON}
    right = len(said & records.truth)
    precision, recall = right / max(1, len(said)), right / len(records.truth)
    return {
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "blocking_recall": round(len(compared & records.truth) / len(records.truth), 4),
        "pairs": len(compared),
        "seconds": round(seconds, 1),
    }


def _read(name: str) -> list[dict[str, str | None]]:
    with (DATA / name).open(encoding="utf-8") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        return [{key.strip(): value.strip() or None for key, value in row.items()} for row in rows]


def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def _truth(clusters: list[str | None]) -> Pairs:
    return {(a, b) for a, b in combinations(range(len(clusters)), 2) if clusters[a] == clusters[b]}


def main() -> None:
    if not DATA.is_dir():
        sys.exit(f"The records are not here: {DATA} does not exist. Name the folder of data by SAPWOOD_DATA.")
    linker_of(pa.table({"number": [1]}), settings([comparison("place")], ""), duckdb.connect())  # imported untimed
    found = {one.name: {"ours": ours(one), "Splink alone": peer(one)} for one in (fake_1000(), febrl1())}
    if "--json" in sys.argv:
        print(json.dumps(found, indent=2))
        return
    print("| records | | F1 | precision | recall | blocking recall | pairs compared | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name, both in found.items():
        for who, figures in both.items():
            print(f"| {name} | {who} | " + " | ".join(str(figure) for figure in figures.values()) + " |")


if __name__ == "__main__":
    main()
