"""What people write of how they were in touch, in English and German. Between phrases stands "/", between words of
which any will do "|"; "?" after a word: with or without it. A space stands for any."""

import re

from .said import BOTH, IN, OUT


def alternatives(text: str) -> str:
    """A pattern that matches any of the phrases between "/" signs."""
    return "|".join(_phrase(phrase.split()) for phrase in text.split(" / "))


def _phrase(words: list[str]) -> str:
    """Space stands behind what may be missing before the first word that may not, and before all that follows."""
    pattern, begun = "", False
    for word in words:
        needed = not word.endswith("?")
        plain = word if needed else word[:-1]
        if begun:
            pattern += rf"\s+{plain}" if needed else rf"(?:\s+{plain})?"
        else:
            pattern += plain if needed else rf"(?:{plain}\s+)?"
        begun = begun or needed
    return pattern


BY_VIDEO = "(?:(?:video|zoom|teams|web)-?(?:call|meeting)?)"
KIND_OF = "(?:quick|short|long|brief|good|great|business|phone|follow-up|kurzes|langes)"
US_TO_THEM = (
    ("call", OUT, "tried to? (?:call|reach|ring|phone|calling|reaching|ringing)"),
    ("call", OUT, "left a? (?:message|voice-?mail) (?:for|with) / left a? voice mail (?:for|with) / nicht erreicht"),
    (
        "meeting",
        BOTH,
        f"had? a? {KIND_OF}? {BY_VIDEO} (?:call|conference|meeting)? (?:with|mit)",
    ),
    ("meeting", BOTH, "videocall (?:with|mit) / videokonferenz mit / webmeeting (?:with|mit)"),
    (
        "call",
        OUT,
        f"(?:had|made)? an?? {KIND_OF}? {KIND_OF}? (?:call|telefonat|anruf|gespräch) (?:with|to|mit|bei|an)",
    ),
    ("meeting", BOTH, f"had? a? {KIND_OF}? {KIND_OF}? (?:meeting|lunch|dinner|breakfast|coffee|beer|drink) with"),
    ("meeting", BOTH, "(?:termin|treffen|besprechung|mittagessen|kaffee|meeting|lunch) mit"),
    ("chat", OUT, f"had? a? {KIND_OF}? chat(?:ted)? (?:with|to)"),
    ("call", OUT, f"had? a? {KIND_OF}? (?:talk|word) (?:with|to)"),
    (
        "call",
        OUT,
        "(?:called|rang|phoned|telephoned|dialled) (?:up|back) / called / rang / phoned / telephoned / dialled",
    ),
    ("call", OUT, "(?:spoke|talked|spoken) (?:with|to) / (?:telefoniert|telefonierte|gesprochen) mit"),
    ("call", OUT, "angerufen bei / angerufen / rief"),
    ("meeting", BOTH, "met up? with / met / getroffen mit / getroffen / saw / traf"),
    (
        "mail",
        OUT,
        "(?:wrote|sent) an?? (?:e-?mail|mail|letter)? to / (?:e-?mail|mail) (?:to|an) / replied to / answered",
    ),
    ("chat", OUT, "sent a? (?:text|message|sms|whatsapp) message? to / wrote on (?:whatsapp|slack|teams) to"),
    ("mail", OUT, "e-?mailed / mailed / wrote / gemailt an / gemailt / geschrieben an"),
    ("chat", OUT, "texted / messaged / whats-?apped / slacked / pinged / dmed"),
    ("visit", OUT, "dropped (?:in|by) (?:on|at)? / stopped by at? / went to see / (?:was|were) at"),
    ("visit", OUT, "visited / besucht bei / besucht / besuch bei"),
)
GOT = "(?:got|had|received|took|missed)"
THEM_TO_US = (
    ("call", f"{GOT}? an?? phone? (?:call|anruf|rückruf) back? (?:from|von) / (?:was|were) called by"),
    ("mail", f"{GOT}? an?? (?:e-?mail|mail|letter|answer|reply) (?:from|von) / heard from"),
    ("chat", f"{GOT}? a? (?:text|message|sms|whatsapp|chat|nachricht) (?:from|von)"),
    ("visit", f"{GOT}? a? (?:visit|besuch) (?:from|by|von)"),
)
TO_COME = (
    ("call", "to? (?:call|ring|phone) back? / calling / anrufen / anruf bei"),
    (
        "meeting",
        "to? have a? (?:lunch|coffee|dinner|meeting) with / to? (?:meet|see) with? / meeting with? / treffen",
    ),
    ("mail", "to? write to / to? (?:e-?mail|mail|write)"),
    ("chat", "to? (?:text|message|ping)"),
    ("visit", "to? visit / visiting / besuchen"),
)
HAVE = alternatives("have / had / just / habe / haben / will / plan to / must / want to")
SUBJECT = (
    r"(?:(?:just|now|eben|gerade|heute|so)\s+)?"
    rf"(?:(?:i|we|ich|wir)(?:['’](?:ve|ll)|\s+(?:{HAVE}))*\s+)?(?:(?:just|then|quickly)\s+)?"
)


