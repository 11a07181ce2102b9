"""A writer's own words: what is left of a mail without quotes, signatures and disclaimers."""

from sapwood.language.counting import count_questions, count_words
from sapwood.language.disclaimers import without_disclaimers
from sapwood.language.quotes import without_quotes
from sapwood.language.signatures import without_signature

__all__ = ["MOST_CHARACTERS", "count_questions", "count_words", "own_words"]

MOST_CHARACTERS = 100_000
"""A mail's budget: what lies beyond is not read."""


def own_words(text: str) -> str:
    """The own words in `text` (newlines "\\n" or "\\r\\n"); line scans only, linear in its length."""
    text = text[:MOST_CHARACTERS]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\xa0" in text:
        text = text.replace("\xa0", " ")
    lines = without_signature(without_disclaimers(without_quotes(text.split("\n"))))
    return "\n".join(_folded(lines)).strip()


def _folded(lines: list[str]) -> list[str]:
    """White space at the end of lines dropped, one blank line at most in a row."""
    out: list[str] = []
    for line in lines:
        line = line.rstrip()
        if line or (out and out[-1]):
            out.append(line)
    return out
