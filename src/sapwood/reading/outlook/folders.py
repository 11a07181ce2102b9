"""Folders of Outlook's that nobody means when they bring their mail: what was deleted, and junk."""

DELETED = frozenset(
    {"deleted items", "deleted messages", "trash", "gelöschte elemente", "gelöschte objekte", "papierkorb"}
    | {"éléments supprimés", "corbeille", "elementos eliminados", "papelera", "posta eliminata", "itens excluídos"}
    | {"itens eliminados", "verwijderde items", "elementy usunięte", "recoverable items"}
)
JUNK = frozenset(
    {"junk e-mail", "junk email", "junk-e-mail", "junk", "spam", "bulk mail", "courrier indésirable"}
    | {
        "correo no deseado",
        "correo electrónico no deseado",
        "posta indesiderata",
        "lixo eletrônico",
        "ongewenste e-mail",
    }
    | {"wiadomości-śmieci", "lixo eletrónico"}
)


def is_left_out(name: str, waste_basket: bool = False) -> str:
    """ "deleted", "junk" or "": what it is, by its name in eight languages or by what the file says."""
    plain = " ".join(name.casefold().split())
    if waste_basket or plain in DELETED:
        return "deleted"
    return "junk" if plain in JUNK else ""
