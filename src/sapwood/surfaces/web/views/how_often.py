"""What is said on an account about how often to be in touch: wishes and tags."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sapwood.records.relationships.models import Relationship, Tagging, Wish
from sapwood.surfaces.web.wish_form import WishForm
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.account import people_of
from sapwood.workflows.tiers import tag, untag
from sapwood.workflows.wishes import end_wish, say_wish


@require_POST
def wishes(request, pk):
    relationship = _account(request, pk)
    contacts = people_of(request.user, relationship).contacts
    form = WishForm(contacts, clock.today(), request.POST)
    try:
        wish = say_wish(request.user, relationship, **_cleaned(form))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"What {relationship} asked on {day(wish.heard)} counts from now on.")
    return _back(relationship)


@require_POST
def end_of_wish(request, pk):
    wish = get_object_or_404(_seen(request, Wish).select_related("relationship__organisation"), pk=pk)
    end_wish(request.user, wish)
    messages.success(request, f"What {wish.relationship} asked no longer counts.")
    return _back(wish.relationship)


@require_POST
def tags(request, pk):
    relationship = _account(request, pk)
    try:
        made = tag(request.user, relationship, request.POST.get("tag", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{relationship} has the tag {made.tag} now.")
    return _back(relationship)


@require_POST
def end_of_tagging(request, pk):
    tagging = get_object_or_404(_seen(request, Tagging).select_related("relationship__organisation", "tag"), pk=pk)
    untag(request.user, tagging)
    messages.success(request, f"{tagging.relationship} no longer has the tag {tagging.tag}.")
    return _back(tagging.relationship)


def _cleaned(form) -> dict:
    if not form.is_valid():
        name, wrong = next(iter(form.errors.items()))
        raise ValueError(f"{form[name].label}: {wrong[0]} Nothing was kept.")
    return form.cleaned_data


def _account(request, pk) -> Relationship:
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "standing")
    return get_object_or_404(seen, pk=pk)


def _seen(request, model):
    return model.objects.filter(relationship__in=Relationship.objects.visible_to(request.user))


def _back(relationship: Relationship):
    return redirect(f"{reverse('account', args=[relationship.pk])}#how-often")