def _rule(phrases: str) -> re.Pattern[str]:
    return re.compile(SUBJECT + rf"(?:{alternatives(phrases)})(?!\w)", re.IGNORECASE)


RULES: tuple[tuple[re.Pattern[str], str, str, bool], ...] = (
    *((_rule(phrases), channel, IN, False) for channel, phrases in THEM_TO_US),
    *((_rule(phrases), channel, way, False) for channel, way, phrases in US_TO_THEM),
    *((_rule(phrases), channel, BOTH if channel == "meeting" else OUT, True) for channel, phrases in TO_COME),
)
ME = "(?:mich|uns|mir)?"
SPOKE = f"called / rang / phoned / telephoned / hat {ME} (?:an|zurück)gerufen / rief {ME} an"
WROTE = f"wrote / e-?mailed / mailed / replied / answered / hat {ME} geschrieben / schrieb"
CAME = f"visited / came by / came over / dropped by / dropped in / stopped by / hat {ME} besucht"
THEY_DID = re.compile(
    rf"\s+(?:(?:has|just)\s+)?(?:(?P<call>{alternatives(SPOKE)})|(?P<mail>{alternatives(WROTE)})"
    rf"|(?P<chat>texted|messaged|pinged|whats-?apped)|(?P<visit>{alternatives(CAME)})|(?P<meeting>met))(?!\w)"
    r"(?:\s+(?:me|us|mich|uns))?(?:\s+back)?",
    re.IGNORECASE,
)
AND_I = re.compile(r"\s+(?:and|und|&)\s+(?:i|we|ich|wir)", re.IGNORECASE)
WITH = re.compile(SUBJECT + r"(?:mit|with|bei)\s+", re.IGNORECASE)
BEGIN = re.compile(SUBJECT, re.IGNORECASE)
LAST = re.compile(  # in German the verb comes last
    r"\s(?P<call>telefoniert|gesprochen|angerufen)|\s(?P<meeting>getroffen)|\s(?P<visit>besucht)|\s(?P<mail>gemailt)"
    r"|\s(?P<ring>anrufen)|\s(?P<see>besuchen|treffen)",
    re.IGNORECASE,
)
NOBODY_THERE = (
    "tried / voice-?mail / voice mail / no answer / not reached / nicht erreicht / missed / left a? message"
)
NO_AGENDA = (
    "just to listen / only to listen / to listen only / no agenda / without an agenda / without agenda / "
    "date night / "
    "just listened / nur zuhören / nur zugehört / ohne anliegen"
)
LISTENED = re.compile(rf"(?<!\w)(?:{alternatives(NO_AGENDA)})(?!\w)", re.IGNORECASE)
MISSED = re.compile(rf"(?<!\w)(?:{alternatives(NOBODY_THERE)})(?!\w)", re.IGNORECASE)
