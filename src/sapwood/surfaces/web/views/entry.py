"""Coming in by a one-time link."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sapwood.workflows.set_up import use_sign_in_link


@never_cache
@require_GET
def enter(request, token):
    """Signs in whose link this is. A browser that only fetches ahead does not use the link up."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=503)
    user = use_sign_in_link(token)
    if user is None:
        return render(request, "entry/spent.html", status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("today")
