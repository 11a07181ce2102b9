"""Saved views of Accounts: keeping one, following its address, changing and removing it."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.relationships.models import SavedView
from sapwood.workflows.find_accounts import SORTS
from sapwood.workflows.saved_views import change_view, remove_view, save_view
from sapwood.workflows.sieve import read_sieve


@require_POST
def views(request):
    given = QueryDict(request.POST.get("query", "")[:2000])
    sort = given.get("sort", "")
    query = read_sieve(given).query(sort if sort.removeprefix("-") in SORTS else "")
    try:
        view = save_view(
            request.user, request.POST.get("name", ""), query, "shared" in request.POST, "opens" in request.POST
        )
    except ValueError as error:
        messages.error(request, str(error))
        return _to(query)
    messages.success(request, f"{view.name} is kept{', and everybody has it' if view.shared else ''}.")
    return _to(query)


@require_http_methods(["GET", "HEAD", "POST"])
def view(request, pk):
    """Its address leads to its accounts, whatever it is called by now and even when it was removed."""
    one = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            changed = change_view(
                request.user,
                one,
                request.POST.get("name", one.name),
                "shared" in request.POST,
                "opens" in request.POST,
            )
            messages.success(request, f"{changed.name} is as you want it.")
        except ValueError as error:
            messages.error(request, str(error))
    elif one.removed:
        messages.info(request, f"The view {one.name} was removed. These are the accounts it listed.")
    return _to(one.query)


@require_POST
def remove(request, pk):
    one = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(request.user, one)
    messages.success(request, f"The view {one.name} is removed. Its accounts stay as they are.")
    return _to(one.query)


def _to(query: str):
    return redirect(f"{reverse('accounts')}?{query or 'sort='}")
