"""Audit: every write, who made it, through which door; operators read all of it, others what they did themselves."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock

PER_PAGE = 50


@require_safe
def audit(request):
    lines = AuditLine.objects.visible_to(request.user).select_related("actor")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/audit.html", {"page": page, "names": _names(request, page), "as_of": clock.today()})


def _names(request, page) -> dict[str, Relationship]:
    """The relationships that the lines are about, by how a line calls them; only those the reader may see."""
    numbers = [line.thing.split()[1] for line in page if line.thing.startswith("relationship ")]
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    return {f"relationship {r.pk}": r for r in seen.filter(pk__in=[n for n in numbers if n.isdecimal()])}
