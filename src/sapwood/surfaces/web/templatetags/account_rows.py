"""The rows of the table of accounts. Drawn here, as the rings are: fifty rows of nine cells took the template engine
longer than everything else that Accounts does."""

from datetime import date, datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sapwood.records.relationships.models import Relationship
from sapwood.surfaces.web import words

from .say import stamp

register = template.Library()
ROW = """<tr>
<td class="tick"><input type="checkbox" name="account" value="{pk}" aria-label="{name}"></td>
<th scope="row"><span class="named">{stamp}<span><a href="{pk}/">{name}</a>{domains}</span></span></th>
<td class="wide">{role}</td>
<td><span class="dot {state}"></span>{state}</td>
<td class="num">{silent}</td>
<td class="num wider">{last}{meeting}</td>
<td class="num wide">{usual}</td>
<td class="num wide">{chance}</td>
<td class="wide">{owner}</td>
</tr>"""
NOT_SAID = '<span class="note">not said</span>'


@register.simple_tag
def account_rows(relationships: list[Relationship], alike: dict[int, str], as_of: date) -> SafeString:
    """`alike`: the domains of those whose name another of them has too, by organisation."""
    return mark_safe("".join(_row(one, alike, as_of) for one in relationships))  # noqa: S308 - escaped below


def _row(one: Relationship, alike: dict[int, str], as_of: date) -> str:
    standing = getattr(one, "standing", None)
    domains = alike.get(one.organisation_id)
    return ROW.format(
        pk=one.pk,
        name=escape(one.organisation.name),
        stamp=stamp(one),
        domains=f" <small>{escape(domains)}</small>" if domains else "",
        role=NOT_SAID if one.role == Relationship.Role.UNKNOWN else escape(one.role),
        state=standing.state if standing else "unknown",
        silent=words.days(standing and standing.silent_days),
        last=words.day(standing and standing.last_touch, as_of),
        meeting=_meeting(standing.meetings.get("next") if standing else None, as_of),
        usual=words.usual(standing and standing.usual_gap_days),
        chance=words.percent(standing and standing.p_touch_30d),
        owner=escape(one.owner) if one.owner else "nobody yet",
    )


def _meeting(following: dict | None, as_of: date) -> str:
    if not following:
        return ""
    return f"<br><small>next meeting {words.day(datetime.fromisoformat(following['when']), as_of)}</small>"
