"""What a mail answers: its references, and its topic where it has none."""

import re
from functools import lru_cache

MOST_REFERENCES = 50

_ID = re.compile(r"<([^<>]{1,998})>")
# "Re:", "AW[2]:", "Fwd :" in the languages of the mail programs that write them, or a list's [tag].
_PREFIX = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|sv|vs|antw|antwort|antwoord|doorst|tr|réf|ref|rif|res|enc|rv|r|i|odp|pd|vb|vl|ynt|ilt|"
    r"回复|答复|转发|回覆|轉寄|返信|転送)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]|\[[^\[\]]{1,60}\])\s*",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # what happened to one ticket, or in one conversation, comes one after the other
def topic_of(subject: str) -> str:
    """The subject without Re:, Fwd: and list tags, however often they are repeated; white space folded. A subject
    that is nothing but tags keeps its last one.
    """
    start = 0
    while match := _PREFIX.match(subject, start):
        if match.end() >= len(subject):
            break
        start = match.end()
    return " ".join(subject[start:].split())


def message_id(value: str) -> str:
    """What stands between the angle brackets of a Message-ID, without white space; "" where there is nothing."""
    inside = value.partition("<")[2].partition(">")[0] if "<" in value else value
    name = "".join(inside.split())
    return name if len(name) <= 998 else ""


def references_of(references: str, in_reply_to: str, own: str = "") -> tuple[str, ...]:
    """Identities of earlier mails, oldest first, the one replied to last; at most MOST_REFERENCES, the first and
    the newest. `own` is the mail's own identity, which some programs repeat.
    """
    found = _ids(references)
    parents = _ids(in_reply_to)
    if parents:
        found.append(parents[-1])
    ordered = list(reversed(dict.fromkeys(reversed(found))))
    if own in ordered:
        ordered.remove(own)
    if len(ordered) > MOST_REFERENCES:
        ordered = [ordered[0], *ordered[1 - MOST_REFERENCES :]]
    return tuple(ordered)


def _ids(value: str) -> list[str]:
    if not value:
        return []
    names = _ID.findall(value)
    if not names and "<" not in value:
        names = [word for word in value.split() if "@" in word and len(word) <= 998]
    return ["mid:" + "".join(name.split()) for name in names]
