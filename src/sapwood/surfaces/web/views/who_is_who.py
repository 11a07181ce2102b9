"""Who is who: pairs side by side, answered one by one or many at once, and taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sapwood.workflows import clock, merge_people
from sapwood.workflows.people import match_for
from sapwood.workflows.permission import Refused
from sapwood.workflows.who_is_who.look import people_who_wait
from sapwood.workflows.who_is_who.review import done_for, open_to, pairs

PER_PAGE, UNDONE_MOST = 20, 30


@require_safe
def who_is_who(request):
    page = Paginator(open_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "who/people.html",
        {
            "page": page,
            "pairs": pairs(request.user, list(page.object_list)),
            "done": list(done_for(request.user)[:UNDONE_MOST]),
            "waiting": people_who_wait(),
            "as_of": clock.today(),
        },
    )


@require_POST
def merge_several(request):
    """Those that were ticked, or the one whose key was pressed; who stays was chosen beside each."""
    wanted = request.POST.getlist("one") or request.POST.getlist("match")
    found = [match_for(request.user, int(number)) for number in wanted if number.isdecimal()]
    done = [match for match in found if match and _merged(request, match)]
    if len(wanted) > 1 or (done and not request.POST.get("one")):
        messages.success(request, f"{len(done)} of {len(wanted)} were merged. The figures follow in a moment.")
    elif done:
        messages.success(request, f"They are one person now: {done[0].kept}. The figures follow in a moment.")
    elif not wanted:
        messages.error(request, "Nobody was ticked, so nothing was changed.")
    return redirect("who_is_who")


def _merged(request, match):
    stays = request.POST.get(f"stays_{match.pk}", "")
    try:
        return merge_people.accept(request.user, match, survivor=int(stays) if stays.isdecimal() else None)
    except (ValueError, Refused) as error:  # the others of those ticked go on
        messages.error(request, f"{match.kept}: {error}")
        return None
