"""The touches that an item of Today rests on, fetched when somebody opens "How we know": reading what was written
costs more than the rest of the page."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sapwood.records.relationships.models import DayItem, Relationship
from sapwood.workflows import clock
from sapwood.workflows.account import evidence


@require_safe
def evidence_of(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "standing")
    relationship = get_object_or_404(seen, pk=pk)
    item = DayItem.objects.filter(relationship=relationship).exclude(section=DayItem.Section.PEACE).first()
    context = {
        "relationship": relationship,
        "events": evidence(request.user, relationship, item.touches) if item else [],
        "as_of": clock.today(),
    }
    return render(request, "today/evidence.html" if request.htmx else "today/evidence_page.html", context)
