"""What everybody's rhythm has in common at the moment, in sentences: an open quiet spell, or a change of regime."""

from datetime import date, timedelta

from sapwood.measures.rhythm.learned import Learned

EPOCH = date(1970, 1, 1)
WORTH_SAYING = 3  # days of an open spell


def notices(learned: Learned) -> list[str]:
    """What a reader of any single figure must know of all of them; mostly nothing."""
    said = []
    for first, last, share in learned.clock.spells:
        if last == learned.as_of_day and last - first + 1 >= WORTH_SAYING:
            said.append(
                f"Since {_day(first)} hardly anybody has been in touch ({share:.0%} of the usual), or what happened "
                "has not been read in. That is nobody's own silence, so these days hardly count and turn nobody red."
            )
    if learned.change:
        came = f"{100 * learned.change.share:.0f} relationships had a touch for every 100 of which it was expected"
        said.append(
            f"In the last {learned.change.days} days {came}. Something has changed for all of them; until the rhythm "
            "has learned it, go by the silence itself rather than by a chance of touch."
        )
    return said


def _day(day: int) -> str:
    when = EPOCH + timedelta(days=day)
    return f"{when.day} {when:%B %Y}"
