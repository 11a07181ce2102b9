"""One spelling per mailbox, folded only where the provider says that two spellings are one mailbox."""

from functools import lru_cache

# Providers that publish that "+anything" reaches the same mailbox. A firm's own server may use "+" otherwise,
# so nobody else's is folded.
PLUS_TAGS = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "mac.com"}
    | {"fastmail.com", "proton.me", "protonmail.com", "pm.me"}
)
DOTS_IGNORED = frozenset({"gmail.com"})  # Google: "dots don't matter in Gmail addresses"
ONE_SERVICE = {"googlemail.com": "gmail.com"}


@lru_cache(maxsize=65536)
def canonical(address: str) -> str:
    """`address` in lower case without quotes, angle brackets, "mailto:" and a dot after the domain.

    googlemail.com becomes gmail.com, dots in Gmail's local part go, and a plus-tag goes where PLUS_TAGS says it
    is certain; an international domain takes its ASCII form (RFC 5891). Text without "@" (a telephone
    number, an Exchange name) comes back trimmed and in lower case.
    """
    text = address.strip().strip("<>'\"` \t").lower().removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    domain = ascii_domain(domain)
    domain = ONE_SERVICE.get(domain, domain)
    local = local.strip("'\" ")
    if domain in PLUS_TAGS:
        local = local.partition("+")[0] or local
    if domain in DOTS_IGNORED:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """The part after the last "@", in lower case and ASCII; "" where there is none."""
    return ascii_domain(address.rpartition("@")[2]) if "@" in address else ""


def ascii_domain(domain: str) -> str:
    """`domain` in lower case without blanks and outer dots; international labels as "xn--…" where possible."""
    domain = domain.strip().strip(".<>'\"").lower()
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
