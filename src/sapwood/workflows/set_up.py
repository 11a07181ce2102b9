"""The first-run questions, and the one-time link that leads to them."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sapwood.identity.address import canonical
from sapwood.records.access.models import Installation, SignInLink, User, UserAddress
from sapwood.records.directory.models import Domain
from sapwood.store.rows import address_key

from .audit import audit
from .home import call_home
from .installation import log_secret, operator
from .outdated import outdate_all
from .permission import require
from .tasks import people_changed


def make_sign_in_link(user: User | None = None, door: str = "command line") -> str:
    """The path of a link that signs `user` (the operator) in, once, within a day."""
    user = user or operator()
    with transaction.atomic():
        token = SignInLink.make(user, timezone.now())
        audit(operator(), door, "make sign-in link", user)
    return f"/enter/{token}/"


def use_sign_in_link(token: str) -> User | None:
    with transaction.atomic():
        user = SignInLink.use(token, timezone.now())
        if user:
            audit(user, "page", "sign in by link", user)
    return user


def home_guess() -> list[tuple[str, str]]:
    """Domains that are home so far, each with what that rests on."""
    found = Domain.objects.filter(organisation__home=True).order_by("name")
    return [(domain.name, domain.evidence or domain.get_said_display()) for domain in found]


def set_up(
    user: User, name: str, email: str, password: str, home_name: str, home_domains: Iterable[str], zone: str
) -> None:
    """Answers the first-run questions. Raises Refused, or ValueError with a sentence; then nothing is changed."""
    require(user, "set up")
    email = email.strip().lower()
    try:
        validate_email(email)
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    if zone not in available_timezones():
        raise ValueError(f"{zone!r} is not a time zone. Choose one such as Europe/Berlin.")
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise ValueError(f"{email} is the address of another login here.")
    with transaction.atomic():
        call_home(user, home_domains, "page", name=home_name.strip())
        user.name, user.email, user.zone = name.strip() or email, email, ZoneInfo(zone).key
        user.set_password(password)
        user.save()
        give_address(user, email)
        Installation.objects.update_or_create(pk=1, defaults={"set_up": timezone.now(), "zone": zone})
        audit(user, "page", "set up", "installation", home=list(home_domains), zone=zone)


def invite(by: User, email: str, name: str, role: str, door: str = "page") -> User:
    """A login for a colleague, who comes in by a one-time link. Raises Refused or ValueError."""
    require(by, "invite")
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(f"{email!r} is not a mail address.") from error
    if role not in User.Role.values:
        raise ValueError(f"{role!r} is not a role. Choose one of {', '.join(User.Role.values)}.")
    if User.objects.filter(email=email).exists():
        raise ValueError(f"{email} has a login already.")
    with transaction.atomic():
        user = User.objects.create_user(email, name.strip(), role)
        give_address(user, email)
        audit(by, door, "invite", user, role=role)
        transaction.on_commit(people_changed.enqueue)  # which accounts they took part in
    return user


def give_address(user: User, address: str) -> None:
    """Mail that `address` took part in is the user's to read."""
    UserAddress.objects.update_or_create(
        address=address, defaults={"user": user, "key": address_key(log_secret(), canonical(address))}
    )
    outdate_all()
