"""Every address of the pages × everybody who may knock, with the status each gets. An address that is missing
from the table fails, so a page cannot be added without saying whom it is for."""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from web_addresses import addresses_of

from sapwood.workflows.counted import forget_counts

WHO = ("anonymous", "ana", "tom", "olaf", "lea", "op")  # nobody, owner, took part, outsider, lead, operator
SENT = 302  # to sign in for the anonymous, back to the page for others
ALL = (SENT, 200, 200, 200, 200, 200)
CHANGED = {"name": "Orchard", "role": "customer", "ceiling": "30"}

# (name, method, statuses in the order of WHO, data)
TABLE = [
    ("today", "get", ALL, {}),
    ("accounts", "get", ALL, {}),
    ("export_accounts", "get", ALL, {}),
    ("saved_views", "post", (SENT,) * 6, {"name": "Mine", "query": "owner=me"}),
    ("saved_view", "get", (SENT, SENT, 404, 404, 404, 404), {}),
    ("saved_view", "post", (SENT, SENT, 404, 404, 404, 404), {"name": "Ours"}),
    ("remove_saved_view", "post", (SENT, SENT, 404, 404, 404, 404), {}),
    ("bulk_changes", "post", ALL, {"which": "all", "ceiling": "30"}),
    ("bulk_change", "get", (SENT, 200, 404, 404, 200, 200), {}),
    ("undo_bulk_change", "post", (SENT, SENT, 404, 404, SENT, SENT), {}),
    ("account", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("account", "post", (SENT, SENT, 403, 404, SENT, SENT), CHANGED),
    ("evidence", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("rests", "get", ALL, {}),
    (
        "account_rests",
        "post",
        (SENT, SENT, 403, 404, SENT, SENT),
        {"reason": "moving", "look_again": "2026-09-01"},
    ),
    ("end_rest", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("sharing", "post", (SENT, 403, SENT, 404, 403, 403), {"kind": "shared"}),  # only Tom took part
    ("undo_sharing", "post", (SENT, 403, SENT, 404, 403, SENT), {}),
    ("decisions", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"kind": "done"}),
    ("undo_decision", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("account_people", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("home_people", "get", (SENT, 403, 403, 403, 200, 200), {}),
    ("home_people", "post", (SENT, 403, 403, 403, SENT, SENT), {}),
    ("person", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("person", "post", (SENT, SENT, 403, 404, SENT, SENT), {"name": "Jane Miller"}),
    ("merge_person", "post", (SENT, SENT, 403, 404, SENT, SENT), {"address": "jdoyle@orchard.example"}),
    ("voices", "get", ALL, {}),
    ("voice", "get", (SENT, 200, 200, 404, 404, 200), {}),  # Ana brought it, Tom took part
    ("voice", "post", (SENT, SENT, SENT, 404, 404, SENT), {}),
    ("undo_identification", "post", (SENT, SENT, SENT, 404, 404, SENT), {}),
    ("forgotten", "get", (SENT, 403, 403, 403, 403, 200), {}),
    ("forgotten", "post", (SENT, 403, 403, 403, 403, SENT), {"address": "jane@orchard.example"}),
    ("look_forgotten", "post", (SENT, 403, 403, 403, 403, 200), {"address": "jane@orchard.example"}),
    ("lift_forgotten", "post", (SENT, 403, 403, 403, 403, SENT), {}),
    ("accept_match", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("refuse_match", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("undo_match", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("who_is_who", "get", ALL, {}),
    ("merge_several", "post", (SENT,) * 6, {}),
    ("firms", "get", ALL, {}),
    ("accept_several", "post", (SENT,) * 6, {}),
    ("refuse_firm_match", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("undo_firm_match", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("imports", "get", ALL, {}),
    ("imports", "post", (SENT,) * 6, {}),
    ("import", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("import_troubles", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("import_text", "post", (SENT, SENT, 404, 404, 404, SENT), {"text": "none"}),
    ("stop_import", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("undo_import", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("run_import_again", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("lead_times", "get", ALL, {}),
    ("lead_times", "post", (SENT, 403, 403, 403, SENT, SENT), {"kind": "licence", "days": "90"}),
    ("duties", "get", ALL, {}),
    ("duties", "post", (SENT,) * 6, {"since": "2026-07-01T08:00", "until": "2026-07-01T18:00"}),
    ("end_duty", "post", (SENT, SENT, 403, 403, SENT, SENT), {}),
    ("contact_hours", "post", (SENT, SENT, 403, 404, SENT, SENT), {"opens": "09:00", "closes": "17:00"}),
    ("end_contact_hours", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("touch_plans", "get", ALL, {}),
    ("touch_plans", "post", (SENT, 403, 403, 403, 422, 422), {"name": "Letter"}),  # without a list
    ("touch_plan", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("touch_plan_releases", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"reason": "x"}),  # chose no account
    ("touch_plan_withdrawal", "post", (SENT, 403, 403, 404, SENT, SENT), {}),
    ("touch_plan_answers", "get", (SENT, 403, 403, 403, 200, 200), {}),
    ("touch_plan_left", "get", (SENT, 403, 403, 403, 200, 200), {}),
    ("mailer_tokens", "post", (SENT, 403, 403, 403, 200, 200), {"name": "Mailer"}),
    ("end_mailer_token", "post", (SENT, 404, 404, 404, SENT, SENT), {}),
    ("end_touch_release", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("api_touch_plans", "post", (401,) * 6, {}),  # by a token alone: test_touch_plan_pages.py
    ("api_touch_plan_ask", "post", (401,) * 6, {}),
    ("asked_not", "post", (SENT, SENT, SENT, 404, SENT, SENT), {}),
    ("tenure", "get", ALL, {}),
    ("after_sales", "get", ALL, {}),
    ("sale_plan", "get", ALL, {}),
    ("sale_plan", "post", (SENT, 403, 403, 403, SENT, SENT), {"day": "5", "what": "Look in"}),
    ("account_after_sale", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("sale_changes", "post", (SENT, SENT, 403, 404, SENT, SENT), {"kind": "end", "reason": "moving"}),
    ("undo_sale_change", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("sale_reasons", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"words": "two days"}),
    ("end_sale_reason", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("sale_answers", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"said": "yes"}),
    ("account_listening", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("account_listening", "post", (SENT, SENT, 403, 404, SENT, SENT), {"how": "90"}),
    ("listened", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"interaction": "-5"}),
    ("unmark_listened", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("policy_listening", "post", (SENT, 403, 403, 403, SENT, SENT), {"every": "90", "go": "90"}),
    ("service", "get", ALL, {}),
    ("service_event", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("service_event_accounts", "post", (SENT, SENT, 403, 404, SENT, SENT), {"account": "Orchard", "affected": "no"}),
    ("undo_affected", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("sources", "get", ALL, {}),
    ("add_source", "get", ALL, {}),
    ("add_source", "post", (SENT, 422, 422, 422, 422, 422), {"host": "imap.home.example", "user": "", "secret": "x"}),
    ("source", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("change_source", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("change_source", "post", (SENT, 422, 404, 404, 404, 422), {"host": "", "user": "ana"}),
    ("source_runs", "post", (SENT, SENT, 404, 404, 404, SENT), {"anew": "1"}),
    ("stop_source", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("pause_source", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("go_on_source", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("remove_source", "post", (SENT, SENT, 404, 404, 404, SENT), {"brought": "undo"}),
    ("sheet", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("sheet_columns", "post", (SENT, 403, 404, 404, 404, SENT), {"kind": "accounts", "column-0": "account"}),
    ("sheet_fixes", "post", (SENT, 403, 404, 404, 404, SENT), {"line": "2", "cell-0": "Orchard"}),
    ("sheet_choices", "post", (SENT, 403, 404, 404, 404, SENT), {"reference": "Orchard", "act": "skip"}),
    ("sheet_left", "get", (SENT, 200, 404, 404, 404, 200), {}),
    ("confirm_import", "post", (SENT, 403, 404, 404, 404, SENT), {}),
    ("throw_import_away", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("table_owners", "post", (SENT, 403, 404, 404, 404, SENT), {}),
    ("table_owner", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("wishes", "post", (SENT, SENT, 403, 404, SENT, SENT), {"ceiling": "30"}),
    ("end_wish", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("tags", "post", (SENT, SENT, 403, 404, SENT, SENT), {"tag": "Renewal"}),
    ("end_tagging", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("days_off", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("days_off", "post", (SENT, SENT, 403, 404, SENT, SENT), {"country": "DE"}),
    ("closures", "post", (SENT, SENT, 403, 404, SENT, SENT), {"since": "2026-08-03", "until": "2026-08-21"}),
    ("end_closure", "post", (SENT, SENT, 403, 404, SENT, SENT), {}),
    ("cadence", "get", ALL, {}),
    ("cadence", "post", (SENT, 403, 403, 403, SENT, SENT), {"name": "B"}),
    ("policy", "get", ALL, {}),
    ("policy", "post", (SENT, 403, 403, 403, 200, 200), {"ceiling": "30"}),
    ("absences", "get", ALL, {}),
    ("absences", "post", (SENT,) * 6, {"since": "2026-07-01", "until": "2026-07-02"}),
    ("end_absence", "post", (SENT, SENT, 403, 403, SENT, SENT), {}),
    ("move_absence", "post", (SENT, SENT, 403, 403, SENT, SENT), {"since": "2026-07-01", "until": "2026-07-02"}),
    ("absence_cover", "get", ALL, {}),
    ("absence_cover", "post", (SENT, SENT, 403, SENT, SENT, SENT), {}),  # Olaf sees none of them, so nothing happens
    ("cover", "get", ALL, {}),
    ("my_covers", "get", ALL, {}),
    ("account_reach", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("cover_brief", "get", (SENT, 200, 200, 404, 200, 200), {}),
    ("brief_covers", "post", (SENT, SENT, 403, 404, SENT, SENT), {"colleague": ""}),
    ("brief_words", "post", (SENT, SENT, 403, 404, 403, 403), {"words": "Ask for Jane."}),
    ("brief_readings", "post", (SENT, SENT, SENT, 404, SENT, SENT), {}),
    ("minutes", "get", ALL, {}),
    ("minutes", "post", (SENT,) * 6, {"monday": "30"}),
    ("end_minutes", "post", (SENT, SENT, 404, 404, SENT, SENT), {}),
    ("whom", "get", ALL, {}),
    ("limits", "post", (SENT, 403, 403, 403, SENT, SENT), {"calls": "3", "mails": ""}),
    ("tier_weight", "post", (SENT, 403, 403, 403, SENT, SENT), {"weight": "2"}),
    ("comparisons", "get", ALL, {}),
    ("comparisons", "post", (SENT, 403, 403, 403, 422, 422), {"percent": "10"}),  # one runs already
    ("end_comparison", "post", (SENT, 403, 403, 403, SENT, SENT), {}),
    ("notes", "get", ALL, {}),
    ("notes", "post", (SENT, 422, 422, 422, 422, 422), {"text": "called Orchard"}),  # without any fields
    ("draft_note", "post", (SENT, 200, 200, 422, 200, 200), {"text": "called Orchard"}),  # Olaf sees no Orchard
    ("undo_note", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("close_next_step", "post", (SENT, SENT, SENT, 404, SENT, SENT), {"closing": "done"}),
    ("audit", "get", ALL, {}),
    ("set_up", "get", (SENT, 403, 403, 403, 403, SENT), {}),
    ("set_up", "post", (SENT, 403, 403, 403, 403, SENT), {}),
    ("enter", "get", (410,) * 6, {}),
    ("account_login", "get", (200, SENT, SENT, SENT, SENT, SENT), {}),
    ("account_logout", "post", (SENT,) * 6, {}),
    ("account_inactive", "get", (200,) * 6, {}),
    ("account_change_password", "get", ALL, {}),
    ("account_set_password", "get", (SENT,) * 6, {}),  # they have one already
    ("healthz", "get", (200,) * 6, {}),
    ("guests", "get", ALL, {}),
    ("guest_link", "get", (SENT, 200, 404, 404, 200, 200), {}),
    ("revoke_guest_link", "post", (SENT, SENT, 404, 404, SENT, SENT), {}),
    ("reminders", "get", ALL, {}),
    ("feeds", "post", ALL, {}),
    ("revoke_feed", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("feed", "get", (404,) * 6, {}),  # by its secret alone: test_feed.py
    (
        "digest",
        "post",
        (SENT, 422, 422, 422, 422, 422),
        {"often": "daily", "hour": "7", "zone": "UTC"},
    ),  # no mail leaves
    ("stop_digest", "post", (SENT, SENT, 404, 404, 404, SENT), {}),
    ("digest_item", "get", (404,) * 6, {}),  # by its signature alone: test_digest_links.py
    ("digest_item", "post", (404,) * 6, {}),
    ("digest_stop", "get", (404,) * 6, {}),
    ("digest_stop", "post", (404,) * 6, {}),
    ("account_guests", "get", (SENT, 200, 403, 404, 200, 200), {}),
    ("account_guests", "post", (SENT, 422, 403, 404, 422, 422), {"address": "jane@orchard.example", "days": 14}),
    ("set_aside_wish", "post", (SENT, SENT, 404, 404, SENT, SENT), {"why": "They left."}),
    ("answer_correction", "post", (SENT, SENT, 404, 404, SENT, SENT), {"answer": "accepted"}),
    ("guest_door", "get", (404,) * 6, {}),  # for guests: test_guest_permissions.py
    ("guest_codes", "post", (404,) * 6, {}),
    ("guest_visits", "post", (404,) * 6, {}),
    ("guest_nothing", "get", (404,) * 6, {}),
    ("guest_held", "get", (404,) * 6, {}),
    ("guest_correct", "post", (404,) * 6, {}),
    ("guest_wish", "post", (404,) * 6, {}),
    ("guest_take_along", "get", (404,) * 6, {}),
    ("guest_leave", "post", (404,) * 6, {}),
]


@pytest.fixture
def addresses(cast):
    return addresses_of(cast)


@pytest.fixture
def knock(cast):
    """What somebody gets who knocks somewhere; what that changed is taken back, so that all find the same house."""
    cookies = {}
    for who in WHO:
        client = Client()
        if who != "anonymous":
            client.force_login(cast.users[who])
        cookies[who] = client.cookies.output(header="").strip()

    def answer(who, method, where, data):
        client = Client()
        client.cookies.load(cookies[who])
        with transaction.atomic():
            found = getattr(client, method)(where, data)
            transaction.set_rollback(True)
        forget_counts()
        return found

    return answer


def test_who_may_open_what(addresses, knock):
    there = {name: addresses(name) for name, *_ in TABLE}
    wrong = {}
    for name, method, row, data in TABLE:
        for who, expected in zip(WHO, row, strict=True):
            answer = knock(who, method, there[name], data)
            if answer.status_code != expected:
                wrong[name, method, who] = f"{answer.status_code} instead of {expected}"
            if who == "anonymous" and answer.status_code == SENT and name != "account_logout":
                assert answer["Location"].startswith(reverse("account_login")), name
    assert wrong == {}


def test_every_address_stands_in_the_table():
    assert {pattern.name for pattern in get_resolver().url_patterns} == {name for name, *_ in TABLE}


WRITES = ["decisions", "undo_decision", "stop_import", "undo_import", "run_import_again"]
WRITES += ["revoke_guest_link", "answer_correction", "set_aside_wish"]
WRITES += ["saved_views", "remove_saved_view", "bulk_changes", "undo_bulk_change"]
WRITES += ["source_runs", "stop_source", "pause_source", "go_on_source", "remove_source"]
WRITES += ["service_event_accounts", "undo_affected"]
WRITES += ["touch_plan_releases", "touch_plan_withdrawal", "mailer_tokens", "end_mailer_token", "end_touch_release"]
WRITES += ["asked_not", "end_duty", "contact_hours", "end_contact_hours"]
WRITES += ["feeds", "revoke_feed", "digest", "stop_digest"]
WRITES += ["account_rests", "end_rest"]
WRITES += ["sale_changes", "undo_sale_change", "sale_reasons", "end_sale_reason", "sale_answers"]
WRITES += ["listened", "unmark_listened", "policy_listening"]
WRITES += ["end_minutes", "limits", "tier_weight", "end_comparison"]
WRITES += ["draft_note", "undo_note", "close_next_step"]
WRITES += ["sharing", "undo_sharing", "import_text"]
WRITES += ["sheet_columns", "sheet_fixes", "sheet_choices", "confirm_import", "throw_import_away", "table_owner"]
WRITES += ["table_owners", "wishes", "end_wish", "tags", "end_tagging", "end_absence", "closures", "end_closure"]
WRITES += ["move_absence", "brief_covers", "brief_words", "brief_readings"]


def test_what_writes_is_never_a_link(addresses, knock):
    answered = {name: knock("op", "get", addresses(name), {}).status_code for name in WRITES}
    assert answered == dict.fromkeys(WRITES, 405)


def test_every_address_is_documented():
    pages = (Path(__file__).parents[3] / "docs" / "pages.md").read_text()
    missing = [str(p.pattern) for p in get_resolver().url_patterns if f"`/{p.pattern}`" not in pages]
    assert missing == []
