"""Saying who else may read one's own words with an account, and taking it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sapwood.records.relationships.models import Relationship, Sharing
from sapwood.workflows.share import share, take_back

SAID = {
    Sharing.Kind.SHARED: "Everybody who sees {name} may now read what you wrote and received with them.",
    Sharing.Kind.NONE: "Of {name}, only who and when is kept of your mail. What was kept is being deleted.",
}


@require_POST
def share_own(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    relationship = get_object_or_404(seen, pk=pk)
    try:
        said = share(request.user, relationship, request.POST.get("kind", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID[said.kind].format(name=relationship))
    return _back(relationship)


@require_POST
def undo_sharing(request, pk):
    seen = Sharing.objects.filter(relationship__in=Relationship.objects.visible_to(request.user))
    sharing = get_object_or_404(seen.select_related("relationship__organisation", "by"), pk=pk)
    take_back(request.user, sharing)
    messages.success(request, f"What was written with {sharing.relationship} is for those who took part again.")
    return _back(sharing.relationship)


def _back(relationship: Relationship):
    return redirect(f"{reverse('account', args=[relationship.pk])}#happened")
