"""A plan of touches: made with its recipients, added to by bringing the same again, taken back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sapwood.identity.address import canonical, domain_of
from sapwood.identity.organisation import organisation_domain
from sapwood.reading.recipients import Named
from sapwood.records.access.models import User
from sapwood.records.outreach.models import LeftRecipient, MailerToken, Recipient, TouchPlan
from sapwood.store.rows import address_key

from ..audit import audit
from ..insert_rows import insert_values
from ..installation import log_secret
from ..permission import require
from ..suppression import suppressed
from ..tasks import duty_turned

LONGEST_NAME = 200
LONGEST_DAYS = 366
ERASED = "Their data was erased here, and they are not to be written to."


@dataclass(frozen=True)
class Brought:
    """`added` and `known` recipients, and rows `left` out."""

    plan: TouchPlan
    added: int
    known: int
    left: int


def make_plan(
    user: User,
    name: str,
    purpose: str,
    day: date,
    rows: Iterable[Named],
    now: datetime,
    token: MailerToken | None = None,
    door: str = "page",
    queue: bool = True,
) -> Brought:
    """The plan of this name, purpose and day: a new one, or that which there is with what it lacks. All of the rows
    or, where it is killed, none. Raises Refused, or ValueError with a sentence."""
    require(user, "plan touches")
    name = " ".join(name.replace("\0", "").split())[:LONGEST_NAME]
    if not name or purpose not in TouchPlan.Purpose.values:
        raise ValueError("A plan needs a name, and a purpose: promotional, service or personal. Nothing was kept.")
    today = now.date()
    if day < today or (day - today).days > LONGEST_DAYS:
        raise ValueError(f"{day} is past, or more than a year ahead. Nothing was kept; say when it goes out.")
    with transaction.atomic():
        folded = name.casefold()[:LONGEST_NAME]
        known = TouchPlan.objects.standing().filter(folded=folded, purpose=purpose, day=day).first()
        if known is not None and token is not None and known.token_id != token.pk:
            raise ValueError(f"There is a plan {name!r} of that day already, and it is not yours. Nothing was kept.")
        plan = known or TouchPlan.objects.create(
            name=name, folded=folded, purpose=purpose, day=day, by=user, token=token, made=now
        )
        before = plan.recipients.count(), plan.left.count()
        counted = _Counted(plan)
        insert_values(Recipient, ["plan_id", "key", "address", "domain"], counted.recipients(rows), unless_there=True)
        counted.keep_left()
        added, left = plan.recipients.count() - before[0], plan.left.count() - before[1]
        if known is None or added or left:
            audit(user, door, "plan touches", plan, added=added, left=left)
            if queue:
                transaction.on_commit(duty_turned.enqueue)
    return Brought(plan, added, counted.good - added, counted.bad)


def withdraw_plan(user: User, plan: TouchPlan, door: str = "page", queue: bool = True) -> TouchPlan:
    """It goes out to nobody any more; whoever asks is told so. Twice changes nothing. Raises Refused."""
    require(user, "plan touches")
    with transaction.atomic():
        locked = TouchPlan.objects.select_for_update().get(pk=plan.pk)
        if locked.withdrawn is None:
            locked.withdrawn, locked.withdrawn_by = timezone.now(), user
            locked.save(update_fields=["withdrawn", "withdrawn_by"])
            audit(user, door, "withdraw plan of touches", locked)
            if queue:
                transaction.on_commit(duty_turned.enqueue)
    return locked


class _Counted:
    """Goes through the rows once; memory does not grow with them."""

    def __init__(self, plan: TouchPlan) -> None:
        self.plan, self.good, self.bad = plan, 0, 0
        self._erased, self._secret = suppressed(), log_secret()
        self._left: list[tuple[int, int, str, str]] = []

    def recipients(self, rows: Iterable[Named]) -> Iterator[tuple[int, int, str, str]]:
        for row in rows:
            address = canonical(row.address) if row.address else ""
            if not address:
                self._leave(row.line, row.said, row.what)
            elif self._erased.holds(address):
                self._leave(row.line, "", ERASED)
            else:
                self.good += 1
                domain = organisation_domain(domain_of(address)) or ""
                yield self.plan.pk, address_key(self._secret, address), address[:320], domain[:253]

    def keep_left(self) -> None:
        names = ["plan_id", "line", "said", "why"]
        insert_values(LeftRecipient, names, self._left, unless_there=True)
        self._left.clear()

    def _leave(self, line: int, said: str, why: str) -> None:
        self.bad += 1
        self._left.append((self.plan.pk, line, said.replace("\0", "")[:200], why[:200]))
        if len(self._left) >= 1000:
            self.keep_left()
