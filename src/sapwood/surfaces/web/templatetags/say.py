"""Filters by which templates say what `words` says, and draw."""

import re
from datetime import timedelta
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from sapwood.identity.spoken import spoken
from sapwood.surfaces.web import rings as drawn
from sapwood.surfaces.web import words
from sapwood.surfaces.web.ring_growth import Ring, grow

register = template.Library()
SILENCE = re.compile(r"((?:silent|no answer) for )(\d[\d,]* (?:working )?days?)", re.IGNORECASE)
OPTION = ('<option value="{}">{}</option>', '<option value="{}" selected>{}</option>')
CHOSEN = '<b aria-current="true">{}</b>'
register.filter("days", words.days)
register.filter("percent", words.percent)
register.filter("said_as", spoken)
register.filter("usual", words.usual)
register.filter("day", words.day)
register.filter("until", words.until)
register.filter("spelled", words.spelled)
register.filter("capital", words.capital)
register.filter("number", lambda number: f"{number:,}")
register.filter("signed", lambda number: f"{number:+.1f}".replace("-", "\N{MINUS SIGN}"))
register.filter("get", lambda found, key: found.get(key))
register.filter("nth", lambda found, place: found[place])
register.filter("figure", lambda number: f"{number:.3g}" if number < 10 else f"{number:,.1f}")
register.filter("counted", lambda number, names: words.count(number, *names.split(",")))


@register.filter
def stamp(relationship):
    """The small rings of a relationship, or a seed where nothing has been measured."""
    return mark_safe(drawn.stamp(relationship.organisation.name, grown(relationship)))  # noqa: S308 - ours


@register.filter
def rings(relationship):
    return mark_safe(drawn.rings(relationship.organisation.name, grown(relationship)))  # noqa: S308 - ours


@register.filter
def figure_first(sentence):
    """The sentence with the length of the silence in bold: what the eye looks for."""
    bold = SILENCE.sub(r"\1<b>\2</b>", escape(sentence), count=1)
    return mark_safe(bold)  # noqa: S308 - escaped above


@register.simple_tag
def options(choices, chosen=""):
    """The options of a select, of (value, title); kept by what is in them, since a list of colleagues is long."""
    return _options(tuple(choices), chosen)


@lru_cache(maxsize=256)
def _options(choices, chosen):
    drawn = (OPTION[value == chosen].format(escape(value), escape(title)) for value, title in choices)
    return mark_safe("".join(drawn))  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """The address of this page with some of its query changed; None takes a part away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def whose_day(context, people, chosen, whose):
    """Links to the day of each, after everybody's; where the reader's minutes are known, to theirs too. Drawn here:
    with forty colleagues it is a long list."""
    query = context["request"].GET.copy()
    query.pop("colleague", None)
    rest = escape(f"&{query.urlencode()}" if query else "")
    links = [f'<a href="?colleague=all{rest}">Everybody</a>' if chosen else CHOSEN.format("Everybody")]
    if whose.own and chosen not in people:
        links.append(CHOSEN.format(escape(chosen)))
    elif whose.said and not whose.own:
        links.append(f'<a href="?{escape(query.urlencode())}">Only yours</a>')
    for one in people:
        here = chosen is not None and one.pk == chosen.pk
        name = escape(one)
        links.append(CHOSEN.format(name) if here else f'<a href="?colleague={one.pk}{rest}">{name}</a>')
    return mark_safe(" ".join(links))  # noqa: S308 - escaped above


@lru_cache(maxsize=4096)
def _address(name, number):
    return reverse(name, args=[number])


register.filter("at", lambda number, name: _address(name, number))


@register.filter
def grown(relationship) -> tuple[Ring, ...]:
    """The rings of a relationship, the oldest first; () where nothing has been measured."""
    standing = getattr(relationship, "standing", None)
    if standing is None:
        return ()
    first = standing.first_touch.date() if standing.first_touch else None
    return grow(standing.quarters, first, standing.as_of)


register.filter("against", lambda ring: drawn.AGAINST[ring.tone])


@register.filter
def initials(user):
    parts = str(user).split("@")[0].replace(".", " ").split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


@register.filter
def changes(detail):
    """(name, sentence) of what an audit line says changed: of [before, after] it reads "30 to 14"."""
    found = []
    for name, value in detail.items():
        if isinstance(value, list) and len(value) == 2:
            value = f"{_said(value[0])} to {_said(value[1])}" if value[0] not in (None, "") else value[1]
        found.append((name.replace("_", " "), _said(value)))
    return found


def _said(value):
    if isinstance(value, dict):
        return "; ".join(f"{name} {_said(part)}" for name, part in value.items()) or "nothing"
    if isinstance(value, list):
        return words.listed([str(part) for part in value]) or "nothing"
    return "nothing" if value in (None, "") else value


@register.simple_tag
def snoozes(as_of):
    """(title, day) of what a snooze offers: tomorrow, three days on, the next Monday and the one after."""
    monday = as_of + timedelta(days=7 - as_of.weekday())
    choices = [("Tomorrow", as_of + timedelta(days=1)), ("In three days", as_of + timedelta(days=3))]
    choices += [("Next Monday", monday), ("In two weeks", as_of + timedelta(days=14))]
    return choices


@register.filter
def mail_address(item):
    """An address to write to for this item, where its contact has one there: who moved has others elsewhere."""
    there = (item.relationship.organisation_id, None)
    found = [a for a in item.contact.addresses.all() if "@" in a.address] if item.contact else []
    return next((a.address for place in there for a in found if a.organisation_id == place), "")
