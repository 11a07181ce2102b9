"""Whose day the page Today shows, and how many minutes they have for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from sapwood.planning.today import Away
from sapwood.records.directory.models import Person
from sapwood.workflows.day import person_of
from sapwood.workflows.minutes import minutes_on

from .unchanged import unchanged

EVERYBODY = "all"


@dataclass(frozen=True)
class Whose:
    """`colleague` None: everybody's, of which nobody's minutes are counted. `own`: the reader's. `of_team`: nobody
    said but the team's minutes. `said`: the reader's minutes are known, so that the page may be theirs."""

    colleague: Person | None
    minutes: int | None = None
    of_team: bool = False
    own: bool = False
    said: bool = False


def whose_day(request, as_of: date, away: Mapping[int, Away]) -> Whose:
    """Their own, where their minutes are known and their mail shows who they are. Those who see every relationship
    may ask for one colleague's, everybody for all they see."""
    asked = request.GET.get("colleague")
    if asked and asked != EVERYBODY and request.user.sees_all:
        person = Person.objects.filter(pk=asked, organisation__home=True).first() if asked.isdecimal() else None
        if person is None:
            raise Http404("There is no such colleague.")
        minutes, of_team = minutes_on(as_of, person=person)
        return Whose(person, 0 if person.pk in away else minutes, of_team)
    minutes, of_team = unchanged(request)(f"minutes {as_of}", lambda: minutes_on(as_of, user=request.user))
    if minutes is None or asked == EVERYBODY:
        return Whose(None, said=minutes is not None)
    me = person_of(request.user)
    return Whose(me, minutes if me else None, of_team, own=me is not None, said=True)
