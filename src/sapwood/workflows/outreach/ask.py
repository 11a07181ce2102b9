"""What the mailer is told of each recipient: yes, no, or hold, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sapwood.identity.address import canonical
from sapwood.planning.touch_plan import Answer, Known, answer
from sapwood.records.outreach.models import AskedNot, Recipient, Release, TouchPlan
from sapwood.store.rows import address_key

from ..guests.wishes import not_written_to
from ..installation import log_secret
from ..service.batches import batches
from ..suppression import suppressed
from .holds import Hold, event_names, holds

AT_ONCE = 5_000
NOTHING = Hold()


@dataclass(frozen=True)
class Asked:
    recipient: str
    answer: Answer


def answers(plan: TouchPlan, addresses: Sequence[str], now: datetime) -> list[Asked]:
    """Of these, as they were written."""
    secret = log_secret()
    keys = {said: address_key(secret, canonical(said)) for said in addresses}
    listed: dict[int, int | None] = {}
    for some in batches(keys.values()):
        listed |= dict(plan.recipients.filter(key__in=some).with_account().values_list("key", "account"))
    rows = [_Row(said, key, listed.get(key), key in listed) for said, key in keys.items()]
    found = {one.recipient: one for one in _answers(plan, rows, now)}
    return [found[said] for said in addresses]


def all_answers(
    plan: TouchPlan, now: datetime, after: int = 0, most: int | None = None
) -> Iterator[tuple[int, Asked]]:
    """Of the recipients after the one with this number, each with its own."""
    rows = plan.recipients.filter(pk__gt=after).order_by("pk").with_account()
    rows = rows.values_list("pk", "address", "key", "account")
    for some in batches((rows if most is None else rows[:most]).iterator(2000), AT_ONCE):
        told = _answers(plan, [_Row(address, key, account, True) for _, address, key, account in some], now)
        yield from zip((pk for pk, *_ in some), told, strict=True)


@dataclass(frozen=True, slots=True)
class _Row:
    address: str
    key: int
    account: int | None
    listed: bool


def _answers(plan: TouchPlan, rows: list[_Row], now: datetime) -> Iterator[Asked]:
    erased = suppressed()
    accounts = {row.account for row in rows if row.account}
    held = holds(plan, now, accounts) if accounts else {}
    asked = _asked_not({row.key for row in rows}) | not_written_to()
    for row in rows:
        hold = held.get(row.account or 0, NOTHING)
        known = Known(
            listed=row.listed,
            erased=erased.holds(canonical(row.address)),
            asked_not=asked.get(row.key, ""),
            events=event_names(hold.events),
            peace=hold.peace,
            peace_said=hold.peace_said,
            released=said_of(hold.releases),
        )
        yield Asked(row.address, answer(plan.purpose, plan.day, known, plan.withdrawn is not None))


def said_of(releases: Sequence[Release]) -> str:
    if not releases:
        return ""
    one = max(releases, key=lambda release: release.made)
    return f"Released by {one.by} on {one.made:%Y-%m-%d}: {one.reason}"


def _asked_not(keys: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in batches(sorted(keys)):
        for one in AskedNot.objects.filter(ended=None, key__in=some).select_related("by"):
            found[one.key] = f"They asked not to be written to, on {one.heard} ({one.by} heard it)."
    return found


def held_recipients(plan: TouchPlan, organisations: Iterable[int]) -> Iterator[tuple[int, str]]:
    """(account, address) of the plan's recipients at these accounts."""
    wanted = set(organisations)
    for some in batches(sorted(wanted)):
        rows = Recipient.objects.filter(plan=plan).of_accounts(some).with_account().order_by("pk")
        for account, address in rows.values_list("account", "address"):
            if account in wanted:
                yield account, address
