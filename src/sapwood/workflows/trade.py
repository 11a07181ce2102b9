"""What tables say about one account: what they have from us, what they ordered or might, who they are elsewhere."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from sapwood.planning.ending import Ending, due, sentence
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Deal, Firm, Holding, Sheet, TeamMember

from .endings import ending_of, endings_of, leads_said
from .names_of_users import users_by_name
from .permission import require

MOST = 50
SAID = {
    "sector": "Sector",
    "city": "Place",
    "country": "Country",
    "employees": "Employees",
    "revenue": "Yearly revenue",
    "founded": "Founded",
    "phone": "Telephone",
    "since": "Customer since",
}


@dataclass(frozen=True)
class Held:
    """`state` is "over", "soon", "" (some time yet) or "unknown" (no end is said)."""

    holding: Holding
    state: str
    said: str


@dataclass(frozen=True)
class Told:
    """What a table says: `name` of the figure, its value, and the row it is from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Ordered:
    """Deals in one state and one currency; `amount` None where no table says any."""

    status: str
    number: int
    amount: Decimal | None
    currency: str
    unknown: int


@dataclass(frozen=True)
class Trade:
    held: list[Held]
    more_held: int
    notices: list[str]
    deals: list[Deal]
    more_deals: int
    ordered: list[Ordered]
    told: list[Told]
    parts: list[str]
    part_of: str
    owner: str
    owner_user: User | None
    owner_source: str

    def __bool__(self) -> bool:
        return bool(self.held or self.deals or self.told or self.parts or self.part_of or self.owner)


NOTHING = Trade([], 0, [], [], 0, [], [], [], "", "", None, "")


def trade_of(user: User, relationship: Relationship, as_of: date) -> Trade:
    """Raises Refused."""
    require(user, "see", relationship)
    if not Sheet.objects.exists():  # most homes begin without tables, and each page would ask seven of ours in vain
        return NOTHING
    number = relationship.organisation_id
    held = list(Holding.objects.present().filter(organisation=number).select_related("sheet"))
    held.sort(key=lambda one: (one.until is None, one.until or date.max, one.product))
    leads = leads_said() if held else {}
    deals = list(Deal.objects.present().filter(organisation=number).select_related("sheet"))
    deals.sort(key=lambda one: (one.status != "open", -(one.closed or one.opened or date.min).toordinal(), -one.pk))
    told = list(
        Firm.objects.present().filter(Q(organisation=number) | Q(parent=number)).select_related("sheet", "parent")
    )
    firms = [firm for firm in told if firm.organisation_id == number]
    seen = Relationship.objects.visible_to(user)
    parent = next((firm.parent for firm in reversed(firms) if firm.parent_id), None)
    owner, source = _owner(number, firms, deals)
    return Trade(
        [_held(one, as_of, leads) for one in held[:MOST]],
        max(len(held) - MOST, 0),
        _notices(number, as_of, leads) if held else [],
        deals[:MOST],
        max(len(deals) - MOST, 0),
        _ordered(deals),
        _told(firms),
        _names(seen, {firm.organisation_id for firm in told if firm.parent_id == number}),
        parent.name if parent and seen.filter(organisation=parent).exists() else "",
        owner,
        users_by_name()(owner) if owner else None,
        source,
    )


def _names(seen: QuerySet[Relationship], organisations: set[int]) -> list[str]:
    if not organisations:
        return []
    return sorted(seen.filter(organisation__in=organisations).values_list("organisation__name", flat=True).distinct())


def _notices(number: int, as_of: date, leads: Mapping[str, int]) -> list[str]:
    near = endings_of(as_of, {number}, leads).get(number, ())
    return [sentence(one, as_of) for one in near if _is_notice(one)]


def _held(one: Holding, as_of: date, leads: Mapping[str, int]) -> Held:
    if one.until is None:
        return Held(one, "unknown", "no end is said")
    ending = ending_of(one, leads)
    if one.until < as_of:
        return Held(one, "over", sentence(ending, as_of))
    return Held(one, "soon" if due([ending], as_of) else "", sentence(ending, as_of))


def _is_notice(one: Ending) -> bool:
    return one.kind not in Holding.Kind.values


def _ordered(deals: list[Deal]) -> list[Ordered]:
    groups: defaultdict[tuple[str, str], list[Deal]] = defaultdict(list)
    for deal in deals:
        groups[deal.status, deal.currency].append(deal)
    found = []
    for (status, currency), several in sorted(
        groups.items(), key=lambda item: ("won open lost".find(item[0][0]), item)
    ):
        amounts = [deal.amount for deal in several if deal.amount is not None]
        total = sum(amounts, Decimal()) if amounts else None
        found.append(Ordered(status, len(several), total, currency, len(several) - len(amounts)))
    return found


def _told(firms: list[Firm]) -> list[Told]:
    """The latest that any table says of each."""
    found: dict[str, Told] = {}
    for firm in firms:
        for name, title in SAID.items():
            if firm.says.get(name):
                found[name] = Told(title, _figure(firm.says[name]), firm.source)
        if firm.crm_id:
            found["crm_id"] = Told("Number in the other system", firm.crm_id, firm.source)
    return list(found.values())


def _figure(text: str) -> str:
    """Figures are kept as the table means them, with more places than one reads."""
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text


def _owner(number: int, firms: list[Firm], deals: list[Deal]) -> tuple[str, str]:
    """Whom of ours a table names for the account: as its owner, in a team, or on its newest deal."""
    for rows in (firms, list(TeamMember.objects.present().filter(organisation=number).select_related("sheet"))):
        for row in reversed(rows):
            if said := getattr(row, "owner", "") or getattr(row, "colleague", ""):
                return said, row.source
    named = [deal for deal in deals if deal.colleague]
    newest = max(named, key=lambda deal: (deal.closed or deal.opened or date.min, deal.pk), default=None)
    return (newest.colleague, newest.source) if newest else ("", "")
