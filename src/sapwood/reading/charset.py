"""Bytes to text, whatever the sender claims about them."""

import codecs
from functools import lru_cache

# Python's codecs that are no character set of a mail, or that take quadratic time.
REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined"})
# Names seen in mail, or whose registered meaning is narrower than what people send under them.
MEANT = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "windows-31j": "cp932",
    "ansi": "cp1252",
}


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
    """Python's name for a character set; "" where it is unknown or dangerous."""
    name = charset.strip().strip("\"'").lower()
    name = MEANT.get(name, name)
    if not 0 < len(name) <= 40 or not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, ImportError):
        return ""
    return info.name if info._is_text_encoding and info.name not in REFUSED else ""


def decode(data: bytes, charset: str = "") -> str:
    """Text of `data`: never raises. A charset that is missing, unknown or lying is answered with UTF-8 where the
    bytes are UTF-8, otherwise with Windows-1252, the most common truth behind such mail.
    """
    if data.isascii() and not escapes(charset):
        return data.decode("ascii")
    codec = codec_of(charset) or "utf-8"
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        pass
    if codec != "utf-8":
        try:
            return data.decode("utf-8")
        except UnicodeError:
            return data.decode(codec, "replace")
    # Claimed or guessed UTF-8 that is not: a few broken bytes among good ones, or another character set.
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    return text if good > broken else data.decode("cp1252", "replace")


def escapes(charset: str) -> bool:
    """Whether ASCII bytes may stand for other letters (ISO-2022-JP, UTF-7, HZ, UTF-16)."""
    return bool(charset) and codec_of(charset).startswith(("iso2022", "utf-7", "utf-16", "utf-32", "hz"))


def plain(text: str) -> str:
    """Text that every store can hold: no NUL, no lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode()
    return text
