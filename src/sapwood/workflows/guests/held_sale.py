"""Held about why a firm bought, whether it has come true, and what was changed of the plan after a sale."""

from datetime import date

from sapwood.records.guests.models import Correction, GuestLink
from sapwood.records.sale.models import PlanChange

from ..sale.shown import Why, reasons_shown
from .section import Row, Section
from .words import long_day

Kind = Correction.Kind


def bought(link: GuestLink, as_of: date) -> Section:
    rows = [_reason(one) for one in reasons_shown(link.relationship)]
    changes = PlanChange.objects.standing().filter(relationship=link.relationship).select_related("by")
    rows += [
        Row(
            f"Our plan after a sale: {one.step or 'all of it'}",
            one.get_kind_display() + (f" to {long_day(one.day)}" if one.day else ""),
            {"step": one.step, "kind": one.kind, "day": one.day, "reason": one.reason},
            f"{one.by}: {one.reason}",
        )
        for one in changes
    ]
    lead = "What we wrote down of it, in your words, so that we can be held to it." if rows else ""
    return Section("bought", "Why you bought", lead or "Nothing is held about that.", rows)


def _reason(one: Why) -> Row:
    now = one.answers[0] if one.answers else None
    told = (
        f"Has it come true? {now.said.capitalize()}, {long_day(now.day)}"
        if now
        else "Has it come true? Not asked yet"
    )
    words = f": {now.words}" if now and now.words else ""
    data = [{"said": a.said, "words": a.words, "day": a.day} for a in one.answers]
    return Row(
        f"“{one.words}”",
        f"{told}{words}",
        {"answers": data, "heard": one.heard},
        f"From {one.said_by}.",
        about := f"reason {one.reason.pk}" if one.reason else f"deal {one.key}",
        (Kind.REASON, Kind.COME_TRUE),
        about=about,
    )
