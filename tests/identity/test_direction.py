from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Participant
from sapwood.identity.direction import direction

ANA, TOM, JANE, PRIYA = "ana@home.example", "tom@home.example", "jane@orchard.example", "priya@birch.example"
LIST = "gardeners@lists.gardeners.example"


@pytest.mark.parametrize(
    ("people", "way"),
    [
        ([("from", ANA), ("to", JANE)], "out"),
        ([("from", ANA), ("to", TOM), ("cc", JANE)], "out"),
        ([("from", JANE), ("to", ANA)], "in"),
        ([("from", JANE), ("to", PRIYA), ("cc", ANA)], "in"),
        ([("from", ANA), ("to", TOM)], "internal"),
        ([("from", ANA)], "internal"),
        ([("from", JANE), ("to", PRIYA)], "outside"),
        ([("from", JANE)], "outside"),
        ([("from", ANA), ("to", TOM), ("list", LIST)], "internal"),
        ([("from", ANA), ("list", LIST)], "out"),
        ([("from", JANE), ("list", LIST)], "outside"),
        ([("to", ANA)], "in"),
        ([], "outside"),
    ],
)
def test_the_way_an_interaction_went(people, way):
    interaction = Interaction(
        "mid:x", datetime(2026, 3, 2, tzinfo=UTC), 0, "mail", tuple(Participant(*who) for who in people)
    )
    assert direction(interaction, lambda address: address.endswith("@home.example")) == way
