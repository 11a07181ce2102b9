"""Something of each kind that an address can be about."""

from datetime import UTC, date, datetime, time

from django.urls import reverse
from django.utils import timezone
from guest_cast import correction_of, link_of, wish_of
from web_cast import (
    AS_OF,
    account,
    contact,
    decision,
    digest_of,
    feed_of,
    firms_offered,
    import_of,
    offer,
    offered,
    sheet_of,
    source_of,
    told_owner,
)
from web_cover import brief_of
from web_events import event_of
from web_notes import note_of
from web_sale import listened_to, plan_changed
from web_touch_plans import released, touch_plan_of
from web_voices import voice_of

from sapwood.records.directory.models import Forgetting
from sapwood.records.relationships.models import Participation, Relationship
from sapwood.workflows import clock
from sapwood.workflows.absences import say_absence
from sapwood.workflows.change_many import change_many
from sapwood.workflows.contact_hours import say_hours
from sapwood.workflows.kept.put_to_rest import put_to_rest
from sapwood.workflows.minutes import say_minutes
from sapwood.workflows.off_the_clock import close
from sapwood.workflows.sale.reasons import say_reason
from sapwood.workflows.saved_views import save_view
from sapwood.workflows.service.duty import say_duty
from sapwood.workflows.tiers import add_tier, tag
from sapwood.workflows.voices.identify import nobody
from sapwood.workflows.whom.comparison import begin
from sapwood.workflows.wishes import say_wish

SHIFT = (datetime(2026, 8, 3, 8, tzinfo=UTC), datetime(2026, 8, 3, 18, tzinfo=UTC))


