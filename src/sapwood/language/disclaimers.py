"""Confidentiality notices and the like, which no one wrote."""

# One is enough to know the paragraph for a notice …
STRONG = (
    "intended recipient", "intended only for", "intended solely for", "solely for the use of", "sole use of the",
    "received this e-mail in error", "received this email in error", "received this message in error", "received this communication in error",
    "received this transmission in error", "received it in error", "if you are not the addressee", "if you have received this",
    "notify the sender immediately", "unauthorized review", "unauthorised use", "privileged and confidential", "confidential and privileged",
    "confidentiality notice", "property of enron corp", "consider the environment before printing", "consider your environmental",
    "diese e-mail enthält vertrauliche", "diese nachricht ist vertraulich", "nicht der richtige adressat", "diese e-mail irrtümlich",
    "nicht der beabsichtigte empfänger", "ce message est confidentiel", "exclusivement à l'usage", "destinataires exclusifs",
    "reçu ce message par erreur", "este mensaje es confidencial", "si ha recibido este mensaje por error", "aviso de confidencialidad",
    "questo messaggio è confidenziale", "riservatezza", "dit bericht is vertrouwelijk", "uitsluitend bestemd voor", "esta mensagem é confidencial",
    "has been scanned for viruses", "is believed to be clean", "scanned by the", "virus-free. www",
)  # fmt: skip
# … of these it takes two.
WEAK = (
    "confidential", "privileged", "disclosure", "in error", "this e-mail", "this email", "this message", "this communication", "this transmission",
    "attachments", "delete", "sender", "prohibited", "liability", "viruses", "vertraulich", "confidentiel", "confidencial",
    "views expressed", "opinions expressed", "registered office", "registered in england",
)  # fmt: skip
WEAK_ENOUGH = 4
SHORTEST = 40
# Notices stand above or below what somebody wrote, in so many lines.
EDGE = 40


def without_disclaimers(lines: list[str]) -> list[str]:
    """The lines without the paragraphs that are notices, looked for in the first and the last EDGE lines."""
    if len(lines) <= 2 * EDGE:
        return _without(lines)
    return _without(lines[:EDGE]) + lines[EDGE:-EDGE] + _without(lines[-EDGE:])


def _without(lines: list[str]) -> list[str]:
    text = "\n".join(lines).lower()
    if not any(phrase in text for phrase in TELLING):
        return lines
    kept: list[str] = []
    start = 0
    for place in range(len(lines) + 1):
        if place == len(lines) or not lines[place].strip():
            if not _is_notice(lines[start:place]):
                kept += lines[start : place + 1]
            start = place + 1
    return kept


# One of these stands in every notice: most mail has none and is not looked at more closely.
TELLING = (
    "confiden", "intended", "recipient", "vertraulich", "destinat", "viruses", "environment", "in error", "irrtümlich",
    "riservat", "vertrouwelijk", "uitsluitend", "outside of", "believed to be", "virus-free",
)  # fmt: skip


def _is_notice(paragraph: list[str]) -> bool:
    words = " ".join(" ".join(paragraph).lower().split())
    if len(words) < SHORTEST:
        return False
    if any(phrase in words for phrase in STRONG):
        return True
    return sum(phrase in words for phrase in WEAK) >= WEAK_ENOUGH
