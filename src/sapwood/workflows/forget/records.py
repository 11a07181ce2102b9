"""Erasing somebody from the records: their rows go, and whatever else names them is struck out."""

from collections.abc import Collection, Iterator

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from sapwood.records.access.models import AuditLine, SignInLink, User, UserAddress
from sapwood.records.directory.models import Address, Forgetting, Match, Person
from sapwood.records.guests.models import GuestLink, GuestWish
from sapwood.records.imports.models import Import, ImportNote, ImportTrouble
from sapwood.records.outreach.models import AskedNot, Recipient
from sapwood.records.relationships.models import Cover, DayItem, Relationship
from sapwood.records.service.models import ServiceEvent, Telling
from sapwood.records.sources.models import Source, SourceRun
from sapwood.records.trade.models import Contact, Fix, LeftRow, Sheet

from ..notes.erase import erase_steps
from .naming import Naming

# Where a local part alone names somebody: jane.doyle.mbox.
FILE_NAMES = (Import, ImportTrouble, ImportNote, AuditLine, Source, SourceRun, Sheet)


@transaction.atomic
def erase_records(named: Naming) -> None:
    """Everything in SQL at once. Can be done again."""
    _close_logins(named)
    GuestLink.objects.filter(address__in=named.addresses, revoked=None).update(
        revoked=timezone.now(), revoked_why="closed because its guest was erased"
    )
    GuestWish.objects.filter(guest__in=named.addresses).delete()  # two that were struck out would be one wish twice
    gone = whole_people(named.keys)
    DayItem.objects.filter(models.Q(contact__in=gone) | models.Q(colleague__in=gone)).delete()
    _forget_rows(gone, named)
    erase_steps(gone, named)
    for model in (ServiceEvent, Telling):
        model.objects.filter(asker__in=named.keys).update(asker=None)
    for model in (Recipient, AskedNot):
        model.objects.filter(key__in=named.keys).delete()
    Address.objects.filter(key__in=named.keys).delete()
    Person.objects.filter(pk__in=gone).delete()
    for model in apps.get_models():
        if model is not Forgetting and model is not Session and model._meta.managed:
            _strike_out(model, named)
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if named.struck(held) != held:
            session.delete()


def _forget_rows(gone: Collection[int], named: Naming) -> None:
    """Rows of tables about them go whole: a telephone number beside a name names them too."""
    wanted = models.Q(person__in=gone) | models.Q(says__mail__in=named.addresses)
    Contact.objects.filter(wanted | models.Q(name__in=named.names)).delete()
    for model in (LeftRow, Fix):
        for row in model.objects.iterator(2000):
            held = row.cells if isinstance(row, LeftRow) else [row.was, row.becomes]
            joined = " ".join(map(str, held))  # a first name and a last name in two cells name somebody too
            if named.struck(held) != held or named.struck(joined) != joined:
                row.delete()
    for sheet in Sheet.objects.exclude(look={}):
        if named.struck(sheet.look) != sheet.look:
            sheet.look = {}
            sheet.save(update_fields=["look"])


def whole_people(keys: Collection[int]) -> set[int]:
    """People who have no other address than these, with whoever became part of them; and who became part of somebody
    else with none but these."""
    people = set(Address.objects.filter(key__in=keys).exclude(person=None).values_list("person_id", flat=True))
    staying = set(Address.objects.filter(person__in=people).exclude(key__in=keys).values_list("person_id", flat=True))
    gone = people - staying
    for match in Match.objects.merged_now().filter(kept__in=staying):
        moved = set(match.before.get("moved", {}).get("directory.Address.person", ()))
        if moved and moved <= set(keys):
            gone.add(match.other_id)
    while more := set(Person.objects.filter(merged_into__in=gone).values_list("pk", flat=True)) - gone:
        gone |= more
    return gone


def _close_logins(named: Naming) -> None:
    UserAddress.objects.filter(models.Q(address__in=named.addresses) | models.Q(key__in=named.keys)).delete()
    whose = models.Q(mailbox__in=named.addresses) | models.Q(owner__email__in=named.addresses)
    Source.objects.standing().filter(whose).update(removed=timezone.now(), secret=None, state={})
    for user in User.objects.filter(email__in=named.addresses):
        user.email, user.name, user.is_active = f"erased-{user.pk}@localhost", "", False
        user.set_unusable_password()
        user.save()
        SignInLink.objects.filter(user=user).delete()
        Relationship.objects.filter(owner=user).update(owner=None)
        Cover.objects.filter(colleague=user, ended=None).update(ended=timezone.now())


def _strike_out(model: type[models.Model], named: Naming) -> None:
    in_files = model in FILE_NAMES
    needles = named.needles(in_files)
    for field in _texts(model):
        said = Cast(models.F(field.attname), models.TextField())
        naming_them = models.Q()
        for needle in needles:
            naming_them |= models.Q(as_text__icontains=needle)
        rows = model._base_manager.annotate(as_text=said).filter(naming_them)
        for number, value in list(rows.values_list("pk", field.attname)):
            struck = named.struck(value, in_files)
            if struck != value:
                struck = f"{struck} {number}" if field.unique else struck
                model._base_manager.filter(pk=number).update(**{field.attname: struck})


def _texts(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.primary_key:
            yield field
