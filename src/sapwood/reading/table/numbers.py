"""Numbers as tables write them: decimal point or comma, thousands, currencies, per cent, brackets for minus."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from .decided import Decided

POINT, COMMA = ".", ","
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’_]")
_TRADED = (  # ISO 4217, those that trade most
    "AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON "
    "RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
CODES = frozenset(_TRADED.split())
SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "¥": "JPY", "₹": "INR", "CHF": "CHF", "zł": "PLN"}
SIGNS |= {"kr": "", "Kč": "CZK", "₺": "TRY", "Fr.": "CHF", "A$": "AUD", "C$": "CAD", "R$": "BRL", "₽": "RUB"}
MONEY = re.compile(
    r"(?P<minus>[-−(]?)(?P<before>[^\d\s.,()%−-]{0,4}\.?)(?P<sign>[-−+]?)(?P<digits>[\d.,]+|[\d.,]+[eE][+-]?\d{1,2})"
    r"(?:,?[-–—]{1,2})?(?P<after>[^\d\s.,()]{0,4}\.?)\)?"
)
PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
# amounts as most are written, which can be read in one way alone whatever the column's style
AMOUNT = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{3}){0,3}|[0-9]{1,12}),[0-9]{1,2}|([0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{1,12})\.[0-9]{1,2}"
)
GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")  # by threes; in India by twos before the last three
MOST_DIGITS = 30
SEEN = 50_000

Number = tuple[Decimal, str]
"""(value, currency as three letters or ""); a per cent is kept as written: 12.5 of "12.5 %"."""


def decide_numbers(values: Iterable[str], exact: bool = False, whole: bool = False) -> Decided:
    """Whether a column writes decimals with a point or a comma, from all its values.

    `exact`: they come from a workbook; `whole`: they can only be whole numbers, such as employees. "1.234" and
    "1,234" alone tell nothing: then `asked` is true, and the style is that in which the sign sets thousands apart.
    """
    votes: Counter[str] = Counter()
    said: dict[str, list[str]] = {POINT: [], COMMA: [], "?.": [], "?,": []}
    unread = 0
    for value in set(values) if not isinstance(values, set | frozenset | dict) else values:
        if not value:
            continue
        if exact and PLAIN.fullmatch(value):
            continue
        if found := AMOUNT.fullmatch(value):
            says = COMMA if found.lastindex == 1 else POINT
            votes[says] += 1
            if len(said[says]) < 3:
                said[says].append(value)
            continue
        parts = _parts(value)
        if parts is None:
            unread += 1
            continue
        says = _says(parts[1])
        if says:
            votes[says] += 1
            if len(said[says]) < 3:
                said[says].append(value)
    if votes[POINT] and votes[COMMA]:
        likelier = POINT if votes[POINT] >= votes[COMMA] else COMMA
        both = (*said[POINT][:2], *said[COMMA][:2])
        why = "Some values have a decimal point and some a decimal comma; each is read as it is written."
        return Decided(likelier, bool(votes["?."] or votes["?,"]), why, both, unread)
    for style, name in ((POINT, "point"), (COMMA, "comma")):
        if votes[style]:
            return Decided(style, False, f"Values such as {said[style][0]} have a decimal {name}.", (), unread)
    open_ones = (*said["?."], *said["?,"])
    if not open_ones:
        return Decided(POINT, False, "No value has a decimal sign.", (), unread)
    style = COMMA if votes["?."] > votes["?,"] else POINT
    if whole or exact:
        return Decided(style, False, "These are whole numbers.", open_ones, unread)
    least = min(open_ones)
    why = f"{least} may be {_thousands(least)} or {_decimals(least)}; no value in this column tells."
    return Decided(style, True, why, open_ones[:3], unread)


def read_number(text: str, style: str = POINT) -> Number | None:
    """The number a cell holds; None where it is none. A value that can be read in one way alone is, whatever the
    column's `style`; the style decides "1.234"."""
    if PLAIN.fullmatch(text) and (style == POINT or "." not in text):
        return _decimal(text, "")
    parts = _parts(text)
    if parts is None:
        return None
    minus, digits, currency = parts
    says = _says(digits)
    style = says if says in (POINT, COMMA) else style
    other = COMMA if style == POINT else POINT
    if digits.count(style) > 1:  # 1.234.567 can only be thousands
        style, other = other, style
    whole, _, part = digits.partition(style)
    if other in part or (other in whole and not GROUPED.fullmatch(whole.replace(other, ","))):
        return None
    return _decimal(minus + whole.replace(other, "") + ("." + part if part else ""), currency)


def amount_of(text: str) -> Decimal | None:
    """What `read_number` reads in any style, sooner, with four decimals; None for whatever is written otherwise."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    plain = text.replace(".", "").replace(",", ".") if found.lastindex == 1 else text.replace(",", "")
    return Decimal(plain + ("000" if plain[-2] == "." else "00"))


def _parts(text: str) -> tuple[str, str, str] | None:
    """(sign, digits with points and commas, currency)."""
    if len(text) > 60:
        return None
    if text.isascii() and text.replace(",", "").replace(".", "").isdigit():
        return "", text, ""
    found = MONEY.fullmatch(BLANKS.sub("", text))
    if not found or not any(c.isdigit() for c in found["digits"]) or (found["minus"] == "(" and text[-1] != ")"):
        return None
    currency = ""
    for sign in (found["before"], found["after"]):
        if sign in ("", "%"):
            continue
        code = sign.upper().rstrip(".")
        if sign in SIGNS:
            currency = SIGNS[sign]
        elif code in CODES:
            currency = code
        else:
            return None
    minus = "-" if found["minus"] in ("-", "−", "(") or found["sign"] in ("-", "−") else ""
    return minus, found["digits"], currency


def _says(digits: str) -> str:
    """POINT or COMMA where the digits can only be written with it as decimal sign, "?." or "?," where that sign may
    as well set thousands apart, "" where there is none."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return POINT if digits.rindex(".") > digits.rindex(",") else COMMA
    if not points and not commas:
        return ""
    sign = "." if points else ","
    other = COMMA if sign == "." else POINT
    head, *groups = digits.split(sign)
    if all(len(group) == 3 for group in groups) and 1 <= len(head) <= 3 and (len(groups) > 1 or head != "0"):
        return other if len(groups) > 1 else f"?{sign}"
    return sign if len(groups) == 1 else ""


def _decimal(text: str, currency: str) -> Number | None:
    if len(text) > MOST_DIGITS + 8:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return (value, currency) if value.is_finite() and abs(value.adjusted()) < MOST_DIGITS else None


def _thousands(text: str) -> str:
    parts = _parts(text)
    return parts[1].replace(".", "").replace(",", "") if parts else text


def _decimals(text: str) -> str:
    parts = _parts(text)
    return str(Decimal(parts[1].replace(",", ".")).normalize()) if parts else text
