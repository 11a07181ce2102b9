"""How long relationships last, how many will be there in some years, and whether there is an itch."""

from math import isnan

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapwood.surfaces.web.tenure_page import (
    ITCH_YEAR,
    itch_sentence,
    lasted,
    pictures,
    start_said,
    still_there,
    years_of,
)
from sapwood.workflows import clock
from sapwood.workflows.tenure.look import BEST, ROLES, SIGNS, ended_of, tenure_for

PER_PAGE = 50
NAMES = {
    BEST: "the contract where there is one, else silence",
    "contract": "contracts alone",
    "silence": "silence alone",
}
BEGAN = {
    "said": "as said on its page",
    "table": "as a table says",
    "bought": "first contract or order",
    "first touch": "first touch",
}


@require_safe
def tenure(request):
    """`sign` says what ends a relationship, `role` which count, `year` in which year of theirs the listed ended."""
    sign = request.GET.get("sign") if request.GET.get("sign") in SIGNS else BEST
    role = request.GET.get("role") if request.GET.get("role") in ROLES else ""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 0 < len(asked) < 4 and int(asked) else None
    every = tenure_for(request.user, role)
    found = every[sign]
    asked_of = found.itch
    ended = Paginator(ended_of(request.user, role, sign, year), PER_PAGE)
    ended.count = found.ended_in(year)  # known already: the database need not count again
    context = {
        "found": found,
        "sign": sign,
        "signs": [(one, NAMES[one], every[one], [lasted(every[one], after) for after in (1, 3, 5)]) for one in SIGNS],
        "role": role,
        "roles": ROLES,
        "year": year,
        "years": years_of(found),
        "pictures": pictures(found),
        "lasts": lasted(found, 5),
        "start": start_said(found),
        "median": None if isnan(found.curve.median) else found.curve.median,
        "itch": asked_of,
        "itch_year": ITCH_YEAR,
        "itch_said": itch_sentence(asked_of),
        "still_there": still_there(found),
        "going_on": found.going_on.total(),
        "page": ended.get_page(request.GET.get("page")),
        "began": BEGAN,
        "as_of": clock.today(),
    }
    return render(request, "tenure/tenure.html", context)
