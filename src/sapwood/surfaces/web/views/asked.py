"""What a request asks for in its query: a day to look from, a page of a list."""

from datetime import date

from django.http import Http404

from sapwood.workflows import clock


def asked_day(request) -> date:
    """The day of ?as-of=, else today."""
    given = request.GET.get("as-of")
    if not given:
        return clock.today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Http404(f"{given} is not a day like 2026-06-15.") from None
