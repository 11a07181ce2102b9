"""The digest as a letter: text, and the same as HTML that loads nothing from anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from ..day import Day
from .own_day import Due

WAYS = {"call": "Call", "mail": "Write", "meeting": "Meet", "chat": "Write", "visit": "Visit"}
PAPER = "margin:0;padding:24px 16px;background:#faf7f1;color:#2b241e;font:16px/1.5 Georgia,serif"
SOFT = "color:#6a5d52;font-size:14px"
BUTTON = "display:inline-block;padding:6px 14px;margin:0 8px 4px 0;border:1px solid #8f8172;border-radius:6px;"
BUTTON += "color:#2b241e;text-decoration:none;font:14px sans-serif"


@dataclass(frozen=True)
class Links:
    """Where the links of one item lead: done, snoozed for a week, the account's page (where one signs in)."""

    done: str
    snooze: str
    open: str


def letter(
    due: list[Due], day: Day, links: Callable[[Due], Links], today: str, stop: str, weekly: bool
) -> dict[str, str]:
    """Arguments for mailing.send, but for whom it is to. The subject names nobody: a locked telephone shows it."""
    led = [(one, links(one)) for one in due]
    named = f"{_number(len(due))} to get in touch with" if len(due) > 1 else "One to get in touch with"
    every = "once a week" if weekly else "once a day"
    end = f"You get this {every} at most, and not when nothing is due, because you chose so."
    return {
        "subject": f"{day.as_of:%A}: {named.lower()}",
        "text": _text(led, _counts(day), f"{end}\nStop it: {stop}", today),
        "html": _html(led, _counts(day), end, today, stop, f"{day.as_of:%A}, {named.lower()}"),
    }


def _text(led: list[tuple[Due, Links]], counts: str, end: str, today: str) -> str:
    parts = []
    for number, (one, link) in enumerate(led, 1):
        lines = [f"{number}. {_head(one)}", f"   {_line(one.why)}", f"   {_how(one)}", ""]
        lines += [
            f"   Done:          {link.done}",
            f"   Snooze a week: {link.snooze}",
            f"   Open:          {link.open}",
        ]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, f"{counts}\nToday: {today}".strip(), f"--\n{end}"]) + "\n"


def _html(led: list[tuple[Due, Links]], counts: str, end: str, today: str, stop: str, title: str) -> str:
    parts = [f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>']
    parts.append(f'<body style="{PAPER}"><div style="max-width:560px;margin:0 auto">')
    parts.append(f'<h1 style="font-size:24px;line-height:1.2">{escape(title)}</h1>')
    for one, link in led:
        parts.append('<div style="border-top:1px solid #e4dacb;padding:14px 0">')
        parts.append(f'<h2 style="font-size:17px;margin:0">{escape(_head(one))}</h2>')
        parts.append(f'<p style="margin:4px 0">{escape(_line(one.why))}</p>')
        parts.append(f'<p style="margin:4px 0 10px;{SOFT}">{escape(_how(one))}</p><p style="margin:0">')
        for said, where in (("Done", link.done), ("Snooze a week", link.snooze), ("Open", link.open)):
            named = escape(f"{said}: {one.relationship}")  # read out alone, it says of whom
            parts.append(f'<a style="{BUTTON}" href="{escape(where)}" aria-label="{named}">{said}</a>')
        parts.append("</p></div>")
    parts.append(f'<p style="border-top:1px solid #e4dacb;padding-top:14px">{escape(counts)} ')
    parts.append(f'<a style="color:#8a5a2b" href="{escape(today)}">Today</a></p>')
    parts.append(f'<p style="{SOFT}">{escape(end)} <a style="color:#6a5d52" href="{escape(stop)}">Stop it</a>.</p>')
    return "\n".join([*parts, "</div></body></html>"])


def _head(one: Due) -> str:
    return _line(f"{one.relationship}: {one.contact}" if one.contact else str(one.relationship))


def _how(one: Due) -> str:
    return f"{WAYS.get(one.channel, 'Get in touch')}, about {one.minutes} minutes"


def _counts(day: Day) -> str:
    said = []
    if len(day.later):
        said.append(f"{_accounts(len(day.later))} after that.")
    if day.total:
        said.append(f"{day.well:,} of {_accounts(day.total)} {'is' if day.well == 1 else 'are'} well.")
    if len(day.peace):
        said.append(f"{len(day.peace):,} {'wants' if len(day.peace) == 1 else 'want'} to be left in peace.")
    if len(day.unjudged):
        said.append(
            f"{len(day.unjudged):,} {'has' if len(day.unjudged) == 1 else 'have'} too little history to judge."
        )
    return " ".join(said)


def _accounts(number: int) -> str:
    return f"{number:,} account{'' if number == 1 else 's'}"


def _number(number: int) -> str:
    return ["no", "One", "Two", "Three", "Four", "Five", "Six"][number] if number <= 6 else str(number)


def _line(text: str) -> str:
    return " ".join(text.split())
