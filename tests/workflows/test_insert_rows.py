"""Rows written in bulk: numbers come back in the order of the rows, and columns nobody named begin as fields do."""

import pytest

from sapwood.records.directory.models import Domain, Organisation
from sapwood.workflows.insert_rows import NUMBERED_AT_ONCE, insert_numbered, insert_values
from sapwood.workflows.listed import listed_texts

pytestmark = pytest.mark.django_db


def test_numbers_come_back_in_the_order_of_the_rows():
    names = [f"Orchard {number}" for number in range(NUMBERED_AT_ONCE + 3)]
    numbers = insert_numbered(Organisation, ["name"], ([name] for name in names))
    found = Organisation.objects.in_bulk(numbers)
    assert [found[number].name for number in numbers] == names
    assert not found[numbers[-1]].home and found[numbers[-1]].merged_into_id is None
    assert insert_numbered(Organisation, ["name"], []) == []


def test_a_row_that_is_there_stays_as_it_was():
    orchard, birch = insert_numbered(Organisation, ["name"], [["Orchard"], ["Birch"]])
    insert_values(Domain, ["name", "organisation_id"], [["orchard.example", orchard]])
    again = [["orchard.example", birch], ["birch.example", birch]]
    insert_values(Domain, ["name", "organisation_id"], again, unless_there=True)
    assert dict(Domain.objects.values_list("name", "organisation")) == {
        "orchard.example": orchard,
        "birch.example": birch,
    }
    assert {one.said for one in Domain.objects.all()} == {Domain.Said.SEEN}


def test_texts_are_found_by_what_they_are():
    (number,) = insert_numbered(Organisation, ["name"], [["Örchard “A” [b], c"]])
    found = Organisation.objects.filter(name__in=listed_texts(["Örchard “A” [b], c", "Birch", "Ör\0chard"]))
    assert [one.pk for one in found] == [number]
