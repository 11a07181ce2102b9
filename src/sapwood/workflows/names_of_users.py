"""Which user a table means by a name or a mail address."""

from sapwood.identity.folding import folded
from sapwood.records.access.models import User


def users_by_name() -> dict[str, User]:
    """Active users by folded name and by mail address; a name that two have is nobody's."""
    found: dict[str, User] = {}
    twice: set[str] = set()
    for user in User.objects.filter(is_active=True).prefetch_related("addresses"):
        for said in {folded(user.name), user.email, *(a.address for a in user.addresses.all())} - {""}:
            if found.setdefault(said, user) != user:
                twice.add(said)
    return {said: user for said, user in found.items() if said not in twice}
