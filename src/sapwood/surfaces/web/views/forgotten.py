"""Erasing somebody: what would go, doing it, who was erased, and letting them be brought again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.directory.models import Forgetting
from sapwood.workflows import clock
from sapwood.workflows.forget.flow import ask_forgetting, lift, preview
from sapwood.workflows.permission import require


@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request):
    """Posting addresses begins to erase them."""
    require(request.user, "forget")
    if request.method == "POST":
        try:
            ask_forgetting(request.user, _addresses(request))
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "It has begun and ends by itself, usually within a minute. See below.")
        return redirect("forgotten")
    rows = Forgetting.objects.select_related("by").prefetch_related("suppressions")
    return render(request, "forgotten/forgotten.html", {"rows": rows, "as_of": clock.today()})


@sensitive_post_parameters("address")
@require_POST
def look(request):
    """Posted, though it changes nothing: an address in a link would stay in the browser's history."""
    try:
        found = preview(request.user, _addresses(request))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("forgotten")
    return render(request, "forgotten/preview.html", {"found": found, "rest": found.interactions - found.written})


@require_POST
def let_back(request, pk):
    require(request.user, "forget")
    lift(request.user, get_object_or_404(Forgetting, pk=pk))
    messages.success(request, "The next import may bring them again. What was erased stays erased.")
    return redirect("forgotten")


def _addresses(request) -> list[str]:
    return [address for given in request.POST.getlist("address") for address in given.split()]
