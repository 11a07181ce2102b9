"""Changing many accounts at once: what would happen, then the change with what each was, and taking it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.relationships.models import BulkChange, Relationship
from sapwood.surfaces.web import bulk_sentences as said
from sapwood.surfaces.web.bulk_form import BulkForm
from sapwood.workflows import clock
from sapwood.workflows.change_many import change_many, preview, undo_many
from sapwood.workflows.find_accounts import find_accounts
from sapwood.workflows.permission import may
from sapwood.workflows.sieve import read_sieve

PER_PAGE = 100


@require_POST
def changes(request):
    """Shows what would change; with `go`, changes it, unless it has become another change since it was shown."""
    form, query = BulkForm(request.POST), request.POST.get("query", "")[:2000]
    chosen, everything = _chosen(request, query)
    try:
        if not form.is_valid():
            raise ValueError(next(iter(form.errors.values()))[0])
        fields = form.changes()
        if chosen is None:
            raise ValueError("No account is ticked. Tick some, or choose all that were found; nothing was changed.")
        shown = preview(request.user, chosen, fields)
        if shown.lines and request.POST.get("go") == str(len(shown.lines)):
            change = change_many(request.user, chosen, fields)
            if change is not None:
                messages.success(
                    request, f"{said.done(change, len(shown.lines))} Look below; Undo takes all of it back."
                )
                return redirect("bulk_change", change.pk)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('accounts')}?{query or 'sort='}")
    context = {
        "sentences": said.preview(shown),
        "number": len(shown.lines),
        "outcome": shown.outcome,
        "heading": said.what(fields),
        "moved": request.POST.get("go") not in (None, str(len(shown.lines))),
        "form": form,
        "given": [(name, request.POST[name]) for name in form.fields if request.POST.get(name)],
        "ticked": [] if everything else list(chosen.values_list("pk", flat=True)),
        "everything": everything,
        "query": query,
    }
    return render(request, "accounts/preview.html", context)


@require_safe
def change(request, pk):
    one = _mine(request, pk)
    seen = Relationship.objects.visible_to(request.user)
    lines = one.lines.filter(relationship__in=seen).select_related("relationship__organisation")
    lines = lines.only("before", "restored", "relationship__organisation__name")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    names = said.names_of(one.asked, *(line.before for line in page))
    context = {
        "change": one,
        "heading": said.what(one.asked),
        "page": page,
        "lines": [(line, said.before(line.before, one.asked, names)) for line in page],
        "number": one.lines.count(),
        "restored": one.lines.filter(restored=True).count(),
        "may_undo": may(request.user, "undo bulk change", one),
        "as_of": clock.today(),
    }
    return render(request, "accounts/change.html", context)


@require_POST
def undo(request, pk):
    one = undo_many(request.user, _mine(request, pk))
    messages.success(request, said.undone(one.lines.filter(restored=True).count(), one.lines.count()))
    return redirect("bulk_change", pk)


def _chosen(request, query: str):
    """(the accounts meant, whether they are all that the filter finds); None where none is ticked."""
    if request.POST.get("which") == "all":
        return find_accounts(request.user, read_sieve(QueryDict(query))).rows, True
    ticked = [number for number in request.POST.getlist("account") if number.isdecimal() and len(number) < 19]
    seen = Relationship.objects.visible_to(request.user)
    return (seen.filter(pk__in=ticked[:5000]) if ticked else None), False


def _mine(request, pk) -> BulkChange:
    return get_object_or_404(BulkChange.objects.visible_to(request.user).select_related("by", "undone_by"), pk=pk)
