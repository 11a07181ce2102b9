"""What columns of tickets are called: by Zendesk, Jira Service Management, Freshdesk, ServiceNow and by people, in
English, German, French and Spanish. What says so best stands first."""
# ruff: noqa: E501

COLUMNS = {
    "number": (
        "ticket id, ticket number, ticket, ticket #, ticket no, case number, case id, case, issue key, key, "
        "sr number, incident number, request id, request number, number, ticketnummer, vorgang, vorgangsnummer, "
        "fallnummer, numéro de ticket, número de ticket, id"
    ),
    "opened": (
        "created, created at, created date, created time, date created, opened, opened at, open date, "
        "creation date, sys created at, sys created on, reported, reported at, requested at, erstellt, erstellt am, eröffnet, eröffnet am, geöffnet, "
        "créé le, date de création, fecha de creación"
    ),
    "changed": (
        "updated, updated at, last updated, last update, last updated time, last modified, changed, change date, "
        "change date+time, modified, sys updated at, sys updated on, timestamp, event time, aktualisiert, geändert, geändert am, mis à jour, "
        "fecha de actualización"
    ),
    "resolved": (
        "resolved, resolved at, resolution date, resolved time, solved at, solved, closed, closed at, closed date, "
        "closed time, date closed, gelöst, gelöst am, geschlossen, geschlossen am, erledigt am, résolu le, fermé le, "
        "fecha de cierre"
    ),
    "asker mail": (
        "requester email, requester e-mail, customer email, contact email, reporter email, caller email, email, "
        "e-mail, mail, requester mail, opened by email, kunden-e-mail, e-mail-adresse, correo"
    ),
    "asker": (
        "requester, requester name, reporter, customer, customer name, contact, contact name, full name, caller, "
        "caller id, opened by, submitter, submitter name, raised by, melder, anfrager, kunde, ansprechpartner, demandeur, "
        "solicitante"
    ),
    "agent mail": "assignee email, agent email, owner email, assigned to email",
    "agent": (
        "assignee, agent, agent name, assigned to, owner, owner first name, assigned agent, resource, technician, "
        "handled by, bearbeiter, zugewiesen an, zuständig, assigné à, asignado a"
    ),
    "subject": "subject, summary, title, short description, betreff, titel, zusammenfassung, sujet, asunto",
    "text": "description, details, body, comment, beschreibung, détails, descripción",
    "status": "status, state, ticket status, incident state, statut, estado, zustand",
    "company": (
        "company, company name, organization, organisation, organization name, account, account name, customer company, "
        "firma, unternehmen, société, empresa"
    ),
    "domain": "company domain, domain, account domain, organization domain, website",
    "priority": "priority, urgency, priorität, dringlichkeit, priorité, prioridad",
    "impact": "impact, severity, sr latest impact, latest impact, auswirkung, schweregrad, gravité, impacto, gravedad",
    "product": (
        "product, product name, component, component/s, components, configuration item, cmdb ci, business service, service, "
        "produkt, komponente, dienst, produit, composant, producto, componente"
    ),
    "about": "parent incident, related incident, major incident, incident, parent, problem id, problem, problem number",
    "link": "url, link, ticket url, ticket link, issue url, html url, permalink",
    "system": "system, source system, instance, desk, helpdesk, service desk",
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names.split(", ")}
RANK = {name: rank for names in COLUMNS.values() for rank, name in enumerate(names.split(", "))}
OWN = ("ticket", "case", "issue", "sr number", "incident", "request", "vorgang", "fallnummer")
