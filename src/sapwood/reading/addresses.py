"""Address fields: every mailbox that can be saved, whatever its neighbours look like (RFC 5322, 3.4)."""

import re
from functools import lru_cache

from sapwood.reading.encoded_words import decoded

LONGEST_ADDRESS = 320
LONGEST_NAME = 200

Mailbox = tuple[str, str]
"""(address in lower case, name or "")"""

_HARD = re.compile(r'[":;()\\\[]')
# A whole quoted string, an escaped character, a domain literal, or one mark; a lone quote was never closed.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|@\[[^\]]{0,60}\]|[,;:<>()"]')


def mailboxes(value: str) -> list[Mailbox]:
    """The mailboxes of one field, in order. Groups are opened, stray commas and semicolons passed over, comments
    and quoted names with commas understood; a mailbox beyond repair is left out and costs no other.
    """
    pieces = _split(value) if _HARD.search(value) else value.split(",")
    if pieces is None:  # a quote or bracket that is never closed
        pieces = re.split("[,;]", value.replace('"', " ").replace("(", " ").replace(")", " "))
    found: list[Mailbox] = []
    before = ""  # "Doyle" of an unquoted "Doyle, Jane <jane@…>"
    for piece in pieces:
        piece = piece.strip()
        if not piece:
            continue
        mailbox = _mailbox(piece)
        if mailbox is None:
            before = piece if not before else f"{before}, {piece}"
            continue
        address, name = mailbox
        if before and name and "<" in piece and len(before) < LONGEST_NAME:
            name = f"{decoded(before)}, {name}"
        before = ""
        found.append((address, name))
    if not found and "=?" in value and "@" not in value:  # the whole field is one encoded word
        plain = decoded(value)
        return mailboxes(plain) if "=?" not in plain else []
    return found


def _split(value: str) -> list[str] | None:
    """Pieces between top-level commas and semicolons, without group names; None where a quote, a comment or a
    bracket stays open.
    """
    pieces: list[str] = []
    start, depth, angled = 0, 0, False
    for token in _TOKENS.finditer(value):
        mark = token[0]
        if depth:
            depth += (mark == "(") - (mark == ")")
        elif mark == "(":
            depth = 1
        elif mark == "<":
            angled = True
        elif mark == ">":
            angled = False
        elif mark == '"':
            return None
        elif angled:
            pass
        elif mark in ",;":
            pieces.append(value[start : token.start()])
            start = token.end()
        elif mark == ":" and "@" not in value[start : min(token.start(), start + LONGEST_ADDRESS)]:
            start = token.end()  # "Group name:" or "mailto:"
    if depth or angled:
        return None
    pieces.append(value[start:])
    return pieces


@lru_cache(maxsize=8192)
def _mailbox(piece: str) -> Mailbox | None:
    """One mailbox: Jane <jane@…>, jane@… (Jane), <jane@…>, jane@…; None where it holds no address."""
    opened = piece.rfind("<")
    if opened >= 0:
        closed = piece.find(">", opened)
        inside = piece[opened + 1 : closed if closed >= 0 else None]
        name = piece[:opened]
        if "@" not in inside and "/" not in inside and "@" in name:  # jane@… <Jane>
            inside, name = name, inside
    elif "(" in piece and piece.endswith(")"):
        inside, _, name = piece[:-1].partition("(")
    else:
        inside, name = piece, ""
    address = _address(inside)
    if not address and opened >= 0 and "@" in name:
        address = _address(name)
    return (address, _name(name, address)) if address else None


def _address(text: str) -> str:
    """The address in lower case; "" where there is none. An Exchange name (/O=…/CN=…) identifies as well."""
    text = text.strip().strip("'\"`,;").lower()
    if text.startswith("mailto:"):
        text = text[7:]
    if text.startswith("@") and ":" in text:  # a route: <@a,@b:jane@c>
        text = text.rpartition(":")[2]
    if "@" not in text:
        return " ".join(text.split()) if text.startswith("/o=") and len(text) <= LONGEST_ADDRESS else ""
    if " " in text or "\t" in text:
        text = re.sub(r"\s{0,20}@\s{0,20}", "@", text[: 2 * LONGEST_ADDRESS])
        if " " in text and "/" not in text and not text.startswith('"'):
            text = next((word for word in text.split() if "@" in word), "").strip("'\"`,.;<>()")
    local, _, domain = text.rpartition("@")
    if local.startswith('"') and local.endswith('"') and len(local) > 2 and " " not in local:
        local = local[1:-1]
    domain = domain.strip(".>\"'")
    if not local or not domain or len(local) + len(domain) >= LONGEST_ADDRESS or not text.isprintable():
        return ""
    return f"{local}@{domain}"


def _name(text: str, address: str) -> str:
    """The name as a person would write it; "" where it only repeats the address."""
    if "(" in text and text.startswith("("):
        text = text.strip("() ")
    text = text.strip(' \t"<>')
    if "\\" in text:
        text = re.sub(r"\\(.)", r"\1", text)
    text = decoded(text).strip("'\"").strip()
    if '"' in text:
        text = text.replace('"', "")
    return "" if text.lower() in (address, address.partition("@")[0] + "@") else text[:LONGEST_NAME]
