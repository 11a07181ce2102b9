"""Service events and tickets: the list, one with its course, and what colleagues say about whom it affects."""

from datetime import UTC, datetime, time

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import ServiceEvent
from sapwood.surfaces.web.course_line import course_line
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.service.due import name_of
from sapwood.workflows.service.look import events_for, in_order, lines_of, picture_of
from sapwood.workflows.service.say import said_for, say_affected, take_back

PER_PAGE, ACCOUNTS, SHOWN = 50, 300, 200
ASKED = ("state", "kind", "text", "account")


@require_safe
def service(request):
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    numbers = events_for(request.user, asked).values_list("pk", flat=True)
    page = Paginator(numbers, PER_PAGE).get_page(request.GET.get("page"))
    account = asked.get("account", "")
    context = {
        "page": page,
        "lines": lines_of(request.user, in_order(page.object_list)),
        "asked": asked,
        "account": _seen(request).filter(pk=account).first() if account.isdecimal() else None,
        "as_of": clock.today(),
    }
    return render(request, "service/service.html", context)


@require_safe
def service_event(request, pk):
    event = _event(request, pk)
    found = picture_of(request.user, event)
    taken = [whom.relationship.pk for whom in (*found.affected, *found.not_affected)]
    others = _seen(request).exclude(pk__in=taken).exclude(organisation__home=True)
    context = {
        "event": event,
        "found": found,
        "steps": list(reversed(found.steps[-SHOWN:])),
        "more": max(len(found.steps) - SHOWN, 0),
        "lines": _lines(found),
        "accounts": others.order_by("sort_name", "pk")[:ACCOUNTS],
        "as_of": clock.today(),
    }
    return render(request, "service/event.html", context)


@require_POST
def affected(request, pk):
    """`account` is a number or, of one that is added, a name; `affected` says yes or no."""
    event = _event(request, pk)
    try:
        account = _account(request, request.POST.get("account", ""))
        said = say_affected(request.user, event, account, request.POST.get("affected") != "no")
    except ValueError as error:
        messages.error(request, str(error))
    else:
        how = "is affected by" if said.affected else "is not affected by"
        messages.success(request, f"{account} {how} {name_of(event)}: you said so. Today follows in a moment.")
    return _to(request, pk)


@require_POST
def undo_said(request, pk):
    said = said_for(request.user, pk)
    if said is None:
        raise Http404
    take_back(request.user, said)
    messages.success(request, f"What was said of {said.organisation} is taken back; what was imported decides again.")
    return _to(request, said.event_id)


def _to(request, pk):
    """Back to the event, where it is still theirs to see."""
    there = ServiceEvent.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect("service_event", pk) if there else redirect("service")


def _event(request, pk) -> ServiceEvent:
    return get_object_or_404(ServiceEvent.objects.visible_to(request.user), pk=pk)


def _seen(request):
    return Relationship.objects.visible_to(request.user).select_related("organisation")


def _account(request, said: str) -> Relationship:
    """By its number, its name or a domain of theirs."""
    seen = _seen(request).exclude(organisation__home=True)
    meant = Q(organisation__name__iexact=said.strip()) | Q(organisation__domains__name=said.strip().lower())
    meant = Q(pk=said) | meant if said.isdecimal() and len(said) < 15 else meant
    found = list(seen.filter(meant).order_by("pk").distinct()[:2])
    if not found or found[0].organisation_id != found[-1].organisation_id:
        many = "Several accounts are" if found else "No account you may see is"
        raise ValueError(
            f"{many} called “{said.strip()}”. Nothing was changed; write its name or a domain of theirs."
        )
    return found[0]


def _lines(found) -> list[str]:
    """[wide, narrow] as SVG; [] where nothing says when."""
    course = found.course
    if course.opened is None:
        return []
    zone = timezone.get_current_timezone()
    today = datetime.combine(clock.today(), time(12), tzinfo=UTC)
    end = (course.resolved or course.changed or course.opened) if course.over else max(today, course.changed)
    marks = [(step.when.astimezone(zone), step.status, step.over) for step in found.steps[-SHOWN:]]
    until = f"until {day(course.resolved)}" if course.over else "still open"
    said = f"From {day(course.opened)}, {until}: {len(found.steps)} updates."
    drawn = (
        course_line(marks, course.opened.astimezone(zone), end.astimezone(zone), course.over, width, said)
        for width in (960, 360)
    )
    return [mark_safe(one) for one in drawn]  # noqa: S308 - numbers of ours, words escaped
