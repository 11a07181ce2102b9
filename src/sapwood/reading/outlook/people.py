"""Addresses of people in Outlook's files: SMTP where it stands there, else resolved from what the file knows."""

from collections.abc import Mapping

from .item import (
    ADDRESS,
    ADDRESS_TYPE,
    FOR,
    FOR_NAME,
    FOR_SMTP,
    FOR_TYPE,
    NAME,
    SENDER,
    SENDER_NAME,
    SENDER_SMTP,
    SENDER_TYPE,
    SMTP,
    Item,
    Values,
    text_in,
)

MOST_NAMES = 200_000
# (address, its type, SMTP, name) of each place a person stands at in an item.
SENT_FOR = (FOR, FOR_TYPE, FOR_SMTP, FOR_NAME)
SENT_BY = (SENDER, SENDER_TYPE, SENDER_SMTP, SENDER_NAME)
RECEIVER = (ADDRESS, ADDRESS_TYPE, SMTP, NAME)


class Exchange:
    """What the file says of Exchange's own names ("/o=Firm/cn=Recipients/cn=jane"): whose mail address each is."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        """`fresh` collects what is learned."""
        self._known: dict[str, str] = dict(known or {})
        self.fresh: dict[str, str] = {}

    def learn(self, item: Item, sender: str = "") -> None:
        """`sender` is the address in the item's own mail header, which an Exchange sender goes by as well."""
        places = [(item.values, SENT_FOR), (item.values, SENT_BY), *((one, RECEIVER) for one in item.receivers)]
        for number, (values, (address, _, smtp, _)) in enumerate(places):
            name, found = text_in(values, address), _mail(text_in(values, smtp)) or (sender if number == 0 else "")
            new = found and name.startswith(("/o=", "/O=")) and name.lower() not in self._known
            if new and len(self._known) < MOST_NAMES:
                self._known[name.lower()] = self.fresh[name.lower()] = found

    def address(self, values: Values, place: tuple[int, int, int, int]) -> str:
        """The mail address of whoever stands at `place`, "" where nothing says it."""
        address, _, smtp, name = place
        written = text_in(values, address)
        return (
            _mail(text_in(values, smtp))
            or _mail(written)
            or self._known.get(written.lower(), "")
            or _mail(text_in(values, name))
        )


def _mail(text: str) -> str:
    """`text` where it is a mail address."""
    text = text.strip().strip("'\"<>").removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    fine = at and local and domain and text.isprintable() and not any(c in text for c in ' <>(),;:"')
    return text if fine and len(text) <= 320 else ""


def name_of(values: Values, place: tuple[int, int, int, int]) -> str:
    """The name as it may stand in a header: in quotation marks, on one line."""
    name = " ".join(text_in(values, place[3])[:200].split()).strip("'\"")
    return name.replace("\\", "").replace('"', "")
