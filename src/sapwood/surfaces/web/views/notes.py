"""The box on every page: a sentence is shown back as fields, corrected in place, saved with one press, taken back."""

from datetime import datetime

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.notes.models import NextStep, Note
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock
from sapwood.workflows.clock import zone_of
from sapwood.workflows.notes.corrected import corrected, drafted
from sapwood.workflows.notes.draft import CHANNELS, DIRECTIONS, Draft, Next
from sapwood.workflows.notes.save import new_token, save
from sapwood.workflows.notes.say import other_said
from sapwood.workflows.notes.shown import notes_of
from sapwood.workflows.notes.undo import close_step, undo_note

TOKEN = 32


@require_POST
def draft_note(request):
    """What was understood, as fields."""
    text = request.POST.get("text", "").replace("\0", "").strip()
    draft = drafted(request.user, text, _account(request), new_token(), clock.now())
    return _fields(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request):
    if request.method != "POST":
        return render(request, "notes/notes.html", {"notes": notes_of(request.user)})
    token = request.POST.get("token", "")[:TOKEN] or new_token()
    draft = corrected(request.user, dict(request.POST.lists()), _account(request), token, clock.now())
    if not draft.ready:
        return _fields(request, draft)
    try:
        note = save(request.user, draft)
    except ValueError as error:
        draft.troubles["text"] = str(error)
        return _fields(request, draft)
    said = _said(draft, note)
    if request.htmx:
        return render(request, "notes/saved.html", {"note": note, "said": said, "draft": draft})
    messages.success(request, f"{said} You can take it back under Your notes.")
    return redirect("account", note.relationship_id)


@require_POST
def undo(request, pk):
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("relationship", "brought"), pk=pk)
    undo_note(request.user, note)
    said = "Taken back. It counts nowhere any more."
    if request.htmx:
        return render(request, "notes/undone.html", {"said": said})
    messages.success(request, said)
    return redirect("notes")


@require_POST
def close(request, pk):
    seen = NextStep.objects.standing().filter(relationship__in=Relationship.objects.visible_to(request.user))
    step = get_object_or_404(seen.select_related("relationship__organisation"), pk=pk)
    try:
        closed = close_step(request.user, step, request.POST.get("closing", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The next step with {step.relationship} is {closed.get_closing_display()}.")
    return redirect("account", step.relationship_id)


def _fields(request, draft: Draft):
    steps = [*draft.steps, Next()]
    context = {
        "draft": draft,
        "steps": steps,
        "channels": CHANNELS,
        "directions": DIRECTIONS,
        "when": draft.when.astimezone(zone_of(request.user)) if isinstance(draft.when, datetime) else None,
        "same": [other_said(one) for one in draft.same],
        "before": other_said(draft.floor.last) if draft.floor and draft.floor.last else "",
        "ours": ", ".join([*([str(request.user)] if draft.me else []), *(one.name for one in draft.colleagues)]),
        "may_be_new": bool(draft.account_said and not draft.accounts and draft.account is None),
    }
    if request.htmx:
        return render(request, "notes/fields.html", context)
    return render(request, "notes/draft.html", context, status=200 if draft.ready else 422)


def _account(request) -> Relationship | None:
    """The account chosen, or on whose page it was said; 404 where the user does not see it."""
    asked = request.POST.get("account", "")
    if not asked:
        return None
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "standing")
    found = get_object_or_404(seen, pk=int(asked) if asked.isdecimal() and len(asked) < 18 else 0)
    written = " ".join(request.POST.get("account_name", str(found)).split())
    return found if written == str(found) else None  # written anew, it is looked for by its name


def _said(draft: Draft, note: Note) -> str:
    if draft.planned:
        return f"Kept as the next step with {note.relationship}."
    return f"Logged: {note.channel} with {note.relationship}."
