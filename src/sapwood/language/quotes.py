"""Quotes in mail: lines with ">", and all that follows "Original Message", a copied header or "… wrote:"."""

import re

from sapwood.language.attribution import drop_attribution, drop_opening, is_attribution
from sapwood.language.copied_header import LONGEST_LABEL, drop_sender_lines, starts_header
from sapwood.language.phrases import BANNERS

# "AB> …": another program's quote.
_INITIALS = re.compile(r"[A-Za-z]{1,4}>+\s")
# What follows "diff --git …" in a patch.
_PATCH = ("index ", "--- ", "new ", "old ", "deleted ", "similarity ")


def without_quotes(lines: list[str]) -> list[str]:
    """The lines that are not quoted. Words between quotes stay; a banner, a copied header, an attribution without
    quote marks below it or a patch ends the mail.
    """
    kept: list[str] = []
    in_quote = False
    last_quote: int | None = None
    for place, line in enumerate(lines):
        text = line.strip()
        if not text:
            kept.append("")
            continue
        if _is_quoted(text):
            if not in_quote:
                drop_attribution(kept)
            in_quote = True
            continue
        in_quote = False
        mark = text[0]
        if mark in "-_*=<bBA" and _is_banner(text):
            if _is_quoted(_next_text(lines, place + 1)):
                continue
            break
        if mark in "-_*" and _is_rule(text) and starts_header(lines, place + 1):
            break
        if ":" in text[: LONGEST_LABEL + 4] and starts_header(lines, place):
            if _is_quoted(_next_text(lines, place + 1)):  # "From: Jane", and the rest of the header quoted
                continue
            drop_sender_lines(kept)
            break
        if text[-1] in ":：" and is_attribution(kept, text):
            following = _next_text(lines, place + 1)
            if following or not any(kept):
                drop_opening(kept, text)
                if last_quote is None:
                    last_quote = _last_quote(lines)
                if place < last_quote:  # the answers stand between the quotes
                    continue
                break
        if text.startswith("diff --git ") and _next_text(lines, place + 1).startswith(_PATCH):
            break
        kept.append(line)
    return kept


def _is_quoted(text: str) -> bool:
    mark = text[:1]
    if mark == ">":
        return True
    if mark == "|":
        return text[1:2] in ("", " ", ">")
    return mark.isalpha() and ">" in text[1:6] and _INITIALS.match(text) is not None


def _is_banner(text: str) -> bool:
    """-----Original Message-----, ----- Forwarded by …, Begin forwarded message:"""
    if len(text) > 200:
        return False
    bare = text.strip("-_=*<> \t:").lower()
    return bare.startswith(BANNERS) and (text[0] in "-_=*<" or len(bare) < 40)


def _is_rule(text: str) -> bool:
    return len(text) >= 5 and not text.strip("-_*= ")


def _last_quote(lines: list[str]) -> int:
    """Where the last line with a quote mark stands; -1 where there is none."""
    return next((place for place in range(len(lines) - 1, -1, -1) if lines[place].lstrip().startswith(">")), -1)


def _next_text(lines: list[str], place: int) -> str:
    """The next line that is not blank, at most three further on, without its indent."""
    return next((text for line in lines[place : place + 3] if (text := line.strip())), "")
