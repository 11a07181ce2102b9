"""The header of an earlier mail, copied above its text: From, Sent, To, Subject, in any language and order."""

from sapwood.language.phrases import OTHER, WHO

LONGEST_LABEL = 20
# Two labels will do if the first says who wrote and the second is one of these.
TELLING = frozenset({"subject", "betreff", "objet", "asunto", "oggetto", "sent", "gesendet"})
_LABELS = frozenset(WHO) | frozenset(OTHER)


def label_of(line: str) -> str:
    """The label that a line begins with, in lower case; "" where it begins with none."""
    text = line.lstrip(" \t>*|")
    colon = text.find(":", 0, LONGEST_LABEL)
    if colon < 0:
        colon = text.find("：", 0, LONGEST_LABEL)
        if colon < 0:
            return ""
    name = text[:colon].strip("* \t").lower()
    return name if name in _LABELS else ""


def starts_header(lines: list[str], place: int) -> bool:
    """Whether a copied header starts at `place`, blank lines before it allowed: three labels close together, or
    two that could not be anything else.
    """
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place >= len(lines) or not label_of(lines[place]):
        return False
    labels: list[str] = []
    misses = 0
    for line in lines[place : place + 14]:
        if label := label_of(line):
            labels.append(label)
            misses = 0
        elif line.strip() or len(labels) != 1:
            misses += 1
        if misses > 2 or len(labels) >= 5:
            break
    different = set(labels)
    return len(different) >= 3 or (len(different) == 2 and labels[0] in WHO and bool(different & TELLING))


def drop_sender_lines(kept: list[str]) -> None:
    """Lotus Notes sets a name and a date above "To: …": takes them off the end of `kept`."""
    while kept and not kept[-1].strip():
        kept.pop()
    for count in (1, 2, 3):
        if count > len(kept) or not kept[-count].strip():
            return
        if _is_stamp(kept[-count]):
            del kept[-count:]
            if count == 1 and kept and _is_sender(kept):
                kept.pop()
            return


def _is_stamp(text: str) -> bool:
    """A line with a date and a time of day: "05/14/2001 04:39 PM"."""
    digits = sum(character.isdigit() for character in text)
    dated = any(mark in text for mark in "/-.,")
    return len(text) < 90 and digits >= 7 and ":" in text and dated and len(text.split()) <= 10


def _is_sender(kept: list[str]) -> bool:
    """Whether the last line holds a name and nothing else: alone in its paragraph, or with an address."""
    text = kept[-1].strip()
    alone = len(kept) < 2 or not kept[-2].strip()
    return 0 < len(text) < 60 and (alone or "@" in text) and not text.endswith((".", "?", "!", ","))
