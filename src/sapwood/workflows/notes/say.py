"""Saying another touch in a sentence: "Tom Keller called Jane Doyle on 3 June 2024 (10 min)."."""

from .draft import Other

VERBS = {
    "call": "called",
    "meeting": "met",
    "mail": "wrote to",
    "chat": "wrote to",
    "visit": "visited",
    "ticket": "wrote to",
}


def other_said(other: Other) -> str:
    with_whom = other.contact or "them"
    length = f", {other.minutes:g} min" if other.minutes else ""
    noted = f", noted down by {other.said_by}" if other.said_by and other.said_by != other.colleague else ""
    verb = VERBS.get(other.channel, "was in touch with")
    return f"{other.colleague} {verb} {with_whom} on {other.when.day} {other.when:%B %Y}{length}{noted}."
