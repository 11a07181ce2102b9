"""What a change of many accounts would do, did, and left as it was, in sentences."""

from collections.abc import Mapping

from sapwood.records.access.models import User
from sapwood.records.relationships.models import BulkChange, Relationship
from sapwood.surfaces.web.words import capital, count, listed
from sapwood.workflows.change_many import Preview

Values = Mapping[str, int | str | None]


def what(fields: Values) -> str:
    """ "owner Tom Keller and at most 30 days"."""
    users = {user.pk: str(user) for user in User.objects.filter(pk=fields.get("owner") or 0)}
    return listed([_one(name, value, users) for name, value in fields.items()])


def _one(name: str, value: int | str | None, users: Mapping[int, str]) -> str:
    if name == "owner":
        return f"owner {users.get(value, 'who is gone')}" if value is not None else "no owner"
    if name == "role":
        return "no role said" if value == Relationship.Role.UNKNOWN else f"role {value}"
    days = "no" if value is None else count(int(value), "day")
    if name == "floor":
        return "no days to leave in peace" if value is None else f"{days} to leave in peace"
    return "no longest silence" if value is None else f"{days} as the longest silence"


def before(values: Values, asked: Values, users: Mapping[int, str]) -> str:
    """ "owner Tom Keller → Ana Brandt" of one account."""
    return "; ".join(
        f"{_one(name, value, users)} → {_one(name, asked[name], users)}" for name, value in values.items()
    )


def preview(shown: Preview) -> list[str]:
    if not shown.lines:
        found = ["Nothing would change."]
    else:
        found = [f"{capital(count(len(shown.lines), 'account'))} {_get(len(shown.lines))} {what(shown.fields)}."]
    if shown.same:
        found.append(f"{count(shown.same, 'account')} {_have(shown.same)} that already.")
    if shown.refused:
        found.append(f"{count(shown.refused, 'account')} you may not change {_stay(shown.refused)}.")
    for why, number in shown.cannot.items():
        found.append(f"{count(number, 'account')} {_stay(number)}. {why}")
    for (old, new), number in sorted(shown.colours.items()):
        found.append(f"{count(number, 'account')} {'turns' if number == 1 else 'turn'} from {old} to {new}.")
    if shown.lines and {"floor", "ceiling"} & shown.fields.keys() and not shown.colours:
        found.append("No account changes its colour.")
    return found


def done(change: BulkChange, number: int) -> str:
    return f"{count(number, 'account')} {'has' if number == 1 else 'have'} {what(change.asked)} now."


def undone(restored: int, number: int) -> str:
    said = f"{count(restored, 'account')} {'is' if restored == 1 else 'are'} as before."
    left = number - restored
    if left:
        said += (
            f" {count(left, 'account')} {_stay(left)}: somebody has changed {'it' if left == 1 else 'them'} since."
        )
    return said


def _get(number: int) -> str:
    return "gets" if number == 1 else "get"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _stay(number: int) -> str:
    return "stays as it is" if number == 1 else "stay as they are"
