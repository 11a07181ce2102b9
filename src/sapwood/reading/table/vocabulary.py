"""What columns are called: by HubSpot, Salesforce, Pipedrive, Dynamics and by people, in English, German, French and
Spanish. Long because it is a list of words."""
# ruff: noqa: E501

import re
import unicodedata
from dataclasses import dataclass

SIGNS = re.compile(r"[\W_]+")
TEXT, NAMED, WEB, MAIL, PHONE, NUMBER, WHOLE, DAY = "text", "name", "web", "mail", "phone", "number", "whole", "day"


@dataclass(frozen=True)
class Field:
    """`kind` says what its cells hold (TEXT, NAMED, WEB, …); `words` are the names a column of it goes by, squeezed."""

    name: str
    title: str
    kind: str
    words: frozenset[str]


@dataclass(frozen=True)
class Kind:
    """A kind of table. It is one where, of each group in `needs`, a field is there; `telling` fields are what other
    kinds lack."""

    name: str
    title: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    telling: tuple[str, ...]

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def squeezed(text: str) -> str:
    """A name without case, accents, blanks and signs: "Est. Close-Date" -> "estclosedate"."""
    if text.isascii():
        return SIGNS.sub("", text.lower())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return SIGNS.sub("", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def _field(name: str, title: str, kind: str, words: str) -> Field:
    return Field(name, title, kind, frozenset(words.split()))


ACCOUNT = (
    "account accountname company companyname customer customername organisation organization organizationname "
    "organisationname associatedcompany parentcustomer parentcustomerid potentialcustomer firma firmenname unternehmen kunde kundenname "
    "entreprise societe nomdelasociete nomdelentreprise client nomduclient compte nomducompte raisonsociale empresa "
    "cuenta cliente nombredelaempresa nombredelacuenta razonsocial organizacion clientname dealorganization "
    "personorganization primarycompany regardingcompany endcustomer kundenfirma"
)
DOMAIN = (
    "domain website companydomainname companydomain web url websiteurl internet internetseite webseite homepage "
    "siteweb sitioweb paginaweb domaine dominio webpage internetadresse accountdomain emaildomain"
)
OWNER = (
    "owner accountowner companyowner contactowner ownername dealowner opportunityowner ownerid salesagent salesrep "
    "salesperson accountmanager rep agent user assignedto responsible betreuer zustandig zustandiger besitzer "
    "verkaufer vertriebler kundenbetreuer aussendienst proprietaire commercial responsable vendeur propietario "
    "comercial vendedor colleague keyaccountmanager"
)
CURRENCY = "currency currencycode currencyisocode dealcurrency wahrung devise moneda transactioncurrency"
PRODUCT = (
    "product productname item itemname article articlename produkt produktname artikel artikelname bezeichnung "
    "produit nomduproduit producto nombredelproducto articulo lineitem dealproduct software model modell gerat "
    "machine device equipment asset assetname"
)
CODE = "sku code productcode productid itemnumber articlenumber partnumber artikelnummer artikelnr reference referencia ref"
_OWNER = _field("owner", "colleague", TEXT, OWNER)
_ACCOUNT = _field("account", "account", NAMED, ACCOUNT)
_DOMAIN = _field("domain", "domain or website", WEB, DOMAIN)
_PRODUCT = _field("product", "product", NAMED, PRODUCT)
_CURRENCY = _field("currency", "currency", TEXT, CURRENCY)
RECORD = "id recordid externalid crmid"

ACCOUNTS = Kind(
    "accounts",
    "accounts",
    (
        _field("account", "name", NAMED, ACCOUNT + " name nom nombre"),
        _DOMAIN,
        _field("crm_id", "number in the other system", TEXT, RECORD + " accountid companyid organizationid customerid "
               "customernumber accountnumber kundennummer kundennr numeroclient numerodecliente idcuenta clientid"),
        _field("role", "role", TEXT, "type role accounttype relationship relationshiptype lifecyclestage companytype "
               "customertypecode customertype art kategorie typ kontotyp typedecompte tipo tipodecuenta label"),
        _field("sector", "sector", TEXT, "sector industry branche secteur secteurdactivite industrie industria industrycode segment"),
        _field("country", "country", TEXT, "country countryregion officelocation location billingcountry billingcountrystate "
               "land pays pais address1country address1countryregion addresscountry countryoforganization"),
        _field("city", "place", TEXT, "city billingcity town ort stadt ville ciudad address1city place"),
        _field("employees", "employees", WHOLE, "employees numberofemployees noofemployees employeecount headcount mitarbeiter "
               "anzahlmitarbeiter mitarbeiterzahl beschaftigte nombredemployes effectif salaries empleados numerodeempleados"),
        _field("revenue", "yearly revenue", NUMBER, "revenue annualrevenue yearlyrevenue turnover umsatz jahresumsatz "
               "chiffredaffaires ca ingresos ingresosanuales facturacion annualturnover"),
        _field("founded", "founded", WHOLE, "yearestablished yearfounded founded foundedyear grundungsjahr gegrundet anneedecreation anodefundacion"),
        _field("phone", "telephone", PHONE, "phone phonenumber telephone mainphone telefon tel telefonnummer telefono companyphone"),
        _field("parent", "parent", NAMED, "subsidiaryof parent parentaccount parentaccountname parentcompany parentaccountid "
               "muttergesellschaft mutterfirma konzern societemere empresamatriz group"),
        _field("since", "customer since", DAY, "since customersince kundeseit clientdepuis clientedesde accountsince"),
        _OWNER,
    ),
    (("account", "domain"),),
    ("sector", "employees", "revenue", "parent", "founded", "role", "domain", "since"),
)  # fmt: skip
CONTACTS = Kind(
    "contacts",
    "people",
    (
        _field("first", "first name", TEXT, "firstname givenname first vorname prenom nombre nombredepila"),
        _field("last", "last name", TEXT, "lastname surname familyname last nachname familienname nomdefamille apellido apellidos nom"),
        _field("name", "name", TEXT, "name fullname contact contactname person personname ansprechpartner ansprechpartnerin "
               "kontakt kontaktname nomcomplet contacto nombrecompleto contactperson"),
        _field("mail", "mail address", MAIL, "email emailaddress mail emailaddress1 emailadresse mailadresse courriel "
               "adresseemail adressemail correo correoelectronico emailwork workemail personemail primaryemail"),
        _field("phone", "telephone", PHONE, "phone phonenumber telephone businessphone workphone phonework telefon telefonnummer "
               "tel telefono telephonefixe durchwahl festnetz telephone1 personphone officephone direct directphone"),
        _field("mobile", "mobile", PHONE, "mobile mobilephone mobilephonenumber cell cellphone phonemobile handy mobil mobilnummer "
               "portable telephoneportable movil telefonomovil"),
        _field("title", "position", TEXT, "title jobtitle position funktion stelle berufsbezeichnung poste fonction cargo puesto rolle jobposition"),
        _ACCOUNT,
        _DOMAIN,
        _field("country", "country", TEXT, "country countryregion mailingcountry land pays pais address1country address1countryregion"),
        _field("crm_id", "number in the other system", TEXT, RECORD + " contactid personid"),
        _OWNER,
    ),
    (("mail", "phone", "mobile"), ("mail", "name", "last", "first")),
    ("mail", "first", "last", "mobile", "title"),
)  # fmt: skip
DEALS = Kind(
    "deals",
    "deals and orders",
    (
        _field("crm_id", "number in the other system", TEXT, RECORD + " opportunityid dealid ordernumber orderid orderno "
               "auftragsnummer auftragsnr bestellnummer belegnummer numerodecommande numerocommande numerodepedido invoicenumber rechnungsnummer"),
        _ACCOUNT,
        _DOMAIN,
        _field("title", "title", TEXT, "name title deal dealname opportunity opportunityname topic dealtitle betreff auftrag affaire "
               "nomdelaffaire oportunidad nombredeloportunidad negocio nombredelnegocio order"),
        _field("product", "product", NAMED, PRODUCT),
        _field("amount", "amount", NUMBER, "amount value closevalue dealvalue dealamount total totalamount ordertotal price estrevenue "
               "estimatedrevenue actualrevenue revenue betrag wert auftragswert nettobetrag summe umsatz montant total montantht importe valor netamount ordervalue"),
        _CURRENCY,
        _field("stage", "stage", TEXT, "stage dealstage stagename status phase salesstage pipelinestage statusreason state etape statut "
               "etapa estado vertriebsphase opportunitystage orderstatus auftragsstatus"),
        _field("opened", "opened", DAY, "engagedate opened created createdate createddate createdon dealcreated startdate angelegt angelegtam "
               "erstellt erstelltam creele datedecreation creado fechadecreacion addtime"),
        _field("reason", "why it was won", TEXT, "reason winreason wonreason closedwonreason reasonwon reasonforwinning whywon whytheybought "
               "buyingreason decisioncriterion decisioncriteria kaufgrund gewinngrund abschlussgrund entscheidungsgrund raisondegain raisondelavente "
               "motifdachat motivodeganada motivodecompra razondecompra"),
        _field("closed", "closed or ordered", DAY, "closedate closed closedon closedate1 actualclosedate estclosedate expectedclosedate wontime "
               "orderdate ordered auftragsdatum bestelldatum abschlussdatum abschluss rechnungsdatum datum datedecloture datedecommande fechadecierre "
               "fechadepedido date fecha invoicedate wonon"),
        _OWNER,
    ),
    (("amount", "stage"), ("account", "domain", "crm_id", "title")),
    ("stage", "amount", "opened", "closed"),
)  # fmt: skip
PRODUCTS = Kind(
    "products",
    "products",
    (
        _field("product", "name", NAMED, PRODUCT + " name nom nombre"),
        _field("code", "number", TEXT, CODE + " id"),
        _field("series", "family", TEXT, "series family productfamily category productline productgroup produktgruppe "
               "warengruppe produktfamilie gamme famille familia categoria kategorie"),
        _field("price", "list price", NUMBER, "salesprice price unitprice listprice standardprice preis listenpreis verkaufspreis stuckpreis prix prixunitaire "
               "precio preciounitario"),
        _CURRENCY,
    ),
    (("product",), ("code", "series", "price")),
    ("price", "series", "code"),
)  # fmt: skip
TEAMS = Kind(
    "teams",
    "sales teams",
    (
        _field("colleague", "colleague", TEXT, OWNER + " name employee mitarbeiter"),
        _field("manager", "manager", TEXT, "manager teamlead lead supervisor vorgesetzter teamleiter leiter chef responsabledequipe jefe gerente"),
        _field("office", "team or region", TEXT, "regionaloffice office region territory team gebiet niederlassung vertriebsgebiet region bureau "
               "equipe secteurgeographique oficina equipo"),
        _ACCOUNT,
        _DOMAIN,
    ),
    (("colleague",), ("manager", "office", "account")),
    ("manager", "office"),
)  # fmt: skip
HOLDINGS = Kind(
    "holdings",
    "what they have from us",
    (
        _ACCOUNT,
        _DOMAIN,
        _field("product", "product", NAMED, PRODUCT),
        _field("serial", "serial number", TEXT, "serial serialnumber serialno sn seriennummer seriennr fabriknummer numerodeserie "
               "licensekey licencekey lizenznummer assettag"),
        _field("version", "version", TEXT, "version release firmware firmwareversion softwareversion installedversion revision build versionsnummer"),
        _field("kind", "kind", TEXT, "kind type contracttype entitlementtype art vertragsart typ typedecontrat tipo tipodecontrato "
               "servicelevel coverage vertragstyp assettype"),
        _field("quantity", "how many", NUMBER, "quantity qty seats count units anzahl menge stuck stuckzahl lizenzen quantite nombre cantidad users licenses licences"),
        _field("since", "from", DAY, "from start startdate begin purchased purchasedate installed installdate installationdate "
               "validfrom beginn von gultigab vertragsbeginn kaufdatum installiertam debut datededebut du desde inicio fechadeinicio contractstart"),
        _field("until", "until", DAY, "until end enddate expires expiry expirydate expirationdate expiration validuntil validto "
               "warrantyend warrantyuntil warrantyenddate supportend supportuntil supportenddate contractend contractenddate renewal renewaldate maintenanceend ende bis gultigbis ablauf "
               "ablaufdatum vertragsende laufzeitende garantiebis garantieende fin datedefin datedexpiration echeance "
               "hasta fechadefin vencimiento fechadevencimiento usageenddate"),
        _field("crm_id", "contract number", TEXT, RECORD + " contractid contractnumber contractno assetid entitlementid vertragsnummer vertragsnr "
               "numerodecontrat numerodecontrato"),
    ),
    (("account", "domain"), ("product", "serial", "kind"), ("until", "serial", "since")),
    ("until", "serial", "since", "quantity"),
)  # fmt: skip
NOTICES = Kind(
    "notices",
    "patches and end-of-life notices",
    (
        _field("product", "product", NAMED, PRODUCT),
        _field("version", "versions", TEXT, "version versions affectedversion affectedversions affected affectedreleases appliesto release versionen"),
        _field("kind", "kind", TEXT, "kind type notice noticetype event art typ ereignis meldung avis tipo milestone lifecyclephase"),
        _field("day", "date", DAY, "date day on releasedate released eol eoldate endoflife endoflifedate endofsupport endofsale eos effective effectivedate "
               "datum am datedefindevie fecha announced available"),
        _field("what", "what it says", TEXT, "what title description note notes summary beschreibung hinweis bemerkung details text"),
    ),
    (("product",), ("day",), ("kind", "what", "day")),
    ("day", "kind", "what"),
)  # fmt: skip
KINDS = (ACCOUNTS, CONTACTS, DEALS, PRODUCTS, TEAMS, HOLDINGS, NOTICES)
BY_NAME = {kind.name: kind for kind in KINDS}
