"""The rule table of a relationship's state: the first rule that applies, and its sentence."""

import pytest

from sapwood.measures.state import state_of

GAP = (6.0, 9.0, 14.0)


def state(**given: object) -> tuple[str, str]:
    return state_of(**({"touches": 20, "silent_days": 5, "usual_gap": GAP, "silence_rank": 0.2} | given))


@pytest.mark.parametrize(
    ("given", "expected", "sentence"),
    [
        ({"ceiling": 30, "silent_days": 34}, "red", "Agreed at least every 30 days; silent for 34 days."),
        (
            {"ceiling": 30, "silent_days": 30},
            "amber",
            "Agreed at least every 30 days; silent for 30 days, due today.",
        ),
        (
            {"ceiling": 30, "silent_days": 29},
            "amber",
            "Agreed at least every 30 days; silent for 29 days, 1 day left.",
        ),
        (
            {"ceiling": 30, "silent_days": 25},
            "amber",
            "Agreed at least every 30 days; silent for 25 days, 5 days left.",
        ),
        ({"ceiling": 30, "silent_days": 24}, "green", "Agreed at least every 30 days; silent for 24 days."),
        ({"ceiling": 1, "silent_days": 0}, "green", "Agreed at least every day; in touch today."),
        # a quarterly account, touched 45 days ago; its own rhythm no longer counts once a ceiling is agreed
        (
            {"ceiling": 90, "silent_days": 45, "silence_rank": 0.99},
            "green",
            "Agreed at least every 90 days; silent for 45 days.",
        ),
        (
            {"silent_days": 41, "silence_rank": 0.9805},
            "red",
            "Silent for 41 days. You usually speak every 9 (6 to 14); 98 of 100 such gaps are shorter.",
        ),
        (
            {"silent_days": 16, "silence_rank": 0.975},
            "amber",
            "Silent for 16 days. You usually speak every 9 (6 to 14); 97 of 100 such gaps are shorter.",
        ),
        (
            {"silent_days": 14, "silence_rank": 0.86},
            "amber",
            "Silent for 14 days. You usually speak every 9 (6 to 14); 86 of 100 such gaps are shorter.",
        ),
        (
            {"silent_days": 13, "silence_rank": 0.85},
            "green",
            "Silent for 13 days. You usually speak every 9 (6 to 14).",
        ),
        ({"silent_days": 1}, "green", "Silent for 1 day. You usually speak every 9 (6 to 14)."),
        ({"silent_days": 0}, "green", "In touch today. You usually speak every 9 (6 to 14)."),
        ({"usual_gap": (1, 1, 2)}, "green", "Silent for 5 days. You usually speak every day (1 to 2)."),
        ({"usual_gap": (7, 7, 7)}, "green", "Silent for 5 days. You usually speak every 7 days."),
        (
            {"silent_days": 900, "silence_rank": 0.99999},
            "red",
            "Silent for 900 days. You usually speak every 9 (6 to 14); 99 of 100 such gaps are shorter.",
        ),
        ({"late_promises": 1}, "red", "1 promise of ours is late."),
        ({"late_promises": 2}, "red", "2 promises of ours are late."),
        ({"open_incidents": 1, "promises_due_soon": 1}, "red", "1 incident is open."),
        ({"promises_due_soon": 1}, "amber", "1 promise of ours is due within two working days."),
        ({"waiting_needs": 2}, "amber", "2 needs or claims have waited 14 days for an answer."),
        (
            {"touches": 5, "usual_gap": None, "silence_rank": 0.976},
            "red",
            "Silent for 5 days; 98 of 100 gaps with others are shorter.",
        ),
        (
            {"touches": 2, "usual_gap": None, "silence_rank": None},
            "unknown",
            "You have been in touch twice so far; it takes 3 touches to judge.",
        ),
        (
            {"touches": 1, "usual_gap": None, "silence_rank": None},
            "unknown",
            "You have been in touch once so far; it takes 3 touches to judge.",
        ),
        (
            {"touches": 0, "silent_days": None, "usual_gap": None, "silence_rank": None},
            "unknown",
            "No touch is on record yet.",
        ),
        (
            {"touches": 0, "silent_days": None, "usual_gap": None, "silence_rank": None, "ceiling": 30},
            "unknown",
            "Agreed at least every 30 days, but no touch is on record yet.",
        ),
        # an agreed cadence lets even a young account be judged
        (
            {"touches": 1, "silent_days": 3, "usual_gap": None, "silence_rank": None, "ceiling": 30},
            "green",
            "Agreed at least every 30 days; silent for 3 days.",
        ),
        (
            {"touches": 1, "silent_days": 3, "usual_gap": None, "silence_rank": None, "floor": 7},
            "green",
            "Silent for 3 days.",
        ),
        # what is late outranks having too little history
        (
            {"touches": 1, "late_promises": 1, "usual_gap": None, "silence_rank": None},
            "red",
            "1 promise of ours is late.",
        ),
    ],
)
def test_first_rule_that_applies(given, expected, sentence):
    assert state(**given) == (expected, sentence)
