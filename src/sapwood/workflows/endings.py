"""What accounts have from us that is due on a day, as plain values for planning."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sapwood.planning.ending import AFTER_DAYS, LEAD_DAYS, OVER_DAYS, Ending, due
from sapwood.planning.version import meets
from sapwood.records.trade.models import Holding, LeadTime, Notice

BEHIND = timedelta(days=max(OVER_DAYS, *AFTER_DAYS.values()))
NO_LEADS: Mapping[str, int] = {}
MOST = 10_000  # organisations: more could not be named in one question to the database


def endings_of(
    as_of: date, organisations: Collection[int] | None = None, leads: Mapping[str, int] | None = None
) -> dict[int, tuple[Ending, ...]]:
    """By organisation, what of theirs is a reason to call on the day."""
    leads = leads_said() if leads is None else leads
    near = (as_of - BEHIND, as_of + timedelta(days=max((LEAD_DAYS | leads).values())))
    held = Holding.objects.present().select_related("sheet")
    if organisations is not None and len(organisations) <= MOST:
        held = held.filter(organisation__in=organisations)
    found: defaultdict[int, list[Ending]] = defaultdict(list)
    for one in held.filter(until__range=near):
        found[one.organisation_id].append(ending_of(one, leads))
    notices: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.present().select_related("sheet").filter(day__range=near):
        notices[notice.name_key].append(notice)
    if notices:
        spoken_of: set[tuple[int, int]] = set()
        for one in held.filter(name_key__in=list(notices)).exclude(name_key=""):
            if one.until and one.until < as_of and one.kind != Holding.Kind.INSTALLED:
                continue  # they have it no more
            for notice in notices[one.name_key]:
                concerned = meets(notice.version, one.version)
                if concerned is not False and (one.organisation_id, notice.pk) not in spoken_of:
                    spoken_of.add((one.organisation_id, notice.pk))
                    found[one.organisation_id].append(_noticed(one, notice, concerned is None, leads))
    return {number: dues for number, several in found.items() if (dues := due(several, as_of))}


def leads_said() -> dict[str, int]:
    """Days ahead by kind of end, where a lead said so."""
    return dict(LeadTime.objects.filter(ended=None).values_list("kind", "days"))


def ending_of(one: Holding, leads: Mapping[str, int] = NO_LEADS) -> Ending:
    quantity = int(one.quantity) if one.quantity is not None else None
    return Ending(
        one.organisation_id,
        one.kind,
        one.product or one.serial,
        one.until or date.max,
        quantity,
        one.source,
        ahead=leads.get(one.kind),
    )


def _noticed(one: Holding, notice: Notice, unsure: bool, leads: Mapping[str, int]) -> Ending:
    sources = f"{notice.source}, and {one.source}"
    product = f"{notice.product} {notice.version}".strip()
    what = notice.what
    if unsure:
        what = f"{what}; which version they have is unknown".removeprefix("; ")
    return Ending(one.organisation_id, notice.kind, product, notice.day, None, sources, what, leads.get(notice.kind))
