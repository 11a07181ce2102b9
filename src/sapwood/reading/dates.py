"""The Date of a mail: when it was sent in UTC, and the sender's own offset from it."""

from datetime import UTC, datetime, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
# Minutes east of UTC: RFC 5322, 4.3, and the European names that stand in real mail.
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip

Moment = tuple[datetime, int | None]


def read_date(text: str) -> Moment | None:
    """(when in UTC, the sender's offset in minutes) of an RFC 5322, asctime or ISO 8601 date.

    The offset is None where the text names no zone, an unknown one or "-0000"; UTC is then assumed. None where
    the text is no date or the day does not exist (31 February).
    """
    if "(" in text:
        text = text.partition("(")[0] if text.endswith(")") and text.count("(") == 1 else _without_comments(text)
    words = text.replace(",", " ").split()
    if words and words[0][:1].isalpha() and words[0].rstrip(".").lower() not in MONTHS:
        words = words[1:]  # the name of the day, in any language
    if not words:
        return None
    try:
        if words[0][:1].isalpha():
            return _month_first(words)
        if len(words) >= 3 and words[0].isdigit() and words[1][:1].isalpha():
            return _moment(words[2], words[1], words[0], words[3:])
        if "-" in words[0] and words[0].count("-") == 2 and not words[0][:4].isdigit():
            day, month, year = words[0].split("-")
            return _moment(year, month, day, words[1:])
        return _iso(words)
    except (ValueError, OverflowError, KeyError, IndexError):
        return None


def _month_first(words: list[str]) -> Moment | None:
    """asctime: "Mar 12 10:11:12 2020", "Mar 12 10:11:12 CET 2020", "March 12 2020 10:11:12 +0100"."""
    month, day, rest = words[0], words[1], words[2:]
    if ":" not in rest[0]:
        return _moment(rest[0], month, day, rest[1:])
    for place, word in enumerate(rest):
        if word.isdigit() and len(word) == 4:
            return _moment(word, month, day, rest[:place] + rest[place + 1 :])
    return None


def _moment(year: str, month: str, day: str, rest: list[str]) -> Moment | None:
    number = int(year)
    if len(year) < 4:  # RFC 5322, 4.3
        number += 2000 if number < 50 and len(year) == 2 else 1900
    hour, minute, second = 0, 0, 0
    if rest and ":" in rest[0]:
        parts = rest[0].split(":")
        hour, minute = int(parts[0]), int(parts[1])
        second = int(parts[2].partition(".")[0]) if len(parts) > 2 else 0
        rest = rest[1:]
        if rest and rest[0].lower() in ("am", "pm"):
            hour = hour % 12 + (12 if rest[0].lower() == "pm" else 0)
            rest = rest[1:]
    local = datetime(number, MONTHS[month.rstrip(".").lower()], int(day), hour, minute, min(second, 59), tzinfo=UTC)
    offset = _offset(rest[0]) if rest else None
    return (local - timedelta(minutes=offset) if offset else local), offset


def _offset(word: str) -> int | None:
    """Minutes east of UTC; None where the word says nothing about it."""
    if word[0] in "+-":
        digits = word[1:].replace(":", "")
        if len(digits) != 4 or not digits.isdigit() or word == "-0000":
            return None
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return None if minutes > 24 * 60 else (minutes if word[0] == "+" else -minutes)
    return ZONES.get(word.lower())


def _iso(words: list[str]) -> Moment | None:
    text = words[0].replace("/", "-")
    if len(words) > 1 and ":" in words[1]:
        text += "T" + words[1]
        words = words[1:]
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        shift = local.utcoffset() or timedelta()
        return local.astimezone(UTC).replace(microsecond=0), int(shift.total_seconds() // 60)
    offset = _offset(words[1]) if len(words) > 1 else None
    local = local.replace(tzinfo=UTC, microsecond=0)
    return (local - timedelta(minutes=offset) if offset else local), offset


def _without_comments(text: str) -> str:
    out, depth = [], 0
    for character in text[:200]:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif not depth:
            out.append(character)
    return "".join(out)
