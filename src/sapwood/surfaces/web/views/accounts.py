"""Accounts: every relationship one may see, to search, filter and sort; all of it stands in the address."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Standing

PER_PAGE = 50
URGENCY = Case(
    *[When(standing__state=state, then=Value(i)) for i, state in enumerate(["red", "amber", "green"])],
    default=Value(3),
    output_field=IntegerField(),
)
SORTS = {
    "name": F("organisation__name"),
    "role": F("role"),
    "state": URGENCY,
    "silent": F("standing__silent_days"),
    "usual": F("standing__usual_gap_days__1"),
    "chance": F("standing__p_touch_30d"),
    "owner": F("owner__name"),
}
# (key, heading, class): the columns of the table, in order
COLUMNS = [
    ("name", "Account", ""),
    ("role", "Role", "wide"),
    ("state", "State", ""),
    ("silent", "Silent", "num"),
    ("usual", "Usual", "num wide"),
    ("chance", "Touch in 30 days", "num wide"),
    ("owner", "Owner", "wide"),
]


@require_safe
def accounts(request):
    seen = Relationship.objects.visible_to(request.user)
    found = _sorted(_filtered(seen, request), request.GET.get("sort", ""))
    page = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = _rows(list(page.object_list))
    names = Counter(relationship.organisation.name for relationship in page.object_list)
    states = dict(seen.order_by().values_list("standing__state").annotate(n=Count("pk")))
    states["unknown"] = states.pop(None, 0) + states.get("unknown", 0)
    context = {
        "page": page,
        "alike": {name for name, times in names.items() if times > 1},
        "columns": [(*column, *_turn(column[0], request.GET.get("sort", ""))) for column in COLUMNS],
        "states": [(state, states.get(state, 0)) for state in Standing.State.values],
        "total": sum(states.values()),
        "roles": Relationship.Role.choices,
        "owners": User.objects.visible_to(request.user).filter(is_active=True).order_by("name", "email"),
        "asked": {name: request.GET.get(name, "") for name in ("text", "state", "role", "owner", "sort")},
        "filtered": any(request.GET.get(name) for name in ("text", "state", "role", "owner")),
    }
    return render(request, "accounts/accounts.html", context)


def _rows(wanted: list[int]) -> list[Relationship]:
    """In the order given. Fetched once the page is known: sorting thousands of wide rows takes seconds."""
    rows = (
        Relationship.objects.select_related("organisation", "owner", "standing")
        .prefetch_related("organisation__domains")
        .defer("standing__recent", "standing__arithmetic", "standing__balance", "standing__reach")
    )
    found = rows.in_bulk(wanted)
    return [found[pk] for pk in wanted]


def _filtered(rows, request):
    text, state, role, owner = (request.GET.get(name, "").strip() for name in ("text", "state", "role", "owner"))
    if text:
        where = Q(organisation__name__icontains=text) | Q(organisation__people__name__icontains=text)
        where |= Q(organisation__domains__name__icontains=text)
        rows = rows.filter(pk__in=Relationship.objects.filter(where).values("pk"))
    if state == "unknown":
        rows = rows.filter(Q(standing=None) | Q(standing__state=state))
    elif state in Standing.State.values:
        rows = rows.filter(standing__state=state)
    if role in Relationship.Role.values:
        rows = rows.filter(role=role)
    if owner == "nobody":
        rows = rows.filter(owner=None)
    elif owner.isdecimal():
        rows = rows.filter(owner__in=User.objects.filter(pk=int(owner)))
    return rows


def _sorted(rows, asked: str):
    """By a column, unknown last either way; without one, what needs care comes first."""
    key, down = asked.lstrip("-"), asked.startswith("-")
    if key not in SORTS:
        rank = F("standing__silence_rank").desc(nulls_last=True)
        return rows.order_by(URGENCY, rank, "organisation__name", "pk")
    by = SORTS[key]
    return rows.order_by(by.desc(nulls_last=True) if down else by.asc(nulls_last=True), "organisation__name", "pk")


def _turn(key: str, asked: str) -> tuple[str, str]:
    """(what a click on the heading asks for, its aria-sort)."""
    if asked == key:
        return f"-{key}", "ascending"
    return key, "descending" if asked == f"-{key}" else ""
