"""Reminders: one's day in one's calendar, and by mail."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.reminders.models import Feed
from sapwood.workflows import clock
from sapwood.workflows.reminders.feed import make_feed, revoke_feed


@require_safe
def reminders(request):
    return _page(request)


@never_cache
@sensitive_variables("address")
@require_POST
def feeds(request):
    """Makes a feed. The answer shows its address, once; it is not kept anywhere."""
    path = make_feed(request.user, timezone.now())
    return _page(request, address=(settings.SAPWOOD_URL or request.build_absolute_uri("/").rstrip("/")) + path)


@require_POST
def revoke(request, pk):
    feed = get_object_or_404(Feed.objects.visible_to(request.user), pk=pk)
    revoke_feed(request.user, feed, timezone.now())
    whose = "Your calendar" if feed.user == request.user else f"The calendar of {feed.user}"
    messages.success(request, f"{whose} gets nothing from here any more. What it has fetched, it may keep.")
    return redirect("reminders")


def _page(request, address: str = ""):
    mine = Feed.objects.filter(user=request.user, revoked=None).first()
    live = Feed.objects.visible_to(request.user).live().exclude(user=request.user)
    context = {
        "feed": mine,
        "address": address,
        "others": live.select_related("user").order_by("user__name", "pk"),
        "as_of": clock.today(),
    }
    return render(request, "reminders/reminders.html", context)
