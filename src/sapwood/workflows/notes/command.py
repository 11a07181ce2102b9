"""What the command line says of a note, in the fields that scripts rely on."""

from typing import Any

from sapwood.records.access.models import User, UserAddress
from sapwood.records.notes.models import Note

from .. import clock
from ..installation import operator
from .accounts_called import accounts_called
from .check import check
from .draft import Draft
from .say import other_said
from .understand import understand


def who_says(mail: str | None) -> User:
    """The user with that address; the operator where none is named. Raises ValueError."""
    if mail is None:
        return operator()
    address = mail.strip().lower()
    found = User.objects.filter(email=address, is_active=True).first()
    found = found or next((one.user for one in UserAddress.objects.filter(address=address)), None)
    if found is None:
        raise ValueError(f"Nobody with a login here has the address {mail}. Nothing was logged; check the spelling.")
    return found


def told(user: User, text: str, account: str | None, reason: str, another: bool, new: bool, planned: bool) -> Draft:
    """The checked fields of `text`. Raises ValueError where `account` names none, or several."""
    chosen = None
    if account:
        found = accounts_called(user, account)
        if len(found) > 1:
            names = ", ".join(str(one) for one in found)
            raise ValueError(f"Several accounts are called {account}: {names}. Nothing was logged; name one in full.")
        if not found and not new:
            raise ValueError(f"There is no account called {account}. Nothing was logged; add --new to make it.")
        chosen = found[0] if found else None
    now = clock.now()
    draft = understand(user, text, now, chosen, planned)
    if chosen:
        draft.account, draft.accounts = chosen, []
    draft.reason, draft.another = reason, another
    if new and draft.account is None and not draft.accounts:
        draft.new_account = account or draft.account_said
    return check(user, draft, now)


def sentences(draft: Draft, saved: Note | None = None) -> list[str]:
    """What to say to a person: why not, or what was saved."""
    if saved is not None:
        whom = " and ".join(one.shown for one in draft.people if one.person or one.new)
        at = f"{whom} at {saved.relationship}" if whom else str(saved.relationship)
        kept = f"Planned with {at}." if draft.planned else f"Logged: {saved.channel}, {at}."
        undo = f" Take it back with: sapwood undo {saved.brought_id}" if saved.brought_id else ""
        return [kept + undo, *draft.doubts]
    said = list(draft.troubles.values())
    if draft.accounts:
        said.append("They are: " + ", ".join(str(one) for one in draft.accounts) + ". Add --account NAME.")
    elif "account" in draft.troubles and draft.account_said:
        said.append("Add --new to make it.")
    said += [f"{other_said(one)} Is it the same? If not, add --another." for one in draft.same if not draft.another]
    if draft.floor and not draft.reason and not draft.troubles:
        before = f"{other_said(draft.floor.last)} " if draft.floor.last else ""
        until = f"{draft.floor.until.day} {draft.floor.until:%B %Y}"
        said.append(f"{before}They are to be left in peace until {until} ({draft.floor.said}). Add --reason WHY.")
    return said


def as_json(draft: Draft, saved: Note | None) -> dict[str, Any]:
    steps = [{"what": step.what, "by": step.by, "due": step.due and step.due.isoformat()} for step in draft.steps]
    floor = draft.floor
    return {
        "account": str(saved.relationship if saved else draft.account or draft.new_account or draft.account_said)
        or None,
        "channel": draft.channel or None,
        "people": [one.shown for one in draft.people],
        "minutes": None if draft.minutes is None else round(draft.minutes, 2),
        "next": steps[0] if steps else None,
        "steps": steps,
        "direction": draft.direction or None,
        "when": draft.when and draft.when.isoformat(),
        "outcome": draft.outcome,
        "planned": draft.planned,
        "listening": draft.listening,
        "saved": saved is not None,
        "import": saved.brought_id if saved else None,
        "floor": floor and {"days": floor.days, "until": floor.until.isoformat(), "why": floor.said},
        "troubles": list(draft.troubles.values()),
    }
