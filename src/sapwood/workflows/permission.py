"""Who may do what: one answer, with its reason, for page, API and command line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from sapwood.identity.address import canonical
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import BulkChange, Cover, CoverBrief, Relationship, SavedView, Sharing
from sapwood.records.sources.models import Source
from sapwood.records.voices.models import Voice
from sapwood.store.rows import address_key

from .installation import log_secret


@dataclass(frozen=True)
class Answer:
    yes: bool
    why: str

    def __bool__(self) -> bool:
        return self.yes


class Refused(Exception):
    """Somebody asked for what they may not do; `why` is a sentence for them."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def may(user: User, act: str, thing: object = None) -> Answer:
    """Whether `user` may "see", "decide", "log" a touch with, "change" or "share" (one's own words with) a
    relationship, "take back" a sharing, "share view" with everybody, "change view", "undo bulk change", "import",
    "import tables", "name mailbox", "open text" (share it), "close text", "see import", "stop import" or "undo
    import", "set up" the installation, "invite", "match people" of an organisation, "merge organisations" (asked
    of each), "identify" a voice, "say affected" of, "say hours" of, "release touch" of, "say asked not" of or
    "put to rest" a relationship, "set policy" of a tier or tag, "say absence", "say duty" or "say minutes" of a
    colleague, "order the day" of all, "say cover" of or "add to brief" (one's own words to) a cover brief,
    "forget" somebody, "have reminders" or "end reminders" of a colleague, "add source" of a kind, "plan touches",
    "reach" a server, or "change source"."""
    if not user.is_authenticated or not user.is_active:
        return Answer(False, "Only people who are signed in may do this.")
    rule = RULES.get(act)
    if rule is None:
        raise ValueError(f"no rule for {act!r}")
    return rule(user, thing)


def require(user: User, act: str, thing: object = None) -> None:
    """Raises Refused, with the reason, where `may` says no."""
    answer = may(user, act, thing)
    if not answer:
        raise Refused(answer.why)


def _see(user: User, thing: Relationship) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} sees every relationship.")
    if thing.owner_id in (None, user.pk) or any(one.user_id == user.pk for one in thing.participations.all()):
        return Answer(True, "You own it, take part in it, or nobody owns it.")
    if Cover.objects.of(user).filter(brief__relationship=thing.pk).exists():
        return Answer(True, "You cover it while a colleague is away.")
    return Answer(False, "A colleague owns this relationship, and you have not taken part in it.")


def _change(user: User, thing: Relationship) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} may change every relationship.")
    if thing.owner_id == user.pk:
        return Answer(True, "You own this relationship.")
    if thing.owner_id is None:
        return Answer(True, "Nobody owns this relationship yet.")
    return Answer(False, "Only its owner, a lead or an operator may change what was agreed.")


def _share_view(user: User, thing: object) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} may share a view with everybody.")
    return Answer(False, "Only a lead or an operator may share a view with everybody.")


def _change_view(user: User, thing: SavedView) -> Answer:
    if thing.by_id == user.pk:
        return Answer(True, "You made this view.")
    if thing.shared and user.sees_all:
        return Answer(True, f"A {user.role} looks after the views that everybody has.")
    return Answer(False, "Only who made a shared view, a lead or an operator may change or remove it.")


def _undo_bulk_change(user: User, thing: BulkChange) -> Answer:
    if thing.by_id == user.pk:
        return Answer(True, "You made this change.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may take back every change.")
    return Answer(False, "Only who made a change, a lead or an operator may take it back.")


def _import(user: User, thing: object) -> Answer:
    return Answer(True, "Everybody with a login may bring their own mail.")


def _import_tables(user: User, thing: object) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} sees every account that a table may speak of.")
    return Answer(
        False,
        "It is a table of accounts, people or deals; it speaks of everybody's, so a lead or an operator brings it.",
    )


def _share(user: User, thing: Relationship) -> Answer:
    seen = _see(user, thing)
    if not seen:
        return seen
    if any(one.user_id == user.pk for one in thing.participations.all()):
        return Answer(True, "You took part in it.")
    return Answer(False, "You have not taken part in it, so there is nothing of yours to share.")


