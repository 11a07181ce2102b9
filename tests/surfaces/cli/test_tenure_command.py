"""`sapwood tenure --json` gives what the page shows, unknown as null."""

import json

import pytest
from typer.testing import CliRunner

from sapwood.surfaces.cli import app


@pytest.mark.django_db
def test_of_an_empty_home_it_says_unknown(home):
    done = CliRunner().invoke(app, ["tenure", "--json"])
    best, *others = json.loads(done.stdout)
    assert (best["sign"], best["counted"], best["median_years"], best["law"]) == ("best", 0, None, None)
    assert (best["curve"], best["still_there"]) == ([], [])
    assert best["itch"]["answer"] == "too little to tell"
    assert [one["sign"] for one in others] == ["contract", "silence"]
