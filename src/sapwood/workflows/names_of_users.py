"""Which user a table means by a name or a mail address."""

from collections.abc import Callable

from sapwood.identity.folding import folded
from sapwood.records.access.models import User


def users_by_name() -> Callable[[str], User | None]:
    """Whom a name or a mail address means among the active users; a name that two have is nobody's."""
    found: dict[str, User] = {}
    twice: set[str] = set()
    for user in User.objects.filter(is_active=True).prefetch_related("addresses"):
        for said in {folded(user.name), user.email.lower(), *(a.address for a in user.addresses.all())} - {""}:
            if found.setdefault(said, user) != user:
                twice.add(said)
    known = {said: user for said, user in found.items() if said not in twice}
    return lambda said: known.get(folded(said)) or known.get(said.strip().lower())
