"""Today: whom to turn to first, each with its reason; what is well; whom to leave in peace."""

from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sapwood.records.directory.models import Person
from sapwood.records.imports.models import Import
from sapwood.workflows import clock
from sapwood.workflows.absences import absence_of
from sapwood.workflows.day import colleagues_with_items, day_for
from sapwood.workflows.plan_day import away_on
from sapwood.workflows.sources.state import silent_sources
from sapwood.workflows.unusual import unusual
from sapwood.workflows.voices.questions import open_count

SETTLING = timedelta(minutes=3)  # after an import, the worker still measures what came in


@require_safe
def today(request):
    away = None if "colleague" in request.GET or "anyway" in request.GET else absence_of(request.user, clock.today())
    if away is not None:
        return render(request, "today/away.html", {"away": away, "as_of": clock.today()})
    return render(request, "today/today.html", day_context(request))


def day_context(request) -> dict:
    """The day as the page shows it; the answers to decisions show parts of the same."""
    as_of = clock.today()
    colleague = _colleague(request)
    day = day_for(request.user, as_of, colleague)
    prefetch_related_objects(day.focus, "contact__addresses")
    mine = Import.objects.visible_to(request.user)
    return {
        "day": day,
        "as_of": as_of,
        "colleague": colleague,
        "away": away_on(as_of).get(colleague.pk) if colleague else None,
        "colleagues": colleagues_with_items(request.user),
        "importing": mine.filter(status__in=["waiting", "started"]).first(),
        "silent_sources": silent_sources(request.user),
        "unusual": unusual(),
        "voices": open_count(request.user),
        "just_in": mine.counting().filter(finished__gte=timezone.now() - SETTLING).exists(),
    }


def _colleague(request) -> Person | None:
    """Whose day: those who see every relationship may ask for one colleague's."""
    asked = request.GET.get("colleague")
    if not asked or not request.user.sees_all:
        return None
    person = Person.objects.filter(pk=asked, organisation__home=True).first() if asked.isdecimal() else None
    if person is None:
        raise Http404("There is no such colleague.")
    return person
