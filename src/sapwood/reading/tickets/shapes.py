"""Tickets as JSON: Zendesk, Freshdesk, Jira Service Management, ServiceNow, and a plain list of objects."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.charset import decode

from .columns import NAMES
from .system import system_of
from .table import moment
from .ticket import Answer, Ticket, Who
from .told import told_of

MOST_TICKETS = 200_000
LISTS = ("tickets", "issues", "result", "results", "requests", "cases", "data")
BEGINNINGS = (
    (b'"requester_id"', b'"requester"', b'"created_at"'),
    (b'"fields"', b'"created"', b'"reporter"'),
    (b'"opened_at"', b'"caller_id"', b'"short_description"'),
    (b'"ticket', b'"status"', b'"created'),
)


def is_shape(head: bytes) -> bool:
    """Whether it begins as JSON of tickets does."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith((b"{", b"[")) or b'"incident_updates"' in text:
        return False
    return any(sum(word in text for word in words) >= 2 for words in BEGINNINGS) and any(
        word in text for word in (b'"subject"', b'"summary"', b'"short_description"', b'"title"')
    )


def read_shape(
    raw: bytes, where: str, latest: datetime, owner: str = "", desk: str = ""
) -> Iterator[Interaction | Case | Trouble]:
    """What happened to the tickets in a JSON file, or a file of JSON lines; never raises. `owner` is the mailbox that
    was named, which keeps this desk's numbers apart, `desk` the one known to have the same tickets."""
    tickets = _listed(raw)
    if tickets is None:
        yield Trouble(where, "It is JSON that is cut short or damaged, so nothing of it was read.")
        return
    people, firms, found = _people(tickets[1]), _firms(tickets[1]), tickets[0]
    for number, one in enumerate(found[:MOST_TICKETS], 1):
        place = f"{where}, ticket {number}"
        if not isinstance(one, dict):
            yield Trouble(place, "It is no ticket.")
            continue
        yield from told_of([(_ticket(one, people, firms, where, (owner, desk)), place)], latest)
    if len(found) > MOST_TICKETS:
        yield Trouble(where, f"Tickets beyond the first {MOST_TICKETS:,} were left out; split the file.")
    if not found:
        yield Trouble(where, "There are no tickets in it.")


def _listed(raw: bytes) -> tuple[list[Any], dict[str, Any]] | None:
    text = decode(raw, "utf-8").lstrip("\ufeff")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return ([json.loads(line) for line in lines], {}) if len(lines) > 1 else None
        except (ValueError, RecursionError):
            return None
    if isinstance(whole, list):
        return whole, {}
    if not isinstance(whole, dict):
        return [], {}
    inside = next((whole[name] for name in LISTS if isinstance(whole.get(name), list)), None)
    return (inside if inside is not None else [whole.get("ticket", whole)]), whole


def _people(whole: dict[str, Any]) -> dict[str, Who]:
    users = whole.get("users")
    return {str(u.get("id")): _who(u, {}) for u in users if isinstance(u, dict)} if isinstance(users, list) else {}


def _firms(whole: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Name and domain of the firms that are listed beside the tickets, by their number there."""
    listed = whole.get("organizations")
    found = {}
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict):
            domains = one.get("domain_names")
            domain = _text(domains[0]) if isinstance(domains, list) and domains else ""
            found[_text(one.get("id"))] = (_text(one.get("name")), domain)
    return found


STATES = {  # what desks mean by the numbers they write instead of words
    "servicenow": {"1": "new", "2": "in progress", "3": "on hold", "6": "resolved", "7": "closed", "8": "canceled"},
    "desk": {"2": "open", "3": "pending", "4": "resolved", "5": "closed"},
}
PRIORITIES = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}


def _ticket(
    one: dict[str, Any],
    people: dict[str, Who],
    firms: dict[str, tuple[str, str]],
    where: str,
    whose: tuple[str, str],
) -> Ticket:
    desk = "jira" if isinstance(one.get("fields"), dict) else "servicenow" if "opened_at" in one else "desk"
    system, told_by = system_of(desk, where, _text(_link(one)), "", *whose)
    known = {**one, **one["fields"]} if isinstance(one.get("fields"), dict) else one
    plain = {NAMES.get(name.casefold().replace("_", " "), ""): value for name, value in reversed(known.items())}

    def first(*names: str) -> Any:
        return next((known[name] for name in names if known.get(name) not in (None, "", [])), None)

    status, priority = _text(first("status", "state")), _text(first("priority", "urgency"))
    firm = _text(first("company", "organization", "organisation", "account", "organization_id", "company_id"))
    company, domain = firms.get(firm, ("" if firm.isdigit() else firm, ""))
    return Ticket(
        system=system,
        told_by=told_by,
        number=_text(first("key", "number", "id", "ticket_id") or plain.get("number"))[:100],
        opened=moment(_text(first("created_at", "created", "opened_at", "sys_created_on") or plain.get("opened"))),
        changed=moment(_text(first("updated_at", "updated", "sys_updated_on") or plain.get("changed"))),
        resolved=moment(
            _text(first("resolved_at", "resolutiondate", "solved_at", "closed_at") or plain.get("resolved"))
        ),
        asker=_either(
            first("requester", "reporter", "caller_id", "customer", "requester_id", "email"), plain, people
        ),
        agent=_who(first("assignee", "assigned_to", "agent", "responder", "assignee_id", "responder_id"), people),
        subject=_text(first("subject", "summary", "short_description", "title")),
        text=_text(first("description_text", "description", "body")),
        status=STATES.get(desk, {}).get(status, status),
        impact=_text(first("impact", "severity")),
        priority=PRIORITIES.get(priority, priority) if desk == "desk" else priority,
        products=tuple(
            filter(None, map(_text, _several(first("components", "product", "cmdb_ci", "business_service"))))
        ),
        company=company or _text(plain.get("company")),
        domain=domain,
        about=_text(first("parent_incident", "problem_id", "parent")),
        answers=list(_answers(known, people)),
    )


def _link(one: dict[str, Any]) -> Any:
    return next((one[name] for name in ("url", "html_url", "self", "link") if one.get(name)), "")


def _several(said: Any) -> list[Any]:
    return said[:50] if isinstance(said, list) else [said]


def _either(said: Any, plain: dict[str, Any], people: dict[str, Who]) -> Who:
    who, mail = _who(said, people), _text(plain.get("asker mail"))
    return who if who.address or not mail else Who(mail, who.name)


def _answers(known: dict[str, Any], people: dict[str, Who]) -> Iterator[Answer]:
    listed = known.get("comments") or known.get("comment") or known.get("conversations")
    listed = listed.get("comments") if isinstance(listed, dict) else listed
    for place, one in enumerate(listed if isinstance(listed, list) else [], 1):
        if not isinstance(one, dict):
            continue
        by = one.get("author") or one.get("from_email") or one.get("author_id") or one.get("user_id")
        when = moment(_text(one.get("created_at") or one.get("created")))
        inside = one.get("public") is False or one.get("private") is True or one.get("jsdPublic") is False
        text = _text(one.get("plain_body") or one.get("body_text") or one.get("body"))
        yield Answer(_text(one.get("id")) or f"answer {place}", when, _who(by, people), text, inside)


def _who(said: Any, people: dict[str, Who]) -> Who:
    """Somebody as an object, an address, a name, or the number of a user listed beside."""
    if isinstance(said, dict):
        address = _text(said.get("email") or said.get("emailAddress") or said.get("mail"))
        return Who(address, _text(said.get("name") or said.get("displayName") or said.get("display_value")))
    text = _text(said)
    if text in people:
        return people[text]
    if text.isdigit():
        return Who()
    return Who(text, "") if "@" in text else Who("", text)


def _text(said: Any) -> str:
    """What a value says: text, a number, or the name in an object (Jira's status, Atlassian's document format)."""
    if isinstance(said, str):
        return said
    if isinstance(said, bool) or said is None:
        return ""
    if isinstance(said, int | float):
        return str(said)
    if isinstance(said, dict):
        if isinstance(said.get("content"), list):
            return _document(said, 0)
        return _text(said.get("name") or said.get("display_value") or said.get("value")) if len(said) < 50 else ""
    return ""


def _document(node: Any, depth: int) -> str:
    if depth > 20 or not isinstance(node, dict):
        return ""
    if isinstance(node.get("text"), str):
        return str(node["text"])
    inside = node.get("content")
    texts = [_document(one, depth + 1) for one in inside[:1000]] if isinstance(inside, list) else []
    return ("\n" if node.get("type") == "doc" else "").join(texts)
