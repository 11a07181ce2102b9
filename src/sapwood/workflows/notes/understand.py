"""From a sentence to the fields of a note: who is meant, which account, when. What cannot be told stays open."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sapwood.language.note.read import read_note
from sapwood.language.note.said import IN, OUT, US, Said
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation, Person
from sapwood.records.relationships.models import Relationship

from ..clock import zone_of
from ..listening.due import due_on
from .accounts_called import accounts_called, of_organisations
from .addresses import known_person
from .check import SPOKEN
from .draft import CHANNELS, Draft, Next, Who
from .people_called import called, people_at, where_called

MYSELF = frozenset(("i", "we", "ich", "wir"))
NOON = time(12)


def understand(
    user: User, text: str, now: datetime, account: Relationship | None = None, planned: bool = False
) -> Draft:
    """The fields of what `text` says, `now`. `account` is the one on whose page it was said; another named in the
    text comes before it. Nothing is judged and nothing saved (check.py, save.py)."""
    local = now.astimezone(zone_of(user))
    said = read_note(text, local.date())
    draft = Draft(
        text,
        words=text,
        outcome=said.outcome,
        channel=said.channel,
        minutes=said.minutes,
        planned=planned or said.planned,
        missed=said.missed,
        listening=said.listening,
    )
    home = Organisation.of_home()
    ours = people_at(home) if home else []
    subjects, objects = [n for n in said.by if n.lower() not in MYSELF], list(said.people)
    _account(user, draft, said, account, [*subjects, *objects])
    theirs = people_at(draft.account.organisation) if draft.account else []
    if not said.account and draft.account:  # "called Orchard": the account was taken for a person
        subjects, objects = ([n for n in names if not _names_account(n, draft)] for names in (subjects, objects))
    with_us = [name for name in (*subjects, *objects) if not called(theirs, name) and len(called(ours, name)) == 1]
    draft.people = [
        _whom(name, theirs, draft) for name in dict.fromkeys([*subjects, *objects]) if name not in with_us
    ]
    draft.direction = said.direction or (OUT if set(subjects) & set(with_us) else IN)
    if said.direction == IN and set(subjects) and set(subjects) <= set(with_us):
        draft.direction = OUT  # "Tom called": one of ours did
    draft.colleagues = [called(ours, name)[0] for name in dict.fromkeys(with_us)]
    alone = draft.direction == OUT and said.by and not any(n.lower() in MYSELF for n in said.by) and draft.colleagues
    in_place = draft.direction == IN and bool(set(objects) & set(with_us))
    myself = known_person(user)
    draft.me = not (alone or in_place) or any(one == myself for one in draft.colleagues)
    draft.colleagues = [one for one in draft.colleagues if one != myself]
    draft.when = _moment(said, local, draft.planned)
    draft.steps = [Next(step.what, step.by, step.due) for step in said.steps]
    if not draft.listening and draft.account and draft.channel in SPOKEN and not (draft.planned or draft.missed):
        draft.listening = due_on(draft.account, draft.when.astimezone(local.tzinfo).date())  # shown, and taken back
    if draft.planned and not draft.steps:
        draft.steps = [Next(_plan(draft), US, said.day)]
    return draft


def _account(user: User, draft: Draft, said: Said, account: Relationship | None, names: list[str]) -> None:
    draft.account_said = said.account
    found = accounts_called(user, said.account) if said.account else []
    if not found and not said.account and account is None:
        found = _by_people(user, names) or [one for name in names for one in accounts_called(user, name)]
    named_too = account is not None and any(one.organisation_id == account.organisation_id for one in found)
    if account is not None and (named_too or not (found or said.account)):
        found = [account]
    draft.account = found[0] if len(found) == 1 else None
    draft.accounts = found if len(found) > 1 else []
    if not said.account and not found and len(names) == 1:
        draft.account_said = ""


def _by_people(user: User, names: Iterable[str]) -> list[Relationship]:
    """The accounts at which all of these people are."""
    organisations: set[int] | None = None
    for name in names:
        there = set(where_called(user, name))
        if there:
            organisations = there if organisations is None else (organisations & there or organisations)
    return of_organisations(user, organisations) if organisations else []


def _names_account(name: str, draft: Draft) -> bool:
    from sapwood.identity.firm_name import firm_key

    firm = draft.account.organisation if draft.account else None
    if firm is None:
        return False
    domains = {domain.name for domain in firm.domains.all()}
    whole = firm_key(firm.name)
    return (
        name.lower() in domains
        or firm_key(name) == whole
        or (firm.name.lower().startswith(name.lower()) and not called(people_at(firm), name))
    )


def _whom(name: str, theirs: list[Person], draft: Draft) -> Who:
    found = called(theirs, name)
    if len(found) == 1:
        return Who(name, found[0])
    return Who(name, None, found[:8], new=not found and draft.account is not None)


def _moment(said: Said, local: datetime, planned: bool) -> datetime:
    """Now, unless the sentence says otherwise; a day without an hour stands at noon, today at this moment."""
    if planned or (said.day is None and said.at is None):
        return local
    day = said.day or local.date()
    if said.at is None:
        return local if day == local.date() else datetime.combine(day, NOON, local.tzinfo)
    when = datetime.combine(day, said.at, local.tzinfo)
    if said.day is None and when > local:
        when -= timedelta(days=1)  # "at 4 pm", said in the morning
    return when


def _plan(draft: Draft) -> str:
    verb = {"call": "call", "meeting": "meet", "mail": "mail", "chat": "write to", "visit": "visit"}
    whom = " and ".join(one.shown for one in draft.people) or (str(draft.account) if draft.account else "them")
    return f"{verb[draft.channel]} {whom}" if draft.channel in CHANNELS else draft.outcome or draft.text
