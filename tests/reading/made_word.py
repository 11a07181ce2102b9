"""Word documents made for tests: as few parts as Word itself opens."""

import io
import zipfile
from html import escape

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(*lines: str) -> str:
    """A paragraph of Teams's: each line a run of its own, a break between them."""
    runs = (f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in lines)
    return f"<w:p><w:pPr/>{'<w:r><w:br/></w:r>'.join(runs)}</w:p>"


def made_word(*paragraphs: tuple[str, ...] | str, space: str = SPACE, before: str = "") -> bytes:
    """A .docx; what is given as text stands there as it is."""
    body = "".join(one if isinstance(one, str) else paragraph(*one) for one in paragraphs)
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped(xml.encode())


def zipped(xml: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
        archive.writestr("word/styles.xml", "<w/>")
    return file.getvalue()


TEAMS = made_word(
    ("Volumes for autumn-20240503_150012-Meeting Transcript",),
    ("3 May 2024, 01:00pm",),
    ("12m 5s",),
    ("Ana Brandt started transcription",),
    ("Ana Brandt   0:03", "Can we speak of volumes?", "Note: those of autumn."),
    ("Jane Doyle\u00a0\u00a0\u00a00:09", "Yes & no."),
    ("Ana Brandt   1:00:15", "Good."),
    ("Ana Brandt stopped transcription",),
)
