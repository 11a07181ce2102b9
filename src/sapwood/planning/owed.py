"""What is owed, whatever it costs, and what is weighed against minutes. docs/measures/today.md."""

from .relationship import Relationship
from .urgency import AFTER_SALE, BEYOND, CARE, HAND_OVER, LOOK_AGAIN, REPLY, STEP
from .which_cadence import POLICY


def is_owed(one: Relationship, kind: str) -> bool:
    """What broke or was mended, an answer, a day that somebody named, what was planned for after a sale, a word of
    ours, a new owner's introduction; and an agreement with them, or what they asked for, that is broken. A policy is
    our own word to ourselves, and is weighed."""
    if kind == STEP:
        return any(step.ours for step in one.steps)
    if kind == HAND_OVER:
        return one.introduction is not None and not one.introduction.ahead
    if kind == BEYOND:
        return one.ceiling_from != POLICY
    return kind in (*CARE, REPLY, LOOK_AGAIN, AFTER_SALE)
