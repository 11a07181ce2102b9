"""The plan for after a sale: what it is for everybody, and changing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sapwood.planning.after_sale import MOST_STEPS, Plan
from sapwood.records.sale.models import BreakingYear, SalePlan
from sapwood.workflows import clock
from sapwood.workflows.permission import may, require
from sapwood.workflows.sale.plan import plan_in_force, plan_now, set_plan

MOST_ROWS = 500  # what a form may hold; the workflow says how many a plan may


@require_http_methods(["GET", "HEAD", "POST"])
def sale_plan(request):
    plan, trouble = plan_now(), ""
    rows = [(str(day), what) for day, what in plan.steps]
    yearly, review_days, review = plan.yearly, plan.review_days or "", plan.review
    written = plan.written
    if request.method == "POST":
        require(request.user, "set policy")
        rows = [row for row in zip(_said(request, "day"), _said(request, "what"), strict=False) if any(row)]
        yearly, review_days, review = (_one(request, name) for name in ("yearly", "review_days", "review"))
        written = bool(_one(request, "written"))
        try:
            set_plan(request.user, _plan(rows, yearly, review_days, review, written))
            messages.success(request, "From now on this is the plan. What was changed for single sales stays.")
            return redirect("sale_plan")
        except ValueError as error:
            trouble = str(error)
    context = {
        "plan": plan,
        "said": plan_in_force(),
        "earlier": SalePlan.objects.exclude(ended=None).select_related("by", "ended_by")[:20],
        "rows": [*rows[:MOST_STEPS], ("", "")],
        "yearly": yearly,
        "review_days": review_days,
        "review": review,
        "written": written,
        "trouble": trouble,
        "breaking": BreakingYear.objects.first(),
        "may_set": may(request.user, "set policy"),
        "as_of": clock.today(),
    }
    return render(request, "sale/plan.html", context, status=422 if trouble else 200)


def _plan(rows: list[tuple[str, str]], yearly: str, review_days: str, review: str, written: bool) -> Plan:
    """Raises ValueError with a sentence."""
    steps = tuple((_days(day), what) for day, what in rows)
    return Plan(steps, yearly, _days(review_days) if review_days else None, review, written)


def _days(said: str) -> int:
    if not said.isdecimal() or not said.isascii() or len(said) > 6:
        raise ValueError(f"“{said[:20]}” is no number of days. Nothing was changed.")
    return int(said)


def _said(request, name: str) -> list[str]:
    return [value.replace("\0", "").strip() for value in request.POST.getlist(name)[:MOST_ROWS]]


def _one(request, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()
