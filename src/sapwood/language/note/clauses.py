"""A sentence cut where another thought begins."""

import re

CUT = re.compile(
    r"[,;\n!?]+|(?<!\bco)(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bca)(?<!\bmrs)(?<!\binc)(?<!\bltd)\.(?=\s|$)|\s[-–—]+\s"
    r"|\s+(?:and|but|then|und|aber|dann)\s+(?=(?:i|we|she|he|they|ich|wir|sie|er)(?:['’]ll)?\s)"
    r"(?!(?:i|we|ich|wir)\s+(?:met|called|visited|had|saw|spoke|rang|talked|haben|waren|were|mailed|wrote)\b)"
    r"|\s+(?=(?:she|he|they|i|we)(?:['’]ll|\s+will|['’]d|\s+would|\s+promised)\s)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each part of `text`, without the space around it; empty ones are left out."""
    found, start = [], 0
    for cut in CUT.finditer(text):
        found.append((start, cut.start()))
        start = cut.end()
    found.append((start, len(text)))
    return [trimmed for one in found if (trimmed := trim(text, *one))[0] < trimmed[1]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
