"""All that a guest's page holds, to take along: one archive with a page for people, a table and JSON for machines."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from html import escape

from django.db import transaction

from sapwood.records.guests.models import Visit

from . import limits
from .corrections import mine
from .held import sections
from .log import note
from .section import Section

STYLE = "body{font:1rem/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#2b241e}"
STYLE += "h2{margin-top:2rem}th{text-align:left;font-weight:400;color:#6a5d52;padding-right:1.5rem}"
STYLE += "td,th{vertical-align:top;border-bottom:1px solid #e4dacb}small{color:#6a5d52}"


def take_along(visit: Visit, home: str, as_of: date, client: str, now: datetime) -> bytes:
    """A ZIP archive. Raises TooOften."""
    limits.EXPORTS.admit(visit.link_id, now)
    held = sections(visit.link, as_of)
    head = {"firm": str(visit.link.relationship), "held_by": home, "as_of": as_of, "for": visit.link.address}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("what-is-held.html", _page(head, held))
        archive.writestr("what-is-held.csv", _table(held))
        archive.writestr("what-is-held.json", _json(head, held, visit))
    with transaction.atomic():
        note(visit.link, "take along", client, bytes=packed.tell())
    return packed.getvalue()


def _json(head: dict, held: list[Section], visit: Visit) -> str:
    rows = {s.key: [{"name": r.name, "value": r.value, "data": r.data, "note": r.note} for r in s.rows] for s in held}
    corrections = [
        {"made": c.made, "about": c.kind, "was": c.was, "should_be": c.should, "answer": c.answer, "reply": c.reply}
        for c in mine(visit)
    ]
    document = head | {"held": rows, "your_corrections": corrections}
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain)


def _table(held: list[Section]) -> str:
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(out)
    writer.writerow(["part", "what", "held", "note"])
    for section in held:
        for row in section.rows:
            writer.writerow([_harmless(cell) for cell in (section.title, row.name, row.value, row.note)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A name from a mail must not become a formula in a spreadsheet."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _page(head: dict, held: list[Section]) -> str:
    title = f"What {escape(head['held_by'])} holds about {escape(head['firm'])}"
    parts = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>']
    parts.append(f"<h1>{title}</h1><p>As of {head['as_of']}, taken along by {escape(head['for'])}.</p>")
    for section in held:
        parts.append(f"<h2>{escape(section.title)}</h2><p>{escape(section.lead)}</p><table>")
        for row in section.rows:
            name, value, note = escape(row.name), escape(row.value), escape(row.note)
            parts.append(f'<tr><th scope="row">{name}</th><td>{value}<br><small>{note}</small></td></tr>')
        parts.append("</table>")
    return "\n".join([*parts, "</html>"])


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value))
