"""Imports: bring mail, see what came in."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.sources.models import Source
from sapwood.workflows.imports import ask_import
from sapwood.workflows.permission import may
from sapwood.workflows.voices.questions import open_count


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    if request.method == "POST":
        return _ask(request)
    mine = Import.objects.visible_to(request.user).select_related("by")
    files = mine.filter(batch=None).exclude(note__isnull=False, status=Import.Status.DONE)
    rows = files.annotate(unread=Count("troubles")).order_by("-pk")[:100]
    context = {
        "imports": rows,
        "running": any(row.status in ("waiting", "started") for row in rows),
        "may_say_home": may(request.user, "set up"),
        "sources": Source.objects.visible_to(request.user).standing().count(),
        "texts": Import.Text.choices,
        "voices": open_count(request.user),
        "first": not Relationship.objects.visible_to(request.user).exists(),
    }
    return render(request, "imports/imports.html", context)


def _ask(request):
    domains = request.POST.get("home_domains", "").replace(",", " ").split()
    try:
        asked = ask_import(
            request.user,
            request.FILES.getlist("files"),
            domains,
            request.POST.get("mailbox") or None,
            text=request.POST.get("text") or Import.Text.PRIVATE,
        )
    except ValueError as error:
        messages.error(request, str(error))
        where = reverse("imports")
    else:
        where = reverse("import", args=[asked.pk])
    return HttpResponse(status=204, headers={"HX-Redirect": where}) if request.htmx else redirect(where)
