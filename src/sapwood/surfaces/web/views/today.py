"""Today: whom to turn to first, each with its reason; what is well; whom to leave in peace."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sapwood.records.access.models import Absence
from sapwood.records.imports.models import Import
from sapwood.surfaces.web.unchanged import unchanged
from sapwood.surfaces.web.whose_day import whose_day
from sapwood.workflows import clock
from sapwood.workflows.day import colleagues_with_items, day_for
from sapwood.workflows.plan_day import absences_on, away_on
from sapwood.workflows.sources.state import silent_sources
from sapwood.workflows.unusual import unusual
from sapwood.workflows.voices.questions import open_count

SETTLING = timedelta(minutes=3)  # after an import, the worker still measures what came in


@require_safe
def today(request):
    as_of = clock.today()
    absences = _absences(request, as_of)
    away = absences.get(request.user.pk)
    if away is not None and not {"colleague", "anyway"} & request.GET.keys():
        return render(request, "today/away.html", {"away": away, "as_of": as_of})
    return render(request, "today/today.html", day_context(request, as_of, absences))


def day_context(request, as_of: date | None = None, absences: Mapping[int, Absence] | None = None) -> dict:
    """The day as the page shows it; the answers to decisions show parts of the same."""
    as_of = as_of or clock.today()
    kept = unchanged(request)
    away = away_on(as_of, absences)
    whose = whose_day(request, as_of, away)
    day = day_for(request.user, as_of, whose.colleague, minutes=whose.minutes, away=away, beside=kept)
    prefetch_related_objects(day.focus, "contact__addresses")
    mine = Import.objects.visible_to(request.user)
    return {
        "day": day,
        "as_of": as_of,
        "whose": whose,
        "colleague": whose.colleague,
        "away": away.get(whose.colleague.pk) if whose.colleague else None,
        "colleagues": colleagues_with_items(request.user, kept),
        "importing": mine.filter(status__in=["waiting", "started"]).first(),
        "silent_sources": silent_sources(request.user),
        "unusual": kept("unusual", unusual),
        "voices": open_count(request.user, kept),
        "just_in": mine.counting().filter(finished__gte=timezone.now() - SETTLING).exists(),
    }


def _absences(request, day: date) -> Mapping[int, Absence]:
    return unchanged(request)(f"absences {day}", lambda: absences_on(day))
