"""What identifies somebody who has no mail address: a number, or the name they are called by where they spoke."""

import re
import unicodedata

from sapwood.facts.interaction import Participant

_ADDED = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]|\|.*$|\s[-–—]\s.*$")
_NUMBER = re.compile(r"[+(]?[\d][\d\s()./-]{4,24}\d")
_MAIL = re.compile(r"[^\s<>\"'(),;:@]{1,64}@[^\s<>\"'(),;:@]{1,190}\.[a-z]{2,24}", re.IGNORECASE)
TITLES = frozenset(
    str.split("dr dr. prof prof. hon hon. mr mr. mrs mrs. ms ms. herr frau ing ing. dipl.-ing. mba phd")
)
NOBODY = frozenset(
    str.split(
        "the chair speaker unknown participant guest user caller host attendee person meeting room conference "
        "unbekannt sprecher teilnehmer gast invitado invité inconnu desconocido oratore you me ich yo moi"
    )
)
MOST_NAME = 100


def voice(name: str, meeting: str, role: str = "to", region: str = "") -> Participant | None:
    """Who is called `name` where they spoke or wrote, as a Participant; None where that is no name at all.

    A mail address or a number stands for itself. A first and last name is the same voice wherever it is heard
    ("speaker:ana lopez"); anything less ("Ana", "Speaker 1") only within what `meeting` names.
    """
    name = " ".join(name.split())[:MOST_NAME]
    if mail := _MAIL.fullmatch(name):
        return Participant(role, mail.group().lower(), "")
    if _NUMBER.fullmatch(name) and (number := telephone(name, region)):
        return Participant(role, number, "")
    clean = plain_name(name)
    if not any(sign.isalnum() for sign in clean):
        return None
    known = f"speaker:{clean}" if is_full_name(clean) else f"speaker:{clean}@{meeting}"
    return Participant(role, known, name)


def plain_name(name: str) -> str:
    """ "Lopez, Ana (Orchard)" -> "ana lopez": reading order, small letters, nothing added."""
    text = " ".join(_ADDED.sub(" ", name.replace("\u200e", "").replace("@", " ")).split()).strip(" ,;:'\"~")
    last, comma, first = text.partition(",")
    text = f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else text
    words = unicodedata.normalize("NFC", text).casefold().split()
    return " ".join(word for word in words if word not in TITLES) or text.casefold()


def is_full_name(clean: str) -> bool:
    """Whether `clean` (as plain_name gives it) names one person to people who know them: two to six words of
    letters, none of them a word for anybody."""
    words = clean.split()
    if not 2 <= len(words) <= 6 or any(word in NOBODY for word in words):
        return False
    return all(sum(sign.isalpha() for sign in word) >= 1 and not re.search(r"[\d_:/#]", word) for word in words)


def telephone(written: str, region: str = "") -> str:
    """ "tel:+4930123456" for a number that can be told (E.164, by Google's libphonenumber); one without a
    country is one of `region` ("DE"). What cannot be told stays as written: "tel:" and its digits. "" without any."""
    import phonenumbers

    text = written.strip()[:60]
    digits = "".join(sign for sign in text if sign.isdigit() and sign.isascii())
    if not digits:
        return ""
    if len(digits) < 6:
        return f"tel:{digits}"  # an extension, or a service number
    if text.startswith("00") and not text.startswith("000"):
        text = f"+{text[2:]}"  # how most of the world dials abroad
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return f"tel:{digits}"
    if not phonenumbers.is_possible_number(number):
        return f"tel:{digits}"
    return f"tel:{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}"
