"""What speaks against a note before it is saved: what is missing or cannot be, the time in which they are to be left
in peace, and the same touch noted down by somebody else."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sapwood.language.note.said import IN
from sapwood.planning import wished
from sapwood.planning.urgency import CARE
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.notes.models import Note
from sapwood.records.relationships.models import DayItem, Decision, Relationship, Standing

from ..clock import zone_of
from ..guests.wishes import wished_by
from .draft import CHANNELS, DIRECTIONS, Draft, Floor, Other

LONGEST = 24 * 60  # minutes
MOST_TEXT = 2_000
EARLIEST_DAYS = 366 * 2
MOST_NOTES = 200  # the newest
SPOKEN = ("call", "meeting", "visit")


def check(user: User, draft: Draft, now: datetime) -> Draft:
    """Fills `troubles`, `doubts`, `floor` and `same` of `draft` anew."""
    draft.troubles, draft.doubts, draft.floor, draft.same = {}, [], None, []
    for field, sentence in _missing(draft):
        draft.troubles.setdefault(field, sentence)
    for field, sentence in _impossible(draft, now, zone_of(user)):
        draft.troubles.setdefault(field, sentence)
    if draft.account is not None and draft.when is not None:
        draft.floor = floor_at(user, draft.account, draft.planned_for or draft.when, draft)
        if draft.floor and is_care(draft, zone_of(user)):
            draft.doubts.append(f"{_until(draft.floor)} Care about what was out of order breaks no peace.")
            draft.floor = None
        draft.doubts += _their_wishes(draft, zone_of(user))
        if not draft.planned:
            draft.same = same_touch(user, draft)
    return draft


def _missing(draft: Draft) -> Iterator[tuple[str, str]]:
    if not draft.text.strip():
        yield (
            "text",
            "There is nothing to note down yet. Write who, where and how, such as: called Kim at Larch, 10 min.",
        )
    if draft.account is None and not draft.new_account:
        if draft.accounts:
            yield "account", f"Several accounts are called {draft.account_said or 'so'}. Choose which one you mean."
        elif draft.account_said:
            yield "account", f"You see no account called {draft.account_said}. Choose another, or make it a new one."
        else:
            yield "account", "Which account was it? Write “at Larch”, or choose one."
    if draft.channel not in CHANNELS:
        yield "channel", "How were you in touch? Write called, met, mailed, texted or visited, or choose one."
    elif draft.direction not in DIRECTIONS:
        yield "direction", "Who turned to whom?"
    for who in draft.people:
        if who.choices and who.person is None and not who.new:
            names = " or ".join(one.name for one in who.choices)
            yield "people", f"Which {who.name} do you mean: {names}?"


def _impossible(draft: Draft, now: datetime, zone) -> Iterator[tuple[str, str]]:
    if len(draft.text) > MOST_TEXT:
        yield (
            "text",
            f"A note has at most {MOST_TEXT:,} characters; this one has {len(draft.text):,}. Nothing was saved, and "
            "your text is still here: shorten it, or import it as a file.",
        )
    if draft.minutes is not None and not 0 < draft.minutes <= LONGEST:
        said = f"{draft.minutes:,.0f}"
        yield "minutes", f"{said} minutes cannot be: a touch takes up to 24 hours. Leave it empty if you do not know."
    if draft.when is not None and not draft.planned:
        if draft.when > now + timedelta(minutes=10):
            yield "when", "That is still to come. Say when it took place, or keep it as a plan."
        elif draft.when < now - timedelta(days=EARLIEST_DAYS):
            yield "when", "That is more than two years ago. Check the day; older ones come in by an import."
    day = (now if draft.when is None else draft.when).astimezone(zone).date()
    for step in draft.steps:
        step.trouble = ""
        if step.due and step.due < now.astimezone(zone).date():
            when = f"{step.due.day} {step.due:%B %Y}"
            draft.doubts.append(f"“{step.what}” would be due on {when}, which has passed; it comes up at once.")
        if step.due and (step.due - day).days > 3650:
            yield "due", "That is more than ten years ahead. Check the day."
        if len(step.what) > 300:
            yield "step", "A next step has at most 300 characters. Put the rest into the note."


def _their_wishes(draft: Draft, zone) -> list[str]:
    """What those whom we turned to said themselves about how they wish to be reached, where this was otherwise."""
    if draft.direction == IN and not draft.planned:
        return []
    named = {who.person.pk for who in draft.people if who.person}
    found = wished_by([draft.account.pk]).get(draft.account.pk, ()) if named else ()
    hour_said = not draft.planned and draft.when.astimezone(zone).time() != time(12)  # of a day alone it is noon
    return [
        f"{wished.sentence(one)} Mind it next time."
        for one in found
        if one.person in named and wished.against(draft.channel, draft.when, one, hour_said)
    ]


def floor_at(user: User, account: Relationship, when: datetime, draft: Draft) -> Floor | None:
    """The floor that a touch of ours at that time would lie in, counted from the nearest touch with them by anybody;
    None where it lies in none. That they turned to us breaks no peace."""
    if draft.direction == IN and not draft.planned:
        return None
    standing = Standing.objects.filter(relationship=account).first()
    numbers = standing.arithmetic if standing else {}
    days = numbers.get("floor") or account.floor
    if not days:
        return None
    zone = zone_of(user)
    day = when.astimezone(zone).date()
    near = [other for other in touches_of(user, account, standing) if abs(_days(other, day, zone)) < days]
    if not near:
        return None
    last = min(near, key=lambda other: abs(_days(other, day, zone)))
    until = last.when.astimezone(zone).date() + timedelta(days=days)
    said = numbers.get("floor_said") or f"agreed to be left in peace for {days} day{'' if days == 1 else 's'}"
    return Floor(days, until, said, last)


def is_care(draft: Draft, zone) -> bool:
    """Whether we were owing them a word that day about something out of order, or that it is solved, and this may
    have been it: they were spoken with."""
    if draft.planned or draft.channel not in SPOKEN:
        return False
    day = draft.when.astimezone(zone).date()
    if DayItem.objects.filter(relationship=draft.account, as_of=day, kind__in=CARE).exists():
        return True
    done = Decision.objects.filter(undone=None, kind=Decision.Kind.DONE, item_kind__in=CARE, day=day)
    return done.filter(relationship=draft.account).exists()


def _until(floor: Floor) -> str:
    return f"They are to be left in peace until {floor.until.day} {floor.until:%B}."


def same_touch(user: User, draft: Draft) -> list[Other]:
    """Touches on record that may be this one: of the same day and channel, with the same people as far as they are
    named; those that were noted down first."""
    zone = zone_of(user)
    day = draft.when.astimezone(zone).date()
    people = {who.person.pk for who in draft.people if who.person}
    noted = []
    around = (draft.when - timedelta(days=1), draft.when + timedelta(days=1))
    for note in _notes(draft.account).filter(channel=draft.channel, when__range=around).exclude(token=draft.token):
        if note.when.astimezone(zone).date() == day and (
            not people or not note.contacts or people & set(note.contacts)
        ):
            noted.append(note)
    return [_of_note(user, note) for note in noted] or _imported(user, draft, day, people, zone)


def _imported(user: User, draft: Draft, day: date, people: set[int], zone) -> list[Other]:
    if draft.channel not in SPOKEN:
        return []
    standing = Standing.objects.filter(relationship=draft.account).first()
    mine = set(_notes(draft.account).values_list("interaction", flat=True))
    found = [
        touch
        for touch in (standing.newest if standing else ())
        if touch["channel"] == draft.channel
        and touch["id"] not in mine
        and touch["when"].astimezone(zone).date() == day
        and (not people or touch["contact"] in people)
    ]
    return _named(found[:3])


def touches_of(user: User, account: Relationship, standing: Standing | None) -> list[Other]:
    """What is on record with them: measured, or noted down a moment ago. That there was a touch, everybody who sees
    the account may know."""
    measured = list(standing.newest) if standing else []
    known = {touch["id"] for touch in measured}
    noted = [note for note in _notes(account)[:MOST_NOTES] if note.interaction not in known]
    return [*_named(measured), *(_of_note(user, note) for note in noted)]


def _notes(account: Relationship):
    """Of touches that took place."""
    there = Note.objects.standing().filter(relationship__organisation=account.organisation_id, missed=False)
    return there.exclude(brought=None).select_related("by").order_by("-when")


def _named(touches: list) -> list[Other]:
    wanted = {touch[who] for touch in touches for who in ("colleague", "contact")} - {None}
    names = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return [
        Other(
            touch["when"],
            touch["channel"],
            names.get(touch["colleague"], "a colleague"),
            names.get(touch["contact"], ""),
            touch["minutes"],
        )
        for touch in touches
    ]


def _of_note(user: User, note: Note) -> Other:
    names = dict(Person.objects.filter(pk__in=[*note.contacts, *note.colleagues]).values_list("pk", "name"))
    return Other(
        note.when,
        note.channel,
        next((names[one] for one in note.colleagues if one in names), str(note.by)),
        " and ".join(names[one] for one in note.contacts if one in names),
        note.minutes,
        str(note.by),
        note.by_id == user.pk,
    )


def _days(other: Other, day: date, zone) -> int:
    return (day - other.when.astimezone(zone).date()).days
