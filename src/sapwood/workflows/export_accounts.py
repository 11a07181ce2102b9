"""Accounts to take along: what was found, in its order, with the figures of the table and no text of any mail."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sapwood.records.access.models import User
from sapwood.records.directory.models import Domain
from sapwood.records.relationships.models import Relationship, Tagging

from .audit import audit
from .clock import zone_of
from .find_accounts import find_accounts
from .sieve import Sieve

AT_ONCE = 1000
UNKNOWN = "unknown"
HEAD = (
    "Account",
    "Domains",
    "Role",
    "State",
    "Silent for days",
    "Last touch",
    "Usual gap in days",
    "Usually from",
    "Usually to",
    "Chance of a touch in 30 days",
    "Owner",
    "Leave in peace for days",
    "Don't forget for days",
    "Because it was",
    "Tier",
    "Tags",
)
COLUMNS = (
    "pk",
    "organisation_id",
    "organisation__name",
    "role",
    "standing__state",
    "standing__silent_days",
    "standing__last_touch",
    "standing__usual_gap_days",
    "standing__p_touch_30d",
    "owner__name",
    "owner__email",
    "floor",
    "ceiling",
    *(f"standing__arithmetic__{name}" for name in ("floor", "ceiling", "floor_from", "ceiling_from")),
    "tier__name",
)


def export_accounts(user: User, sieve: Sieve, sort: str = "", door: str = "page") -> Iterator[tuple]:
    """HEAD, then a row an account. The audit says at once who took along how many; rows are read as they are taken,
    so that memory stays flat. Raises nothing once it has begun."""
    chain = find_accounts(user, sieve).sorted(sort)
    audit(user, door, "export accounts", "accounts", number=len(chain), sort=sort or "urgency", **sieve.asked())
    wanted = chain[:]
    return _rows(user, wanted)


def _rows(user: User, wanted: list[int]) -> Iterator[tuple]:
    zone = zone_of(user)
    yield HEAD
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = {row[0]: row for row in Relationship.objects.filter(pk__in=some).values_list(*COLUMNS)}
        domains: dict[int, list[str]] = {}
        found = Domain.objects.filter(organisation__in=[row[1] for row in rows.values()]).order_by("name")
        for organisation, name in found.values_list("organisation_id", "name"):
            domains.setdefault(organisation, []).append(name)
        tags: dict[int, list[str]] = {}
        for pk, name in _tags(some):
            tags.setdefault(pk, []).append(name)
        for pk in some:
            if pk in rows:  # it may have gone since
                yield (*_row(rows[pk], domains, zone), ", ".join(tags.get(pk, ())))


def _tags(relationships: list[int]) -> Iterable[tuple[int, str]]:
    there = Tagging.objects.filter(relationship__in=relationships, ended=None).order_by("tag__folded")
    return there.values_list("relationship", "tag__name")


def _row(row: tuple, domains: dict[int, list[str]], zone: ZoneInfo) -> tuple:
    _, organisation, name, role, state, silent, last, gap, chance, owner, mail, floor, ceiling, *cadence = row
    applied_floor, applied_ceiling, floor_from, ceiling_from, tier = cadence
    low, middle, high = (round(days, 1) for days in gap) if gap else (UNKNOWN,) * 3
    return (
        name,
        ", ".join(domains.get(organisation, ())),
        role,
        state or UNKNOWN,
        UNKNOWN if silent is None else silent,
        last.astimezone(zone).date().isoformat() if last else UNKNOWN,
        middle,
        low,
        high,
        UNKNOWN if chance is None else round(chance, 3),
        owner or mail or "",
        applied_floor or ("" if ceiling_from else floor or ""),
        applied_ceiling or ("" if floor_from else ceiling or ""),
        ceiling_from or floor_from or ("agreed" if floor or ceiling else ""),
        tier or "",
    )
