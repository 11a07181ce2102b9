"""Guests, as colleagues see them: who may look in at which account, inviting somebody, taking a link back."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.records.directory.models import Address
from sapwood.records.guests.models import Correction, GuestLink
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock, mailing
from sapwood.workflows.guests.invite import MOST_DAYS, USUAL_DAYS, Unsure, invite_guest, revoke
from sapwood.workflows.guests.limits import TooOften
from sapwood.workflows.guests.log import lines_of
from sapwood.workflows.permission import require

MOST_SHOWN = 200
SHOWN = ("relationship__organisation", "link", "person", "answered_by")


class Invite(forms.Form):
    address = forms.EmailField(label="Mail address", max_length=320)
    days = forms.IntegerField(
        label="Opens for",
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        help_text=f"days, at most {MOST_DAYS}",
    )
    sure = forms.BooleanField(required=False, label="It is meant all the same", widget=forms.HiddenInput)


@require_safe
def guests(request):
    links = _told(GuestLink.objects.visible_to(request.user))
    return render(
        request,
        "guests/guests.html",
        {
            "links": links[:MOST_SHOWN],
            "corrections": Correction.objects.visible_to(request.user).open().select_related(*SHOWN)[:MOST_SHOWN],
            "now": timezone.now(),
            "as_of": clock.today(),
            "mail_off": "" if mailing.switched_on() else mailing.OFF,
        },
    )


@require_safe
def guest_link(request, pk):
    link = get_object_or_404(_told(GuestLink.objects.visible_to(request.user)), pk=pk)
    context = {"link": link, "lines": lines_of(link)[:MOST_SHOWN], "now": timezone.now(), "as_of": clock.today()}
    return render(request, "guests/guest_link.html", context)


@require_POST
def revoke_link(request, pk):
    link = get_object_or_404(GuestLink.objects.visible_to(request.user), pk=pk)
    revoke(request.user, link, timezone.now())
    messages.success(request, f"The link of {link.address} opens nothing any more.")
    return redirect("guest_link", pk)


@never_cache
@sensitive_variables("invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def account_guests(request, pk):
    """Who of one account may look in. The answer to an invitation shows its link, once; it is not kept anywhere."""
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "owner")
    relationship = get_object_or_404(seen, pk=pk)
    require(request.user, "change", relationship)
    form, invitation = Invite(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_guest(request.user, relationship, now=timezone.now(), **form.cleaned_data)
        except Unsure as doubt:
            form.add_error(None, str(doubt))
            form.fields["sure"].widget = forms.CheckboxInput()
        except ValueError as error:
            form.add_error(None, str(error))
        except TooOften:
            form.add_error(None, "You have invited as many guests today as one may. Go on tomorrow.")
        else:
            form = Invite()
    context = guests_of(relationship) | {
        "relationship": relationship,
        "form": form,
        "invitation": invitation,
        "known": _known_addresses(relationship),
        "guest_wishes": relationship.guest_wishes.standing().select_related("person"),
        "may_change": True,
    }
    return render(request, "guests/account_guests.html", context, status=422 if form.errors else 200)


def guests_of(relationship) -> dict:
    """What a page about one account says of its guests, to who may change the account (to be asked before)."""
    corrections = Correction.objects.filter(relationship=relationship).select_related(*SHOWN)
    return {
        "links": _told(GuestLink.objects.filter(relationship=relationship))[:MOST_SHOWN],
        "corrections": corrections.filter(answered=None)[:MOST_SHOWN],
        "answered": corrections.exclude(answered=None)[:20],
        "now": timezone.now(),
        "as_of": clock.today(),
        "mail_off": "" if mailing.switched_on() else mailing.OFF,
    }


def _told(links):
    """With how often and when last somebody came in by each."""
    in_by = Q(visits__proved__isnull=False)
    told = links.annotate(times=Count("visits", filter=in_by), last=Max("visits__proved", filter=in_by))
    return told.select_related("relationship__organisation", "by", "revoked_by")


def _known_addresses(relationship) -> list[str]:
    people = Address.objects.mail().filter(organisation=relationship.organisation, kind=Address.Kind.PERSON)
    return list(people.order_by("address").values_list("address", flat=True)[:100])
