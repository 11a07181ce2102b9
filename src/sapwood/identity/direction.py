"""Which way an interaction went, seen from home."""

from collections.abc import Callable
from typing import Literal

from sapwood.facts.interaction import Interaction

Direction = Literal["in", "out", "internal", "outside"]


def direction(interaction: Interaction, is_home: Callable[[str], bool]) -> Direction:
    """ "out": from home to somebody outside; "in": from outside to somebody at home; "internal": nobody outside
    takes part; "outside": nobody at home takes part as writer or addressed.

    `is_home` answers for one address. The address of a mailing list is nobody, unless nobody else is addressed:
    then a mail from home to a list elsewhere is "out".
    """
    senders = [who.address for who in interaction.participants if who.role == "from"]
    addressed = [who.address for who in interaction.participants if who.role in ("to", "cc", "bcc")]
    addressed = addressed or [who.address for who in interaction.participants if who.role == "list"]
    if any(is_home(address) for address in senders):
        return "internal" if all(is_home(address) for address in addressed) else "out"
    return "in" if any(is_home(address) for address in addressed) else "outside"
