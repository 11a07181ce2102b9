"""Live sources: connect one, see what it brings and what not, let it rest, remove it."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.records.sources.models import Source, SourceRun
from sapwood.surfaces.web.source_forms import FORMS
from sapwood.workflows import clock
from sapwood.workflows.permission import Refused, may
from sapwood.workflows.sources import attend
from sapwood.workflows.sources.connect import as_changed, change_source, connect, unsaved
from sapwood.workflows.sources.copied import address_of
from sapwood.workflows.sources.plans import plans
from sapwood.workflows.sources.state import state_of
from sapwood.workflows.sources.try_out import Found, try_out

MOST_RUNS = 50
CALLED = {"imap": "a mailbox", "caldav": "calendars", "folder": "a folder", "copy": "copies by mail"}


@require_safe
def sources(request):
    seen = Source.objects.visible_to(request.user).standing().select_related("owner").prefetch_related("pauses__by")
    context = {
        "rows": [(source, state_of(source)) for source in seen],
        "kinds": [(kind, name) for kind, name in Source.Kind.choices if _may_add(request, kind)],
        "as_of": clock.today(),
    }
    return render(request, "sources/sources.html", context)


@sensitive_post_parameters("secret")
@sensitive_variables("form", "wanted")
@require_http_methods(["GET", "HEAD", "POST"])
def add_source(request):
    """Posting "try" says what is there and keeps nothing."""
    kind = request.GET.get("kind", Source.Kind.IMAP)
    if kind not in FORMS or not _may_add(request, kind):
        raise Http404
    form, found = FORMS[kind](request.POST or None), None
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        try:
            found = try_out(unsaved(request.user, wanted), wanted.secret)
            if "try" not in request.POST and found.good:
                source = connect(request.user, wanted)
                messages.success(request, f"{found.said} It begins in a moment.")
                return redirect("source", source.pk)
        except (ValueError, Refused) as error:
            found = Found(False, str(error))
    return _form(request, form, found, {"kind": kind, "title": f"Connect {CALLED[kind]}"})


@sensitive_post_parameters("secret")
@sensitive_variables("form", "wanted")
@require_http_methods(["GET", "HEAD", "POST"])
def change_one(request, pk):
    source = _mine(request, pk)
    if source.removed or source.kind not in FORMS:
        raise Http404
    form, found = FORMS[source.kind](request.POST or None, initial=FORMS[source.kind].of(source)), None
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        try:
            if "try" in request.POST:
                found = try_out(*as_changed(request.user, source, wanted))
            else:
                change_source(request.user, source, wanted)
                messages.success(request, "It is read like this from now on.")
                return redirect("source", pk)
        except (ValueError, Refused) as error:
            found = Found(False, str(error))
    return _form(request, form, found, {"source": source, "kind": source.kind, "title": f"Change {source}"})


def _form(request, form, found, context):
    context |= {"form": form, "found": found}
    if request.htmx:
        if form.errors:
            context["found"] = Found(False, "Something is missing: " + "; ".join(_said(form)))
        return render(request, "sources/found.html", context)
    bad = bool(form.errors or (found and not found.good))
    return render(request, "sources/form.html", context, status=422 if bad else 200)


def _said(form) -> list[str]:
    return [f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items() if name in form.fields]


@require_safe
def source(request, pk):
    found = _mine(request, pk)
    state = state_of(found)
    context = {
        "source": found,
        "state": state,
        "plans": plans(found),
        "address": address_of(found) if found.kind == Source.Kind.COPY and found.owner == request.user else "",
        "totals": found.runs.aggregate(added=Sum("added"), unread=Sum("unread")),
        "runs": found.runs.exclude(status=SourceRun.Status.WAITING).prefetch_related("batches__brought")[:MOST_RUNS],
        "refusals": found.refusals.all()[:20],
        "as_of": clock.today(),
    }
    return render(request, "sources/source.html", context)


@require_POST
def runs(request, pk):
    """A wish to have it read now; with "anew" from the start."""
    found = _mine(request, pk)
    anew = "anew" in request.POST
    _do(request, lambda: attend.ask_run(request.user, found, anew), "It is read in a moment.")
    return redirect("source", pk)


@require_POST
def stop(request, pk):
    found = _mine(request, pk)
    _do(request, lambda: attend.stop_run(request.user, found), "It stops. What is in by now stays in.")
    return redirect("source", pk)


@require_POST
def pause(request, pk):
    found = _mine(request, pk)
    _do(request, lambda: attend.pause(request.user, found), "It rests until somebody has it go on.")
    return redirect("source", pk)


@require_POST
def go_on(request, pk):
    found = _mine(request, pk)
    _do(request, lambda: attend.go_on(request.user, found), "It goes on in a moment.")
    return redirect("source", pk)


@require_POST
def remove(request, pk):
    found = _mine(request, pk)
    undo = request.POST.get("brought") == "undo"
    kept = "What it brought counts no more." if undo else "What it brought stays."
    _do(request, lambda: attend.remove(request.user, found, undo), f"{found} is read no more. {kept}")
    return redirect("sources")


def _do(request, act, said):
    try:
        act()
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)


def _mine(request, pk) -> Source:
    seen = Source.objects.visible_to(request.user).select_related("owner").prefetch_related("pauses__by")
    return get_object_or_404(seen, pk=pk)


def _may_add(request, kind) -> bool:
    if kind == Source.Kind.COPY and not settings.SAPWOOD_COPY_DOMAIN:
        return False
    return kind in FORMS and bool(may(request.user, "add source", kind))
