"""Quotes in mail: lines with ">", and all that follows "Original Message" or a copied header."""

import re

# What stands between dashes above a mail that was answered or passed on below.
BANNERS = (
    "original message", "original appointment", "forwarded message", "forwarded by", "reply message",
    "begin forwarded message", "reply separator", "ursprüngliche nachricht", "originalnachricht", "ursprungliche nachricht",
    "weitergeleitete nachricht", "weitergeleitet von", "message d'origine", "message d’origine", "message original",
    "message transféré", "mensaje original", "mensaje reenviado", "messaggio originale", "messaggio inoltrato",
    "oorspronkelijk bericht", "doorgestuurd bericht", "mensagem original", "mensagem encaminhada",
    "oprindelig meddelelse", "ursprungligt meddelande", "opprinnelig melding", "videresendt", "wiadomość oryginalna",
    "oryginalna wiadomość", "alkuperäinen viesti", "původní zpráva", "eredeti üzenet", "исходное сообщение",
    "пересылаемое сообщение", "original-nachricht", "inoltrato da", "原始邮件", "original mail",
)  # fmt: skip
# Labels of a copied header: who, when, to whom, about what.
WHO = (
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "lähettäjä",
    "от",
    "发件人",
    "寄件者",
    "差出人",
    "expéditeur",
    "mittente",
    "absender",
    "remitente",
    "feladó",
)
OTHER = (
    "sent", "date", "to", "cc", "bcc", "subject", "reply-to", "importance", "gesendet", "datum", "an", "betreff", "envoyé",
    "à", "objet", "enviado", "fecha", "para", "asunto", "inviato", "data", "a", "oggetto", "verzonden", "aan", "onderwerp",
    "skickat", "till", "ämne", "sendt", "til", "emne", "wysłano", "do", "temat", "lähetetty", "vastaanottaja", "aihe", "кому",
    "дата", "тема", "отправлено", "copie", "kopie", "kopia", "kopi", "assunto", "发送时间", "收件人", "主题", "抄送", "sent by",
    "envoyé le", "cópia", "copia", "dato", "odesláno", "komu", "předmět", "organization", "newsgroups", "when", "where",
)  # fmt: skip
# The verb that ends the line above a quote.
VERBS = (
    "wrote", "writes", "said", "schrieb", "schreibt", "geschrieben", "a écrit", "écrivait", "escribió", "ha scritto", "scrisse",
    "schreef", "escreveu", "skrev", "napisał", "napisał(a)", "napisała", "napsal", "napsal(a)", "kirjoitti", "написал",
    "написал(а)", "пишет", "писал", "írta", "yazdı", "a scris", "写道", "のメール", "wrote the following",
)  # fmt: skip
_VERB_ENDINGS = tuple(f"{verb}{colon}" for verb in VERBS for colon in (":", " :", "："))
_LABELS = frozenset(WHO) | frozenset(OTHER)
# "AB> …" and "| …": other programs' quotes.
_INITIALS = re.compile(r"[A-Za-z]{1,4}>+\s")
MOST_LABEL = 20
# An attribution may be folded over this many lines.
FOLDED = 4


def without_quotes(lines: list[str]) -> list[str]:
    """The lines that are not quoted. Words between quotes stay; a banner or a copied header ends the mail."""
    kept: list[str] = []
    after_quote = False
    place = 0
    while place < len(lines):
        line = lines[place]
        text = line.lstrip(" \t")
        if not text:
            kept.append("")
            place += 1
            continue
        mark = text[0]
        if (
            mark == ">"
            or (mark == "|" and text[1:2] in ("", " ", ">"))
            or (mark.isalpha() and text[:6].find(">") > 0 and _INITIALS.match(text))
        ):
            if not after_quote:
                _drop_attribution(kept)
            after_quote = True
            place += 1
            continue
        after_quote = after_quote and not text
        lower = ""
        if mark in "-_*=<" or text.startswith(("Begin", "begin", "Anfang")):
            if _is_banner(text):
                break
            if mark in "-_*" and _is_rule(text) and _starts_header(lines, place + 1):
                break
        if ":" in text[: MOST_LABEL + 4] and _starts_header(lines, place):
            _drop_sender_lines(kept)
            break
        if text.rstrip().endswith((":", "：")):
            lower = text.rstrip().lower()
            if lower.endswith(_VERB_ENDINGS) and _is_attribution(kept, lower):
                following = _next_text(lines, place + 1)
                if following.startswith((">", "|")):
                    _drop_opening(kept, lower)
                    place += 1
                    continue
                if following or not any(kept):
                    _drop_opening(kept, lower)
                    break
        if text.startswith("diff --git ") and _next_text(lines, place + 1).startswith(
            ("index ", "--- ", "new ", "old ", "deleted ", "similarity ")
        ):
            break
        kept.append(line)
        place += 1
    return kept


def _is_banner(text: str) -> bool:
    """-----Original Message-----, ----- Forwarded by …, Begin forwarded message:"""
    if len(text) > 200:
        return False
    bare = text.strip("-_=*<> \t:").lower()
    return bare.startswith(BANNERS) and (text[0] in "-_=*<" or len(bare) < 40)


