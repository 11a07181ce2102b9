"""Who is on duty at a moment, and when accounts may be called, as plain values for planning."""

from collections.abc import Collection
from datetime import date

from sapwood.measures.days_off import EVERY_DAY, Calendar
from sapwood.planning.hours import Hours
from sapwood.planning.zones import is_zone, zone_of
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import ContactHours
from sapwood.records.service.models import Duty

from .. import clock
from ..days_off import country_names


def on_duty(as_of: date, persons: dict[int | None, int]) -> dict[int, bool]:
    """The people of the directory who are on duty now; of another day, at the same time of it. Whether each sees
    every account. `persons` is which person each user is."""
    there = Duty.objects.at(clock.moment_of(as_of)).filter(user__is_active=True).select_related("user")
    return {persons[one.user_id]: one.user.sees_all for one in there if one.user_id in persons}


def hours_of(organisations: Collection[int], calendars: dict[int, Calendar]) -> dict[int, Hours]:
    """By organisation. `calendars`: what is off the clock for them (cadences.calendars_of)."""
    wanted = list(organisations)
    said = {
        one.organisation_id: one
        for one in ContactHours.objects.filter(ended=None, organisation__in=wanted).select_related("by")
    }
    places = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "country"))
    return {
        number: as_planned(said.get(number), country, calendars.get(number, EVERY_DAY))
        for number, country in places.items()
    }


def as_planned(said: ContactHours | None, country: str, calendar: Calendar = EVERY_DAY) -> Hours:
    """What somebody said; else the usual hours in the zone of their country, unknown where it has several."""
    zone = said.zone if said and is_zone(said.zone) else zone_of(country)
    if said is not None:
        return Hours(zone, said.opens, said.closes, calendar, f"said by {said.by}")
    return Hours(zone, calendar=calendar, said=f"the usual ones in {country_names().get(country, country)}")
