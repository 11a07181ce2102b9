"""The page on rhythm: its worked example gives the figures it prints."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "measures" / "rhythm.md"


def test_the_worked_example():
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.attempted >= 9
    assert result.failed == 0