def _is_rule(text: str) -> bool:
    bare = text.strip()
    return len(bare) >= 5 and not bare.strip("-_*= ")


def _label(line: str) -> str:
    """The header label that a line begins with, in lower case; "" where it begins with none."""
    text = line.lstrip(" \t>*|")
    colon = text.find(":", 0, MOST_LABEL)
    if colon < 0:
        colon = text.find("：", 0, MOST_LABEL)
        if colon < 0:
            return ""
    name = text[:colon].strip("* \t").lower()
    return name if name in _LABELS else ""


def _starts_header(lines: list[str], place: int) -> bool:
    """Whether a copied header starts at `place` (blank lines before it allowed): three labels close together, or
    two where one says who wrote, and one that says to whom or about what.
    """
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place >= len(lines) or not _label(lines[place]):
        return False
    labels: list[str] = []
    misses = 0
    for line in lines[place : place + 14]:
        if not line.strip():
            if len(labels) == 1:
                continue
            misses += 1
        elif label := _label(line):
            labels.append(label)
            misses = 0
        else:
            misses += 1
        if misses > 2 or len(labels) >= 5:
            break
    different = set(labels)
    return len(different) >= 3 or (
        len(different) == 2
        and labels[0] in WHO
        and bool(different & {"subject", "betreff", "objet", "asunto", "oggetto", "sent", "gesendet"})
    )


def _next_text(lines: list[str], place: int) -> str:
    """The next line that is not blank, at most three further on, without its indent."""
    for line in lines[place : place + 3]:
        text = line.strip()
        if text:
            return text
    return ""


def _is_attribution(kept: list[str], last: str) -> bool:
    """Whether "… wrote:" speaks of a mail: a date or an address stands in it or in the lines it is folded over."""
    return any(_dated(text) for text in [last, *_tail(kept)])


def _dated(text: str) -> bool:
    return "@" in text or any(character.isdigit() for character in text)


def _tail(kept: list[str]) -> list[str]:
    """The last lines of the paragraph that an attribution may be folded over, nearest first."""
    tail: list[str] = []
    for line in reversed(kept[-(FOLDED - 1) :]):
        if not line.strip() or len(line) > 120:
            break
        tail.append(line.strip())
    return tail


_OPENINGS = (
    "on ",
    "am ",
    "le ",
    "el ",
    "il ",
    "op ",
    "em ",
    "den ",
    "på ",
    "w dniu ",
    "dnia ",
    "il giorno ",
    "in article",
    "in message",
    "quoting ",
    "at ",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "ma ",
    "vom ",
    "в ",
    "*on ",
)


def _drop_opening(kept: list[str], last: str) -> None:
    """Takes the folded beginning of an attribution whose last line is `last` off the end of `kept`."""
    if last.startswith(_OPENINGS) and _dated(last):
        return
    for count, text in enumerate(_tail(kept), 1):
        if text.lower().startswith(_OPENINGS) and _dated(text):
            del kept[-count:]
            return


def _drop_attribution(kept: list[str]) -> None:
    """Takes the line above a quote off `kept`: it ends in a colon and names a date, an address or a verb."""
    blanks = 0
    while blanks < len(kept) and blanks < 2 and not kept[-1 - blanks].strip():
        blanks += 1
    if blanks == len(kept) or not kept[-1 - blanks].strip():
        return
    last = kept[-1 - blanks].strip().lower()
    if not last.endswith((":", "：", "...", ">", ",")):
        return
    named = last.endswith(_VERB_ENDINGS) or last.endswith(("wrote", "wrote...", "writes"))
    if last.endswith((":", "：")) and not named:
        numbers = sum(character.isdigit() for character in last)
        named = (
            ("@" in last and numbers > 0)
            or (numbers >= 5 and (":" in last[:-1] or "/" in last or "." in last))
            or last.endswith(">:")
        )
    if not named:
        return
    if blanks:
        del kept[-blanks:]
    kept.pop()
    _drop_opening(kept, last)


def _drop_sender_lines(kept: list[str]) -> None:
    """Lotus Notes sets a name and a date above "To: …": takes them off `kept`."""
    while kept and not kept[-1].strip():
        kept.pop()
    tail = _tail(kept)
    for count, text in enumerate(tail[:3], 1):
        if len(text) < 90 and _is_stamp(text):
            del kept[-count:]
            if (
                kept
                and kept[-1].strip()
                and len(kept[-1]) < 60
                and count == 1
                and (len(tail) == 2 or "@" in kept[-1])
                and not kept[-1].rstrip().endswith((".", "?", "!", ","))
            ):
                kept.pop()
            return


def _is_stamp(text: str) -> bool:
    """A line with a date and a time of day: "05/14/2001 04:39 PM"."""
    digits = sum(character.isdigit() for character in text)
    return (
        digits >= 7
        and ":" in text
        and ("/" in text or "-" in text or "." in text or "," in text)
        and len(text.split()) <= 10
    )
