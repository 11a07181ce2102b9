"""Saying whose voice it is, and taking it back. Only the map from key to person changes; the log stays as it is, and
every later import finds the map as it was left."""

from django.db import transaction
from django.utils import timezone

from sapwood.identity.people import clean_name
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Organisation, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.voices.models import Heard, Identification, Voice

from ..audit import audit
from ..outdated import outdate
from ..people import may_see_people
from ..permission import Refused, require
from ..tasks import people_changed

NOT_THEIRS = "You do not see the account of that person. Nothing was changed."


def identify(user: User, voice: Voice, person: Person, door: str = "page") -> Identification:
    """This voice is that person's. Saying the same again confirms it. Raises Refused."""
    require(user, "identify", voice)
    person = person.now()
    home = person.organisation is not None and person.organisation.home
    if person.organisation is None or not (home or may_see_people(user, person.organisation)):
        raise Refused(NOT_THEIRS)
    with transaction.atomic():
        said = _answered(user, voice, person, "")
        audit(user, door, "identify voice", voice, person=person.pk)
        _figures_follow(person.organisation)
    return said


def identify_as_new(
    user: User, voice: Voice, relationship: Relationship, name: str = "", door: str = "page"
) -> Identification:
    """This voice is somebody's at the account whom nobody here knew by a mail address."""
    require(user, "identify", voice)
    require(user, "see", relationship)
    name = " ".join(name.split()) or clean_name(str(voice))
    if not 1 <= len(name) <= 200:
        raise ValueError("A name has 1 to 200 characters. Nothing was changed.")
    with transaction.atomic():
        person = Person.objects.create(name=name, named_by_person=True, organisation=relationship.organisation)
        said = _answered(user, voice, person, "")
        audit(user, door, "identify voice", voice, person=person.pk, new=True)
        _figures_follow(relationship.organisation)
    return said


def nobody(user: User, voice: Voice, door: str = "page") -> Identification:
    """This voice is nobody's whom anybody here needs to know; it is not asked again."""
    require(user, "identify", voice)
    with transaction.atomic():
        said = _answered(user, voice, None, "")
        audit(user, door, "identify voice", voice, person=None)
    return said


def found_by_itself(voice: Voice, person: Person, brought: Import, why: str) -> bool:
    """What nobody had to say. It opens no texts, but a colleague's own name in what they brought themselves."""
    with transaction.atomic():
        if voice.identifications.exists():
            return False
        said = _answered(None, voice, person, why)
        if brought.by_id in _logins(person):
            _give(said, person, brought.by_id)
        audit(None, "import", "identify voice", voice, person=person.pk)
        outdate(person.organisation)
    return True


def undo(user: User, said: Identification, door: str = "page") -> Identification:
    """Asks again. Undoing twice changes nothing."""
    require(user, "identify", said.voice)
    with transaction.atomic():
        locked = Identification.objects.select_for_update().get(pk=said.pk)
        if locked.undone:
            return locked
        _take_back(locked, user)
        audit(user, door, "undo identification", locked.voice)
        _figures_follow(locked.person.now().organisation if locked.person else None)
    return locked


def _answered(user: User | None, voice: Voice, person: Person | None, why: str) -> Identification:
    address = Address.objects.select_for_update().get(pk=voice.address_id)
    standing = voice.identifications.standing().first()
    if standing is not None and person is not None and standing.person_id == person.pk:
        _may_read(standing, user, person)
        if standing.by is None and user is not None:
            standing.by, standing.said = user, timezone.now()
            standing.save(update_fields=["by", "said"])
        return standing
    if standing is not None:
        _take_back(standing, user)
        address.refresh_from_db()
    said = Identification(voice=voice, person=person, by=user, said=timezone.now(), why=why)
    said.before = {"person": address.person_id, "organisation": address.organisation_id, "may_read": []}
    said.save()
    if person is not None:
        address.person, address.organisation, address.compared = person, person.organisation, True
        address.save(update_fields=["person", "organisation", "compared"])
        _may_read(said, user, person)
    return said


def _take_back(said: Identification, user: User | None) -> None:
    """The address stands for itself again, unless somebody has since made it another's."""
    address = Address.objects.select_for_update().get(pk=said.voice.address_id)
    if said.person and address.person_id == said.person.now().pk:
        outdate(address.organisation)
        before = Person.objects.filter(pk=said.before["person"]).first()
        address.person = before.now() if before else Person.objects.create(name=str(said.voice)[:200])
        address.organisation = Organisation.objects.filter(pk=said.before["organisation"]).first()
        address.save(update_fields=["person", "organisation"])
    UserAddress.objects.filter(pk__in=said.before["may_read"]).delete()
    said.undone, said.undone_by = timezone.now(), user
    said.save(update_fields=["undone", "undone_by"])


def _may_read(said: Identification, user: User | None, person: Person) -> None:
    """A colleague reads what they said and heard once somebody says so who could let them read it anyway: whoever
    brought all of it, where the name is theirs or heard there alone; an operator, but not for themselves in what
    others brought."""
    logins = _logins(person)
    if user is None or len(logins) != 1:
        return
    [login] = logins
    voice = said.voice
    brought_all = not Heard.objects.filter(voice=voice).exclude(of__by=user).exists()
    theirs = "@" in voice.address.address or clean_name(voice.address.name) == person.name
    if (user.role == User.Role.OPERATOR and login != user.pk) or (brought_all and theirs):
        _give(said, person, login)


def _give(said: Identification, person: Person, login: int) -> None:
    address = said.voice.address
    made, fresh = UserAddress.objects.get_or_create(
        key=address.pk, defaults={"user_id": login, "address": address.address}
    )
    if fresh:
        said.before["may_read"] = [made.pk]
        said.save(update_fields=["before"])


def _logins(person: Person) -> set[int]:
    keys = list(person.addresses.values_list("key", flat=True))
    return set(UserAddress.objects.filter(key__in=keys).values_list("user", flat=True))


def _figures_follow(organisation: Organisation | None) -> None:
    outdate(organisation)
    transaction.on_commit(people_changed.enqueue)
