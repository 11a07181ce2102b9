"""What is known of somebody, as far as it helps to tell whether two are one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sapwood.identity.address import canonical
from sapwood.identity.local_part import joined
from sapwood.identity.personal_name import personal_name, plain

LONG_ENOUGH = 5  # letters; a shorter local part is many people's


@dataclass(frozen=True, slots=True)
class Described:
    """`given` and `family` in plain small letters, "" where unknown; `addresses` of mail; `numbers` that one person
    has, such as "tel:+4930123456", a chat handle or an insurance number; `birth` an ISO date; `firm` keeps those
    apart who are compared elsewhere (one organisation's people with one another)."""

    number: int
    given: str = ""
    family: str = ""
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    birth: str = ""
    place: str = ""
    firm: int | None = None

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}" if self.given and self.family else ""

    @property
    def locals(self) -> frozenset[str]:
        """What stands before the @, letters only; "" and short ones left out."""
        return frozenset(local for a in self.addresses if len(local := joined(a)) >= LONG_ENOUGH)


def described(number: int, name: str, addresses: Iterable[str], firm: int | None = None) -> Described:
    """From a name as it is shown, and addresses of any kind."""
    known = sorted({canonical(address) for address in addresses})
    called = personal_name(name)
    only = "" if called or "@" in name or ":" in name else plain(name)
    return Described(
        number,
        called.given if called else only,
        called.family if called else "",
        tuple(address for address in known if "@" in address and ":" not in address.partition("@")[0]),
        tuple(address for address in known if ":" in address.partition("@")[0]),
        firm=firm,
    )
