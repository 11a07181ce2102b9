"""What every page's frame needs: whose house it is, what day it is, where one is."""

from django.conf import settings

from sapwood.records.directory.models import Organisation
from sapwood.workflows import clock

from .unchanged import unchanged

SECTIONS = [("today", "Today"), ("accounts", "Accounts"), ("service", "Service"), ("imports", "Imports")]
UNDER = {
    "account": "accounts",
    "account_guests": "accounts",
    "import": "imports",
    "sheet": "imports",
    "evidence": "today",
}
UNDER |= {"sources": "imports", "source": "imports", "add_source": "imports", "change_source": "imports"}
UNDER |= {"voices": "imports", "voice": "imports"}
UNDER |= {"cadence": "accounts", "policy": "accounts", "days_off": "accounts", "closures": "accounts"}
UNDER |= {"touch_plans": "service", "touch_plan": "service", "mailer_tokens": "service"}
UNDER |= {"lead_times": "accounts", "duties": "service", "contact_hours": "accounts"}
UNDER |= {"service_event": "service", "tenure": "accounts"}
UNDER |= {"cover": "accounts", "account_reach": "accounts", "cover_brief": "accounts"}
UNDER |= {"bulk_change": "accounts", "bulk_changes": "accounts"}

ON_AN_ACCOUNT = ("account", "account_people", "account_guests", "account_reach")  # the note box is about it there


def frame(request):
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    match = request.resolver_match
    here = UNDER.get(match.url_name, match.url_name) if match else ""
    return {
        "sections": [(name, title, name == here) for name, title in SECTIONS],
        "note_account": match.kwargs.get("pk") if match and match.url_name in ON_AN_ACCOUNT else None,
        "home": unchanged(request)("home", Organisation.of_home),
        "as_of": clock.today(),
        "pinned": settings.SAPWOOD_AS_OF,
    }
