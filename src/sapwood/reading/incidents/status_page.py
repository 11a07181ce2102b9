"""Incidents of a status page, as JSON in the shapes of Atlassian Statuspage: `incidents.json`, `summary.json`, one
incident, a list of them, or the body of a webhook."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sapwood.facts.case import EVENT, Case, State
from sapwood.facts.interaction import Trouble

from ..charset import decode, plain
from ..email import EARLIEST
from ..markup import text_of_html

MOST_INCIDENTS, MOST_STATES, MOST_PRODUCTS = 200_000, 5_000, 200
MOST_TITLE, MOST_WORDS, MOST_NAME = 1_000, 10_000, 200
LISTS = ("incidents", "scheduled_maintenances")
UNTITLED = "It names no number, or no time that can be read."


def is_status_page(head: bytes) -> bool:
    """Whether it begins as JSON of a status page does."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith((b"{", b"[")):
        return False
    if b'"incident_updates"' in text or (b'"page_id"' in text and b'"impact"' in text):
        return True
    return b'"page"' in text and any(b'"%s"' % name.encode() in text for name in (*LISTS, "incident", "components"))


def read_status_page(raw: bytes, where: str, latest: datetime) -> Iterator[Case | Trouble]:
    """A case an incident; never raises."""
    try:
        whole = json.loads(decode(raw, "utf-8").lstrip("\ufeff"))
    except (ValueError, RecursionError):
        yield Trouble(where, "It is JSON that is cut short or damaged, so nothing of it was read.")
        return
    page = _dict(whole, "page")
    found = _listed(whole)
    for number, one in enumerate(found[:MOST_INCIDENTS], 1):
        place = f"{where}, incident {number}"
        yield from _cases(one, page, place, latest)
    if len(found) > MOST_INCIDENTS:
        yield Trouble(where, f"Incidents beyond the first {MOST_INCIDENTS:,} were left out; split the file.")
    if not found:
        yield Trouble(where, "There are no incidents in it.")


def _listed(whole: Any) -> list[Any]:
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        return []
    lists = [whole[name] for name in LISTS if isinstance(whole.get(name), list)]
    if lists:
        return [one for several in lists for one in several]
    if isinstance(whole.get("incident"), dict):
        return [whole["incident"]]
    return [whole] if "incident_updates" in whole else []


def _cases(one: Any, page: dict[str, Any], where: str, latest: datetime) -> Iterator[Case | Trouble]:
    if not isinstance(one, dict):
        yield Trouble(where, "It is no incident.")
        return
    number = _text(one.get("id"))[:100]
    states, left = _states(one, latest)
    opened = _moment(one.get("started_at"), latest) or _moment(one.get("created_at"), latest)
    begun = opened or min((state.when for state in states), default=None)
    if not number or begun is None:
        yield Trouble(where, UNTITLED)
        return
    resolved = _moment(one.get("resolved_at"), latest)
    if resolved and resolved < begun:
        yield Trouble(where, f"Incident {number} claims to be resolved before it began; when it was is not known.")
        resolved = None
    if left:
        yield Trouble(where, f"{left:,} updates of incident {number} name no status, or no time that can be read.")
    system, told_by = _system(one, page)
    yield Case(
        identity=f"case:{system}:{number}",
        kind=EVENT,
        system=system,
        told_by=told_by,
        number=number,
        title=_line(one.get("name"), MOST_TITLE),
        status=_line(one.get("status"), MOST_NAME),
        impact=_line(one.get("impact_override") or one.get("impact"), MOST_NAME),
        products=tuple(dict.fromkeys(_products(one)))[:MOST_PRODUCTS],
        opened=opened,
        changed=_moment(one.get("updated_at"), latest),
        resolved=resolved,
        states=states,
        where=where,
    )


def _states(one: dict[str, Any], latest: datetime) -> tuple[tuple[State, ...], int]:
    """What was said, oldest first; and of how many the time or the state cannot be read."""
    listed = one.get("incident_updates")
    found, left = [], 0
    for said in reversed(listed[:MOST_STATES]) if isinstance(listed, list) else []:  # pages list the newest first
        when = status = None
        if isinstance(said, dict):
            when = _moment(said.get("display_at"), latest) or _moment(said.get("created_at"), latest)
            status = _line(said.get("status"), MOST_NAME)
        if when is None or not status:
            left += 1
            continue
        words = _words(said.get("body"))
        found.append(State(when, status, "", _text(said.get("id"))[:100], words))
    left += max(len(listed) - MOST_STATES, 0) if isinstance(listed, list) else 0
    if found and found[0].when > found[-1].when:
        found.reverse()
    return tuple(sorted(found, key=lambda state: state.when)), left


def _products(one: dict[str, Any]) -> Iterator[str]:
    """Components of the incident, and those that any of its updates names."""
    listed = [one.get("components")]
    said = one.get("incident_updates")
    for update in said[:MOST_STATES] if isinstance(said, list) else []:
        listed.append(update.get("affected_components") if isinstance(update, dict) else None)
    for several in listed:
        for component in several[:MOST_PRODUCTS] if isinstance(several, list) else []:
            name = component.get("name") if isinstance(component, dict) else component
            if found := _line(name, MOST_NAME):
                yield found


def _system(one: dict[str, Any], page: dict[str, Any]) -> tuple[str, str]:
    """Whose page it is: its own number or host keeps apart what others number alike."""
    number = _text(one.get("page_id")) or _text(page.get("id"))
    name = _line(page.get("name"), MOST_NAME)
    if number:
        return number.lower()[:100], f"status page {name or number}"
    for link in (page.get("url"), one.get("shortlink")):
        if host := _host(_text(link)):
            return host, f"status page {name or host}"
    return "status page", "a status page that does not say its name"


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "")[:100]
    except ValueError:
        return ""


def _moment(said: Any, latest: datetime) -> datetime | None:
    """A time with a zone, in UTC (without one, taken as UTC); None where it cannot be, or is still to come."""
    if not isinstance(said, str) or not 10 <= len(said) <= 40:
        return None
    try:
        found = datetime.fromisoformat(said)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.replace(microsecond=0) if EARLIEST <= found <= latest else None


def _words(said: Any) -> str:
    text = _text(said)[:MOST_WORDS]
    return plain(text_of_html(text) if "<" in text and ">" in text else text).strip()


def _line(said: Any, most: int) -> str:
    return plain(" ".join(_text(said)[:most].split()))


def _text(said: Any) -> str:
    if isinstance(said, str):
        return said
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else ""


def _dict(whole: Any, name: str) -> dict[str, Any]:
    found = whole.get(name) if isinstance(whole, dict) else None
    return found if isinstance(found, dict) else {}
