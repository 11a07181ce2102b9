"""Signatures at the end of a mail: "-- ", blocks of name and telephone, what a telephone adds of its own."""

import re

from sapwood.language.phrases import CLOSERS, CONTACT, CONTACT_BEFORE_NUMBER, DEVICES

# A signature has no more lines than this, none longer than that.
MOST_LINES = 14
LONGEST = 72

_PHONE = re.compile(r"\+?\(?\d{2,4}\)?[\s.\-/]{1,2}\(?\d{2,5}\)?[\s.\-/]{0,2}\d{2,9}")
# 9/11/2000, 2000-11-09, 9.11.2000, 10:30: numbers, but nobody's.
_DATE = re.compile(r"\b\d{1,4}([/.-])\d{1,2}\1\d{2,4}\b|\b\d{1,2}:\d\d\b")


def without_signature(lines: list[str]) -> list[str]:
    """The lines without the signature they end in. A bare "Thanks, Jane" stays: it is something she said."""
    lines = _without_devices(_before_delimiter(lines))
    return _without_block(lines)


def _before_delimiter(lines: list[str]) -> list[str]:
    """Cut at "-- " (RFC 3676, 4.3), at "--" or a drawn line with a signature or a list's footer below it."""
    end = len(lines)
    below: list[str] = []
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].strip()
        if not text:
            continue
        if text[0] in "-_*—=" and not text.strip("-_*—= ") and _delimits(lines[place], text, below):
            end, below = place, []
        else:
            below.append(text)
    return lines[:end]


def _delimits(line: str, text: str, below: list[str]) -> bool:
    if line.startswith("-- "):
        return True
    if len(below) > MOST_LINES:
        return False
    if text in ("--", "—"):
        return len(below) <= MOST_LINES // 2
    if text == "---":  # a patch: "---", then how many lines of which file change
        return any(" | " in later for later in below)
    return not below or (len(text) >= 10 and any(_has_contact(later) or _is_footer(later) for later in below))


def _is_footer(text: str) -> bool:
    lower = text.lower()
    return "mailing list" in lower or "http" in lower or "unsubscribe" in lower


def _without_devices(lines: list[str]) -> list[str]:
    """Drops what a telephone or a free mail service adds below, wherever in the last lines it stands."""
    seen = 0
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].strip()
        if not text:
            continue
        seen += 1
        if seen > 6:
            break
        if len(text) < 90 and text.lower().lstrip("*_<([").startswith(DEVICES):
            top = place - 1 if _is_name(lines, place - 1) else place  # "Jane Doyle" right above "via mobile"
            lines = lines[:top] + lines[place + 1 :]
    return lines


def _is_name(lines: list[str], place: int) -> bool:
    """Whether a line of its own, below a blank one, could be no more than a name."""
    if place < 2 or lines[place - 1].strip():
        return False
    words = lines[place].split()
    return 1 < len(words) <= 3 and all(word[0].isupper() for word in words) and words[-1][-1].isalpha()


def _without_block(lines: list[str]) -> list[str]:
    """Cut the last block of short lines where it tells how to reach somebody, or follows a closing formula with
    more than a name.
    """
    texts = [(place, line.strip()) for place, line in enumerate(lines) if line.strip()][-MOST_LINES - 1 :]
    if len(texts) < 2:
        return lines
    first = texts[0][0]
    start = len(lines)  # the highest line that may belong to the signature
    contact = 0
    for place, text in reversed(texts):
        if len(text) > LONGEST or (place == first and first == _first_text(lines)):
            break
        if _is_closer(text):
            below = [text for later, text in texts if later > place]
            return lines[:place] if len(below) > 1 and _is_block(below) else lines
        if _is_sentence(text) and not _has_contact(text):
            break
        contact += _has_contact(text)
        start = place
    if not contact or start >= len(lines):
        return lines
    # Contact lines without a closing formula: cut from the blank line above the block, but a list that somebody
    # announced with a colon is no signature.
    for place, _ in texts:
        if place >= start and not lines[place - 1].strip() and _rest_is_block(texts, place):
            return lines if _text_above(lines, place).endswith(":") else lines[:place]
    return lines[:start] if contact > 1 and _text_above(lines, start).endswith((".", "?", "!")) else lines


def _text_above(lines: list[str], place: int) -> str:
    return next((text for line in reversed(lines[:place]) if (text := line.strip())), "")


def _rest_is_block(texts: list[tuple[int, str]], start: int) -> bool:
    rest = [text for place, text in texts if place >= start]
    contacts = sum(_has_contact(text) for text in rest)
    return contacts > 0 and (len(rest) > 1 or contacts == len(rest)) and contacts * 4 >= len(rest)


def _is_block(below: list[str]) -> bool:
    """Whether what follows a closing formula is names, titles and ways to reach somebody, not another sentence."""
    return all(len(text) <= LONGEST and (_has_contact(text) or not _is_sentence(text)) for text in below)


def _first_text(lines: list[str]) -> int:
    return next((place for place, line in enumerate(lines) if line.strip()), 0)


def _is_closer(text: str) -> bool:
    return text.rstrip(" ,.!-").lower() in CLOSERS


def _is_sentence(text: str) -> bool:
    words = text.split()
    small = sum([word[0].islower() for word in words])
    if len(words) <= 6 and not small:
        return False  # a name, a title, a firm
    return small >= 5 or len(words) > 9 or (len(words) > 3 and text.endswith((".", "?", "!", ":", ";")))


def _has_contact(text: str) -> bool:
    """Whether a short line tells how to reach somebody: a web or mail address, a telephone number."""
    if len(text) > LONGEST:
        return False
    lower, words = text.lower(), len(text.split())
    if words <= 4 and ("@" in lower or "www." in lower or lower.startswith(CONTACT)):
        return True
    digits = sum(map(str.isdigit, text))
    if digits >= 6 and lower.startswith(CONTACT_BEFORE_NUMBER):
        return True
    if words > 4 and text.endswith((".", "?", "!")):
        return False  # "Call her at 555 01 23."
    return digits >= 7 and words <= 9 and _PHONE.search(text) is not None and _DATE.search(text) is None
