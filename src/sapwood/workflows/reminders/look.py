"""Looking at a colleague's digest without sending it."""

from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.reminders.models import DigestChoice

from .choose import choice_of
from .send import letter_for


def look_at(mail: str) -> dict[str, object]:
    """ "to", "on" (whether they chose to get it), "items", "subject", "text". Raises ValueError with a sentence."""
    user = User.objects.filter(email=mail.strip().lower(), is_active=True).first()
    if user is None:
        raise ValueError(f"Nobody with the address {mail} has a login. Nothing was sent; check the spelling.")
    now, chosen = timezone.now(), choice_of(user)
    usual = DigestChoice(user=user, often=DigestChoice.Often.DAILY, hour=0, made=now, on_since=now)
    found = letter_for(chosen or usual, now, live=False)
    written, items = found or ({"subject": "", "text": ""}, 0)
    said = {name: written[name] for name in ("subject", "text")}
    return {"to": user.email, "on": chosen is not None, "items": items} | said
