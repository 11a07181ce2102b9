"""HTML mail as text: one pass over the tags, quotes left out."""

import html

MOST_HTML = 512 * 1024
# Elements whose content nobody reads.
SILENT = frozenset({"style", "script", "head", "title", "template", "svg", "noscript"})
_BREAKS = "br p div tr li ul ol table hr h1 h2 h3 h4 h5 h6 blockquote pre section article header footer dt dd"
BREAKS = frozenset(_BREAKS.split())
EMPTY = frozenset(["br", "hr", "img", "meta", "link", "input", "base", "col", "area", "wbr"])
# Where mail programs put what the mail answers.
QUOTE_MARKS = (
    "gmail_quote", "gmail_attr", "moz-cite-prefix", "olk_src_body_section", "yahoo_quoted", "ymail_android_quote",
    "protonmail_quote", "tutanota_quote", "zmail_extra",
)  # fmt: skip


def text_of_html(source: str) -> str:
    """The text of an HTML mail without its quotes, which leave one line "> …" behind so that the line above them
    ("On … wrote:") is known for what it is. Linear in the length; the rest beyond MOST_HTML is not read.
    """
    source = source[:MOST_HTML]
    out: list[str] = []
    skipping = ""  # the element being left out, and how deep in its own kind we are
    depth = 0
    place = 0
    comments = True
    while place < len(source):
        opened = source.find("<", place)
        if opened < 0:
            opened = len(source)
        if not skipping and opened > place:
            out.append(source[place:opened])
        if opened == len(source):
            break
        if source.startswith("<!--", opened):
            closed = source.find("-->", opened + 2) if comments else -1
            comments = closed >= 0  # one search for an end that is not there is enough
            place = closed + 3 if comments else opened + 4
            continue
        if not (source[opened + 1 : opened + 2].isalpha() or source.startswith(("/", "!", "?"), opened + 1)):
            if not skipping:
                out.append("<")
            place = opened + 1
            continue
        closed = _tag_end(source, opened)
        tag = source[opened + 1 : closed]
        place = closed + 1
        name = tag.lstrip("/").split(None, 1)[0].rstrip("/").lower() if tag.strip("/ ") else ""
        if skipping:
            if skipping == "head" and name == "body":  # </head> may be left out
                skipping = ""
            elif name == skipping and not tag.endswith("/"):
                depth += -1 if tag.startswith("/") else 1
                if depth <= 0:
                    skipping = ""
            continue
        if name in BREAKS:
            out.append("\x01")
        if tag.startswith("/") or name in EMPTY or tag.endswith("/"):
            continue
        if name in SILENT:
            skipping, depth = name, 1
        elif _ends_the_mail(tag):
            break
        elif name == "blockquote" or _is_quote(tag):
            out.append(">\x01" if name in BREAKS else "\x01>\x01")
            skipping, depth = name, 1
    return _lines("".join(out))


def _tag_end(source: str, opened: int) -> int:
    """Where the tag ends; a ">" in a quoted attribute does not end it within the next 2,000 characters."""
    closed = source.find(">", opened)
    if closed < 0:
        return len(source)
    if source.count('"', opened, closed) % 2:
        after = source.find('"', closed, closed + 2000)
        if after >= 0:
            later = source.find(">", after, after + 2000)
            closed = later if later >= 0 else closed
    return closed


def _is_quote(tag: str) -> bool:
    if "class" not in tag and "id" not in tag and "CLASS" not in tag and "ID" not in tag:
        return False
    lower = tag.lower()
    return any(mark in lower for mark in QUOTE_MARKS)


def _ends_the_mail(tag: str) -> bool:
    """Outlook on the web marks only where the earlier mail begins."""
    return "id=" in tag and ("divRplyFwdMsg" in tag or "appendonsend" in tag)


def _lines(text: str) -> str:
    """White space folded as a browser does, one line for each break, no more than one blank line in a row."""
    lines: list[str] = []
    for line in text.split("\x01"):
        line = " ".join(html.unescape(line).split())
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()
