"""Who may do what, by role: the table is the rule."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sapwood.records.directory.models import Organisation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Participation, Relationship
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused, may, require

pytestmark = pytest.mark.django_db


@pytest.fixture
def orchard(ana):
    organisation = Organisation.objects.create(name="Orchard")
    return Relationship.objects.create(organisation=organisation, role="customer", owner=ana)


@pytest.fixture
def anas_import(ana):
    return Import.objects.create(by=ana, source="mail.mbox", asked="2024-01-01T00:00Z")


ACTS = ("see", "decide", "change", "see import", "undo import", "set up", "invite", "import")
TABLE = {
    "operator": (True, True, True, True, True, True, True, True),
    "lead": (True, True, True, False, False, False, False, True),
    "owner": (True, True, True, True, True, False, False, True),
    "who took part": (True, True, False, False, False, False, False, True),
    "somebody else": (False, False, False, False, False, False, False, True),
    "nobody": (False, False, False, False, False, False, False, False),
}


@pytest.mark.parametrize("who", TABLE)
def test_the_table(who, ana, tom, lead, orchard, anas_import):
    if who == "who took part":
        Participation.objects.create(relationship=orchard, user=tom)
    user = {"operator": operator(), "lead": lead, "owner": ana, "nobody": AnonymousUser()}.get(who, tom)
    answers = [may(user, act, anas_import if "import" in act else orchard) for act in ACTS]
    assert tuple(map(bool, answers)) == TABLE[who]
    assert all(answer.why.endswith(".") for answer in answers), "each answer has its reason in a sentence"


def test_a_relationship_nobody_owns_is_everybodys(orchard, tom):
    orchard.owner = None
    orchard.save()
    assert may(tom, "see", orchard) and may(tom, "change", orchard)


def test_somebody_who_has_left_may_nothing(ana, orchard):
    ana.is_active = False
    assert not may(ana, "see", orchard)
    assert not Relationship.objects.visible_to(ana).exists()


def test_require_raises_with_the_reason(tom, orchard):
    with pytest.raises(Refused, match="A colleague owns this relationship"):
        require(tom, "see", orchard)


def test_an_act_without_a_rule_is_an_error_and_not_a_yes(ana):
    with pytest.raises(ValueError, match="no rule"):
        may(ana, "fly")
