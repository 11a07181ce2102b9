"""Telephone numbers written in full, "+49 30 1234567": what phonenumbers says of them, without going all its way."""

import re
from functools import lru_cache

import phonenumbers

IN_FULL = re.compile(r"\+[0-9](?:[ -]?[0-9]){6,14}")
SIGNS = str.maketrans("", "", " -")


def in_full(cell: str) -> str | None:
    """E.164, exactly as the library makes it; None where only the library can tell.

    It takes away a country's own prefix where a number begins with one, and then asks for nothing but how many digits
    the country's numbers have (phonenumbers.is_possible_number). So where there is no such prefix, and no 0, the
    digits stay as they are.
    """
    if IN_FULL.fullmatch(cell) is None:
        return None
    digits = cell.translate(SIGNS)
    code, begins = _country(digits[1:4])
    if not code or begins is None:
        return None
    own = digits[1 + len(code) :]
    if own[0] == "0" or begins.match(own) or not _as_long(code, len(own)):
        return None
    return digits


@lru_cache(maxsize=1024)
def _country(first: str) -> tuple[str, re.Pattern[str] | None]:
    """Of the first three digits: the country's code, and what its own numbers may begin with besides the number;
    ("", None) where no country has it."""
    for length in range(1, len(first) + 1):
        code = first[:length]
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code))
        if regions is not None and code[0] != "0":
            known = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(int(code), regions[0])
            if known is None:
                return "", None
            return code, re.compile(known.national_prefix_for_parsing or r"(?!)")
    return "", None


@lru_cache(maxsize=4096)
def _as_long(code: str, length: int) -> bool:
    return bool(phonenumbers.is_possible_number(phonenumbers.PhoneNumber(int(code), int("2" * length))))
