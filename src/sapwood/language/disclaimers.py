"""Confidentiality notices and the like, which no one wrote."""

from sapwood.language.phrases import STRONG_NOTICE, TELLING_NOTICE, WEAK_NOTICE

WEAK_ENOUGH = 4
SHORTEST = 40
# Notices stand above or below what somebody wrote, in so many lines.
EDGE = 40


def without_disclaimers(lines: list[str]) -> list[str]:
    """The lines without the paragraphs that are notices, looked for in the first and the last EDGE lines."""
    if len(lines) <= 2 * EDGE:
        return _without(lines)
    return _without(lines[:EDGE]) + lines[EDGE:-EDGE] + _without(lines[-EDGE:])


def _without(lines: list[str]) -> list[str]:
    text = "\n".join(lines).lower()
    if not any(phrase in text for phrase in TELLING_NOTICE):
        return lines
    kept: list[str] = []
    start = 0
    for place in range(len(lines) + 1):
        if place == len(lines) or not lines[place].strip():
            if not _is_notice(lines[start:place]):
                kept += lines[start : place + 1]
            start = place + 1
    return kept


def _is_notice(paragraph: list[str]) -> bool:
    words = " ".join(" ".join(paragraph).lower().split())
    if len(words) < SHORTEST:
        return False
    if any(phrase in words for phrase in STRONG_NOTICE):
        return True
    return sum(phrase in words for phrase in WEAK_NOTICE) >= WEAK_ENOUGH
