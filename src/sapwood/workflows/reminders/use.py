"""Using a link of a digest: what it stands for now, and doing it without signing in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from sapwood.planning.urgency import BEYOND, SERVICE, SILENT, SOLVED, SOON
from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem, Decision, Relationship, Standing
from sapwood.records.reminders.models import DigestChoice

from ..audit import audit
from ..clock import today
from ..decide import SETTLING, decide
from ..decide import undo as undo_decision
from ..guests import limits
from .choose import choice_of
from .choose import stop as stop_choice
from .tokens import DONE, Named, choice_named, item_named

DOOR = "digest mail"
BY_CLIENT = limits.Limit("links of digests opened by one client", 120, timedelta(minutes=10))
SNOOZED_FOR = timedelta(days=7)
SILENCES = (SOON, SILENT, BEYOND)  # one reason that grows: still the same item on a later day


class State(StrEnum):
    """What has become of a link: only an open one does anything. `WRONG`: not copied whole. `STOPPED`: the colleague
    has no digest any more, or no login. `HIDDEN`: they do not see the account (any more). `DECIDED`: somebody was
    done with the item or snoozed it. `MOVED_ON`: Today does not offer it any more."""

    OPEN = "open"
    WRONG = "wrong"
    EXPIRED = "expired"
    STOPPED = "stopped"
    HIDDEN = "hidden"
    DECIDED = "decided"
    MOVED_ON = "moved on"


@dataclass(frozen=True)
class Found:
    """`relationship` is there only where the colleague may see it, `decision` only where it is `DECIDED`."""

    state: State
    user: User | None = None
    named: Named | None = None
    relationship: Relationship | None = None
    decision: Decision | None = None
    kind: str = ""


def look(token: str, now: datetime, client: str = "") -> Found:
    """What a link stands for at this moment; changes nothing. Raises TooOften."""
    BY_CLIENT.admit(limits.whole_client(client), now)
    return _look(token, now)


def press(token: str, now: datetime, client: str = "") -> tuple[Found, bool]:
    """Does what the link says, as the colleague it was sent to. What it stands for afterwards, and whether this did
    it; where it did not, nothing was changed. Each leaves an audit line, but for what is no link. Raises TooOften."""
    found = look(token, now, client)
    if found.state == State.OPEN:
        until = today() + SNOOZED_FOR if found.named.act != DONE else None
        kind = Decision.Kind.DONE if found.named.act == DONE else Decision.Kind.SNOOZE
        with transaction.atomic():
            # Two at once meet here, also of two links of the same item: whoever comes second finds it decided.
            Relationship.objects.select_for_update().get(pk=found.relationship.pk)
            found = _look(token, now)
            if found.state == State.OPEN:
                decide(found.user, found.relationship, kind, today(), until, found.kind, DOOR)
                return _look(token, now), True
    if found.user is not None:
        with transaction.atomic():
            thing = f"relationship {found.named.account}"
            audit(found.user, DOOR, "link that did nothing", thing, why=found.state.value, wanted=found.named.act)
    return found, False


def take_back(token: str, now: datetime, client: str = "") -> Found:
    """Undoes what its colleague decided about the item. What it stands for afterwards. Raises TooOften, Refused."""
    found = look(token, now, client)
    if found.state == State.DECIDED and found.decision.by == found.user:
        undo_decision(found.user, found.decision, DOOR)
        return _look(token, now)
    return found


def look_to_stop(token: str, now: datetime, client: str = "") -> tuple[DigestChoice | None, bool]:
    """The digest that a link stops, None where it is stopped already; and whether it is a link. Raises TooOften."""
    BY_CLIENT.admit(limits.whole_client(client), now)
    return choice_named(token)


def stop_by_link(token: str, now: datetime, client: str = "") -> bool:
    """Whether it was a link; stopping twice changes nothing. Raises TooOften."""
    choice, whole = look_to_stop(token, now, client)
    if choice is not None and choice.user.is_active:
        stop_choice(choice.user, choice, now, DOOR)
    return whole


def _look(token: str, now: datetime) -> Found:
    named = item_named(token)
    user = User.objects.filter(pk=named.user).first() if named else None
    if user is None:
        return Found(State.WRONG)
    choice = choice_of(user) if user.is_active else None
    if choice is None or choice.on_since.timestamp() >= named.made + 1:
        return Found(State.STOPPED, user, named)
    if named.is_over(now):
        return Found(State.EXPIRED, user, named)
    seen = Relationship.objects.visible_to(user).select_related("organisation")
    relationship = seen.filter(pk=named.account).first()
    if relationship is None:
        return Found(State.HIDDEN, user, named)
    kinds = SILENCES if named.kind in SILENCES else (named.kind,)
    taken = relationship.decisions.filter(undone=None, kind__in=SETTLING, item_kind__in=kinds, day__gte=named.since())
    if decision := taken.select_related("by").order_by("pk").first():
        return Found(State.DECIDED, user, named, relationship, decision)
    item = DayItem.objects.filter(relationship=relationship, section=DayItem.Section.TOUCH, kind__in=kinds).first()
    if item is None or _in_touch_since(relationship, named):
        return Found(State.MOVED_ON, user, named, relationship)
    return Found(State.OPEN, user, named, relationship, kind=item.kind)


def _in_touch_since(relationship: Relationship, named: Named) -> bool:
    """Then what is offered today is another item than the one the mail spoke of."""
    if named.kind in (SERVICE, SOLVED):
        return False  # they may have written because of it
    last = Standing.objects.filter(relationship=relationship).values_list("last_touch", flat=True).first()
    return last is not None and last.date() > named.since()
