"""People of an account or at home: who may be one person, who is, what they are called."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.records.directory.models import Address, Match, Organisation
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock, merge_people
from sapwood.workflows import people as known
from sapwood.workflows.outreach.asked_not import asked_not_by, say_asked_not, take_back_asked_not
from sapwood.workflows.permission import may
from sapwood.workflows.who_is_who.moved_on import moved_from

PER_PAGE = 100


@require_safe
def account_people(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    return _people(request, get_object_or_404(seen, pk=pk).organisation, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def home_people(request):
    """Posting accepts every certain match at once."""
    home = _or_404(known.home_for(request.user))
    if request.method == "POST":
        certain = list(home.matches.open().filter(certain=True))
        done = [match for match in certain if _tried(request, merge_people.accept, match)]
        messages.success(request, f"{len(done)} of {len(certain)} were merged. The figures follow in a moment.")
        return redirect("home_people")
    return _people(request, home, None)


def _people(request, organisation: Organisation, account: int | None):
    offers = known.offers(organisation)
    context = {
        "organisation": organisation,
        "account": account,
        "offers": offers,
        "certain": sum(offer.match.certain for offer in offers),
        "merged": known.merged(organisation),
        "moved_on": moved_from(request.user, organisation),
        "page": Paginator(known.people_at(organisation), PER_PAGE).get_page(request.GET.get("page")),
        "may_match": may(request.user, "match people", organisation),
        "as_of": clock.today(),
    }
    return render(request, "people/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request, pk):
    """Posting a name renames."""
    found = _or_404(known.person_for(request.user, pk))
    if request.method == "POST":
        if _tried(request, merge_people.rename, found, request.POST.get("name", "")):
            messages.success(request, "That is the name from now on. No import changes it back.")
        return redirect("person", found.pk)
    places = known.organisations_seen(request.user, found)
    about = Relationship.objects.visible_to(request.user).filter(organisation=places[0]).first()
    context = {
        "person": found,
        "account": about,
        "addresses": known.addresses_seen(request.user, found),
        "places": places,
        "others": Address.objects.filter(organisation=found.organisation, kind=Address.Kind.PERSON)
        .exclude(person=found)
        .order_by("address")[:300],
        "may_match": may(request.user, "match people", found.organisation),
        "asked_not": asked_not_by(found),
        "may_forget": may(request.user, "forget"),
        "as_of": clock.today(),
    }
    return render(request, "people/person.html", context)


@require_POST
def asked_not(request, pk):
    """They asked not to be written to; with `back`, they may be again."""
    found = _or_404(known.person_for(request.user, pk))
    seen = Relationship.objects.visible_to(request.user).filter(organisation=found.organisation)
    about = _or_404(seen.order_by("pk").first())
    try:
        if "back" in request.POST:
            take_back_asked_not(request.user, about, found)
            messages.success(request, f"{found} may be written to again.")
        else:
            say_asked_not(request.user, about, found, clock.today(), clock.today())
            messages.success(request, f"No planned mail goes to {found} any more.")
    except ValueError as error:
        messages.error(request, str(error))
    return redirect("person", found.pk)


@require_POST
def merge(request, pk):
    """This person also writes from another address: both are one."""
    found = _or_404(known.person_for(request.user, pk))
    said = request.POST.get("address", "").strip().lower()
    there = Address.objects.filter(address=said, kind=Address.Kind.PERSON).exclude(person=None).first()
    if there is None or (there.organisation and not known.may_see_people(request.user, there.organisation)):
        messages.error(request, f"Nobody you may see is known to write from {said or 'no address'}.")
    elif match := _tried(request, merge_people.merge_by_hand, found, there.person):
        messages.success(request, f"They are one person now: {match.kept}. The figures follow in a moment.")
        return redirect("person", match.kept.pk)
    return redirect("person", found.pk)


@require_POST
def accept(request, pk):
    match = _or_404(known.match_for(request.user, pk))
    if done := _tried(request, merge_people.accept, match):
        messages.success(request, f"They are one person now: {done.kept}. The figures follow in a moment.")
    return _back(request, match)


@require_POST
def refuse(request, pk):
    match = _or_404(known.match_for(request.user, pk))
    if _tried(request, merge_people.refuse, match):
        messages.success(request, "They stay two people, and it is not asked again.")
    return _back(request, match)


@require_POST
def undo(request, pk):
    match = _or_404(known.match_for(request.user, pk))
    if _tried(request, merge_people.undo, match):
        messages.success(request, "They are two people again, as before. No import merges them again by itself.")
    return _back(request, match)


def _or_404(found):
    if found is None:
        raise Http404
    return found


def _tried(request, act, *things):
    """What the act gives, or None where it says in a sentence why not."""
    try:
        return act(request.user, *things)
    except ValueError as error:
        messages.error(request, str(error))
        return None


def _back(request, match: Match):
    if request.POST.get("from") == "who":
        return redirect("who_is_who")
    about = Relationship.objects.filter(organisation=match.organisation).first()
    return redirect("account_people", about.pk) if about else redirect("home_people")
