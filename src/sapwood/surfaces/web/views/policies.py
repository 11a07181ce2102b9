"""Cadence: tiers and tags, what holds for each, and what another policy would change today."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from sapwood.planning.listening import USUAL_DAYS
from sapwood.records.relationships.models import Relationship, Tag, Tier
from sapwood.surfaces.web.policy_form import PolicyForm
from sapwood.workflows import clock
from sapwood.workflows.permission import may
from sapwood.workflows.policies import preview_policy, set_policy
from sapwood.workflows.tiers import add_tier

KINDS = {"tier": Tier, "tag": Tag}


@require_http_methods(["GET", "HEAD", "POST"])
def cadence(request):
    if request.method == "POST":
        try:
            made = add_tier(request.user, request.POST.get("name", ""))
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"There is a tier {made}. Say what holds for it.")
        return redirect("cadence")
    seen = Relationship.objects.visible_to(request.user).order_by()
    tiers = dict(seen.exclude(tier=None).values_list("tier").annotate(n=Count("pk")))
    in_force = Q(taggings__ended=None)
    tags = dict(
        seen.filter(in_force, taggings__tag__isnull=False).values_list("taggings__tag").annotate(n=Count("pk"))
    )
    context = {
        "tiers": _rows(Tier.objects.all(), tiers),
        "tags": _rows(Tag.objects.all(), tags),
        "may_set": may(request.user, "set policy"),
        "as_of": clock.today(),
    }
    return render(request, "cadence/cadence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request, kind, pk):
    """Shows what a policy is; asked what another would change, shows that; with `go`, says it."""
    if kind not in KINDS:
        raise Http404("Policies are of a tier or a tag.")
    about = get_object_or_404(KINDS[kind], pk=pk)
    now = about.policies.in_force().select_related("by").first()
    form = PolicyForm(now, request.POST or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["floor"], form.cleaned_data["ceiling"]
        try:
            if request.POST.get("go") == "{}-{}".format(*days):
                set_policy(request.user, about, *days)
                messages.success(request, f"From now on this holds for {kind} {about}.")
                return redirect("policy", kind, pk)
            outcome = preview_policy(request.user, about, *days)
        except ValueError as error:
            form.add_error(None, str(error))
    return policy_page(
        request,
        kind,
        about,
        422 if form.errors else 200,
        form=form,
        outcome=outcome,
        go="{floor}-{ceiling}".format(**form.cleaned_data) if outcome else "",
    )


def policy_page(request, kind: str, about: Tier | Tag, status: int = 200, **more):
    now = about.policies.in_force().select_related("by").first()
    context = {
        "listening": about.listenings.in_force().select_related("by").first(),
        "usual_listening": USUAL_DAYS,
        "about": about,
        "kind": kind,
        "policy": now,
        "earlier": about.policies.exclude(ended=None).select_related("by", "ended_by")[:20],
        "form": PolicyForm(now),
        "may_set": may(request.user, "set policy"),
        "as_of": clock.today(),
        **more,
    }
    return render(request, "cadence/policy.html", context, status=status)


def _rows(things, numbers: dict[int, int]) -> list[tuple]:
    """(tier or tag, accounts that the user sees, its policy)"""
    model = things.model
    policies = {
        getattr(one, f"{model._meta.model_name}_id"): one
        for one in model._meta.get_field("policies").related_model.objects.in_force().select_related("by")
    }
    return [(one, numbers.get(one.pk, 0), policies.get(one.pk)) for one in things]
