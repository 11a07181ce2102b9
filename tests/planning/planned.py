"""Accounts as planning sees them, and who is who among them."""

from dataclasses import replace
from datetime import date, timedelta

from sapwood.planning.relationship import Relationship, Tie

AS_OF = date(2026, 6, 15)  # a Monday
ORCHARD, BIRCH, HARBOR = 1, 2, 3
ANA, TOM = 101, 102
JANE, LUIS, PRIYA = 201, 202, 203


def account(number: int = ORCHARD, silent: int = 41, **more: object) -> Relationship:
    """A weekly account, two years old, silent for `silent` days; red unless said otherwise."""
    one = Relationship(
        account=number,
        state="red",
        why=f"Silent for {silent} days.",
        touches=90,
        touch_days=80,
        last_day=AS_OF - timedelta(days=silent),
        silent_days=silent,
        history_days=700,
        usual_gap=(6.0, 9.0, 14.0),
        silence_rank=0.98,
        lasting=0.7,
        p_touch_30d=0.22,
        ties=(Tie(ANA, JANE, 3.0), Tie(TOM, LUIS, 1.0)),
        channels={"mail": 40},
        newest=(9, 8, 7),
    )
    return replace(one, **more)
