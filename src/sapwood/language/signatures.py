"""Signatures at the end of a mail: "-- ", blocks of name and telephone, what a telephone adds of its own."""

import re

from sapwood.language.phrases import CLOSERS, CONTACT_WORDS, DEVICES

# A signature has no more lines than this, none longer than that.
MOST_LINES = 14
LONGEST = 72

_PHONE = re.compile(r"\+?\(?\d{2,4}\)?[\s.\-/]{1,2}\(?\d{2,5}\)?[\s.\-/]{0,2}\d{2,9}")


def without_signature(lines: list[str]) -> list[str]:
    """The lines without the signature they end in. A bare "Thanks, Jane" stays: it is something she said."""
    lines = _without_devices(_before_delimiter(lines))
    return _without_block(lines)


def _before_delimiter(lines: list[str]) -> list[str]:
    """Cut at "-- " (RFC 3676, 4.3), at "--" where little follows, and at a footer below a line of underscores."""
    left = 0
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if not line or line.isspace():
            continue
        if line.startswith("-- ") and not line.strip("- "):
            return lines[:place]
        bare = line.strip()
        if bare in ("--", "—", "---", "- --") and left <= MOST_LINES:
            return _before_delimiter(lines[:place])
        if len(bare) >= 10 and not bare.strip("_-*=") and left <= MOST_LINES and bare[0] in "_-":
            return _before_delimiter(lines[:place]) if left else lines[:place]
        left += 1
    return lines


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
            below = sum(1 for later, _ in texts if later > place)
            return (
                lines[: place + 1] if below > 1 and (contact or below <= 8) and _short_below(texts, place) else lines
            )
        if _is_sentence(text) and not _has_contact(text):
            break
        contact += _has_contact(text)
        start = place
    if not contact or start >= len(lines):
        return lines
    # Contact lines without a closing formula: cut from the blank line above the block.
    block = start
    for place, _ in texts:
        if place >= start and (place == 0 or not lines[place - 1].strip()) and _rest_is_block(texts, place):
            block = place
            break
    else:
        if contact < 2 or not lines[start - 1].rstrip().endswith((".", "?", "!", ":", ",")):
            return lines
    return lines[:block]


def _rest_is_block(texts: list[tuple[int, str]], start: int) -> bool:
    rest = [text for place, text in texts if place >= start]
    contacts = sum(_has_contact(text) for text in rest)
    return contacts > 0 and (len(rest) > 1 or contacts == len(rest)) and contacts * 4 >= len(rest)


def _short_below(texts: list[tuple[int, str]], closer: int) -> bool:
    return all(
        len(text) <= LONGEST and (not _is_sentence(text) or _has_contact(text))
        for place, text in texts
        if place > closer
    )


def _first_text(lines: list[str]) -> int:
    return next((place for place, line in enumerate(lines) if line.strip()), 0)


def _is_closer(text: str) -> bool:
    return text.rstrip(" ,.!-").lower() in CLOSERS


def _is_sentence(text: str) -> bool:
    words = text.split()
    if len(words) <= 6 and not any(word[0].islower() for word in words):
        return False  # a name, a title, a firm
    return len(words) > 9 or (len(words) > 3 and text.endswith((".", "?", "!", ":", ";")))


def _has_contact(text: str) -> bool:
    lower = text.lower()
    if len(text) > LONGEST:
        return False
    if (
        lower.startswith(CONTACT_WORDS)
        or "www." in lower
        or ("@" in lower and len(lower.split()) <= 4)
        or lower.startswith("http")
    ):
        return True
    return (
        sum(character.isdigit() for character in text) >= 7
        and _PHONE.search(text) is not None
        and len(text.split()) <= 9
    )
