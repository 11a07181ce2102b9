"""How people say an address, also one that is no mail address."""


def spoken(address: str) -> str:
    """An address as people say it: "tel:+4930…" is a number, "speaker:ana lopez" a name that was heard."""
    kind, colon, rest = str(address).partition(":")
    if not colon or kind not in ("speaker", "tel", "slack", "teams"):
        return str(address)
    rest = rest.partition("@")[0] if kind == "speaker" else rest
    return {"speaker": f"the name “{rest}”", "tel": f"telephone {rest}"}.get(kind) or f"{kind.title()} {rest}"