def _take_back(user: User, thing: Sharing) -> Answer:
    if thing.by_id == user.pk:
        return Answer(True, "You said so.")
    if thing.kind == Sharing.Kind.SHARED and user.role == User.Role.OPERATOR:
        return Answer(True, "An operator may close what a colleague shared.")
    return Answer(False, "Only who said so may take it back.")


def _open_text(user: User, thing: Import) -> Answer:
    if thing.by_id == user.pk:
        return Answer(True, "You brought it.")
    return Answer(False, "Only who brought it may share it. Running the installation opens nobody's mail.")


def _name_mailbox(user: User, address: str) -> Answer:
    if user.role == User.Role.OPERATOR:
        return Answer(True, "An operator may say whose mailbox it is.")
    owner = User.objects.filter(addresses__key=address_key(log_secret(), canonical(address))).first()
    if owner is None or owner == user:
        return Answer(True, "It is your mailbox, or that of nobody with a login.")
    return Answer(False, f"Only {owner} or an operator may bring the mailbox {address}.")


def _own_import(user: User, thing: Import) -> Answer:
    if user.role == User.Role.OPERATOR:
        return Answer(True, "An operator answers for every import.")
    if thing.by_id == user.pk:
        return Answer(True, "You started this import.")
    return Answer(False, "Only who started an import, or an operator, may see or undo it.")


def may_of_each(user: User, act: str, organisations: Collection[Organisation]) -> dict[int, Answer]:
    """What `may` says of each, by one question to the database however many they are."""
    rule, seen = OF_ORGANISATIONS[act]
    about: defaultdict[int, list[Relationship]] = defaultdict(list)
    for one in seen(user).filter(organisation__in={thing.pk for thing in organisations}):
        about[one.organisation_id].append(one)
    return {thing.pk: rule(user, thing, about[thing.pk]) for thing in organisations}


def _match_people(user: User, thing: Organisation, about: Iterable[Relationship]) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} may say who is who.")
    if thing.home:
        return Answer(False, "Who is who at home decides who may read what; only a lead or an operator may say so.")
    if any(_change(user, relationship) for relationship in about):
        return Answer(True, "You may change this account.")
    return Answer(False, "Only the account's owner, a lead or an operator may say who is who there.")


def _add_source(user: User, kind: str) -> Answer:
    if kind == Source.Kind.FOLDER and user.role != User.Role.OPERATOR:
        return Answer(False, "Only an operator may have a folder of this machine read.")
    return Answer(True, "Everybody with a login may connect their own mail.")


def _reach(user: User, host: str) -> Answer:
    """Nothing leaves the machine unless the operator has switched that connection on."""
    if user.role == User.Role.OPERATOR:
        return Answer(True, "An operator decides which servers this machine speaks to.")
    if host in settings.SAPWOOD_SOURCE_HOSTS:
        return Answer(True, "The operator lets everybody connect there.")
    return Answer(False, f"Your operator has not switched on connections to {host}. Ask them (SAPWOOD_SOURCE_HOSTS).")


def _change_source(user: User, thing: Source) -> Answer:
    if thing.owner_id == user.pk:
        return Answer(True, "It is yours.")
    if user.role == User.Role.OPERATOR:
        return Answer(True, "An operator answers for every source.")
    return Answer(False, "Only its owner or an operator may change a source.")


def _merge_organisations(user: User, thing: Organisation, about: Sequence[Relationship]) -> Answer:
    if thing.home:
        return Answer(False, "Which domains are home is said at set-up.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may say which organisations are one.")
    if about and all(_change(user, relationship) for relationship in about):
        return Answer(True, "You may change this account.")
    return Answer(False, "Only who may change both accounts, a lead or an operator may say that they are one.")


def _identify(user: User, thing: Voice) -> Answer:
    if Voice.objects.visible_to(user).filter(pk=thing.pk).exists():
        return Answer(True, "You brought what it was heard in, or took part in it.")
    return Answer(False, "Only who brought it or took part, or an operator, may say whose voice it is.")


def _have_reminders(user: User, thing: User) -> Answer:
    if thing.pk == user.pk:
        return Answer(True, "It is your own day.")
    return Answer(False, "Everybody chooses for themselves how their day reaches them.")


