"""Whose account a ticket is about that names a firm: found by its domain or its exact name, among the accounts that
whoever brings it sees."""

from functools import cached_property

from sapwood.facts.case import Case
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship

from ..tables.left import Left
from ..tables.whose import Whose


class Firms:
    """Loads the accounts once a case names a firm."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._found: dict[tuple[str, str], int | None] = {}

    def find(self, case: Case) -> int | None:
        named = (case.company, case.domain)
        if not any(named):
            return None
        if named not in self._found:
            self._found[named] = self._find(*named)
        return self._found[named]

    def why_not(self, case: Case) -> str:
        said = case.company or case.domain
        return (
            f"Ticket {case.number} names the firm “{said}” and no person, and no account that you see is called so. "
            "It was left out; bring or name the account, then bring the tickets again."
        )

    @cached_property
    def _whose(self) -> Whose:
        return Whose()

    @cached_property
    def _seen(self) -> set[int]:
        return set(Relationship.objects.visible_to(self._user).values_list("organisation_id", flat=True))

    def _find(self, company: str, domain: str) -> int | None:
        try:
            found = self._whose.find(company or None, domain or None)
        except Left:
            return None
        if found is None or not (self._user.sees_all or found.organisation in self._seen):
            return None
        return found.organisation
