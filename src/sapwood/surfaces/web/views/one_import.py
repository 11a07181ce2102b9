"""One import: its figures, what it inferred, what could not be read and why; stop, undo, run again."""

from itertools import chain

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.imports.models import Import
from sapwood.surfaces.web import sheet
from sapwood.workflows.change_text import change_text
from sapwood.workflows.imports import run_again, stop_import, undo_import
from sapwood.workflows.permission import may
from sapwood.workflows.tables.owners import owners_named
from sapwood.workflows.voices.questions import open_voices


@require_safe
def one_import(request, pk):
    row = _mine(request, pk)
    share = min(row.bytes_done / row.bytes_total, 1) if row.bytes_total else None
    context = {
        "import": row,
        "running": row.status in ("waiting", "started"),
        "share": share,
        "troubles": Paginator(row.troubles.all(), 100).get_page(request.GET.get("page")),
        "sheets": list(row.sheets.annotate(out=Count("left"))),
        "owners": _owners(request, row),
        "notes": row.notes.all()[:100],
        "in_part": row.notes.count(),
        "rate": _rate(row),
        "voices": open_voices(request.user).filter(heard__of=row).distinct().count(),
        "texts": _texts(request, row),
        "may_change_text": row.text != Import.Text.NONE and row.status in (Import.Status.DONE, Import.Status.WAITING),
    }
    return render(request, "imports/import.html", context)


@require_safe
def troubles(request, pk):
    row = _mine(request, pk)
    listed = chain(row.troubles.iterator(), row.notes.iterator())
    rows = chain([("where", "what")], ((one.where, one.what) for one in listed))
    answer = HttpResponse(sheet.lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{row.pk}-troubles.csv"'
    return answer


@require_POST
def text(request, pk):
    row = _mine(request, pk)
    try:
        changed = change_text(request.user, row, request.POST.get("text", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"What {row.source} brought is {changed.get_text_display()}.")
    return redirect("import", pk)


@require_POST
def stop(request, pk):
    row = _mine(request, pk)
    stop_import(request.user, row)
    messages.success(request, "The import stops at the next message. Nothing of it comes in; you can run it again.")
    return redirect("import", pk)


@require_POST
def undo(request, pk):
    row = _mine(request, pk)
    undo_import(request.user, row)
    messages.success(request, f"{row.source} no longer counts anywhere. What another import brought too, stays.")
    return redirect("import", pk)


@require_POST
def again(request, pk):
    row = _mine(request, pk)
    run_again(request.user, row)
    messages.success(request, f"{row.source} is read again from the start. What is in already is not counted twice.")
    return redirect("import", pk)


def _mine(request, pk) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("by"), pk=pk)


def _owners(request, row: Import) -> list[tuple[object, int]]:
    """Whom its tables name for accounts without an owner, and for how many; of those who may give them."""
    if row.status != Import.Status.DONE or not may(request.user, "import tables") or not row.sheets.exists():
        return []
    return [(owner, len(accounts)) for owner, accounts in owners_named(request.user, row).items()]


def _texts(request, row: Import) -> list[tuple[str, str]]:
    """What may be chosen: the present, and what the reader may change it to."""
    may_share = may(request.user, "open text", row)
    return [(v, n) for v, n in Import.Text.choices if may_share or v in (row.text, "private", "none")]


def _rate(row: Import) -> float | None:
    """Messages a second, once it is over."""
    if not row.started or not row.finished or not row.read:
        return None
    seconds = (row.finished - row.started).total_seconds()
    return row.read / seconds if seconds > 0.5 else None