def _end_reminders(user: User, thing: User) -> Answer:
    if thing.pk == user.pk or user.role == User.Role.OPERATOR:
        return Answer(True, "It is yours, or you answer for what leaves the machine.")
    return Answer(False, "Only whose it is, or an operator, may end it.")


def _operator(user: User, thing: object) -> Answer:
    if user.role == User.Role.OPERATOR:
        return Answer(True, "An operator runs the installation.")
    return Answer(False, "Only an operator may do this.")


def _set_policy(user: User, thing: object) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} may say what holds for a whole tier or tag.")
    return Answer(False, "Only a lead or an operator may say what holds for a whole tier or tag.")


def _say_absence(user: User, thing: User) -> Answer:
    if thing.pk == user.pk:
        return Answer(True, "It is your own absence.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may say that a colleague is away.")
    return Answer(False, "Only they themselves, a lead or an operator may say that a colleague is away.")


def _say_duty(user: User, thing: User) -> Answer:
    if thing.pk == user.pk:
        return Answer(True, "It is your own duty.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may say that a colleague is on duty.")
    return Answer(False, "Only they themselves, a lead or an operator may say that a colleague is on duty.")


def _say_cover(user: User, thing: CoverBrief) -> Answer:
    if thing.absence.user_id == user.pk:
        return Answer(True, "It is your own absence.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may say who covers.")
    return Answer(False, "Only who is away, a lead or an operator may say who covers.")


def _add_to_brief(user: User, thing: CoverBrief) -> Answer:
    if thing.absence.user_id == user.pk:
        return Answer(True, "It is your own absence.")
    return Answer(False, "These are the words of who is away; only they add to them.")


def _say_minutes(user: User, thing: User | None) -> Answer:
    if thing is not None and thing.pk == user.pk:
        return Answer(True, "They are your own minutes.")
    if user.sees_all:
        return Answer(True, f"A {user.role} may say a colleague's minutes, and everybody's.")
    return Answer(False, "Only they themselves, a lead or an operator may say how many minutes a colleague has.")


def _order_the_day(user: User, thing: object) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} may say what weighs, and what is too often.")
    return Answer(False, "Only a lead or an operator may say what weighs in everybody's day.")


def _plan_touches(user: User, thing: object) -> Answer:
    if user.sees_all:
        return Answer(True, f"A {user.role} sees every account that a plan may reach.")
    return Answer(False, "A plan reaches everybody's accounts, so a lead or an operator makes it.")


# By what the answer rests on: the relationships with the organisation, those the user sees or all.
OF_ORGANISATIONS = {
    "match people": (_match_people, Relationship.objects.visible_to),
    "merge organisations": (_merge_organisations, lambda user: Relationship.objects.all()),
}
RULES = {
    "see": _see,
    "decide": _see,
    "log": _see,
    "change": _change,
    "share view": _share_view,
    "change view": _change_view,
    "undo bulk change": _undo_bulk_change,
    "import": _import,
    "share": _share,
    "take back": _take_back,
    "open text": _open_text,
    "close text": _own_import,
    "import tables": _import_tables,
    "name mailbox": _name_mailbox,
    "see import": _own_import,
    "stop import": _own_import,
    "undo import": _own_import,
    "set up": _operator,
    "invite": _operator,
    "match people": lambda user, thing: may_of_each(user, "match people", [thing])[thing.pk],
    "merge organisations": lambda user, thing: may_of_each(user, "merge organisations", [thing])[thing.pk],
    "identify": _identify,
    "say affected": _change,
    "set policy": _set_policy,
    "say absence": _say_absence,
    "say duty": _say_duty,
    "plan touches": _plan_touches,
    "release touch": _change,
    "say asked not": _see,
    "say hours": _change,
    "say cover": _say_cover,
    "add to brief": _add_to_brief,
    "say minutes": _say_minutes,
    "order the day": _order_the_day,
    "put to rest": _change,
    "forget": _operator,
    "have reminders": _have_reminders,
    "end reminders": _end_reminders,
    "add source": _add_source,
    "reach": _reach,
    "change source": _change_source,
}
