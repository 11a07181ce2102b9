"""Every reading is limited by what the user may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sapwood.records.access.models import AuditLine, User
from sapwood.records.directory.models import Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Participation, Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    roles = {"op": "operator", "lead": "lead", "ana": "colleague", "tom": "colleague"}
    return {n: User.objects.create_user(f"{n}@home.example", n, role) for n, role in roles.items()}


def test_relationships(people):
    def one(name, owner=None):
        return Relationship.objects.create(organisation=Organisation.objects.create(name=name), owner=owner)

    one("Anas", people["ana"])
    one("Nobodys")
    Participation.objects.create(relationship=one("Toms, with Ana", people["tom"]), user=people["ana"])
    one("Toms", people["tom"])

    def seen(user):
        return sorted(str(r) for r in Relationship.objects.visible_to(user))

    everything = ["Anas", "Nobodys", "Toms", "Toms, with Ana"]
    assert seen(people["op"]) == seen(people["lead"]) == everything
    assert seen(people["ana"]) == ["Anas", "Nobodys", "Toms, with Ana"]
    assert seen(people["tom"]) == ["Nobodys", "Toms", "Toms, with Ana"]
    assert seen(AnonymousUser()) == []


def test_imports_and_audit_lines(people):
    for user in people.values():
        Import.objects.create(by=user, source=user.name, asked="2024-01-01T00:00Z")
        AuditLine.objects.create(when="2024-01-01T00:00Z", actor=user, door="test", act="x", thing="y")
    for things in (Import.objects, AuditLine.objects):
        assert things.visible_to(people["op"]).count() == 4
        assert things.visible_to(people["lead"]).count() == things.visible_to(people["ana"]).count() == 1
        assert things.visible_to(AnonymousUser()).count() == 0
    assert User.objects.visible_to(people["ana"]).count() == 4
    assert User.objects.visible_to(AnonymousUser()).count() == 0


def test_a_floor_above_the_ceiling_cannot_even_be_stored():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Relationship.objects.create(organisation=Organisation.objects.create(name="X"), floor=9, ceiling=8)
