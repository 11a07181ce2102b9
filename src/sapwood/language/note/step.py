"""What comes next: "she will send the volumes Friday", "follow up next week", "ich schicke es bis Freitag"."""

import re
from datetime import date

from .days import FUTURE, PAST, days_in
from .said import THEM, US, Step

FLAGS = re.IGNORECASE | re.DOTALL
OURS, THEIRS = r"(?:i|we|ich|wir)", r"(?:she|he|they|it|sie|er|es)"
AND = r"(?:(?:and|but|then|so|und|aber|dann)\s+)?"
WILL = (
    r"(?:['’]ll|\s+will|['’]d|\s+would|\s+shall|\s+must|\s+should|\s+(?:am|is|are|['’]s|['’]re|['’]m)\s+(?:going\s+)?to"
    r"|['’](?:s|re|m)\s+going\s+to|\s+(?:need|needs|have|has|want|wants|plan|plans|promised|agreed|owe|owes)(?:\s+(?:me|us|them))?\s+to"
    r"|\s+promised(?:\s+(?:me|us|them))?"
    r"|\s+(?:werden|werde|wird|wollen|will|müssen|muss|sollen|soll|sollte|sollten))\s+"
)
NAME = r"(?:[^\W\d_][\w.'’-]{0,40}(?:\s+[^\W\d_][\w.'’-]{0,40})?)"
WE_WILL = re.compile(rf"{AND}{OURS}{WILL}(?P<what>.+)", FLAGS)
THEY_WILL = re.compile(rf"{AND}(?:{THEIRS}|{NAME}){WILL}(?P<what>.+)", FLAGS)
WE_OWE = re.compile(rf"{AND}{OURS}\s+(?P<what>owe\s.+)", FLAGS)
THEY_OWE = re.compile(rf"{AND}(?:{THEIRS}|{NAME})\s+(?P<what>owes?\s.+)", FLAGS)
NOTED = re.compile(
    r"(?:to[\s-]?do|next(?:\s+steps?)?|action|nächster\s+schritt)\s*(?::|-|is\s+to\s|to\s)\s*(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
TO_DO = """
send call ring phone mail email e-mail write book prepare draft ask check chase follow remind schedule arrange forward
share quote visit meet offer deliver order invite confirm review look find fix zurückrufen nachfassen rückruf anrufen
schicken senden klären nachfragen
"""
VERB = "|".join(TO_DO.split()) + r"|get\s+back|come\s+back|set\s+up"
DO = re.compile(rf"{AND}(?:(?:to|will|must|need\s+to|please)\s+)?(?P<what>(?:{VERB})(?!\w).*)", FLAGS)
NOW = re.compile(rf"{AND}(?P<who>{OURS}|{THEIRS})\s+(?P<what>(?P<verb>[^\W\d_]+)(?!\w).*)", FLAGS)
PAST_OR_STATE = """
was were had got said sent wrote rang spoke met told has hat hatte war waren is are loves likes felt ist sind did does
do went came took gave made knew saw left bought paid kept thinks thought
"""
DONE = frozenset(PAST_OR_STATE.split())


def step_in(clause: str, today: date, first: bool) -> Step | None:
    """The next step that a clause speaks of, said on `today`; None where it speaks of none. In the `first` clause
    "call Jane" is what the sentence is about, and no step beside it."""
    for rule, by in ((WE_WILL, US), (WE_OWE, US), (THEY_WILL, THEM), (THEY_OWE, THEM), (NOTED, US)):
        if hit := rule.fullmatch(clause):
            return _step(hit["what"], by, today)
    if not first and (hit := DO.fullmatch(clause)):
        return _step(hit["what"], US, today)
    hit = NOW.fullmatch(clause)
    if hit is None or hit["verb"].lower() in DONE or hit["verb"].lower().endswith("ed"):
        return None
    ahead = [one for one in days_in(hit["what"], today, FUTURE) if one.day and one.side != PAST and one.day > today]
    return _step(hit["what"], US if re.fullmatch(OURS, hit["who"], FLAGS) else THEM, today) if ahead else None


def _step(what: str, by: str, today: date) -> Step:
    when = next((one for one in reversed(days_in(what, today, FUTURE)) if one.day is not None), None)
    if when is None:
        return Step(_tidy(what), by)
    rest = f"{what[: when.start].rstrip()} {what[when.end :].lstrip()}"
    return Step(_tidy(rest) or _tidy(what), by, when.day)


def _tidy(what: str) -> str:
    return " ".join(what.split()).strip(" .,;:-–—")
