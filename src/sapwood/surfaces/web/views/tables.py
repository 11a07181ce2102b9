"""Tables before they come in: what each is, what would come in and what not; fixes in place; then they do."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Sheet
from sapwood.surfaces.web import sheet as csv_sheet
from sapwood.surfaces.web.table_page import page_of
from sapwood.surfaces.web.words import count
from sapwood.workflows import clock
from sapwood.workflows.change_relationship import change
from sapwood.workflows.permission import may
from sapwood.workflows.tables import correct
from sapwood.workflows.tables.owners import give_owners
from sapwood.workflows.trade import trade_of

MOST_FIXES = 500


@require_safe
def table(request, pk):
    found = _mine(request, pk)
    if found.of.status != Import.Status.LOOKED_AT:
        return redirect("import", found.of_id)
    return render(request, "imports/table.html", page_of(found, request.GET.get("line")))


@require_POST
def columns(request, pk):
    found = _mine(request, pk)
    mapping = {
        name: at for at in range(len(found.header)) if (name := request.POST.get(f"column-{at}")) and name != "-"
    }
    taken = [request.POST.get(f"column-{at}") for at in range(len(found.header))]
    twice = {name for name in taken if name and name != "-" and taken.count(name) > 1}
    styles = {at: style for at in range(len(found.header)) if (style := request.POST.get(f"style-{at}"))}
    answers = {name: request.POST[name] for name in correct.ANSWERS if name in request.POST}

    def act():
        if twice:
            raise ValueError("Two columns cannot be the same thing. Nothing was changed.")
        kind = request.POST.get("kind", "")
        correct.map_columns(request.user, found, kind, mapping, styles, answers)

    return _done(request, found, act, "The table was looked at again.", "columns")


@require_POST
def fixes(request, pk):
    """Either the cells of one row, or proposals: "fix" holds the numbers of the ticked ones."""
    found = _mine(request, pk)
    if line := request.POST.get("line"):
        cells = {at: request.POST[f"cell-{at}"] for at in range(len(found.header)) if f"cell-{at}" in request.POST}
        return _done(
            request,
            found,
            lambda: correct.correct_row(request.user, found, _number(line), cells),
            f"Row {line} is corrected.",
            "rows",
        )
    ticked = [_number(one) for one in request.POST.getlist("fix")[:MOST_FIXES]]
    changes = [
        (
            _number(request.POST.get(f"column-{n}")),
            request.POST.get(f"was-{n}", ""),
            request.POST.get(f"becomes-{n}", ""),
        )
        for n in ticked
    ]
    return _done(
        request, found, lambda: correct.replace(request.user, found, changes), "Changed, and looked at again.", "odd"
    )


@require_POST
def choices(request, pk):
    """Acts by reference: "reference" and "act" come in pairs."""
    found = _mine(request, pk)
    acts = dict(zip(request.POST.getlist("reference"), request.POST.getlist("act"), strict=False))
    return _done(
        request, found, lambda: correct.choose(request.user, found, acts), "Decided, and looked at again.", "matches"
    )


@require_POST
def confirmation(request, pk):
    row = _import(request, pk)
    try:
        correct.confirm(request.user, row)
    except ValueError as error:
        messages.error(request, str(error))
    return redirect("import", pk)


@require_POST
def disposal(request, pk):
    row = _import(request, pk)
    correct.throw_away(request.user, row)
    messages.success(request, f"{row.source} was thrown away. Nothing of it came in.")
    return redirect("imports")


@require_safe
def left(request, pk):
    """The rows that stayed out, as they came, with the reason last: mend them and bring the file again."""
    found = _mine(request, pk)
    width = len(found.header)

    def rows():
        yield [*found.header, "reason"]
        for one in found.left.iterator():
            yield [*(one.cells + [""] * width)[:width], one.why]

    answer = HttpResponse(csv_sheet.lines(rows(), bom=True), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{found.of_id}-table-{found.number}-left-out.csv"'
    return answer


@require_POST
def owners(request, pk):
    """Whom an import's tables name becomes the owner of all accounts that nobody owns yet."""
    row = _import(request, pk)
    number = sum(change.lines.count() for change in give_owners(request.user, row))
    if number:
        said = f"{count(number, 'account')} {'has an owner' if number == 1 else 'have owners'} now."
        messages.success(request, f"{said} Under Changes of many accounts it can be taken back.")
    else:
        messages.error(request, "No table of it names an owner for an account without one. Nothing was changed.")
    return redirect("import", pk)


@require_POST
def owner(request, pk):
    """Whom a table names becomes the account's owner."""
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "owner")
    relationship = get_object_or_404(seen, pk=pk)
    proposed = trade_of(request.user, relationship, clock.today()).owner_user
    if proposed is None:
        messages.error(request, "No table names an owner with a login here. Nothing was changed.")
    else:
        change(request.user, relationship, owner=proposed)
        messages.success(request, f"{proposed} owns {relationship} now.")
    if may(request.user, "see", relationship):
        return redirect("account", pk)
    return redirect("accounts")


def _done(request, found: Sheet, act, said: str, part: str):
    try:
        act()
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    answer = redirect("sheet", found.pk)
    answer["Location"] += f"#{part}"
    return answer


def _import(request, pk) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)


def _mine(request, pk) -> Sheet:
    return get_object_or_404(Sheet.objects.visible_to(request.user).select_related("of"), pk=pk)


def _number(text: str | None) -> int:
    if not text or not text.isdecimal() or len(text) > 9:
        raise Http404("That is no number of a row or a column.")
    return int(text)
