"""Reminders: one's day in one's calendar, and by mail."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.reminders.models import DigestChoice, DigestMail, Feed
from sapwood.workflows import clock, mailing
from sapwood.workflows.reminders import choose as choosing
from sapwood.workflows.reminders.choose import choice_of, choose, stop
from sapwood.workflows.reminders.feed import make_feed, revoke_feed

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
USUAL_HOUR = 7


class Digest(forms.Form):
    often = forms.ChoiceField(label="How often", choices=DigestChoice.Often)
    weekday = forms.TypedChoiceField(
        label="For once a week: on", choices=list(enumerate(DAYS)), coerce=int, required=False, empty_value=0
    )
    hour = forms.TypedChoiceField(label="At", choices=[(h, f"{h:02d}:00") for h in range(24)], coerce=int)
    zone = forms.CharField(
        label="Where you are",
        max_length=64,
        help_text="A time zone such as Europe/Berlin; pages show times in it too.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )


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
    feed = get_object_or_404(Feed.objects.visible_to(request.user).select_related("user"), pk=pk)
    revoke_feed(request.user, feed, timezone.now())
    whose = "Your calendar" if feed.user == request.user else f"The calendar of {feed.user}"
    messages.success(request, f"{whose} gets nothing from here any more. What it has fetched, it may keep.")
    return redirect("reminders")


@require_POST
def digest(request):
    form = Digest(request.POST)
    if form.is_valid():
        try:
            choice = choose(request.user, now=timezone.now(), **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"A mail comes {when(choice)}, and none when nothing is due.")
            return redirect("reminders")
    return _page(request, form=form)


@require_POST
def stop_one(request, pk):
    choice = get_object_or_404(DigestChoice.objects.visible_to(request.user).select_related("user"), pk=pk)
    stop(request.user, choice, timezone.now())
    whom = "you" if choice.user == request.user else str(choice.user)
    messages.success(request, f"No more mails for {whom}; the buttons in earlier ones do nothing.")
    return redirect("reminders")


def when(choice: DigestChoice) -> str:
    """ "every day at 07:00", "every Monday at 07:00"."""
    day = f"every {DAYS[choice.weekday]}" if choice.often == DigestChoice.Often.WEEKLY else "every day"
    return f"{day} at {choice.hour:02d}:00"


def _page(request, address: str = "", form: Digest | None = None):
    user, choice = request.user, choice_of(request.user)
    usual = {"often": "daily", "weekday": 0, "hour": USUAL_HOUR} | (_said(choice) if choice else {})
    context = {
        "feed": Feed.objects.filter(user=user, revoked=None).first(),
        "address": address,
        "form": form or Digest(initial=usual | {"zone": user.zone}),
        "choice": choice,
        "when": when(choice) if choice else "",
        "last": DigestMail.objects.filter(user=user).first(),
        "mail_off": "" if mailing.switched_on() else choosing.OFF,
        "others": _others(user),
        "zones": sorted(available_timezones()),
        "as_of": clock.today(),
    }
    return render(request, "reminders/reminders.html", context, status=422 if form else 200)


def _said(choice: DigestChoice) -> dict[str, object]:
    return {"often": choice.often, "weekday": choice.weekday, "hour": choice.hour}


def _others(user) -> list[dict[str, object]]:
    """For operators: who else is reminded by what, since it leaves the machine."""
    found: dict[object, dict[str, object]] = {}
    for one in Feed.objects.visible_to(user).live().exclude(user=user).select_related("user"):
        found.setdefault(one.user, {})["feed"] = one
    for one in DigestChoice.objects.visible_to(user).live().exclude(user=user).select_related("user"):
        last = DigestMail.objects.filter(user=one.user).exclude(sent=None).first()
        found.setdefault(one.user, {}).update(choice=one, when=when(one), last=last)
    return [{"user": one} | found[one] for one in sorted(found, key=str)]
