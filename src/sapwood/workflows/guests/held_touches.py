"""Held about what happened between us: figures, and how much text is kept. Never a word of the text itself:
docs/decisions says why not even the guest's own subjects are shown."""

from datetime import date, datetime, timedelta

from django.conf import settings

from sapwood.records.directory.models import Address
from sapwood.records.guests.models import GuestLink
from sapwood.records.imports.models import Import
from sapwood.store.kept import kept_about

from ..installation import counting_imports, log, texts
from .section import Row, Section
from .words import count, long_day

STANDS = {
    "red": "longer silent than is agreed or usual: it is time that we got in touch",
    "amber": "nearly as long silent as is agreed or usual: soon time that we got in touch",
    "green": "as agreed or usual",
    "unknown": "unknown: there is too little to tell",
}


def touches(link: GuestLink, as_of: date) -> Section:
    title, lead = "What happened", "Figures from the mails, meetings and calls between us that we know of."
    standing = getattr(link.relationship, "standing", None)
    if standing is None:
        return Section("touches", title, lead, [Row("Touches", "unknown", None, "Nothing has been measured yet.")])
    usual = standing.usual_gap_days
    rows = [
        Row(
            "Touches",
            f"{standing.touches:,}",
            standing.touches,
            f"On {count(standing.touch_days, 'day')}. Newsletters, lists, automatic answers and copies do not count.",
        ),
        Row("First", long_day(standing.first_touch), standing.first_touch),
        Row("Last", long_day(standing.last_touch), standing.last_touch),
        _quarters(standing),
        _silence(standing),
        Row(
            "Usual gap",
            f"{count(max(1, round(usual[1])), 'day')}" if usual else "unknown",
            usual,
            f"Eight of ten gaps are expected to last {max(1, round(usual[0]))} to {max(1, round(usual[2]))} days."
            if usual
            else "Three days with a touch are needed before anything can be called usual.",
        ),
        Row("How it stands", STANDS[standing.state], standing.state, f"As of {long_day(standing.as_of)}."),
    ]
    return Section("touches", title, lead, rows)


def _quarters(standing) -> Row:
    """The rings of the picture in numbers."""
    newest = [f"{q['touches']:,} in {q['label']}" for q in reversed(standing.quarters[-4:])]
    older = "Older ones stand in what you take along." if len(standing.quarters) > 4 else ""
    return Row("By quarter", ", ".join(newest) or "unknown", standing.quarters, older)


def _silence(standing) -> Row:
    if standing.silent_days is None:
        return Row("Silent for", "unknown", None)
    note = f"From the last touch to {long_day(standing.as_of)}."
    return Row("Silent for", count(standing.silent_days, "day"), standing.silent_days, note)


def texts_kept(link: GuestLink, as_of: date) -> Section:
    keys = Address.objects.filter(organisation=link.relationship.organisation).values_list("key", flat=True)
    kept = kept_about(log(), texts(), list(keys), counting_imports())
    words, until = sum(kept.words.values()), _until(kept.words)
    rows = [
        Row("Subjects", f"kept of {count(kept.subjects, 'interaction')}", kept.subjects),
        Row("Words", f"kept of {count(words, 'interaction')}", words, until and f"{until[:1].upper()}{until[1:]}."),
    ]
    lead = (
        "Encrypted, and read only by our colleagues who took part, or with whom one of them shared it. "
        "Neither attachments nor whole mails are kept. What was written is not shown here: who took part has it."
    )
    return Section("texts", "What was written", lead, rows)


def _until(words: dict[int, int]) -> str:
    """How long the words are kept: counted from the end of the last import that brought some."""
    if not words:
        return ""
    if settings.SAPWOOD_KEEP_TEXT_DAYS is None:
        return "kept without an end"
    finished = Import.objects.filter(pk__in=words).exclude(finished=None).values_list("finished", flat=True)
    last: datetime | None = max(finished, default=None)
    return f"until {long_day(last + timedelta(days=settings.SAPWOOD_KEEP_TEXT_DAYS))} at the latest" if last else ""