def addresses_of(cast):
    """Where each page stands about something of the cast, by its name."""
    offer(cast.orchard)
    jane = contact(cast.orchard, "Jane Doyle", "jane@orchard.example")
    match = offered(jane, contact(cast.orchard, "J. Doyle", "jdoyle@orchard.example"))
    one_firm = firms_offered(cast.orchard, account("Orchard GmbH", owner=cast.ana)).pk
    Participation.objects.create(relationship=Relationship.objects.latest("pk"), user=cast.tom)
    with_number = {
        "refuse_firm_match": one_firm,
        "undo_firm_match": one_firm,
        "account_people": cast.orchard.pk,
        "person": jane.pk,
        "merge_person": jane.pk,
        "lift_forgotten": Forgetting.objects.create(by=cast.op, started=timezone.now()).pk,
        "accept_match": match.pk,
        "refuse_match": match.pk,
        "undo_match": match.pk,
        "voice": (heard := voice_of(cast.ana, cast.tom)).pk,
        "undo_identification": nobody(cast.ana, heard).pk,
        "account": cast.orchard.pk,
        "evidence": cast.orchard.pk,
        "decisions": cast.orchard.pk,
        "undo_decision": decision(cast.orchard, cast.ana).pk,
        "saved_view": (kept := save_view(cast.ana, "Silent", "state=red").pk),
        "remove_saved_view": kept,
        "bulk_change": (many := change_many(cast.ana, Relationship.objects.all(), {"floor": 3}).pk),
        "undo_bulk_change": many,
        "account_rests": cast.orchard.pk,
        "end_rest": put_to_rest(cast.ana, cast.orchard, "moving", date(2026, 7, 1), date(2026, 6, 1)).pk,
        "sharing": cast.orchard.pk,
        "undo_sharing": cast.orchard.sharings.create(kind="shared", by=cast.tom, made=timezone.now()).pk,
        "import": (brought := import_of(cast.ana).pk),
        "import_troubles": brought,
        "import_text": brought,
        "stop_import": brought,
        "undo_import": brought,
        "run_import_again": brought,
        "service_event": (event := event_of(cast.op, cast.orchard)).pk,
        "service_event_accounts": event.pk,
        "undo_affected": event.said.get().pk,
        "source": (fetched := source_of(cast.ana).pk),
        "change_source": fetched,
        "source_runs": fetched,
        "stop_source": fetched,
        "pause_source": fetched,
        "go_on_source": fetched,
        "remove_source": fetched,
        "sheet": (sheet := sheet_of(cast.ana)).pk,
        **dict.fromkeys(("sheet_columns", "sheet_fixes", "sheet_choices", "sheet_left"), sheet.pk),
        "confirm_import": sheet.of_id,
        "table_owners": sheet.of_id,
        "throw_import_away": sheet.of_id,
        "table_owner": told_owner(cast.orchard, cast.lea),
        "touch_plan": (outgoing := touch_plan_of(cast.lea)).pk,
        **dict.fromkeys(
            (
                "touch_plan_releases",
                "touch_plan_withdrawal",
                "touch_plan_answers",
                "touch_plan_left",
                "api_touch_plan_ask",
            ),
            outgoing.pk,
        ),
        "end_mailer_token": outgoing.token_id,
        "end_touch_release": released(outgoing, cast.orchard, cast.ana).pk,
        "asked_not": jane.pk,
        "end_duty": say_duty(cast.ana, cast.ana, *SHIFT, clock.now()).pk,
        "contact_hours": cast.orchard.pk,
        "end_contact_hours": say_hours(cast.ana, cast.orchard, "UTC", time(8), time(16)).pk,
        "wishes": cast.orchard.pk,
        "days_off": cast.orchard.pk,
        "closures": cast.orchard.pk,
        "end_closure": close(cast.ana, cast.orchard, AS_OF, AS_OF).pk,
        "end_wish": say_wish(cast.ana, cast.orchard, None, 30).pk,
        "tags": cast.orchard.pk,
        "end_tagging": tag(cast.ana, cast.orchard, "Press").pk,
        "policy": ("tier", tier := add_tier(cast.lea, "A").pk),
        "policy_listening": ("tier", tier),
        **dict.fromkeys(("account_after_sale", "sale_changes", "sale_reasons", "sale_answers"), cast.orchard.pk),
        **dict.fromkeys(("account_listening", "listened"), cast.orchard.pk),
        "undo_sale_change": plan_changed(cast.orchard, cast.ana),
        "end_sale_reason": say_reason(cast.ana, cast.orchard, "two days").pk,
        "unmark_listened": listened_to(cast.orchard, cast.ana),
        "end_absence": (absent := say_absence(cast.ana, cast.ana, AS_OF, AS_OF)).pk,
        "move_absence": absent.pk,
        "absence_cover": absent.pk,
        "account_reach": cast.orchard.pk,
        **dict.fromkeys(
            ("cover_brief", "brief_covers", "brief_words", "brief_readings"), brief_of(absent, cast.orchard).pk
        ),
        "end_minutes": say_minutes(cast.ana, cast.ana, [30] * 7).pk,
        "tier_weight": tier,
        "end_comparison": begin(cast.lea, 10).pk,
        "enter": "no-such-token",
        "undo_note": (noted := note_of(cast.orchard, cast.ana)).pk,
        "close_next_step": noted.next_steps.get().pk,
        "account_guests": cast.orchard.pk,
        "guest_link": (link := link_of(cast.orchard, cast.ana)).pk,
        "revoke_guest_link": link.pk,
        "answer_correction": correction_of(link).pk,
        "set_aside_wish": wish_of(link).pk,
        "feed": "no-such-token",
        "digest_item": "no-such-token",
        "digest_stop": "no-such-token",
        "stop_digest": digest_of(cast.ana).pk,
        "revoke_feed": feed_of(cast.ana).pk,
        "guest_door": "no-such-token",
        "guest_codes": "no-such-token",
        "guest_visits": "no-such-token",
        "guest_nothing": "no/such/page",
    }
    return lambda name: reverse(name, args=_args(with_number.get(name)))


def _args(given):
    return [] if given is None else list(given) if isinstance(given, tuple) else [given]
