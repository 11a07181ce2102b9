"""What the page of an account says of its guests: who may look in, and what they said that waits for an answer."""

from django.utils import timezone

from sapwood.records.guests.models import Correction, GuestLink


def guest_part(user, relationship) -> dict:
    """Empty for who may not change the account: `visible_to` of both sees to that."""
    corrections = Correction.objects.visible_to(user).filter(relationship=relationship).open()
    links = GuestLink.objects.visible_to(user).filter(relationship=relationship).live(timezone.now())
    return {"corrections": corrections.select_related("answered_by"), "live": links}
