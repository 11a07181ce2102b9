"""Links in a digest: signed, so that they work without signing in, each for one act of one colleague on one item."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.core import signing

from sapwood.records.reminders.models import DigestChoice

ITEM, STOP = "sapwood digest item", "sapwood digest stop"
LASTS = timedelta(days=7)
DONE, SNOOZE = "done", "snooze"


@dataclass(frozen=True)
class Named:
    """What a link names: `act` on the item `kind` of an account (`account` is its number) as it was on `day`, by the
    colleague number `user`; `made` in whole seconds since 1970, UTC."""

    act: str
    account: int
    kind: str
    day: str
    user: int
    made: int

    def since(self) -> date:
        return date.fromisoformat(self.day)

    def is_over(self, now: datetime) -> bool:
        return now.timestamp() > self.made + LASTS.total_seconds()


def item_token(act: str, account: int, kind: str, day: date, choice: DigestChoice, now: datetime) -> str:
    named = Named(act, account, kind, day.isoformat(), choice.user_id, int(now.timestamp()))
    return signing.dumps(asdict(named), salt=ITEM)


def item_named(token: str) -> Named | None:
    """None where it was not copied whole, or is for something else."""
    try:
        return Named(**signing.loads(token, salt=ITEM))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def stop_token(choice: DigestChoice) -> str:
    """Lasts until they stop: whoever wants no more mail is not asked to sign in."""
    return signing.dumps([choice.user_id, choice.on_since.isoformat()], salt=STOP)


def choice_named(token: str) -> tuple[DigestChoice | None, bool]:
    """The choice a link stops, None where there is none any more; and whether it is a link at all."""
    try:
        user, since = signing.loads(token, salt=STOP)
    except (signing.BadSignature, TypeError, ValueError):
        return None, False
    found = DigestChoice.objects.select_related("user").filter(user=user, ended=None)
    return found.filter(on_since=datetime.fromisoformat(since)).first(), True
