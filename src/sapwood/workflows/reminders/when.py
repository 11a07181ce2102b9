"""At which moment a colleague's digest is due, in their zone. Asked every minute, so it loads nothing of the day."""

from datetime import UTC, date, datetime, time, timedelta

from sapwood.records.reminders.models import DigestChoice, DigestMail

from .. import mailing
from ..clock import zone_of

Often = DigestChoice.Often
LATE_DAYS = 2


def wanted(now: datetime) -> list[tuple[DigestChoice, date]]:
    """Whose digest is due, for which day of theirs; nobody's where no mail leaves."""
    if not mailing.switched_on():
        return []
    live = DigestChoice.objects.live().select_related("user")
    again = set(DigestMail.objects.filter(over=None, again__lte=now).values_list("user", "day"))
    found = []
    for choice in live:
        here = _here(choice, now)
        if (choice.user_id, here) in again or due_day(choice, now):
            found.append((choice, here))
    return found


def _here(choice: DigestChoice, now: datetime) -> date:
    return now.astimezone(zone_of(choice.user)).date()


def due_day(choice: DigestChoice, now: datetime) -> date | None:
    """The day, where the user is, whose digest is to be sent now; None where none is.

    A day's hour that a change of clocks leaves out is the hour after it, one that comes twice is its first. Where
    nobody was there to send it at its hour, it is due later that day; one of a week, at most two days later. What was
    chosen after the hour begins with the next."""
    here = _here(choice, now)
    back = (here.weekday() - choice.weekday) % 7 if choice.often == Often.WEEKLY else 0
    if back > LATE_DAYS:
        return None
    first = here - timedelta(days=back)
    moment = datetime.combine(first, time(choice.hour), zone_of(choice.user)).astimezone(UTC)
    if not choice.made <= moment <= now:
        return None
    # A day ahead: who came from the far side of the date line had theirs. Further ahead, a clock went wrong.
    had = DigestMail.objects.filter(user=choice.user, day__range=(first, here + timedelta(days=1)))
    return None if had.exists() else here
