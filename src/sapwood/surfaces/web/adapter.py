"""Who may come in through allauth's doors: only those who have been let in already."""

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction

from sapwood.workflows.audit import audit


class ClosedDoor(DefaultAccountAdapter):
    """Nobody signs up by themselves: the operator gives people their place, or a one-time link."""

    def is_open_for_signup(self, request):
        return False

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        audit(user, "page", "set password", user)
