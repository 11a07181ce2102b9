"""What an item says: its plain text, else its HTML, else the text in its RTF."""

import re

import compressed_rtf
from striprtf.striprtf import rtf_to_text

from .item import BODY, HTML, RTF, Item, codepage_of

MOST_RTF = 2 * 1024 * 1024
LZFU = b"LZFu"
# HTML that Outlook wrapped into RTF (MS-OXRTFEX): what stands in these groups are tags, what follows them is text.
_WRAPPED = re.compile(r"\{\\\*\\htmltag\d*[^{}]{0,4000}\}|\{\\\*\\mhtmltag\d*[^{}]{0,4000}\}")


def text_of(item: Item) -> tuple[str, str]:
    """(text, "plain" or "html"); ("", "plain") where it says nothing."""
    if plain := item.text(BODY).strip():
        return plain, "plain"
    raw = item.values.get(HTML)
    html = raw.decode(_charset(item), "replace") if isinstance(raw, bytes) else raw if isinstance(raw, str) else ""
    if html.strip():
        return html, "html"
    packed = item.values.get(RTF)
    return (_rtf(packed), "plain") if isinstance(packed, bytes) else ("", "plain")


def _charset(item: Item) -> str:
    name = codepage_of(item.values)
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _rtf(packed: bytes) -> str:
    """The text of compressed RTF (MS-OXRTFCP); "" where it is broken."""
    if packed[8:12] == LZFU and int.from_bytes(packed[4:8], "little") > MOST_RTF:
        return ""
    try:
        rtf = compressed_rtf.decompress(packed)[:MOST_RTF].decode("cp1252", "replace")
        if "\\fromhtml" in rtf[:1000]:
            rtf = _WRAPPED.sub("", rtf)
        return str(rtf_to_text(rtf, errors="ignore")).strip()  # type: ignore[no-untyped-call]
    except Exception:  # the library raises many things on what nobody should write
        return ""
