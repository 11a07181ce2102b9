"""Accounts: every relationship one may see, to search, filter and sort; all of it stands in the address."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from sapwood.records.access.models import User
from sapwood.records.directory.models import Domain
from sapwood.records.relationships.models import OpeningView, Relationship, SavedView
from sapwood.surfaces.web import sheet
from sapwood.surfaces.web.unchanged import unchanged
from sapwood.workflows import clock
from sapwood.workflows.export_accounts import export_accounts
from sapwood.workflows.find_accounts import SORTS, find_accounts
from sapwood.workflows.permission import may
from sapwood.workflows.sieve import read_sieve
from sapwood.workflows.tiers import tiers_and_tags

PER_PAGE = 50
# (key, heading, class): the columns of the table, in order
COLUMNS = [
    ("name", "Account", ""),
    ("role", "Role", "wide"),
    ("state", "State", ""),
    ("silent", "Silent", "num"),
    ("last", "Last touch", "num wider"),
    ("usual", "Usual", "num wide"),
    ("chance", "Touch in 30 days", "num wide"),
    ("owner", "Owner", "wide"),
    ("tier", "Tier", "wider"),
]
SHOWN = [
    *("pk", "organisation", "organisation__name", "role", "owner", "owner__name", "owner__email", "tier__name"),
    *(f"standing__{name}" for name in ("state", "as_of", "silent_days", "usual_gap_days", "p_touch_30d")),
    *("standing__first_touch", "standing__last_touch"),
]
UNREAD = {name: Cast(f"standing__{name}", TextField()) for name in ("quarters", "meetings")}


@require_safe
def accounts(request):
    views = unchanged(request)("views", lambda: _views_of(request.user))
    if not request.GET and (opening := next((view for view in views if view.opens), None)):
        return redirect(f"{request.path}?{opening.query or 'sort='}")
    return render(request, "accounts/accounts.html", accounts_context(request, views))


def accounts_context(request, views: list[SavedView]) -> dict:
    """The page as its address asks for it."""
    sieve, sort = read_sieve(request.GET), sort_of(request)
    for sentence in sieve.wrong:
        messages.warning(request, sentence)
    kept = unchanged(request)
    everything = find_accounts(request.user, beside=kept)
    found = find_accounts(request.user, sieve, beside=kept) if sieve else everything
    chain = found.sorted(sort)
    page = Paginator(chain, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = rows_of(list(page.object_list))
    tiers, tags = kept("tiers and tags", tiers_and_tags)
    query = sieve.query(sort)
    here = next((view for view in views if view.query == query), None)
    return {
        "page": page,
        "found": len(chain),
        "with_tiers": bool(tiers),
        "alike": _alike(page.object_list),
        "columns": [(*column, *_turn(column[0], sort)) for column in COLUMNS if tiers or column[0] != "tier"],
        "sorted_by": next((title.lower() for key, title, _ in COLUMNS if key == sort.removeprefix("-")), ""),
        "states": list(everything.states.items()),
        "total": everything.number,
        "roles": Relationship.Role.choices,
        "owners": kept("owners", lambda: _owners(request.user)),
        "tiers": tiers,
        "tags": tags,
        "asked": sieve.asked() | {"sort": sort},
        "more_asked": bool({"silent_from", "silent_to", "touched_from", "touched_to"} & sieve.asked().keys()),
        "filtered": bool(sieve),
        "query": query,
        "views": views,
        "here": here,
        "may_change_view": here and may(request.user, "change view", here),
        "may_share": may(request.user, "share view"),
        "as_of": clock.today(),
    }


def _owners(user: User) -> list[tuple[str, str]]:
    users = User.objects.visible_to(user).filter(is_active=True).order_by("name", "email")
    return [(str(pk), name or email) for pk, name, email in users.values_list("pk", "name", "email")]


def _views_of(user: User) -> list[SavedView]:
    """The tabs above the table; `opens` says with which of them Accounts opens."""
    opens = Exists(OpeningView.objects.filter(user=user, view=OuterRef("pk")))
    return list(SavedView.objects.visible_to(user).present().select_related("by").annotate(opens=opens))


@require_GET
def export(request):
    """Streamed, so that fifty thousand accounts take no more memory than fifty."""
    rows = export_accounts(request.user, read_sieve(request.GET), sort_of(request))
    table = (line.encode() for line in sheet.lines(rows, bom="excel" in request.GET))
    answer = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="accounts-{clock.today()}.csv"'
    return answer


def sort_of(request) -> str:
    """What the address asks to sort by, or "" for what needs care first."""
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else ""


def rows_of(wanted: list[int]) -> list[tuple]:
    """In the order given. Fetched once the page is known: sorting thousands of wide rows takes seconds. As bare
    rows: to make records of them took longer than to read them."""
    rows = Relationship.objects.filter(pk__in=wanted).annotate(**UNREAD).values_list(*SHOWN, *UNREAD, named=True)
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in wanted if pk in found]


def _alike(rows: list[tuple]) -> dict[int, str]:
    """The domains of those whose name another row has too."""
    names = Counter(row.organisation__name for row in rows)
    twins = [row.organisation for row in rows if names[row.organisation__name] > 1]
    found: dict[int, list[str]] = {}
    if twins:
        for organisation, name in (
            Domain.objects.filter(organisation__in=twins).order_by("name").values_list("organisation_id", "name")
        ):
            found.setdefault(organisation, []).append(name)
    return {organisation: ", ".join(domains) for organisation, domains in found.items()}


def _turn(key: str, asked: str) -> tuple[str, str]:
    """(what a click on the heading asks for, its aria-sort)."""
    if asked == key:
        return f"-{key}", "ascending"
    return key, "descending" if asked == f"-{key}" else ""
