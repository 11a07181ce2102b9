"""A row about an account."""

from sapwood.identity.firm_name import firm_key
from sapwood.identity.organisation import organisation_domain
from sapwood.reading.table.cells import ROLE
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.trade.models import Firm

from .row import Given, Kind, Made, Row

SAID = "account domain role sector country city employees revenue founded phone parent since".split()  # noqa: SIM905


def make(row: Row, given: Given) -> Made:
    name, web, crm_id = row.get("account"), row.get("domain"), row.get("crm_id")
    found = given.whose.settle(name, web, crm_id, given.choices)
    number = found.organisation
    given.whose.know_domain(number, web)
    if crm_id:
        given.whose.know_crm(crm_id, number)
    given.met(number, name or web or crm_id or "", found.name, found.why)
    role = ROLE.get(squeezed(row.get("role") or ""), "") or given.answers.get("role", "")
    if role:
        given.roles[number] = role
    if name:
        if number > 0:  # what is made has its name from the row
            given.names[number] = name
        if found.why and name != found.name:
            given.whose.know_name(number, name)
    says = {field: str(said) for field in SAID if (said := row.get(field)) is not None}
    known_by = crm_id or organisation_domain(web or "") or firm_key(name or "")
    return Made(f"account {known_by}", (number, (crm_id or "")[:100], (row.get("owner") or "")[:200], says))


KIND = Kind(Firm, ("organisation", "crm_id", "owner", "says"), make, called="account")
