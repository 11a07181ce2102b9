"""The worked example of docs/measures/today.md."""

from dataclasses import replace

import pytest

from sapwood.planning.relationship import Relationship, Tie
from sapwood.planning.urgency import BEYOND, REPLY, SILENT, urgency
from sapwood.planning.waiting import Waiting

A = Relationship(1, "red", "", 90, 80, silent_days=41, history_days=700, silence_rank=0.98, ties=(Tie(1, 2, 20.0),))


def test_the_worked_example():
    assert urgency(A, SILENT) == (1, pytest.approx(-2.82, abs=0.005))
    assert urgency(replace(A, ties=(Tie(1, 2, 0.5),)), SILENT) == (1, pytest.approx(-0.38, abs=0.005))
    agreed = replace(A, ceiling=30, silent_days=34, ties=(Tie(1, 2, 0.01),))
    assert urgency(agreed, BEYOND)[0] == 0


def test_an_agreement_does_not_fade_with_the_silence_that_breaks_it():
    # a tie of 1 after 75 days of silence was 2; 75 / 50 days is 1.5 times the ceiling
    late = replace(A, ceiling=50, silent_days=75, ties=(Tie(1, 2, 1.0),))
    assert urgency(late, BEYOND) == (0, pytest.approx(-1.0986 * 1.5, abs=1e-3))


def test_a_question_weighs_twice_what_asks_nothing():
    asked, told = (replace(A, waiting=Waiting(None, 3, n, ())) for n in (1, 0))
    assert urgency(asked, REPLY)[1] == pytest.approx(2 * urgency(told, REPLY)[1])
