"""Who is this? Voices that nobody has said to be anybody's: one question each, answered once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock
from sapwood.workflows.permission import Refused
from sapwood.workflows.voices import identify, questions

PER_PAGE = 30
ACCOUNTS = 300  # offered while one types; any other is found by its name


@require_safe
def voices(request):
    page = Paginator(questions.open_voices(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "questions": questions.questions(request.user, list(page.object_list)),
        "answered": questions.answered(request.user),
        "as_of": clock.today(),
    }
    return render(request, "voices/voices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def voice(request, pk):
    """One voice, with a search for whose it is. Posting answers: `person`, or `account` (and `name`) for somebody new
    there, or neither for nobody."""
    found = questions.voice_for(request.user, pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, found)
    asked = request.GET.get("find", "")
    [question] = questions.questions(request.user, [found])
    accounts = (
        Relationship.objects.visible_to(request.user).select_related("organisation").order_by("sort_name", "pk")
    )
    context = {
        "question": question,
        "asked": asked,
        "people": questions.people_called(request.user, asked),
        "accounts": accounts.exclude(organisation__home=True)[:ACCOUNTS],
        "as_of": clock.today(),
    }
    return render(request, "voices/voice.html", context)


@require_POST
def undo(request, pk):
    said = questions.answer_for(request.user, pk)
    if said is None:
        raise Http404
    identify.undo(request.user, said)
    messages.success(request, f"{said.voice} is nobody’s again, and stands among the questions.")
    return redirect("voices")


def _answer(request, found):
    try:
        if "person" in request.POST:
            person = _numbered(Person.objects.all(), request.POST["person"])
            if person is None:
                raise ValueError("That person is not there any more. Nothing was changed; choose another.")
            said = identify.identify(request.user, found, person)
        elif "account" in request.POST:
            account = _account(request.user, request.POST["account"])
            said = identify.identify_as_new(request.user, found, account, request.POST.get("name", ""))
        else:
            said = identify.nobody(request.user, found)
    except (ValueError, Refused) as error:
        messages.error(request, str(error))
        return redirect("voice", found.pk)
    whose = f"{said.person}, {said.person.organisation}" if said.person else "nobody you need to know"
    messages.success(request, f"{found} is {whose}. Every later import knows it.")
    return redirect("voices")


def _account(user, called: str) -> Relationship:
    """The account of that name or domain."""
    seen = Relationship.objects.visible_to(user).select_related("organisation").exclude(organisation__home=True)
    meant = Q(organisation__name__iexact=called.strip()) | Q(organisation__domains__name=called.strip().lower())
    found = list(seen.filter(meant).order_by("pk").distinct()[:2])
    if not found or found[0].organisation_id != found[-1].organisation_id:
        many = "Several accounts are" if found else "No account you may see is"
        raise ValueError(
            f"{many} called “{called.strip()}”. Write the name as it stands there, or a domain of theirs."
        )
    return found[0]


def _numbered(rows, number: str):
    return rows.filter(pk=number).first() if number.isdecimal() else None
