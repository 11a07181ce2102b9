"""How much of talon's collection of replies is stripped as talon's authors say it should be.

Two floors, at what is reached. What is missing: "Thank you, Noam" under a mail is a signature to talon, and
something he said to us; that sample has no more to it.
"""

from collections import Counter
from pathlib import Path

import pytest

from sapwood.language.own_words import own_words
from sapwood.language.quotes import without_quotes
from sapwood.language.signatures import without_signature
from sapwood.reading.body import body_text
from sapwood.reading.headers import fields_of, split_message
from sapwood.reading.markup import text_of_html

EXACT = 27 / 28
TOKENS = 0.99


def likeness(found: str, expected: str) -> float:
    """F1 over words."""
    a, b = Counter(found.split()), Counter(expected.split())
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def without(strip, text: str) -> str:
    return "\n".join(strip(text.replace("\r", "").split("\n")))


def pairs(folder: Path):
    for sample in sorted(folder.glob("standard_replies/*.eml")):
        head, body = split_message(sample.read_bytes())
        reply = sample.with_name(sample.stem + "_reply_text")
        yield (
            without(without_quotes, body_text(fields_of(head), body, [])),
            reply.read_text() if reply.exists() else "Hello",
        )
    for sample in sorted(folder.glob("html_replies/*.html")):
        yield (
            without(without_quotes, text_of_html(sample.read_text("utf-8", "replace"))),
            "Hi. I am fine. Thanks, Alex",
        )
    yield without(without_quotes, text_of_html((folder / "OLK_SRC_BODY_SECTION.html").read_text())), "Reply"
    for sample in sorted(folder.glob("signature/emails/stripped/*_body")):
        text = sample.read_text().replace("#sig#", "")
        signature = sample.with_name(sample.name.replace("_body", "_signature")).read_text().replace("#sig#", "")
        yield without(without_signature, text), text.strip().removesuffix(signature.strip())


@pytest.mark.real
def test_replies_are_stripped_as_expected(real_data):
    found = list(pairs(real_data / "nasty_mail" / "talon_replies"))
    assert len(found) == 28
    exact = sum(ours.split() == theirs.split() for ours, theirs in found) / len(found)
    tokens = sum(likeness(ours, theirs) for ours, theirs in found) / len(found)
    assert (exact, tokens) >= (EXACT, TOKENS), f"exact {exact:.3f}, tokens {tokens:.3f}"
    assert tokens >= TOKENS


@pytest.mark.real
def test_a_copied_header_in_the_middle_of_html_ends_the_mail(real_data):
    raw = (real_data / "nasty_mail" / "talon_replies" / "reply-quotations-share-block.eml").read_bytes()
    head, body = split_message(raw)
    words = own_words(body_text(fields_of(head), body, []))
    assert words
    assert "From:" not in words
