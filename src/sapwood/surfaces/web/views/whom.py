"""How Today chooses: what weighs, what is counted, what is too often; and the comparison by chance."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.measures.answered import HORIZON_DAYS
from sapwood.planning.held_back import CALLS, MAILS
from sapwood.records.relationships.models import Answered, Comparison, Tier
from sapwood.surfaces.web.whom_sentences import chances, told
from sapwood.workflows import clock
from sapwood.workflows.permission import may
from sapwood.workflows.whom.comparison import begin, end, result_of
from sapwood.workflows.whom.limits import limits, say_limits
from sapwood.workflows.whom.weights import say_weight, weights_said


@require_safe
def whom(request):
    limit, counted = limits(), Answered.objects.order_by("-pk").first()
    said = weights_said()
    context = {
        "tiers": [(tier, said.get(tier.pk)) for tier in Tier.objects.all()],
        "counted": counted,
        "chances": chances(counted.counts if counted else {}),
        "limit": limit,
        "calls": limit.calls if limit else CALLS,
        "mails": limit.mails if limit else MAILS,
        "horizon": HORIZON_DAYS,
        "may_order": may(request.user, "order the day"),
        "as_of": clock.today(),
    }
    return render(request, "whom/whom.html", context)


@require_POST
def weight(request, pk):
    tier = get_object_or_404(Tier, pk=pk)
    try:
        kept = say_weight(request.user, tier, _number(request.POST.get("weight"), float))
        messages.success(request, f"An account of tier {tier} is worth {kept.weight:g} from now on.")
    except ValueError as error:
        messages.error(request, str(error))
    return redirect("whom")


@require_POST
def limit(request):
    try:
        say_limits(request.user, *(_number(request.POST.get(name), int, True) for name in ("calls", "mails")))
        messages.success(request, "From now on this is too often.")
    except ValueError as error:
        messages.error(request, str(error))
    return redirect("whom")


@require_http_methods(["GET", "HEAD", "POST"])
def comparisons(request):
    error = ""
    if request.method == "POST":
        try:
            begin(request.user, _number(request.POST.get("percent"), int))
        except ValueError as wrong:
            error = str(wrong)
        else:
            messages.success(request, "The comparison runs. Whoever is held out says so on Today.")
            return redirect("comparisons")
    known = Comparison.objects.visible_to(request.user).select_related("by", "ended_by")[:20]
    context = {
        "comparisons": [(one, told(result_of(one))) for one in known],
        "running": any(one.ended is None for one in known),
        "error": error,
        "horizon": HORIZON_DAYS,
        "may_order": may(request.user, "order the day"),
        "as_of": clock.today(),
    }
    return render(request, "whom/comparisons.html", context, status=422 if error else 200)


@require_POST
def end_comparison(request, pk):
    end(request.user, get_object_or_404(Comparison.objects.visible_to(request.user), pk=pk))
    messages.success(request, "Nobody is held out any more. What was seen stays.")
    return redirect("comparisons")


def _number(given: str | None, kind: type, or_none: bool = False):
    """Raises ValueError with a sentence."""
    given = (given or "").strip()
    if not given and or_none:
        return None
    try:
        return kind(given)
    except ValueError:
        raise ValueError(f"“{given[:40]}” is no number that can be kept. Nothing was changed.") from None
