"""Which accounts somebody asks for: read from the address of a page, a saved view or a form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from urllib.parse import urlencode

from sapwood.records.relationships.models import Relationship, Standing

LONGEST = 100_000  # days
NAMES = ("text", "state", "role", "owner", "silent_from", "silent_to", "touched_from", "touched_to", "tier", "tag")


@dataclass(frozen=True)
class Sieve:
    """An empty one lets everything through. `owner` is "nobody", "me" or a user's number, `tier` "none" or a
    tier's number, `tag` a tag's; days silent and dates of
    the last touch include both ends. `wrong` says in sentences what could not be read and was left out."""

    text: str = ""
    state: str = ""
    role: str = ""
    owner: str = ""
    silent_from: int | None = None
    silent_to: int | None = None
    touched_from: date | None = None
    touched_to: date | None = None
    tier: str = ""
    tag: str = ""
    wrong: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self != Sieve()

    def asked(self) -> dict[str, str]:
        """As it stands in an address; what is not asked for is left out."""
        return {name: str(value) for name, value in asdict(self).items() if name in NAMES and value not in ("", None)}

    def query(self, sort: str = "") -> str:
        return urlencode(self.asked() | ({"sort": sort} if sort else {}))


def read_sieve(given: Mapping[str, str]) -> Sieve:
    """Never raises: what cannot be read is left out and said in `wrong`."""
    wrong: list[str] = []
    said = {name: str(given.get(name) or "").strip().replace("\0", "")[:200] for name in NAMES}
    return Sieve(
        text=said["text"],
        state=_one_of("state", said["state"], Standing.State.values, wrong),
        role=_one_of("role", said["role"], Relationship.Role.values, wrong),
        owner=_owner(said["owner"], wrong),
        silent_from=_days(said["silent_from"], wrong),
        silent_to=_days(said["silent_to"], wrong),
        touched_from=_day(said["touched_from"], wrong),
        touched_to=_day(said["touched_to"], wrong),
        tier=said["tier"] if said["tier"] == "none" else _numbered("tier", said["tier"], wrong),
        tag=_numbered("tag", said["tag"], wrong),
        wrong=tuple(wrong),
    )


def _one_of(what: str, said: str, known: list[str], wrong: list[str]) -> str:
    if said and said not in known:
        wrong.append(f"There is no {what} {said!r}, so accounts of every {what} are listed.")
        return ""
    return said


def _owner(said: str, wrong: list[str]) -> str:
    if said in ("", "nobody", "me"):
        return said
    if said.isdecimal() and said.isascii():
        return said if len(said) < 19 else "0"  # nobody has either number
    wrong.append("There is no such owner, so accounts of every owner are listed.")
    return ""


def _numbered(what: str, said: str, wrong: list[str]) -> str:
    if not said or (said.isdecimal() and said.isascii()):
        return said if len(said) < 19 else "0"  # nothing has that number
    wrong.append(f"There is no {what} {said!r}, so accounts of every {what} are listed.")
    return ""


def _days(said: str, wrong: list[str]) -> int | None:
    if not said:
        return None
    if said.isascii() and said.isdecimal() and len(said) < 7 and int(said) <= LONGEST:
        return int(said)
    wrong.append(f"{said!r} is not a number of days from 0 to {LONGEST:,}, so it was left out.")
    return None


def _day(said: str, wrong: list[str]) -> date | None:
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
        if 1900 <= day.year <= 2200:
            return day
    except ValueError:
        pass
    wrong.append(f"{said!r} is not a day like 2026-06-15, so it was left out.")
    return None
