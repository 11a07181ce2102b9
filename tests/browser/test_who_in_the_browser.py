"""Who is who in a browser: looking at two sides, ticking, merging, undoing; axe clean in both lights, at 360 px."""

from datetime import date

import pytest
from django.utils import timezone
from test_every_page import complaints

from sapwood.records.directory.models import Address, Match
from sapwood.records.relationships.models import Relationship


@pytest.fixture
def pair(house):
    """Luis, silent at Harbor, may have moved to Birch."""
    here = Relationship.objects.get(organisation__domains__name="birch.example")
    there = Relationship.objects.get(organisation__domains__name="harbor.example")
    people = [Address.objects.get(address=a).person for a in ("priya@birch.example", "luis@harbor.example")]
    return Match.objects.create(
        organisation=here.organisation,
        other_organisation=there.organisation,
        kept=people[0],
        other=people[1],
        kind="moved",
        last_there=date(2026, 5, 16),
        first_here=date(2026, 6, 1),
        probability=0.97,
        bits={"before anything is compared": -5.3, "name": 14.2},
        evidence=["Both are called Luis Ortega, and nobody else of the 5 people here."],
        proposed=timezone.now(),
    )


def test_a_move_is_looked_at_said_and_taken_back(pair, enter):
    page = enter("/who/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".sure summary").click()
    assert page.get_by_text("Name: +14.2").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        assert complaints(page) == []
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Merge those ticked").click()
    assert page.get_by_text("moved from Harbor to Birch").is_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Undo").first.click()
    assert page.get_by_text("They are two people again").is_visible()
