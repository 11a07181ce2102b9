"""What a change of many accounts would do, did, and left as it was, in sentences."""

from collections.abc import Mapping

from sapwood.records.access.models import User
from sapwood.records.relationships.models import BulkChange, Relationship, Tag, Tier
from sapwood.surfaces.web.words import capital, count, listed
from sapwood.workflows.change_many import Preview
from sapwood.workflows.judge_again import CADENCE

Values = Mapping[str, int | str | None]
Names = Mapping[str, Mapping[object, str]]
MODELS = {"owner": User, "tier": Tier, "tag": Tag, "untag": Tag}


def what(fields: Values) -> str:
    """ "owner Tom Keller and at most 30 days"."""
    names = names_of(fields)
    return listed([_one(name, value, names) for name, value in fields.items()])


def names_of(*several: Values) -> Names:
    """What the numbers in these values are called: users, tiers and tags, by field."""
    wanted = {name: {values.get(name) for values in several} - {None} for name in MODELS}
    return {
        name: {one.pk: str(one) for one in MODELS[name].objects.filter(pk__in=numbers)} if numbers else {}
        for name, numbers in wanted.items()
    }


def _one(name: str, value: int | str | None, names: Names) -> str:
    if name == "owner":
        return f"owner {names[name].get(value, 'who is gone')}" if value is not None else "no owner"
    if name == "tier":
        return f"tier {names[name].get(value, 'that is gone')}" if value is not None else "no tier"
    if name == "tag":
        return f"the tag {names[name].get(value, 'that is gone')}"
    if name == "untag":
        return f"no longer the tag {names[name].get(value, 'that is gone')}"
    if name == "role":
        return "no role said" if value == Relationship.Role.UNKNOWN else f"role {value}"
    days = "no" if value is None else count(int(value), "day")
    if name == "floor":
        return "no days to leave in peace" if value is None else f"{days} to leave in peace"
    return "no longest silence" if value is None else f"{days} as the longest silence"


def before(values: Values, asked: Values, names: Names) -> str:
    """ "owner Tom Keller → Ana Brandt" of one account."""
    return "; ".join(_turned(name, value, asked, names) for name, value in values.items())


def _turned(name: str, value: int | str | None, asked: Values, names: Names) -> str:
    if name in ("tag", "untag"):
        return _one(name, asked[name], names)
    return f"{_one(name, value, names)} → {_one(name, asked[name], names)}"


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
    if shown.lines and CADENCE & shown.fields.keys() and not shown.outcome.judged:
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
