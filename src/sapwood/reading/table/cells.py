"""What a cell holds, as a value: by the kind of its field and by how its column is written."""
# ruff: noqa: E501

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from urllib.parse import urlsplit

import phonenumbers

from .days import YMD, read_day
from .full_numbers import in_full
from .known_words import country_code
from .numbers import POINT, amount_of, read_number
from .vocabulary import DAY, MAIL, NAMED, NUMBER, PHONE, WEB, WHOLE, squeezed

NOTHING = frozenset(["", "-", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "(blank)", "(leer)", "#ref!", "#value!"])  # fmt: skip
MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,189}\.[^\s@<>,;:\"().\d]{2,63}")
BARE_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
LONGEST = 300
MOST_AMOUNT = Decimal(10) ** 13

Value = str | Decimal | int | date | None


class Unfit(ValueError):
    """A cell does not hold what its column should; the sentence says so."""


def reader_of(kind: str, style: str = "", region: str = "") -> Callable[[str], Value]:
    """A function from the cell's text to its value: None where the cell says nothing, Unfit where it says something
    else. `style`: how the column writes dates or numbers; `region`: two letters, for telephone numbers without a
    country's code."""
    if kind == DAY:
        return partial(_day, style or YMD)
    if kind in (NUMBER, WHOLE):
        return partial(_number, style or POINT, kind == WHOLE)
    if kind == PHONE:
        return partial(telephone, region=region)
    return {WEB: web_domain, MAIL: mail_address, NAMED: text}.get(kind, text)


def says_nothing(cell: str) -> bool:
    return len(cell) <= 8 and cell.lower() in NOTHING


def text(cell: str) -> str | None:
    if len(cell) <= 8 and cell.lower() in NOTHING:
        return None
    return " ".join(cell.split())[:LONGEST]


def currency_in(cell: str, style: str) -> str:
    """The currency that stands beside an amount, "" where none does."""
    found = read_number(cell, style or POINT)
    return found[1] if found else ""


def web_domain(cell: str) -> str | None:
    """ "www.orchard.example" of "https://www.orchard.example/shop"; also of a mail address."""
    if says_nothing(cell):
        return None
    if len(cell) <= 253 and BARE_HOST.fullmatch(cell):
        return cell.lower()
    try:
        host = urlsplit(cell if "://" in cell else f"//{cell}").hostname or ""
    except ValueError:
        host = ""
    host = host.rpartition("@")[2].rstrip(".").lower()
    if "." not in host or " " in host or len(host) > 253:
        raise Unfit(f"“{cell[:80]}” is no web address and no domain.")
    return host


def mail_address(cell: str) -> str | None:
    if says_nothing(cell):
        return None
    found = cell.strip("<>\"' ").removeprefix("mailto:").lower()
    if not MAIL_ADDRESS.fullmatch(found):
        raise Unfit(f"“{cell[:80]}” is no mail address.")
    return found


def telephone(cell: str, region: str = "") -> str | None:
    """ "+493012345" (E.164) where the number is complete, with its country's code or in `region`; else as written."""
    if says_nothing(cell):
        return None
    if (known := in_full(cell)) is not None:
        return known
    number = re.sub(r"^00", "+", cell.strip())
    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return cell[:LONGEST]
    if not phonenumbers.is_possible_number(parsed):
        return cell[:LONGEST]
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def region_of(country: str | None) -> str:
    return country_code(country) if country else ""


def _day(style: str, cell: str) -> date | None:
    if says_nothing(cell):
        return None
    found = read_day(cell, style)
    if found is None:
        raise Unfit(f"“{cell[:80]}” is no date.")
    return found


def _number(style: str, whole: bool, cell: str) -> Decimal | int | None:
    if says_nothing(cell):
        return None
    if not whole and (amount := amount_of(cell)) is not None:
        return amount
    found = read_number(cell, style)
    if found is None or abs(found[0]) > MOST_AMOUNT:
        raise Unfit(f"“{cell[:80]}” is no number.")
    if not whole:
        return round(found[0], 4)
    if found[0] != int(found[0]):
        raise Unfit(f"“{cell[:80]}” is no whole number.")
    return int(found[0])


STAGES = {
    "won": "won closedwon closewon gewonnen abgeschlossengewonnen gagne ferme gagnee ganado ganada cerradaganada completed complete delivered paid "
    "invoiced fulfilled shipped ordered bezahlt geliefert abgerechnet bestellt erledigt paye livre facture pagado entregado facturado "
    "closedwon100 gewonnenabgeschlossen signed unterschrieben",
    "lost": "lost closedlost closelost verloren abgeschlossenverloren perdu perdue perdido perdida cerradaperdida cancelled canceled storniert annule anulado "
    "cancelado abandoned rejected abgelehnt refunded returned outsold",
}  # fmt: skip
STATUS = {word: status for status, words in STAGES.items() for word in words.split()}
ROLES = {
    "customer": "customer customers client kunde kunden bestandskunde cliente clientes customerdirect customerchannel endcustomer evangelist buyer",
    "prospect": "prospect lead leads interessent opportunity salesqualifiedlead marketingqualifiedlead subscriber prospecto potencial "
    "cold warm hot coldlead warmlead hotlead potentialcustomer",
    "vendor": "vendor supplier lieferant hersteller fournisseur proveedor manufacturer",
    "partner": "partner channelpartner channelpartnerreseller reseller technologypartner integrator distributor handler vertriebspartner partenaire revendeur socio distribuidor",
    "competitor": "competitor wettbewerber konkurrent concurrent competidor",
}  # fmt: skip
ROLE = {word: role for role, words in ROLES.items() for word in words.split()}
HELD = {
    "licence": "licence license subscription lizenz abonnement abo licencia suscripcion seat saas",
    "warranty": "warranty garantie gewahrleistung garantia guarantee",
    "support": "support maintenance contract servicecontract supportcontract wartung wartungsvertrag servicevertrag vertrag contratdemaintenance "
    "maintenancecontract supportvertrag mantenimiento contrato contratdesupport sla",
    "installed": "installed hardware device asset machine gerat installation equipment installe equipo",
}  # fmt: skip
HOLDING = {word: kind for kind, words in HELD.items() for word in words.split()}
NOTICED = {
    "patch": "patch update hotfix securitypatch securityupdate release upgrade correctif parche actualizacion sicherheitsupdate aktualisierung",
    "end of sale": "endofsale eosale lastorder vertriebsende findevente findeventa",
    "end of support": "endofsupport eos supportende findesupport findesoporte endofmaintenance",
    "end of life": "endoflife eol abgekundigt lebensende findevie findevida discontinued auslauf",
}  # fmt: skip
NOTICE = {word: kind for kind, words in NOTICED.items() for word in words.split()}


@lru_cache(maxsize=1024)
def status_of(stage: str) -> str:
    """ "won", "lost" or "open", by what a stage is called."""
    return STATUS.get(squeezed(stage), "open")


def told_by(words: dict[str, str], cell: str) -> str:
    """The value whose words `cell` is, or begins or ends with ("Support contract gold"); "" where there is none."""
    plain = squeezed(cell)
    if plain in words:
        return words[plain]
    return next((value for word, value in words.items() if len(word) > 3 and word in plain), "")
