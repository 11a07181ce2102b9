"""How many words, how many questions."""

import re

# A question mark that ends something: not the one inside a web address.
_QUESTION = re.compile(r"[?？؟]+(?=[\s\"'»”’)\]!.…]|$)|？")


def count_words(text: str) -> int:
    """Words: what stands between white space."""
    return len(text.split())


def count_questions(text: str) -> int:
    """Questions asked, by their question marks; "??" is one."""
    if "?" not in text and "？" not in text and "؟" not in text:
        return 0
    return sum(1 for _ in _QUESTION.finditer(text))
