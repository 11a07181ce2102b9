"""The first-run questions and the one-time link."""

import pytest

from sapwood.records.access.models import AuditLine, Installation, SignInLink, User
from sapwood.workflows.home import home_domains
from sapwood.workflows.installation import OPERATOR_ADDRESS, initialise, operator
from sapwood.workflows.set_up import invite, make_sign_in_link, set_up, use_sign_in_link

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Ana Brandt",
    "email": "Ana@home.example",
    "password": "a walk in the wood",
    "home_name": "Home Ltd",
    "home_domains": ["home.example"],
    "zone": "Europe/Berlin",
}


def token(link):
    return link.strip("/").rpartition("/")[2]


def test_a_fresh_home_has_one_operator_and_making_it_twice_changes_nothing(home):
    initialise()
    initialise()
    assert [u.email for u in User.objects.all()] == [OPERATOR_ADDRESS]


def test_the_link_signs_in_once(home):
    link = make_sign_in_link()
    assert use_sign_in_link(token(link)) == operator()
    assert use_sign_in_link(token(link)) is None
    assert use_sign_in_link("something else") is None


def test_an_expired_link_opens_nothing(home):
    link = make_sign_in_link()
    SignInLink.objects.update(expires="2020-01-01T00:00Z")
    assert use_sign_in_link(token(link)) is None


def test_the_link_itself_is_not_kept(home):
    link = make_sign_in_link()
    assert token(link) not in str(SignInLink.objects.values()) + str(AuditLine.objects.values())


def test_the_questions_are_answered_once_and_for_all(home):
    set_up(operator(), **ANSWERS)
    user = operator()
    assert (user.name, user.email, user.zone) == ("Ana Brandt", "ana@home.example", "Europe/Berlin")
    assert user.check_password("a walk in the wood")
    assert user.addresses.get().address == "ana@home.example"
    assert Installation.get().set_up and home_domains() == ["home.example"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"password": "short"}, "too short"),
        ({"zone": "Mars/North"}, "is not a time zone"),
        ({"home_domains": ["gmail.com"]}, "home domain looks like"),
    ],
)
def test_a_wrong_answer_is_said_and_changes_nothing(home, wrong, said):
    operator()
    with pytest.raises(ValueError, match=said):
        set_up(operator(), **(ANSWERS | wrong))
    assert not Installation.get().set_up and operator().email == OPERATOR_ADDRESS and home_domains() == []


def test_inviting(home):
    mei = invite(operator(), "Mei@home.example", "Mei Lin", "lead")
    assert (mei.email, mei.role) == ("mei@home.example", "lead")
    with pytest.raises(ValueError, match="has a login already"):
        invite(operator(), "mei@home.example", "Mei Lin", "lead")
    with pytest.raises(ValueError, match="is not a role"):
        invite(operator(), "tom@home.example", "Tom", "king")
