"""The rows of the table of accounts. Drawn here, as the rings are: fifty rows of nine cells took the template engine
longer than everything else that Accounts does."""

import json
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from sapwood.records.relationships.models import Relationship
from sapwood.surfaces.web import rings as drawn
from sapwood.surfaces.web import words
from sapwood.surfaces.web.ring_growth import grow

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
<td class="wide">{owner}</td>{tier}
</tr>"""
NOT_SAID = '<span class="note">not said</span>'


@register.simple_tag
def account_rows(rows: list[tuple], alike: dict[int, str], as_of: date, tiers: bool = False) -> SafeString:
    """`rows` as views.accounts.rows_of reads them; `alike`: the domains of those whose name another of them has too,
    by organisation; `tiers`: whether there are any."""
    return mark_safe("".join(_row(one, alike, as_of, tiers) for one in rows))  # noqa: S308 - escaped below


def _row(one, alike: dict[int, str], as_of: date, tiers: bool) -> str:
    name, domains = one.organisation__name, alike.get(one.organisation)
    owner = one.owner__name or one.owner__email
    return ROW.format(
        pk=one.pk,
        name=escape(name),
        stamp=_stamp(name, one.quarters, one.standing__first_touch, one.standing__as_of),
        domains=f" <small>{escape(domains)}</small>" if domains else "",
        role=NOT_SAID if one.role == Relationship.Role.UNKNOWN else escape(one.role),
        state=one.standing__state or "unknown",
        silent=words.days(one.standing__silent_days),
        last=words.day(one.standing__last_touch, as_of),
        meeting=_meeting(one.meetings, as_of),
        usual=words.usual(one.standing__usual_gap_days),
        chance=words.percent(one.standing__p_touch_30d) if one.standing__usual_gap_days else words.UNKNOWN,
        owner=escape(owner) if owner else "nobody yet",
        tier=f'<td class="wider">{escape(one.tier__name or "none")}</td>' if tiers else "",
    )


@lru_cache(maxsize=8192)
def _stamp(name: str, quarters: str | None, first: datetime | None, as_of: date | None) -> str:
    """From the quarters as they are stored: most rows of a page were drawn for another page before."""
    return drawn.stamp(name, grow(json.loads(quarters), first and first.date(), as_of) if quarters else ())


def _meeting(meetings: str | None, as_of: date) -> str:
    following = json.loads(meetings).get("next") if meetings and meetings != "{}" else None
    if not following:
        return ""
    return f"<br><small>next meeting {words.day(datetime.fromisoformat(following['when']), as_of)}</small>"
