"""What planning is told of whom to turn to: what was counted here, the limits, whom a comparison holds out."""

from collections.abc import Iterable
from datetime import date

from sapwood.measures.answered import answered
from sapwood.measures.standing import Standing as Measured
from sapwood.planning.held_back import CALLS, MAILS, OF_A_PRIOR
from sapwood.planning.worth import Known
from sapwood.records.relationships.models import Answered, Comparison, ContactLimit, TierWeight

from .arms import is_held_out

EPOCH = date(1970, 1, 1)


def known_of(as_of: date, relationships: Iterable[int], counts: dict | None = None) -> Known:
    """As of the day, about these; `counts` where they were just counted."""
    limit = ContactLimit.objects.in_force().first()
    running = Comparison.objects.in_force().filter(since__lte=as_of).first()
    held = frozenset(one for one in relationships if is_held_out(running, one, as_of)) if running else frozenset()
    if counts is None:
        kept = Answered.objects.order_by("-pk").first()
        counts = {state: tuple(pair) for state, pair in kept.counts.items()} if kept else {}
    return Known(
        answered=counts,
        calls=limit.calls if limit else CALLS,
        mails=limit.mails if limit else MAILS,
        limits_from="" if limit else OF_A_PRIOR,
        held_out=held,
    )


def count_answered(as_of: date, standings: Iterable[Measured]) -> dict[str, tuple[int, int]]:
    """How often they came back, counted over these."""
    accounts = ((one.recent.rows, one.usual_gap[2] if one.usual_gap else None) for one in standings)
    return answered(accounts, (as_of - EPOCH).days)


def keep_answered(as_of: date, counts: dict[str, tuple[int, int]]) -> None:
    Answered.objects.all().delete()
    Answered.objects.create(as_of=as_of, counts={state: list(pair) for state, pair in counts.items()})


def weights_by_tier() -> dict[int, tuple[str, float]]:
    """The name and weight of each tier of which somebody said one."""
    rows = TierWeight.objects.in_force().values_list("tier", "tier__name", "weight")
    return {tier: (name, weight) for tier, name, weight in rows}
