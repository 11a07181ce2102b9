"""Accounts in every order, a page at a time: no account twice, none left out, what is unknown last."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.workflows import chain
from sapwood.workflows.audit import audit
from sapwood.workflows.find_accounts import MEASURED, SORTS, find_accounts
from sapwood.workflows.findable import learn_names
from sapwood.workflows.sieve import Sieve, read_sieve

NOW = datetime(2026, 6, 15, tzinfo=UTC)
ORDERS = ["", *SORTS, *(f"-{sort}" for sort in SORTS)]


@pytest.fixture
def many(db, ana, tom, lead):
    """Sixty accounts with many ties; of every sixth nothing was measured, of others not everything is known."""
    rng = random.Random(7)
    for number in range(60):
        organisation = Organisation.objects.create(name=f"Account {rng.randrange(40):02}")
        owner, role = rng.choice([None, ana, tom]), rng.choice(Relationship.Role.values)
        one = Relationship.objects.create(organisation=organisation, owner=owner, role=role)
        if number % 6:
            silent = rng.choice([None, 1, 2, 3, 40])
            Standing.objects.create(
                relationship=one,
                as_of=NOW.date(),
                state=rng.choice(Standing.State.values),
                why="",
                touches=3,
                touch_days=3,
                silent_days=silent,
                last_touch=silent and NOW - timedelta(days=silent),
                usual_gap_days=rng.choice([None, [1.0, 2.0, 3.0], [1.0, 5.5, 9.0]]),
                silence_rank=rng.choice([None, 0.1, 0.5, 0.9]),
                p_touch_30d=rng.choice([None, 0.2, 0.4]),
            )
    learn_names()


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("who", ["lea@home.example", "ana@home.example"])
@pytest.mark.parametrize(("far", "alike"), [(1000, 500), (2, 1), (8, 8)])
def test_pages_together_are_the_whole(many, monkeypatch, sort, who, far, alike):
    found = find_accounts(User.objects.get(email=who))
    few = found.sorted(sort)
    monkeypatch.setattr(chain, "FAR", far)
    monkeypatch.setattr(chain, "ALIKE", alike)
    monkeypatch.setattr("sapwood.workflows.find_accounts.FEW", 0)
    whole = found.sorted(sort)[:]
    assert whole == few, "the few that are put in order by hand stand as the database puts many"
    assert set(whole) == set(found.rows.values_list("pk", flat=True))
    assert len(whole) == len(found.sorted(sort)) == found.number
    for start in range(0, len(whole), 7):
        assert found.sorted(sort)[start : start + 7] == whole[start : start + 7], start


@pytest.mark.parametrize("key", sorted(MEASURED))
@pytest.mark.parametrize("down", ["", "-"])
def test_known_in_order_and_unknown_last(many, lead, key, down):
    rows = Relationship.objects.select_related("standing").in_bulk()
    values = [
        getattr(getattr(rows[pk], "standing", None), MEASURED[key].removeprefix("standing__"), None)
        for pk in find_accounts(lead).sorted(f"{down}{key}")[:]
    ]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=bool(down))
    assert values == known + [None] * (60 - len(known))


@pytest.mark.parametrize("who", ["lea@home.example", "ana@home.example"])
@pytest.mark.parametrize("sieve", [Sieve(), Sieve(state="unknown"), Sieve(owner="nobody"), Sieve(silent_from=2)])
def test_states_add_up(many, who, sieve):
    user = User.objects.get(email=who)
    found = find_accounts(user, sieve)
    assert found.number == found.rows.count()
    for state, number in found.states.items():
        if not sieve.state:
            narrowed = read_sieve(sieve.asked() | {"state": state})
            assert find_accounts(user, narrowed).number == number


def test_a_count_is_asked_again_once_something_was_written(many, lead):
    audit(lead, "test", "begin", "counting")
    assert find_accounts(lead).number == 60
    one = Relationship.objects.create(organisation=Organisation.objects.create(name="New"))
    assert find_accounts(lead).number == 61
    assert find_accounts(lead, Sieve(state="red")).number == Standing.objects.filter(state="red").count()
    Standing.objects.filter(state="red").update(state="green")
    audit(lead, "test", "change", one)
    assert find_accounts(lead, Sieve(state="red")).number == 0


def test_what_was_made_by_hand_reads_the_same_when_written_and_read_again():
    sieve = read_sieve({"text": " Łódź & Co ", "state": "red", "owner": "me", "silent_to": "30", "page": "7"})
    assert sieve.query("-silent") == "text=%C5%81%C3%B3d%C5%BA+%26+Co&state=red&owner=me&silent_to=30&sort=-silent"
    assert read_sieve(sieve.asked()) == sieve
