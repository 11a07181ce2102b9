"""Names as they are sorted and looked for: without case, accents and doubled spaces."""

import unicodedata


def folded(text: str) -> str:
    """ "  Müller   GmbH" and "MULLER gmbh" both become "muller gmbh". Letters without a plain form stay."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(mark for mark in apart if not unicodedata.combining(mark)).casefold().split())
