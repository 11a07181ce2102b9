"""Names with known duplicates: what is called certain is certain, and what is offered is nearly always right."""

import csv
from itertools import combinations

import pytest

from sapwood.identity.likeness import Known
from sapwood.identity.same_person import likely_pairs, proposals

pytestmark = pytest.mark.real


def precision_and_recall(rows, certain_only):
    """`rows` of (name, address, whose): one organisation with all of them."""
    known = [Known(number, address, name, number) for number, (name, address, _) in enumerate(rows)]
    true = {(i, j) for i, j in combinations(range(len(rows)), 2) if rows[i][2] == rows[j][2]}
    found = proposals(known, likely_pairs(known), {})
    said = {(p.first, p.second) for p in found if p.certain or not certain_only}
    return (len(said & true) / len(said) if said else None), len(said & true) / len(true)


def test_febrl(real_data):
    with (real_data / "entity_resolution" / "febrl_dataset1.csv").open() as file:
        rows = []
        for row in csv.DictReader(file, skipinitialspace=True):
            given, family = row["given_name"].strip(), row["surname"].strip()
            local = f"{given}.{family}".strip(".").replace(" ", "") or row["rec_id"]
            rows.append((f"{given} {family}".strip().title(), f"{local}@x.example", row["rec_id"].split("-")[1]))
    precision, recall = precision_and_recall(rows, certain_only=True)
    assert precision == 1
    assert recall > 0.4
    precision, recall = precision_and_recall(rows, certain_only=False)
    assert precision > 0.98
    assert recall > 0.6


def test_invented_addresses_make_nobody_certain(real_data):
    with (real_data / "entity_resolution" / "splink_fake_1000.csv").open() as file:
        rows = []
        for row in csv.DictReader(file):
            name = f"{row['first_name'].strip()} {row['surname'].strip()}".strip()
            address = row["email"].strip() or f"nobody{row['unique_id']}@x.example"
            rows.append((name or address, address, row["cluster"]))
    assert precision_and_recall(rows, certain_only=True)[0] is None
    assert precision_and_recall(rows, certain_only=False)[0] > 0.97
