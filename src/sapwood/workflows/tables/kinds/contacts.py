"""A row about a person at an account."""

from collections.abc import Iterable

from sapwood.identity.address import canonical
from sapwood.identity.organisation import organisation_domain
from sapwood.identity.people import name_from_address
from sapwood.reading.table.cells import region_of, telephone
from sapwood.records.trade.models import Contact
from sapwood.store.rows import address_key

from ..left import Left
from .row import Given, Kind, Made, Row

SAID = ("title", "mail", "country", "owner")


def make(row: Row, given: Given) -> Made:
    mail = row.get("mail")
    name = row.get("name") or " ".join(filter(None, [row.get("first"), row.get("last")]))
    name = name or (name_from_address(mail) if mail else "")
    if not name and not mail:
        raise Left("It names nobody: a name or a mail address is needed.")
    phones = phones_of(row)
    if not mail and not phones and not row.get("account"):
        raise Left("Neither a mail address, nor a telephone number, nor an account: nothing tells who this is.")
    web = row.get("domain") or mail
    organisation = None
    if row.get("account") or web:
        organisation = _account(row.get("account"), web, given)
    says = {field: str(row[field]) for field in SAID if row.get(field)} | ({"phones": phones} if phones else {})
    keys = [address_key(given.secret, canonical(mail))] if mail else []
    keys += [address_key(given.secret, f"tel:{number}") for number in in_full(phones)]
    identity = mail or (phones and f"{phones[0]} {name}") or f"{row.get('crm_id') or ''} {name} {row.get('account')}"
    return Made(f"person {identity}", (organisation, name[:200], says, keys))


def in_full(phones: Iterable[str]) -> list[str]:
    """Those that are addresses too."""
    return [number for number in phones if number[:1] == "+"]


def phones_of(row: Row) -> list[str]:
    """In full where the country is known from the number itself or from the row."""
    region = region_of(row.get("country"))
    found = [
        row[field] if row[field][:1] == "+" else telephone(row[field], region)
        for field in ("phone", "mobile")
        if row.get(field)
    ]
    return list(dict.fromkeys(number for number in found if number))


def _account(name: str | None, web: str | None, given: Given) -> int | None:
    if not name and not organisation_domain((web or "").rpartition("@")[2]):
        return None  # free mail and no firm: somebody, but nobody's
    return given.account({"account": name, "domain": web})


KIND = Kind(Contact, ("organisation", "name", "says", "keys"), make, called="person")
