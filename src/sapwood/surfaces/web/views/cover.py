"""Cover: accounts that hang on one person, and the briefs for who covers while that person is away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.planning.which_cadence import LEARNED, NONE
from sapwood.records.access.models import Absence, User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import CoverBrief, Hanging, Relationship
from sapwood.surfaces.web.meeting_facts import meeting_facts
from sapwood.surfaces.web.unchanged import unchanged
from sapwood.workflows import clock
from sapwood.workflows.cover.hanging import ORDERS, counted, hanging_for, people_of_home, person_of, sides_of
from sapwood.workflows.cover.look import briefs_of, covering, lines_of, open_brief, tallies
from sapwood.workflows.cover.say import add_words, away_meanwhile, say_cover, say_read
from sapwood.workflows.permission import may, require

PER_PAGE = 50
COLUMNS = [  # title, class, by what a click puts it in order, which way round first
    ("Account", "", "account", ""),
    ("Who", "", "who", ""),
    ("Holds", "num", "share", "-"),
    ("Next best", "wide", "", ""),
    ("Alone since", "wide", "since", ""),
]


@require_safe
def cover(request):
    """`side` says at whose end it hangs, `person` on or with whom of ours, `sort` the order."""
    side = request.GET.get("side") if request.GET.get("side") in Hanging.Side.values else Hanging.Side.OURS
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in ORDERS else "-share"
    person = _person(request)
    rows = hanging_for(request.user, side, person and person.pk, sort)
    pages = Paginator(rows, PER_PAGE)
    pages.count = counted(request.user, rows, side, person and person.pk, beside=unchanged(request))
    today = clock.today()
    away = Absence.objects.visible_to(request.user).in_force().filter(until__gte=today).select_related("user")
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "side": side,
        "sides": Hanging.Side.choices,
        "sort": sort,
        "columns": [(title, name, *_order(key, first, sort)) for title, name, key, first in COLUMNS],
        "person": person,
        "people": people_of_home(request.user, unchanged(request)),
        "me": person_of(request.user),
        "tallies": tallies(request.user, away),
        "as_of": today,
    }
    return render(request, "cover/cover.html", context)


@require_safe
def account_reach(request, pk):
    """The arithmetic of one account: who holds which share, on both sides, and what it rests on."""
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "standing")
    relationship = get_object_or_404(seen, pk=pk)
    context = {
        "relationship": relationship,
        "sides": sides_of(request.user, relationship),
        "briefs": CoverBrief.objects.filter(relationship=relationship)
        .in_force(clock.today())
        .select_related("absence__user"),
        "as_of": clock.today(),
    }
    return render(request, "cover/reach.html", context)


@require_safe
def my_covers(request):
    """What one covers; Today fetches the same in two lines."""
    today = clock.today()
    context = {"lines": covering(request.user, today), "as_of": today}
    return render(request, "cover/mine_today.html" if request.htmx else "cover/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_cover(request, pk):
    """The briefs of an absence. Posting lets who is offered cover, for all on this page that nobody covers."""
    absences = Absence.objects.visible_to(request.user).select_related("user")
    absence = get_object_or_404(absences, pk=pk)
    today = clock.today()
    pages = Paginator(briefs_of(request.user, absence), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    lines = lines_of(page.object_list, absence)
    if request.method == "POST":
        if lines:
            require(request.user, "say cover", lines[0].brief)
        open_ones = [line for line in lines if line.brief.hangs and line.cover is None and line.offered]
        done = [line for line in open_ones if _tried(request, say_cover, line.brief, line.offered)]
        messages.success(request, f"{len(done)} of {len(open_ones)} have somebody who covers now.")
        return redirect(request.get_full_path())
    context = {
        "absence": absence,
        "tally": tallies(request.user, [absence])[0],
        "lines": lines,
        "page": page,
        "may_say": lines and may(request.user, "say cover", lines[0].brief),
        "offers": any(line.brief.hangs and line.cover is None and line.offered for line in lines),
        "mine": absence.user_id == request.user.pk,
        "over": absence.ended is not None or absence.until < today,
        "as_of": today,
    }
    return render(request, "cover/absence.html", context)


@require_safe
def cover_brief(request, pk):
    brief, today = _brief(request, pk), clock.today()
    found = open_brief(request.user, brief, today)
    may_say = may(request.user, "say cover", brief)
    there = User.objects.visible_to(request.user).filter(is_active=True).exclude(pk=brief.absence.user_id)
    there = there.exclude(pk__in=away_meanwhile(brief.absence).values("user"))
    context = {
        "brief": brief,
        "found": found,
        "relationship": brief.relationship,
        "standing": getattr(brief.relationship, "standing", None),
        "agreed": found.often.source not in (LEARNED, NONE),
        "next_meeting": meeting_facts(found.met, today, set())[1],
        "hidden": sum(event.hidden for event in found.touches),
        "may_say": may_say,
        "may_add": may(request.user, "add to brief", brief),
        "colleagues": there.order_by("name", "email") if may_say else [],
        "over": brief.absence.ended is not None or brief.absence.until < today,
        "as_of": today,
    }
    return render(request, "cover/brief.html", context)


@require_POST
def brief_covers(request, pk):
    brief, asked = _brief(request, pk), request.POST.get("colleague", "")
    colleague = None
    if asked:
        found = User.objects.visible_to(request.user).filter(pk=asked) if asked.isdecimal() else User.objects.none()
        colleague = found.first()
        if colleague is None:
            messages.error(request, "Only a colleague with a login can cover. Nothing was changed.")
            return _back(request, brief)
    if (made := _tried(request, say_cover, brief, colleague)) is not False:
        said = f"{made.colleague} covers {brief.relationship}." if made else f"Nobody covers {brief.relationship}."
        messages.success(request, said)
    return _back(request, brief)


@require_POST
def brief_words(request, pk):
    brief = _brief(request, pk)
    if _tried(request, add_words, brief, request.POST.get("words", "")) is not False:
        messages.success(request, "It stands in the brief, for everybody who sees the account.")
    return redirect("cover_brief", pk)


@require_POST
def brief_readings(request, pk):
    brief = _brief(request, pk)
    say_read(request.user, brief)
    messages.success(request, f"You have read what to know of {brief.relationship}.")
    return redirect("cover_brief", pk)


def _brief(request, pk) -> CoverBrief:
    seen = CoverBrief.objects.visible_to(request.user).select_related(
        "absence__user", "relationship__organisation", "relationship__owner", "relationship__standing"
    )
    return get_object_or_404(seen.select_related("relationship__tier"), pk=pk)


def _back(request, brief: CoverBrief):
    if request.POST.get("from") == "absence":
        return redirect("absence_cover", brief.absence_id)
    return redirect("cover_brief", brief.pk)


def _tried(request, act, *things):
    """What the act gives, or False where it says in a sentence why not."""
    try:
        return act(request.user, *things)
    except ValueError as error:
        messages.error(request, str(error))
        return False


def _person(request) -> Person | None:
    asked = request.GET.get("person", "")
    if not asked:
        return None
    found = Person.objects.filter(pk=asked, organisation__home=True).first() if asked.isdecimal() else None
    if found is None:
        raise Http404("There is no such colleague.")
    return found


def _order(key: str, first: str, sort: str) -> tuple[str, str]:
    """(the order that a click on the column's head asks for, how it is in order now)."""
    if not key or sort.removeprefix("-") != key:
        return key and first + key, ""
    return (key, "descending") if sort.startswith("-") else (f"-{key}", "ascending")
