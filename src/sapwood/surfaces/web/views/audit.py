"""Audit: every write, who made it, through which door; operators read all of it, others what they did themselves."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sapwood.records.access.models import AuditLine
from sapwood.records.guests.models import GuestLink
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock

PER_PAGE = 50


@require_safe
def audit(request):
    lines = AuditLine.objects.visible_to(request.user).select_related("actor")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/audit.html", {"page": page, "names": _names(request, page), "as_of": clock.today()})


def _names(request, page) -> dict[str, tuple[str, object]]:
    """Address and name of what the lines are about, by how a line calls it; only what the reader may see."""
    accounts = Relationship.objects.visible_to(request.user).select_related("organisation")
    links = GuestLink.objects.visible_to(request.user)
    return {
        f"relationship {r.pk}": (reverse("account", args=[r.pk]), r)
        for r in accounts.filter(pk__in=_numbers(page, "relationship "))
    } | {
        f"guest link {one.pk}": (reverse("guest_link", args=[one.pk]), one)
        for one in links.filter(pk__in=_numbers(page, "guest link "))
    }


def _numbers(page, kind: str) -> list[str]:
    named = [line.thing.removeprefix(kind) for line in page if line.thing.startswith(kind)]
    return [number for number in named if number.isdecimal()]
