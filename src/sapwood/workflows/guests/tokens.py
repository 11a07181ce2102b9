"""What nobody can guess: tokens of links and visits, codes, and the references by which a page names its items.

Of all of them only digests are stored. Codes have but a million values, so theirs is keyed with the installation's
secret: a copy of the records alone does not give them away.
"""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


def new_token() -> str:
    """256 bits, as 43 characters that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def code_digest(visit_digest: str, code: str) -> str:
    """Bound to the visit that asked for the code: no other browser can use it."""
    return keyed("code", f"{visit_digest}\n{code}")


def same(one: str, other: str) -> bool:
    """Takes the same time wherever the two differ."""
    return constant_time_compare(one, other)


def reference(visit_digest: str, item: str) -> str:
    """How a page of one visit names an item; another visit's page names it otherwise."""
    return keyed("item", f"{visit_digest}\n{item}")[:32]


def keyed(purpose: str, text: str) -> str:
    return salted_hmac(f"sapwood guests {purpose}", text, algorithm="sha256").hexdigest()
