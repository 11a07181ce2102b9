"""Names in a sentence: of people, and after "at" or "from" of their account."""

import re

STOPPING = """
about re regarding concerning because who that which to for on in again back twice today she he we they i it her him
them his their my our said wants wanted asked told is was has had left got agreed via over after before this next last
wegen über um am er sie es wir ich zu zum zur weil dass mich uns heute per angerufen gesprochen telefoniert getroffen
besucht geschrieben gemailt hat haben ist war
"""
STOP = frozenset(STOPPING.split())
AT, AND = "at @ from of bei beim von vom", "and & und with mit plus + sowie"
AT_WORDS, AND_WORDS = frozenset(AT.split()), frozenset(AND.split())
PARTICLES = "van von de der den di da la le du zu af av ten ter bin ibn del dos y & + the"
SMALL = frozenset(PARTICLES.split())
PRONOUNS = "me us mich uns mir her him them she he they sie er ihn ihm ihnen ihr everybody everyone"
NOBODY = frozenset(PRONOUNS.split())
BEFORE = "mr mrs ms dr prof frau herr herrn"
TITLES = frozenset(BEFORE.split())
TOKEN = re.compile(r"[^\s,;()]+|[()]")
MOST, MOST_FIRM = 4, 8  # words of a name


def names_in(clause: str, masked: str, start: int) -> tuple[tuple[str, ...], str, int]:
    """Names from `start` on: people, the account, and where they end."""
    groups: list[list[str]] = [[]]
    account: list[str] = []
    at, end, capital = False, start, False
    tokens = list(TOKEN.finditer(masked, start))
    for place, token in enumerate(tokens):
        word = clause[token.start() : token.end()]
        plain = word.lower().rstrip(".")
        if masked[token.start()] == "\0" or (plain in STOP and not (at and not account and plain in SMALL)):
            break
        if plain in AT_WORDS and not at and (place or not groups[0]):
            if plain in ("of", "von") and not groups[-1]:
                break
            at = True
            continue
        if word == "(" and not at:
            at = True
            continue
        if word in ("(", ")"):
            end = token.end() if account else end
            break
        if plain in AND_WORDS:
            following = tokens[place + 1].group() if place + 1 < len(tokens) else ""
            if word == "&" and account and following:
                account.append(word)
                continue
            if at or not groups[-1] or not following or (capital and not following[:1].isupper()):
                break
            groups.append([])
            continue
        chosen = account if at else groups[-1]
        if plain in TITLES:
            continue
        if plain in ("the", "der", "dem", "die") and not chosen:
            continue
        big = word[:1].isupper() or word[:1].isdigit() or not word.isascii() or "." in word.rstrip(".")
        if (
            chosen
            and len(chosen) < (MOST_FIRM if at else MOST)
            and ((_is_big(chosen[0]) and (big or plain in SMALL)) or not _is_big(chosen[0]))
        ):
            chosen.append(word)
        elif not chosen:
            capital = capital or big
            chosen.append(word)
        else:
            break
        end = token.end()
    people = [" ".join(one).strip(".:'’\"") for one in groups if one]
    if people and not _is_big(people[-1]) and not at:
        people, end = _short(people, groups, masked, start, end)
    kept = tuple(one for one in people if one and one.lower() not in NOBODY)
    firm = " ".join(account).strip(".:'’\"")
    if account and not _is_big(firm) and len(account) > 2:  # "at orchard she was out": as much as it may be
        firm = " ".join(account[:2])
    return kept, firm, end


def _is_big(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or not word[:1].isascii() or "." in word.rstrip(".")


def _short(people: list[str], groups: list[list[str]], masked: str, start: int, end: int) -> tuple[list[str], int]:
    """In small letters nothing tells where a name ends: one word, or two that end the clause."""
    words = groups[-1] if groups[-1] else people[-1].split()
    rest = masked[end:].strip(" .!\0")
    if len(words) <= 2 and not rest:
        return people, end
    first = masked.find(words[0], start)
    return [*people[:-1], words[0]], first + len(words[0])
