"""Organisations that may be one, side by side: answered one by one or many at once, and taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sapwood.workflows import clock, merge_firms
from sapwood.workflows.permission import Refused
from sapwood.workflows.who_is_who.firms_review import firm_match_for, firm_pairs, firms_done_for, firms_open_to

PER_PAGE, UNDONE_MOST = 20, 30


@require_safe
def firms(request):
    page = Paginator(firms_open_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pairs": firm_pairs(request.user, list(page.object_list)),
        "done": list(firms_done_for(request.user)[:UNDONE_MOST]),
        "as_of": clock.today(),
    }
    return render(request, "who/firms.html", context)


@require_POST
def accept_several(request):
    """Those that were ticked, or the one whose key was pressed; what they are to one another was chosen beside."""
    wanted = request.POST.getlist("one") or request.POST.getlist("match")
    found = [firm_match_for(request.user, int(number)) for number in wanted if number.isdecimal()]
    done = [match for match in found if match and _accepted(request, match)]
    if done:
        messages.success(request, f"{len(done)} of {len(wanted)} are said now. The figures follow in a moment.")
    elif not wanted:
        messages.error(request, "None was ticked, so nothing was changed.")
    return redirect("firms")


@require_POST
def refuse(request, pk):
    if _tried(request, merge_firms.refuse, _or_404(request, pk)):
        messages.success(request, "They stay two, and it is not asked again.")
    return redirect("firms")


@require_POST
def undo(request, pk):
    if _tried(request, merge_firms.undo, _or_404(request, pk)):
        messages.success(request, "They are two again, as before. What came later went to whose domain it is.")
    return redirect("firms")


def _accepted(request, match):
    how, _, stays = request.POST.get(f"how_{match.pk}", "").partition(" ")
    survivor = int(stays) if stays.isdecimal() else None
    try:
        return merge_firms.accept(request.user, match, survivor=survivor, kind=how or None)
    except (ValueError, Refused) as error:  # the others of those ticked go on
        messages.error(request, f"{match.kept}: {error}")
        return None


def _or_404(request, pk):
    match = firm_match_for(request.user, pk)
    if match is None:
        raise Http404
    return match


def _tried(request, act, match):
    try:
        return act(request.user, match)
    except ValueError as error:
        messages.error(request, f"{match.kept}: {error}")
        return None
