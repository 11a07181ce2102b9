"""What the page of a table that waits for a look shows."""

from dataclasses import dataclass, field
from typing import Any

from sapwood.reading.table.numbers import COMMA, POINT
from sapwood.reading.table.vocabulary import BY_NAME, DAY, KINDS, NUMBER, WHOLE
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Holding, Notice, Sheet
from sapwood.workflows.tables.correct import STYLES

SAID = {POINT: "decimal point: 1,234.50", COMMA: "decimal comma: 1.234,50"}
OUTCOMES = {
    "added": ("new", "green"),
    "changed": ("changed", "green"),
    "known": ("known already", ""),
    "skipped": ("left alone", ""),
    "left": ("stays out", "amber"),
}


@dataclass
class Column:
    """A column of the table: what it is taken for, how it is written and why, a few of its cells."""

    at: int
    name: str
    field: str
    samples: list[str]
    styles: list[tuple[str, str]]
    style: str
    asked: bool
    why: str


@dataclass
class Line:
    """A row as it came and as it will be."""

    number: int
    outcome: str
    tone: str
    why: str
    cells: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)


def page_of(sheet: Sheet, line: str | None) -> dict[str, Any]:
    look, kind = sheet.look, BY_NAME.get(sheet.kind)
    shown = [name for name in (f.name for f in kind.fields) if name in sheet.mapping] if kind else []
    lines = [_line(sheet, one, shown) for one in look.get("first", ())]
    out = [_line(sheet, one, shown) for one in look.get("left", ())]
    counts = look.get("counts", {})
    sheets = list(sheet.of.sheets.order_by("number"))
    problems = [p | {"n": n, "name": _name(sheet, p["column"])} for n, p in enumerate(look.get("problems", ()))]
    return {
        "import": sheet.of,
        "sheet": sheet,
        "sheets": sheets,
        "kind": kind,
        "kinds": [(k.name, k.title) for k in KINDS],
        "fields": [(f.name, f.title) for f in kind.fields] if kind else [],
        "columns": [_column(sheet, at) for at in range(len(sheet.header))],
        "titles": [kind.field(name).title for name in shown] if kind else sheet.header,
        "lines": lines,
        "left": out,
        "counts": counts,
        "comes": counts.get("added", 0) + counts.get("changed", 0),
        "all_come": sum(_comes(one) for one in sheets),
        "all_stay": sum(one.look.get("counts", {}).get("left", 0) for one in sheets),
        "proposals": [p for p in problems if p["becomes"] is not None],
        "oddities": [p for p in problems if p["becomes"] is None],
        "reasons": [_reason(sheet, one) for one in look.get("reasons", ())],
        "more_reasons": look.get("more_reasons", 0),
        "matches": _matches(sheet),
        "matched": look.get("matched", 0),
        "all_others": dict(sheet.choices.values_list("reference", "act")).get("", "update"),
        "fresh": look.get("fresh", []),
        "made": look.get("made", 0),
        "asks": _asks(sheet, kind),
        "editing": next((one for one in (*out, *lines) if str(one.number) == line), None),
    }


def _comes(sheet: Sheet) -> int:
    counts = sheet.look.get("counts", {})
    return counts.get("added", 0) + counts.get("changed", 0)


def _column(sheet: Sheet, at: int) -> Column:
    kind = BY_NAME.get(sheet.kind)
    name = next((name for name, column in sheet.mapping.items() if column == at), "")
    decided = sheet.look.get("decided", {}).get(str(at), {})
    of = kind.field(name).kind if kind and name else ""
    styles = [(style, SAID.get(style, style)) for style in STYLES.get(of, ())]
    samples = _first(sheet, at)
    said = sheet.styles.get(str(at))
    asked = bool(decided.get("asked")) and not said
    style = said or ("" if asked else decided.get("style", ""))
    why = decided.get("why", "") if of in (DAY, NUMBER, WHOLE) and not said else ""
    return Column(at, sheet.header[at], name, samples[:3], styles, style, asked, why)


def _first(sheet: Sheet, at: int) -> list[str]:
    cells = (one[1][at] for one in sheet.look.get("first", ()) if at < len(one[1]))
    return list(dict.fromkeys(cell for cell in cells if cell))


def _line(sheet: Sheet, one: list[Any], shown: list[str]) -> Line:
    number, raw, outcome, why, read = one
    said, tone = OUTCOMES.get(outcome, ("", ""))
    cells = [read.get(name) or _cell(raw, sheet.mapping[name], bool(read)) for name in shown] or raw
    return Line(number, said, tone, why, cells, (raw + [""] * len(sheet.header))[: max(len(sheet.header), len(raw))])


def _cell(raw: list[str], at: int, was_read: bool) -> str:
    return "" if was_read or at >= len(raw) else raw[at]


def _reason(sheet: Sheet, one: list[Any]) -> dict[str, Any]:
    why, rows, line, ask, said, meant = one
    return {
        "why": why,
        "rows": rows,
        "line": line,
        "ask": ask,
        "said": said,
        "meant": meant,
        "column": sheet.mapping.get("account"),
    }


def _matches(sheet: Sheet) -> list[dict[str, Any]]:
    chosen = dict(sheet.choices.values_list("reference", "act"))
    found = [
        {"said": said, "name": name, "why": why, "rows": rows, "act": chosen.get(said, "")}
        for said, name, why, rows in sheet.look.get("matches", ())
    ]
    known = {one["said"] for one in found}
    found += [
        {"said": said, "name": "", "why": "you decided so", "rows": None, "act": act}
        for said, act in chosen.items()
        if said and said not in known
    ]
    return found


def _name(sheet: Sheet, column: int | None) -> str:
    return sheet.header[column] if column is not None and column < len(sheet.header) else ""


def _asks(sheet: Sheet, kind) -> list[dict[str, Any]]:
    """What the table itself does not say, and a person may."""
    asks = []

    def ask(name: str, title: str, choices: list[tuple[str, str]], note: str = "") -> None:
        asks.append(
            {"name": name, "title": title, "choices": choices, "now": sheet.answers.get(name, ""), "note": note}
        )

    if kind is None:
        return asks
    if sheet.kind == "accounts" and "role" not in sheet.mapping:
        roles = [(value, name) for value, name in Relationship.Role.choices if value != "unknown"]
        ask("role", "All of these are our", [("", "the table does not say"), *roles])
    if sheet.kind in ("deals", "products") and "currency" not in sheet.mapping:
        codes = ["EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "JPY", "CAD", "AUD"]
        ask("currency", "Amounts are in", [("", "unknown, or as beside each"), *((code, code) for code in codes)])
    if sheet.kind == "holdings" and "kind" not in sheet.mapping:
        ask("kind", "All of these are", [("", "installed"), *Holding.Kind.choices[1:]])
    if sheet.kind == "notices":
        ask("notice", "Where the kind is not said, it is", [("", "not known"), *Notice.Kind.choices])
    if {"phone", "mobile"} & sheet.mapping.keys():
        codes = [
            "DE",
            "AT",
            "CH",
            "FR",
            "ES",
            "IT",
            "NL",
            "BE",
            "GB",
            "IE",
            "US",
            "CA",
            "SE",
            "DK",
            "NO",
            "PL",
            "CZ",
            "PT",
        ]
        ask("region", "Telephone numbers without a country are of", [("", "not known"), *((c, c) for c in codes)])
    if sheet.kind == "deals":
        ask("no account", "Rows that name no account", [("", "stay out"), ("keep", "come in without one")])
    return asks
