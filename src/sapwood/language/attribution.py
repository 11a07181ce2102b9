"""The line above a quote: "On 3 April 2012, at 16:19, Jane wrote:", folded or not, in many languages."""

from sapwood.language.phrases import OPENINGS, VERBS

# An attribution may be folded over this many lines.
FOLDED = 4
_ENDINGS = tuple(f"{verb}{colon}" for verb in VERBS for colon in (":", " :", "："))
_OPENINGS = tuple(f"{opening} " for opening in OPENINGS) + tuple(f"{opening}," for opening in OPENINGS)


def is_attribution(kept: list[str], line: str) -> bool:
    """Whether `line`, which comes after `kept`, ends an attribution: a verb and a colon, and a date or an address
    in it or in the lines it is folded over.
    """
    lower = line.strip().lower()
    return lower.endswith(_ENDINGS) and any(_dated(text) for text in [lower, *_tail(kept)])


def drop_opening(kept: list[str], last: str) -> None:
    """Takes the folded beginning of an attribution whose last line is `last` off the end of `kept`."""
    if _opens(last.strip().lower()):
        return
    for count, text in enumerate(_tail(kept), 1):
        if _opens(text.lower()):
            del kept[-count:]
            return


def drop_attribution(kept: list[str]) -> None:
    """Takes the line above a quote off the end of `kept`, if it speaks of the quote: in a language whose verb is
    not known it ends in a colon and holds a date or an address.
    """
    blanks = 0
    while blanks < min(len(kept), 2) and not kept[-1 - blanks].strip():
        blanks += 1
    if blanks == len(kept):
        return
    last = kept[-1 - blanks].strip().lower()
    if not (last.endswith((*_ENDINGS, "wrote", "wrote...", "writes")) or _speaks_of_a_mail(last)):
        return
    if blanks:
        del kept[-blanks:]
    kept.pop()
    drop_opening(kept, last)


def _speaks_of_a_mail(last: str) -> bool:
    if not last.endswith((":", "：")):
        return False
    digits = sum(character.isdigit() for character in last)
    dated = digits >= 5 and any(mark in last[:-1] for mark in ":/.")
    return dated or last.endswith(">:") or ("@" in last and digits > 0)


def _opens(text: str) -> bool:
    """Whether "On 3 April …" or "03.04.2012 16:19 …" could begin here."""
    if text[:1].isdigit():
        return sum(character.isdigit() for character in text) >= 6
    return text.startswith(_OPENINGS) and _dated(text)


def _dated(text: str) -> bool:
    return "@" in text or any(character.isdigit() for character in text)


def _tail(kept: list[str]) -> list[str]:
    """The last lines of the paragraph that an attribution may be folded over, nearest first."""
    tail: list[str] = []
    for line in reversed(kept[-(FOLDED - 1) :]):
        if not line.strip() or len(line) > 120:
            break
        tail.append(line.strip())
    return tail
