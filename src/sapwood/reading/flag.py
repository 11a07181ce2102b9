"""Whether a machine wrote the mail, many were sent it, or it went through a list; and the reason in fixed words."""

from sapwood.reading.headers import Fields, first

Flag = tuple[str, str]
"""(one of facts.FLAGS, the reason; the reason holds no name and no address)"""

AUTO_SUBJECTS = (
    "out of office", "automatic reply", "auto-reply", "auto reply", "autoreply", "auto response", "auto-response",
    "abwesenheitsnotiz", "automatische antwort", "abwesenheit:", "réponse automatique", "absence du bureau",
    "message d'absence", "respuesta automática", "fuera de la oficina", "risposta automatica", "fuori ufficio",
    "automatisch antwoord", "afwezig", "autosvar", "automatiskt svar", "automaattinen vastaus",
    "resposta automática", "autoodpowiedź", "automatyczna odpowiedź", "автоответ",
)  # fmt: skip
REPORT_SUBJECTS = (
    "undeliverable", "undelivered mail", "delivery status notification", "mail delivery failed",
    "mail delivery failure", "delivery failure", "delivery notification", "returned mail", "failure notice",
    "unzustellbar", "nicht zugestellt", "non remis", "message non délivré", "no se puede entregar", "onbestelbaar",
    "mail system error", "read:", "gelesen:", "not read:",
)  # fmt: skip
_BULK = (
    " bounce bounces do-not-reply do_not_reply donotreply mailing mailings marketing-noreply nepasrepondre"
    " news newsletter newsletters nichtantworten no-reply no.reply no_reply noreply notification"
    " notifications notify notreply unsubscribe"
)
BULK_SENDERS = frozenset(_BULK.split())
BULK_FIELDS = ("feedback-id", "x-campaign", "x-campaignid", "x-mailer-recptid")


def flag_of(fields: Fields, sender: str, subject: str, content_type: str, lists: set[str]) -> Flag:
    """The flag of a mail from `sender` (an address). `lists` are the addresses of lists it went through.

    Auto wins over bulk by sender, that over a list, a list over other bulk: lists such as those at
    vger.kernel.org set "Precedence: bulk" on what people write to each other. Answers to invitations are meetings
    and carry no flag.
    """
    return _auto(fields, sender, subject, content_type) or _bulk_sender(sender) or _rest(fields, lists)


def _auto(fields: Fields, sender: str, subject: str, content_type: str) -> Flag | None:
    submitted = first(fields, "auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto", "Auto-Submitted"
    if "x-autoreply" in fields or "x-autorespond" in fields or "x-failed-recipients" in fields:
        return "auto", "an automatic answer's own header"
    if content_type == "multipart/report":
        return "auto", "a delivery or read report"
    local = sender.partition("@")[0]
    if local in ("mailer-daemon", "mail-daemon") or local.startswith("mailer-daemon"):
        return "auto", "sender is a mail server"
    if first(fields, "return-path").replace(" ", "") == "<>":
        return "auto", "empty Return-Path"
    if first(fields, "precedence").lower() in ("auto_reply", "auto-reply"):
        return "auto", "Precedence: auto_reply"
    start = subject[:60].lower()
    if start.startswith(AUTO_SUBJECTS):
        return "auto", "subject of an absence note"
    if start.startswith(REPORT_SUBJECTS) and (local == "postmaster" or "x-auto-response-suppress" in fields):
        return "auto", "subject of a delivery report"
    return None


def _bulk_sender(sender: str) -> Flag | None:
    local = sender.partition("@")[0].partition("+")[0]
    if local in BULK_SENDERS or local.startswith(("noreply-", "no-reply-", "newsletter-", "bounce-", "bounces-")):
        return "bulk", "sender is a no-reply or newsletter address"
    if local.endswith(("-noreply", "-no-reply", "-newsletter", ".noreply", "_noreply")):
        return "bulk", "sender is a no-reply or newsletter address"
    return None


def _rest(fields: Fields, lists: set[str]) -> Flag:
    precedence = first(fields, "precedence").strip().lower()
    if lists:
        return "list", next(
            (reason for name, reason in (("list-id", "List-Id"), ("list-post", "List-Post")) if name in fields),
            "address of a mailing list",
        )
    if precedence == "list" and "list-unsubscribe" not in fields:
        return "list", "Precedence: list"
    if precedence in ("bulk", "junk"):
        return "bulk", f"Precedence: {precedence}"
    if "list-unsubscribe" in fields:
        return "bulk", "List-Unsubscribe"
    if any(name in fields for name in BULK_FIELDS):
        return "bulk", "a campaign's own header"
    return "", ""
