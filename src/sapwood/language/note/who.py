"""How somebody was in touch, and with whom: "called Jane and Luis at Orchard", "Jane from Orchard called me back"."""

from dataclasses import dataclass

from .names import NOBODY, names_in
from .said import BOTH, IN, OUT
from .verbs import AND_I, BEGIN, LAST, RULES, THEY_DID, WITH

FAR = 120  # characters: a verb that comes later is another sentence's


@dataclass(frozen=True, slots=True)
class Touched:
    """As in Said; `end` is where in the clause what was understood ends, and `start` where it begins."""

    start: int
    end: int
    channel: str
    direction: str
    people: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    account: str = ""
    planned: bool = False


def touched_in(clause: str, masked: str) -> Touched | None:
    """What `clause` says about being in touch; None where it says nothing of it. `masked` is the same with days and
    lengths of time blotted out."""
    begin = len(masked) - len(masked.lstrip("\0 "))
    for rule, channel, direction, planned in RULES:
        if hit := rule.match(masked, begin):
            people, account, end = names_in(clause, masked, hit.end())
            return Touched(begin, end, channel, direction, people, (), account, planned)
    return _they_did(clause, masked) or _in_german(clause, masked)


def _they_did(clause: str, masked: str) -> Touched | None:
    """ "Jane from Orchard called me back", "Tom called Jane"."""
    hit = THEY_DID.search(masked)
    if hit is None or hit.start() > FAR:
        return None
    by, account, end = names_in(clause, masked, 0)
    we_too = AND_I.fullmatch(masked[end : hit.start()])
    if end < hit.start() and not we_too:
        return None
    channel = str(hit.lastgroup)
    people, other, last = names_in(clause, masked, hit.end())
    by = tuple(one for one in by if one.lower() not in NOBODY)
    direction = BOTH if channel == "meeting" else OUT if we_too else "" if people else IN
    by = (*by, "I") if we_too else by
    return Touched(0, max(last, hit.end()), channel, direction, people, by, account or other)


def _in_german(clause: str, masked: str) -> Touched | None:
    """The verb comes last: "mit Jane von Orchard telefoniert", "Jane bei Orchard angerufen"."""
    hit = LAST.search(masked)
    if hit is None:
        return None
    begin = opening.end() if (opening := WITH.match(masked)) else 0
    if not begin and (subject := BEGIN.match(masked)):
        begin = subject.end()
    people, account, end = names_in(clause, masked, begin)
    if not (people or account) or end > hit.start() + 1:
        return None
    kind = str(hit.lastgroup)
    channel = {"ring": "call", "see": "meeting"}.get(kind, kind)
    return Touched(
        0, hit.end(), channel, BOTH if channel == "meeting" else OUT, people, (), account, kind in ("ring", "see")
    )
