"""A note as its fields say it, after somebody has looked at them: what they say comes before what was understood."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sapwood.language.note.said import THEM, US
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation, Person
from sapwood.records.relationships.models import Relationship

from ..clock import zone_of
from .accounts_called import accounts_called
from .addresses import known_person
from .check import check
from .draft import Draft, Next, Who
from .people_called import called, people_at
from .understand import understand

MOST_PEOPLE, MOST_STEPS, MOST_OURS = 20, 6, 20
Fields = Mapping[str, Sequence[str]]  # several values a name, as forms send them


def drafted(user: User, text: str, account: Relationship | None, token: str, now: datetime) -> Draft:
    """What was understood, checked."""
    draft = understand(user, text, now, account)
    draft.token = token
    return check(user, draft, now)


def corrected(user: User, fields: Fields, account: Relationship | None, token: str, now: datetime) -> Draft:
    """What the fields say, checked. `account` is the one that was chosen, if any."""
    text = _one(fields, "text")
    draft = understand(user, text, now, account, planned=bool(_one(fields, "planned")))
    draft.token, draft.planned = token, bool(_one(fields, "planned"))
    _account(user, draft, fields, account)
    draft.channel, draft.direction = _one(fields, "channel"), _one(fields, "direction")
    draft.people = _people(draft, fields)
    _ours(user, draft, fields)
    draft.steps = _steps(fields, draft)
    draft.reason, draft.another = _one(fields, "reason"), bool(_one(fields, "another"))
    draft.listening = bool(_one(fields, "listening"))
    before = draft.outcome
    draft.outcome = _one(fields, "outcome")
    if draft.outcome != before:
        draft.words = (
            text.replace(before, draft.outcome, 1) if before and before in text else f"{text}, {draft.outcome}"
        )
    wrong = _numbers(user, draft, fields)
    check(user, draft, now)
    draft.troubles |= wrong
    return draft


def _account(user: User, draft: Draft, fields: Fields, account: Relationship | None) -> None:
    name = " ".join(_one(fields, "account_name").split())
    if account is not None:
        draft.account, draft.accounts = account, []
    elif name:
        found = accounts_called(user, name)
        draft.account_said = name
        draft.account, draft.accounts = (found[0], []) if len(found) == 1 else (None, found)
        if not found and _one(fields, "new_account"):
            draft.new_account = name


def _people(draft: Draft, fields: Fields) -> list[Who]:
    theirs = people_at(draft.account.organisation) if draft.account else []
    known = {str(person.pk): person for person in theirs}
    found = []
    chosen = list(fields.get("person", ()))
    names = [" ".join(name.split()) for name in fields.get("who", ())]
    names += [" ".join(name.split()) for name in _one(fields, "more").split(",")]
    for place, name in enumerate(names[:MOST_PEOPLE]):
        choice = chosen[place] if place < len(chosen) else ""
        if not name or choice == "nobody":
            continue
        if choice in known:
            found.append(Who(name, known[choice], called(theirs, name)[:8]))
            continue
        same = called(theirs, name)
        if choice == "new" or not same:
            found.append(Who(name, None, [], new=True))
        else:
            found.append(Who(name, same[0] if len(same) == 1 else None, same[:8]))
    return found


def _ours(user: User, draft: Draft, fields: Fields) -> None:
    """Who of ours took part: names, of whom one that is unknown is said."""
    home = Organisation.of_home()
    ours: list[Person] = people_at(home) if home else []
    me = known_person(user)
    draft.colleagues, draft.me = [], False
    for name in _one(fields, "ours").split(",")[:MOST_OURS]:
        if not (name := " ".join(name.split())):
            continue
        found = called(ours, name)
        if name in (str(user), user.email) or (me is not None and me in found):
            draft.me = True
        elif len(found) == 1:
            draft.colleagues.append(found[0])
    draft.me = draft.me or not draft.colleagues


def _steps(fields: Fields, draft: Draft) -> list[Next]:
    whats, sides, days = (fields.get(name, ()) for name in ("step", "step_by", "step_due"))
    found = []
    for place, what in enumerate(whats[:MOST_STEPS]):
        if not (what := " ".join(what.split())):
            continue
        side = sides[place] if place < len(sides) else US
        step = Next(what, THEM if side == THEM else US)
        if place < len(days) and days[place]:
            try:
                step.due = date.fromisoformat(days[place])
            except ValueError:
                step.trouble = f"{days[place]} is no day."
        found.append(step)
    return found


def _numbers(user: User, draft: Draft, fields: Fields) -> dict[str, str]:
    """Day and length as they were written; what is none is said."""
    wrong = {step.what: step.trouble for step in draft.steps if step.trouble}
    wrong = {"due": " ".join(wrong.values())} if wrong else {}
    try:
        if when := _one(fields, "when"):
            draft.when = datetime.fromisoformat(when).replace(tzinfo=zone_of(user))
    except ValueError:
        wrong["when"] = f"{_one(fields, 'when')} is no day and hour. Write it as 2026-06-15T14:30."
    length = _one(fields, "minutes").replace(",", ".")
    try:
        draft.minutes = float(length) if length else None
        if draft.minutes is not None and not 0 < draft.minutes < float("inf"):
            wrong["minutes"] = f"{length} is no length of time. Leave it empty if you do not know."
            draft.minutes = None
    except ValueError:
        draft.minutes, wrong["minutes"] = None, f"{length} is no number of minutes."
    return wrong


def _one(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").replace("\0", "").strip()
