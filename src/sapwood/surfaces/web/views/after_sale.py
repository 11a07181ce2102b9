"""After the sale: who hears less than before; of one account the plan, why they bought, whether it came true."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship
from sapwood.records.sale.models import PlanChange, Reason
from sapwood.surfaces.web import heard_sentences as said
from sapwood.workflows import clock
from sapwood.workflows.permission import may
from sapwood.workflows.sale.change_plan import change_plan, undo_change
from sapwood.workflows.sale.heard import heard_again
from sapwood.workflows.sale.reasons import answer, end_reason, say_reason
from sapwood.workflows.sale.shown import after_sale_page, heard_less, touches_counted

PER_PAGE = 50
WHICH = {
    "": "all named",
    "less": "hear less",
    "longer": "hear nothing for longer",
    "all": "all who bought",
}
DONE = {"skip": "is skipped", "move": "is moved", "end": "is ended"}


@require_safe
def after_sales(request):
    which = request.GET.get("which") if request.GET.get("which") in WHICH else ""
    page = Paginator(heard_less(request.user, which), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(one) for one in page.object_list]
    context = {
        "rows": rows,
        "page": page,
        "which": which,
        "choices": WHICH,
        "number": page.paginator.count,
        "looked": heard_less(request.user, "all").count(),
        "as_of": clock.today(),
    }
    return render(request, "sale/after_sales.html", context)


@require_safe
def account_after_sale(request, pk):
    relationship = _account(request, pk)
    as_of = clock.today()
    shown = after_sale_page(request.user, relationship, as_of)
    before, after = touches_counted(shown.heard) if shown.heard else ([], [])
    context = {
        "relationship": relationship,
        "shown": shown,
        "may_change": may(request.user, "change", relationship),
        "before": before,
        "after": after,
        "row": _row(shown.heard) if shown.heard else None,
        "arithmetic": said.arithmetic(shown.figures) if shown.figures else [],
        "as_of": as_of,
    }
    return render(request, "sale/account.html", context)


@require_POST
def changes(request, pk):
    relationship = _account(request, pk)
    kind = request.POST.get("kind", "")
    try:
        change_plan(
            request.user,
            relationship,
            _number(request, "key") or 0,
            kind,
            request.POST.get("reason", ""),
            clock.today(),
            request.POST.get("step", "")[:20],
            _day(request, "day"),
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        what = request.POST.get("step") if kind != "end" else "the plan"
        messages.success(request, f"{relationship}: {what} {DONE[kind]}.")
    return _back(relationship, "plans")


@require_POST
def undo_one(request, pk):
    seen = PlanChange.objects.visible_to(request.user).select_related("relationship__organisation")
    change = get_object_or_404(seen, pk=pk)
    undo_change(request.user, change)
    messages.success(request, f"{change.relationship}: it stands as the plan says again.")
    return _back(change.relationship, "plans")


@require_POST
def reasons(request, pk):
    relationship = _account(request, pk)
    whose = _number(request, "contact")
    try:
        say_reason(
            request.user,
            relationship,
            request.POST.get("words", ""),
            _day(request, "heard"),
            Person.objects.filter(pk=whose).first() if whose else None,
            _number(request, "key"),
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Written down why {relationship} bought.")
    return _back(relationship, "why")


@require_POST
def end_one(request, pk):
    reason = get_object_or_404(
        Reason.objects.visible_to(request.user).select_related("relationship__organisation"), pk=pk
    )
    end_reason(request.user, reason)
    messages.success(request, "Struck out, and its answers with it.")
    return _back(reason.relationship, "why")


@require_POST
def answers(request, pk):
    relationship = _account(request, pk)
    number = _number(request, "reason")
    reason = get_object_or_404(Reason.objects.filter(relationship=relationship), pk=number) if number else None
    try:
        made = answer(
            request.user,
            relationship,
            request.POST.get("said", ""),
            request.POST.get("words", ""),
            reason,
            None if reason else _number(request, "key"),
            _day(request, "due"),
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        left = " What is left to do is a next step of yours." if made.step_id else ""
        messages.success(request, f"Kept: {made.said}.{left}")
    return _back(relationship, "why")


def _row(one) -> dict:
    figures = heard_again(one)
    return {
        "heard": one,
        "before": said.rate(figures.before),
        "before_counted": said.counted(figures.before),
        "after": said.rate(figures.after),
        "after_counted": said.counted(figures.after),
        "silence_before": said.silence(figures.silence_before),
        "silence_after": said.silence(figures.silence_after),
        "lasts": figures.silent is not None and figures.silent == figures.silence_after,
        "named": said.named(one.less, one.longer),
    }


def _account(request, pk) -> Relationship:
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "owner")
    return get_object_or_404(seen, pk=pk)


def _number(request, name: str) -> int | None:
    """What the form names, as a database can hold it: a deal's key is any number of 64 bits."""
    given = request.POST.get(name, "").strip()
    whole = given.removeprefix("-")
    number = int(given) if whole.isdecimal() and whole.isascii() and len(whole) <= 19 else None
    return number if number is not None and -(2**63) <= number < 2**63 else None


def _day(request, name: str) -> date | None:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None


def _back(relationship: Relationship, part: str):
    return redirect(f"{reverse('account_after_sale', args=[relationship.pk])}#{part}")
